import { IconPrinter } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import type { RecoverySheet as Sheet } from '#app/features/cabinet/model.ts'
import { sayDay } from '#app/text/fr/common.ts'
import { openingText } from '#app/text/fr/opening.ts'
import { useCabinet } from '#renderer/client/index.ts'
import { Button, TextField } from '#ui/index.ts'
import classes from './Opening.module.css'

const fr = openingText.sheet

/**
 * The recovery key, shown once: to print, then one group typed back from the paper. Nothing keeps it: it is in this
 * component's memory only, and goes with it.
 */
export function RecoverySheet({ sheet, doneLabel, onDone }: { sheet: Sheet; doneLabel: string; onDone: () => void }) {
  const { seat } = useCabinet()
  const [asked] = useState(() => Math.floor((crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % sheet.groups.length))
  const [typed, setTyped] = useState('')
  const [refused, setRefused] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (bare(typed) === bare(sheet.groups[asked] ?? '')) onDone()
    else setRefused(true)
  }
  const print = () => {
    if (seat === null) window.print()
    else void seat.print({})
  }
  return (
    <form className={classes.stack} onSubmit={submit} noValidate>
      <section className={classes.sheet} aria-label={fr.title}>
        <h2>
          {fr.title} · {fr.subtitle(sheet.cabinetName)}
        </h2>
        <p>{fr.why}</p>
        <ol className={classes.groups}>
          {sheet.groups.map((group, index) => (
            // Two groups may be alike; their place is what tells them apart, and it never changes.
            // oxlint-disable-next-line react/no-array-index-key
            <li key={`${index} ${group}`} className={classes.group}>
              <small>{index + 1}</small>
              {group}
            </li>
          ))}
        </ol>
        <p className={classes.sheetFoot}>
          {fr.made(sayDay(sheet.createdAt))} · {fr.identifier}
          {sheet.cabinetId}
        </p>
      </section>
      <p className={`${classes.muted} ${classes.noPrint}`}>{fr.once}</p>
      <div className={`${classes.pair} ${classes.noPrint}`}>
        <TextField
          label={fr.confirm(asked + 1)}
          size="dialog"
          value={typed}
          onChange={(text) => {
            setTyped(text)
            setRefused(false)
          }}
          error={refused ? fr.confirmRefused(asked + 1) : undefined}
          hint={fr.confirmHint}
        />
      </div>
      <div className={`${classes.foot} ${classes.noPrint}`}>
        <Button size="dialog" icon={IconPrinter} onClick={print}>
          {fr.print}
        </Button>
        <span className={classes.footSpace} />
        <Button kind="primary" size="dialog" type="submit" keys="Enter">
          {doneLabel}
        </Button>
      </div>
    </form>
  )
}

function bare(group: string): string {
  return group.replaceAll(/[\s-]/g, '').toUpperCase()
}
