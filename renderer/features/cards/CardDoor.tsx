import { IconIdBadge2 } from '@tabler/icons-react'
import { useCallback, useEffect, useMemo, useRef } from 'react'
import type { ProfessionalCard } from '#app/devices/workstation.ts'
import type { KnownCabinet } from '#app/features/cabinet/model.ts'
import type { SessionView } from '#app/features/sessions/model.ts'
import { cardsText } from '#app/text/fr/cards.ts'
import { sayRefusal } from '#app/text/fr/common.ts'
import type { AnyProblem } from '#renderer/client/index.ts'
import { type Action, Block, Button, useActions, useSlow } from '#ui/index.ts'
import classes from './Cards.module.css'
import { sayHolder } from './holder.ts'
import { PinForm } from './PinForm.tsx'
import { pinRefusal } from './pin-refusal.ts'
import { beRecognised, type CardInHand, deviceReason, findHost, findSlot, openWithSlot } from './proving.ts'
import { SightHelp, SightLine } from './SightLine.tsx'
import { type CardFlow, useCardFlow } from './useCardFlow.ts'

const fr = cardsText.door

/** A card that does not open this cabinet yet, and what its enrolment begins with. */
export interface CardToEnrol {
  readonly card: ProfessionalCard
  /** The user whose former card it replaces; `null` for a first card: whoever is chosen. */
  readonly renews: string | null
}

const openAction: Action<{ press: () => void; ready: boolean }> = {
  id: 'cards.open',
  label: fr.open,
  keys: 'Alt+C',
  group: fr.keysGroup,
  enabledFor: ({ ready }) => ready,
  run: ({ press }) => press(),
}
const openActions = [openAction]

/**
 * « Ouvrir le cabinet avec la CPS » (CAB-1): the card opens a cabinet of this computer with its key slot, or is recognised
 * by a host whose cabinet is open. Quiet for whoever has no card: a button, and one line.
 */
export function CardDoor(props: {
  readonly cabinet: KnownCabinet | undefined
  /** The cabinets are those of another computer: no key travels, a host that is open recognises the card. */
  readonly remote: boolean
  readonly onOpened: (session: SessionView) => void
  readonly onEnrol: (enrol: CardToEnrol) => void
}) {
  const { cabinet, remote, onEnrol } = props
  const cabinetId = cabinet?.cabinetId
  const users = cabinet?.users ?? []
  const training = cabinet?.profile === 'training'
  const flow = useCardFlow({
    prepare: useCallback(
      (hand: CardInHand) => (remote || cabinetId === undefined ? findHost(hand) : findSlot(hand, cabinetId)),
      [remote, cabinetId],
    ),
    finish: useCallback(
      (hand: CardInHand) =>
        remote || cabinetId === undefined ? beRecognised(hand, 'sign-in') : openWithSlot(hand, cabinetId),
      [remote, cabinetId],
    ),
    onDone: props.onOpened,
  })
  const { seat, stage, press } = flow
  const ready = stage === 'idle' && cabinet !== undefined
  useActions(
    openActions,
    useMemo(() => ({ press, ready }), [press, ready]),
  )
  useGoOn(flow)
  const isSlow = useSlow(stage === 'checking')
  const button = useFocusBack(stage)
  const enrol = () => {
    if (seat.card === null || flow.problem === null) return
    onEnrol({ card: seat.card, renews: renewedUser(flow.problem) })
  }
  return (
    <section className={classes.door} aria-label={fr.title}>
      <h2 className={classes.subtitle}>{fr.title}</h2>
      {seat.card !== null && (stage === 'pin' || stage === 'working') ? (
        <PinForm
          card={seat.card}
          holder={sayHolder(seat.card, users)}
          problem={flow.problem}
          busy={stage === 'working'}
          submitLabel={cardsText.pin.open}
          onSubmit={flow.submit}
          onCancel={flow.cancel}
        />
      ) : (
        <>
          <Button
            ref={button}
            size="entry"
            wide
            spread
            icon={IconIdBadge2}
            keys="Alt+C"
            disabled={!ready}
            describedBy="card-sight"
            onClick={press}
          >
            {isSlow ? cardsText.pin.checking : fr.open}
          </Button>
          <SightLine id="card-sight" seat={seat} users={users} training={training} />
          {flow.explains ? <SightHelp sight={seat.sight} training={training} /> : null}
          <CardRefusal flow={flow} onEnrol={remote ? null : enrol} />
        </>
      )}
    </section>
  )
}

/** Pressed without a card: what was asked goes on once one is there, unless somebody types a password meanwhile. */
function useGoOn({ explains, stage, press, seat: { sight } }: CardFlow) {
  const awaits = useRef(false)
  useEffect(() => {
    if (explains) awaits.current = true
    if (sight !== 'ready' || stage !== 'idle' || !awaits.current) return
    awaits.current = false
    const at = document.activeElement
    if (!(at instanceof HTMLInputElement) || at.value === '') press()
  }, [explains, sight, stage, press])
}

/** The button has the focus again once the code was given up, or refused for good. */
function useFocusBack(stage: CardFlow['stage']) {
  const button = useRef<HTMLButtonElement>(null)
  const former = useRef(stage)
  useEffect(() => {
    if (stage === 'idle' && former.current !== 'idle') button.current?.focus()
    former.current = stage
  }, [stage])
  return button
}

/** Why the card did not open; for one that could, how it will. */
export function CardRefusal({ flow, onEnrol }: { flow: CardFlow; onEnrol: (() => void) | null }) {
  const { problem } = flow
  if (problem === null || pinRefusal(problem) !== null) return null
  // The line above says it, or the help does.
  if (deviceReason(problem) === 'pin.blocked' && flow.explains) return null
  const canEnrol = problem.problem === 'card.not-enrolled' || problem.problem === 'card.renewed'
  return (
    <Block
      tone={canEnrol ? 'info' : 'error'}
      announce="assertive"
      actions={
        canEnrol && onEnrol !== null ? (
          <Button size="small" onClick={onEnrol}>
            {problem.problem === 'card.renewed' ? fr.renew : fr.enrol}
          </Button>
        ) : undefined
      }
    >
      {problem.problem === 'card.not-enrolled' && onEnrol !== null ? fr.notYet : sayRefusal(problem)}
    </Block>
  )
}

function renewedUser(problem: AnyProblem): string | null {
  if (problem.problem !== 'card.renewed') return null
  return (problem.data as { readonly userId: string }).userId
}
