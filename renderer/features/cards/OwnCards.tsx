import { useState } from 'react'
import type { ProfessionalCard } from '#app/devices/workstation.ts'
import { listCards, removeCard } from '#app/features/cards/contract.ts'
import type { CardView } from '#app/features/cards/model.ts'
import { cardsText } from '#app/text/fr/cards.ts'
import { useCabinet, useLiveQuery, useSession } from '#renderer/client/index.ts'
import { Refusal } from '#renderer/features/forms/index.ts'
import { Block, Button, Skeleton } from '#ui/index.ts'
import { CardsTable } from './CardsTable.tsx'
import classes from './CardSettings.module.css'
import { EnrolmentForm } from './EnrolmentForm.tsx'
import { rppsOf } from './rpps.ts'
import { SightHelp, SightLine } from './SightLine.tsx'
import { type CardSeat, useProfessionalCard } from './useProfessionalCard.ts'

const fr = cardsText.own

/** « Ma carte »: those that open the cabinet for oneself, and the one in the reader, which may join them. */
export function OwnCards() {
  const { call } = useCabinet()
  const session = useSession()
  const seat = useProfessionalCard()
  const answer = useLiveQuery(listCards, {}, { kinds: ['card'], freshOnMount: true })
  const [done, setDone] = useState<string | null>(null)
  const remove = async ({ cardId, cardNumber }: CardView) => {
    const reply = await call(removeCard, { cardId })
    if (!reply.ok) return reply
    answer.askAgain()
    setDone(fr.removed(cardNumber))
    return null
  }
  const { value } = answer
  return (
    <section className={classes.screen} aria-label={fr.title} data-region tabIndex={-1}>
      <header className={classes.toolbar}>
        <h2>{fr.title}</h2>
      </header>
      <div className={classes.body}>
        <p className={classes.quiet}>{fr.text}</p>
        {done === null ? null : <Block tone="success">{done}</Block>}
        {answer.problem === undefined ? null : <Refusal problem={answer.problem} onRetry={answer.askAgain} />}
        {value === undefined ? (
          answer.problem === undefined ? (
            <Skeleton lines={3} />
          ) : null
        ) : (
          <>
            <CardsTable label={fr.title} cards={value.cards} empty={fr.none} onRemove={remove} />
            <Inserted
              key={seat.card?.insertion}
              seat={seat}
              cards={value.cards}
              rpps={value.rpps}
              atHost={value.atHost}
              users={[{ displayName: session.displayName }]}
              onDone={(words) => {
                setDone(words)
                answer.askAgain()
              }}
            />
          </>
        )}
      </div>
    </section>
  )
}

interface InsertedProps {
  readonly seat: CardSeat
  readonly cards: readonly CardView[]
  /** Of the user's account. */
  readonly rpps: string | null
  readonly atHost: boolean
  readonly users: readonly { readonly displayName: string }[]
  readonly onDone: (words: string) => void
}

/** The card in the reader: whose it is, and whether it may open the cabinet for this person. */
function Inserted({ seat, cards, rpps, atHost, users, onDone }: InsertedProps) {
  const [enrolling, setEnrolling] = useState<'add' | 'renew' | null>(null)
  const { card, sight, workstation } = seat
  const known = cards.find(({ cardNumber, opens }) => opens && cardNumber === card?.cardNumber)
  const former = cards.filter(({ cardNumber }) => cardNumber !== card?.cardNumber)
  const isOther = card !== null && isOfAnother(card, rpps)
  const mayEnrol = card !== null && sight === 'ready' && atHost && known === undefined && !isOther
  return (
    <section className={classes.part} aria-label={fr.inserted}>
      <h3>{fr.inserted}</h3>
      {card === null ? <SightLine seat={seat} users={users} /> : <CardFacts card={card} />}
      {card === null || sight === 'blocked' ? <SightHelp sight={sight} quiet /> : null}
      {known === undefined ? null : <Block tone="success">{fr.alreadyOpens}</Block>}
      {card !== null && isOther ? <Block tone="warning">{fr.ofAnother(rpps ?? '')}</Block> : null}
      {mayEnrol && rppsOf(card) !== null && rppsOf(card) === rpps ? (
        <p className={classes.quiet}>{fr.rppsSame}</p>
      ) : null}
      {atHost ? null : <Block tone="info">{fr.atHostOnly}</Block>}
      {mayEnrol && enrolling === null ? (
        <div className={classes.buttons}>
          {former.length === 0 ? null : (
            <Button kind="primary" onClick={() => setEnrolling('renew')}>
              {fr.replace}
            </Button>
          )}
          <Button kind={former.length === 0 ? 'primary' : 'plain'} onClick={() => setEnrolling('add')}>
            {former.length === 0 ? fr.add : fr.addToo}
          </Button>
        </div>
      ) : null}
      {mayEnrol && enrolling !== null ? (
        <div className={classes.narrow}>
          <EnrolmentForm
            card={card}
            renews={enrolling === 'renew'}
            submitLabel={cardsText.enrol.enrolOnly}
            cancelLabel={cardsText.pin.cancel}
            onCancel={() => setEnrolling(null)}
            onEnrolled={({ card: written }) => {
              // This session was not opened by the card: it keeps no code for it.
              void workstation?.forgetPin({}).catch(() => undefined)
              onDone(enrolling === 'renew' ? fr.renewed(written.cardNumber) : fr.done(written.cardNumber))
              setEnrolling(null)
            }}
          />
        </div>
      ) : null}
    </section>
  )
}

/** A card whose number is known, and is not the user's. */
function isOfAnother(card: ProfessionalCard, rpps: string | null): boolean {
  const own = rppsOf(card)
  return own !== null && rpps !== null && own !== rpps
}

function CardFacts({ card }: { card: ProfessionalCard }) {
  return (
    <dl className={classes.inserted}>
      <dt>{fr.holder}</dt>
      <dd>{`${card.firstName} ${card.lastName.toLocaleUpperCase('fr')}`.trim()}</dd>
      <dt>{fr.rpps}</dt>
      <dd>{rppsOf(card) ?? fr.noRpps}</dd>
      <dt>{fr.number}</dt>
      <dd>{card.cardNumber}</dd>
    </dl>
  )
}
