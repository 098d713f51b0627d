import { type KeyboardEvent, useId, useRef } from 'react'
import type { StrictTrait } from '#app/features/identity/model.ts'
import { hasRightKey } from '#app/features/identity/rules/numbers.ts'
import { sayDay, sayHour } from '#app/text/fr/common.ts'
import { identityPanelText } from '#app/text/fr/identity-panel.ts'
import { shownMatricule } from '#renderer/features/patients/index.ts'
import { Block, Button, Radio } from '#ui/index.ts'
import classes from './Identity.module.css'
import type { Side, TraitLine } from './lines.ts'
import type { IdentityPanel } from './useIdentityPanel.ts'

const fr = identityPanelText.compare

/** « Traits d’identité »: what the cabinet holds beside what INSi answers. Only a line that differs asks for a choice. */
export function TraitTable({ panel }: { readonly panel: IdentityPanel }) {
  const { view, answer, lines, undecided, choose, mayQualify } = panel
  const table = useRef<HTMLTableElement>(null)
  const source = view.pending ?? view.identity.ins
  if (answer === null || source === null) return null
  const day = source.act.at
  const decides = view.pending !== null && mayQualify
  const received = fr.received(fr.channel[source.channel], sayDay(day), sayHour(day))
  return (
    <section className={classes['block']} aria-label={fr.title}>
      <header className={classes['blockHead']}>
        <h3>{fr.title}</h3>
        <span className={classes['hint']}>{view.pending === null ? received : `${received} · ${fr.found}`}</span>
      </header>
      <table ref={table} className={classes['table']} onKeyDown={(event) => press(event, table.current, choose)}>
        <thead>
          <tr>
            <th scope="col">{fr.trait}</th>
            <th scope="col">{fr.held}</th>
            <th scope="col">{fr.answered}</th>
            <th scope="col">
              <span className="co-hidden">{fr.state}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Line key={line.trait} line={line} onChoose={decides ? (side) => choose(line.trait, side) : null} />
          ))}
          <MatriculeLine panel={panel} />
        </tbody>
      </table>
      {decides && undecided > 0 ? (
        <div className={classes['body']}>
          <Block
            tone="warning"
            actions={
              <Button size="small" onClick={panel.takeAll}>
                {fr.takeAll}
              </Button>
            }
          >
            {fr.choose(undecided)} {fr.hint}.
          </Block>
        </div>
      ) : null}
      <Notices panel={panel} />
    </section>
  )
}

function Line({ line, onChoose }: { readonly line: TraitLine; readonly onChoose: ((side: Side) => void) | null }) {
  const name = useId()
  const { trait, held, answered, difference, side, choosable } = line
  const cell = (of: Side, text: string) => {
    const shown = <span className={difference !== null && side === of ? classes['taken'] : undefined}>{text}</span>
    return onChoose === null || !choosable ? (
      shown
    ) : (
      <Radio name={name} label={shown} checked={side === of} onChange={() => onChoose(of)} />
    )
  }
  return (
    <tr data-differs={difference !== null && choosable} data-trait={trait} data-undecided={side === null}>
      <th scope="row">{fr.labels[trait]}</th>
      <td>{cell('held', held)}</td>
      <td>{cell('answered', answered)}</td>
      <td>
        <Comparison word={difference === null ? null : fr.kinds[difference]} />
      </td>
    </tr>
  )
}

/** The matricule follows the traits: it is taken when every one of them stands, and is never typed. */
function MatriculeLine({ panel }: { readonly panel: IdentityPanel }) {
  const { view, answer, foreseen } = panel
  if (answer === null) return null
  const held = view.matricule?.number ?? null
  const same = held !== null && held.matricule === answer.number.matricule && held.oid === answer.number.oid
  const isTaken = foreseen?.ok === true && foreseen.identity.ins?.answer.number === answer.number
  return (
    <tr data-differs={!same} data-undecided={false}>
      <th scope="row">{fr.matricule}</th>
      <td className={classes['numbers']}>{held === null ? fr.none : shownMatricule(held)}</td>
      <td className={classes['numbers']}>
        <span className={!same && isTaken ? classes['taken'] : undefined}>{shownMatricule(answer.number)}</span>
      </td>
      <td>
        <Comparison word={same ? null : fr.kinds.different} />
      </td>
    </tr>
  )
}

function Comparison({ word }: { readonly word: string | null }) {
  return (
    <span className={classes['mark']}>
      <span aria-hidden="true">{word === null ? '=' : '≠'}</span>
      {word ?? fr.same}
    </span>
  )
}

function Notices({ panel: { answer, view } }: { readonly panel: IdentityPanel }) {
  if (answer === null || view.pending === null) return null
  const odd = !hasRightKey(answer.number)
  if (!odd && answer.history.length === 0) return null
  return (
    <div className={classes['body']}>
      {odd ? (
        <Block tone="warning" announce="off">
          {fr.keyOdd}
        </Block>
      ) : null}
      {answer.history.length === 0 ? null : (
        <p className={classes['hint']}>
          {fr.former} {answer.history.map(({ number }) => fr.formerNumber(shownMatricule(number))).join(' · ')}
        </p>
      )}
    </div>
  )
}

/** ← Cabinet, → INSi on a differing line; ↑ ↓ from one to the next. */
function press(
  event: KeyboardEvent,
  table: HTMLTableElement | null,
  choose: (trait: StrictTrait, side: Side) => void,
): void {
  const target = event.target
  if (table === null || !(target instanceof HTMLInputElement) || target.type !== 'radio') return
  const rows = [...table.querySelectorAll<HTMLTableRowElement>('tr[data-trait]')].filter(
    (row) => row.querySelector('input') !== null,
  )
  const at = rows.findIndex((row) => row.contains(target))
  const row = rows[at]
  if (row === undefined) return
  const side = event.key === 'ArrowLeft' ? 'held' : event.key === 'ArrowRight' ? 'answered' : null
  if (side !== null) {
    event.preventDefault()
    choose(row.dataset['trait'] as StrictTrait, side)
    row.querySelectorAll('input')[side === 'held' ? 0 : 1]?.focus()
    return
  }
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0) return
  event.preventDefault()
  const next = rows[at + step]
  const wanted = next?.querySelector<HTMLInputElement>('input:checked') ?? next?.querySelector('input')
  wanted?.focus()
}
