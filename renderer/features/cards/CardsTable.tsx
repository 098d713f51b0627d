import { IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconCircleX } from '@tabler/icons-react'
import { useState } from 'react'
import type { CardView } from '#app/features/cards/model.ts'
import { cardsText, sayStanding } from '#app/text/fr/cards.ts'
import { sayRefusal } from '#app/text/fr/common.ts'
import type { AnyProblem } from '#renderer/client/index.ts'
import { Block, Button, Dialog, StatusMark } from '#ui/index.ts'
import classes from './CardSettings.module.css'

const fr = cardsText.own

/** Enrolled cards: number, validity, last use, what each is worth today; and how to take one away. */
export function CardsTable(props: {
  readonly label: string
  readonly cards: readonly CardView[]
  readonly empty: string
  /** One under the other, in a pane. */
  readonly narrow?: boolean
  /** A refusal, or `null` once done. */
  readonly onRemove: (card: CardView) => Promise<AnyProblem | null>
}) {
  const [removing, setRemoving] = useState<CardView | null>(null)
  if (props.cards.length === 0) return <p className={classes.quiet}>{props.empty}</p>
  const dialog =
    removing === null ? null : (
      <RemoveDialog card={removing} onRemove={props.onRemove} onClose={() => setRemoving(null)} />
    )
  if (props.narrow === true)
    return (
      <>
        <ul className={classes.narrowList} aria-label={props.label}>
          {props.cards.map((card) => (
            <li key={card.cardId}>
              <div>
                <strong className="co-tabular">{card.cardNumber}</strong>
                <Standing card={card} />
                <small>{fr.inShort(card.validUntil, card.lastUsedAt)}</small>
              </div>
              <RemoveButton card={card} onRemove={setRemoving} />
            </li>
          ))}
        </ul>
        {dialog}
      </>
    )
  return (
    // The table scrolls by itself where text is large: it must be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={classes.scroll} tabIndex={0} role="group" aria-label={props.label}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{fr.columns.number}</th>
            <th scope="col">{fr.columns.validity}</th>
            <th scope="col">{fr.columns.lastUse}</th>
            <th scope="col">{fr.columns.state}</th>
            <th scope="col">
              <span className="co-hidden">{fr.remove}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {props.cards.map((card) => (
            <tr key={card.cardId}>
              <th scope="row">
                <span className="co-tabular">{card.cardNumber}</span>
                <small>{fr.added(card.enrolledAt)}</small>
              </th>
              <td className="co-tabular">{fr.validUntil(card.validUntil)}</td>
              <td className="co-tabular">{fr.lastUse(card.lastUsedAt)}</td>
              <td>
                <Standing card={card} />
              </td>
              <td>
                <RemoveButton card={card} onRemove={setRemoving} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {dialog}
    </div>
  )
}

function RemoveButton({ card, onRemove }: { card: CardView; onRemove: (card: CardView) => void }) {
  return (
    <Button size="small" sends onClick={() => onRemove(card)}>
      {fr.remove}
      <span className="co-hidden"> {card.cardNumber}</span>
    </Button>
  )
}

function Standing({ card }: { card: CardView }) {
  const { verdict, notices } = card.standing
  if (verdict !== null)
    return (
      <StatusMark tone="danger" icon={IconCircleX} drawing="bare">
        {sayStanding(verdict)}
      </StatusMark>
    )
  if (!card.opens)
    return (
      <StatusMark tone="warning" icon={IconCircleDashed} drawing="bare">
        {fr.states.slotless}
      </StatusMark>
    )
  const soon = notices.includes('expires-soon')
  return (
    <StatusMark tone={soon ? 'warning' : 'success'} icon={soon ? IconAlertTriangle : IconCircleCheck} drawing="bare">
      {soon ? fr.states.soon : fr.states.ready}
    </StatusMark>
  )
}

function RemoveDialog(props: {
  card: CardView
  onRemove: (card: CardView) => Promise<AnyProblem | null>
  onClose: () => void
}) {
  const { card, onRemove, onClose } = props
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<AnyProblem | null>(null)
  const remove = async () => {
    setBusy(true)
    const refused = await onRemove(card)
    setBusy(false)
    if (refused === null) onClose()
    else setProblem(refused)
  }
  return (
    <Dialog
      title={fr.removeTitle}
      onClose={onClose}
      footer={
        <>
          <Button size="dialog" keys="Escape" autoFocus onClick={onClose}>
            {fr.removeKeep}
          </Button>
          <Button sends size="dialog" kind="danger" disabled={busy} onClick={() => void remove()}>
            {fr.removeConfirm}
          </Button>
        </>
      }
    >
      <p>{fr.removeText(card.cardNumber)}</p>
      {problem === null ? null : (
        <Block tone="error" announce="assertive">
          {sayRefusal(problem)}
        </Block>
      )}
    </Dialog>
  )
}
