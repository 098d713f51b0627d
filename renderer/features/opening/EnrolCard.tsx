import { useRef, useState } from 'react'
import { openCabinet } from '#app/features/cabinet/contract.ts'
import type { KnownCabinet } from '#app/features/cabinet/model.ts'
import type { SessionView } from '#app/features/sessions/model.ts'
import { cardsText } from '#app/text/fr/cards.ts'
import { roleText } from '#app/text/fr/permissions.ts'
import { useCabinet } from '#renderer/client/index.ts'
import {
  type CardToEnrol,
  EnrolmentForm,
  openWithSlot,
  sayHolder,
  useProfessionalCard,
} from '#renderer/features/cards/index.ts'
import { Block, Button, EntryCard, SelectField, Tag } from '#ui/index.ts'
import { rememberOpened } from './memory.ts'
import classes from './Opening.module.css'

const fr = cardsText.enrol

/**
 * A card that does not open this cabinet yet, or that takes the place of a former one: the password once, the code once, and
 * the cabinet opens. From the next time on, the card is enough.
 */
export function EnrolCard(props: {
  readonly cabinet: KnownCabinet
  readonly enrol: CardToEnrol
  readonly proposed: string | undefined
  readonly onOpened: (session: SessionView) => void
  readonly onBack: () => void
}) {
  const { cabinet, enrol, onOpened, onBack } = props
  const { call } = useCabinet()
  const seat = useProfessionalCard()
  const [userId, setUserId] = useState(enrol.renews ?? props.proposed ?? cabinet.users[0]?.userId ?? null)
  /** Opened by the password already: whatever the card does next, this person is in. */
  const [opened, setOpened] = useState<SessionView | null>(null)
  const [refused, setRefused] = useState(false)
  /** The same, for what began before it was known. */
  const session = useRef<SessionView | null>(null)
  const holder = sayHolder(enrol.card, cabinet.users)
  const card = seat.card?.authentication === enrol.card.authentication ? seat.card : null
  const leave = () => {
    if (opened === null) onBack()
    else onOpened(opened)
  }
  const open = async (password: string) => {
    if (opened !== null || userId === null) return null
    const reply = await call(openCabinet, { cabinetId: cabinet.cabinetId, userId, password })
    if (!reply.ok) return reply
    rememberOpened({ cabinetId: cabinet.cabinetId, userId })
    session.current = reply.value.session
    setOpened(reply.value.session)
    return null
  }
  const enter = async () => {
    // Signed in again by the card itself: from now on its withdrawal locks this seat.
    const again =
      card === null || seat.workstation === null
        ? null
        : await openWithSlot({ call, workstation: seat.workstation, card }, cabinet.cabinetId)
    if (again?.ok === true) return onOpened(again.value)
    // Nothing follows this card: it keeps no code for a session that the password opened.
    void seat.workstation?.forgetPin({}).catch(() => undefined)
    if (session.current !== null) onOpened(session.current)
  }
  return (
    <EntryCard title={enrol.renews === null ? fr.title : fr.renewTitle} aside={cabinet.name} width={520}>
      <div className={classes.stack}>
        <p className={classes.muted}>{enrol.renews === null ? fr.firstText(holder) : fr.renewText(holder)}</p>
        {opened === null || !refused ? null : (
          <Block tone="warning" announce="polite">
            {fr.notEnrolled}
          </Block>
        )}
        {card === null ? (
          <>
            <Block tone="info">{fr.gone}</Block>
            <div className={classes.foot}>
              <Button size="dialog" onClick={leave}>
                {opened === null ? fr.back : fr.openAnyway}
              </Button>
            </div>
          </>
        ) : (
          <EnrolmentForm
            card={card}
            renews={enrol.renews !== null}
            submitLabel={opened === null ? fr.submit : fr.enrolOnly}
            cancelLabel={opened === null ? fr.back : fr.openAnyway}
            onCancel={leave}
            before={open}
            onRefused={() => setRefused(true)}
            onEnrolled={() => void enter()}
          >
            <SelectField
              label={fr.user}
              size="dialog"
              value={userId}
              options={cabinet.users.map((user) => ({
                value: user.userId,
                label: user.displayName,
                trail: <Tag>{roleText[user.role]}</Tag>,
              }))}
              onChange={setUserId}
              disabled={enrol.renews !== null || opened !== null}
            />
          </EnrolmentForm>
        )}
      </div>
    </EntryCard>
  )
}
