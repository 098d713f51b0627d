import { useRef, useState } from 'react'
import { type Antecedent, type AntecedentKind, antecedent, antecedentKind } from '#app/features/antecedents/model.ts'
import { blankAllergy } from '#app/features/antecedents/allergy-reading.ts'
import { blankFamily, blankHabitus, blankProblem } from '#app/features/antecedents/reading.ts'
import { problemRemark } from '#app/features/antecedents/rules.ts'
import { isDenial } from '#app/kernel/denials.ts'
import { antecedentsText } from '#app/text/fr/antecedents.ts'
import type { AnyProblem } from '#renderer/client/index.ts'
import { EntryPanel } from '#renderer/features/forms/index.ts'
import { settleField } from '#ui/index.ts'
import { FilterChip } from '#ui/Mark.tsx'
import { AllergyForm } from './AllergyForm.tsx'
import classes from './Antecedents.module.css'
import { FamilyForm } from './FamilyForm.tsx'
import { HabitusForm } from './HabitusForm.tsx'
import { ProblemForm } from './ProblemForm.tsx'

const fr = antecedentsText

/** A line of a kind before anything is typed. */
export function blankOf(kind: AntecedentKind): Antecedent {
  switch (kind) {
    case 'problem':
      return { kind, fields: blankProblem }
    case 'family':
      return { kind, fields: blankFamily }
    case 'habitus':
      return { kind, fields: blankHabitus }
    case 'allergy':
      return { kind, fields: blankAllergy }
  }
}

/** Adds a line of any kind, or corrects one, above the list it belongs to. */
export function AntecedentPanel(props: {
  readonly patientId: string
  readonly start: Antecedent
  /** A line there already: its kind stays. */
  readonly isKnown: boolean
  readonly entryId?: string | undefined
  /** Answers the refusal, or `null` once it is written. */
  readonly onSave: (entry: Antecedent) => Promise<AnyProblem | null>
  readonly onClose: () => void
}) {
  const { patientId, entryId, start, isKnown, onSave, onClose } = props
  const root = useRef<HTMLElement>(null)
  const [entry, setEntry] = useState<Antecedent>(start)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<AnyProblem | null>(null)
  const [wrong, setWrong] = useState<string | null>(null)
  // What was just read in a field that was left reaches the entry at the next drawing.
  const present = useRef(entry)
  const change = (next: Antecedent) => {
    present.current = next
    setEntry(next)
    setWrong(null)
  }
  const save = async () => {
    if (busy) return
    settleField()
    const remark = remarkOn(present.current)
    if (remark !== null) {
      setWrong(remark)
      root.current?.querySelector<HTMLElement>('input')?.focus()
      return
    }
    setBusy(true)
    const refusal = await onSave(antecedent.parse(present.current))
    setBusy(false)
    if (refusal === null) onClose()
    else setFailure(refusal)
  }
  const shared = { patientId, entryId, onDone: () => void save(), autoFocus: true }
  return (
    <EntryPanel
      root={root}
      label={isKnown ? fr.change : fr.addOf[entry.kind]}
      failure={failure}
      remark={wrong}
      busy={busy}
      onSave={() => void save()}
      onCancel={onClose}
    >
      {isKnown ? null : (
        <div className={classes['kinds']} role="group" aria-label={fr.kind}>
          {antecedentKind.options.map((kind) => (
            <FilterChip
              key={kind}
              label={fr.kinds[kind]}
              pressed={entry.kind === kind}
              onChange={() => change(blankOf(kind))}
            />
          ))}
        </div>
      )}
      {entry.kind === 'problem' ? (
        <ProblemForm
          key="problem"
          {...shared}
          value={entry.fields}
          onChange={(fields) => change({ kind: 'problem', fields })}
        />
      ) : entry.kind === 'family' ? (
        <FamilyForm
          key="family"
          {...shared}
          value={entry.fields}
          onChange={(fields) => change({ kind: 'family', fields })}
        />
      ) : entry.kind === 'habitus' ? (
        <HabitusForm
          key="habitus"
          {...shared}
          value={entry.fields}
          onChange={(fields) => change({ kind: 'habitus', fields })}
        />
      ) : (
        <AllergyForm
          key="allergy"
          {...shared}
          value={entry.fields}
          onChange={(fields) => change({ kind: 'allergy', fields })}
        />
      )}
    </EntryPanel>
  )
}

/** What is missing or does not hold together, as a sentence. */
function remarkOn(entry: Antecedent): string | null {
  if (entry.kind === 'problem' && problemRemark(entry.fields) !== null) return fr.refusals.order
  if (entry.kind === 'allergy' && isDenial(entry.fields.substance)) return fr.refusals.denied
  if (antecedent.safeParse(entry).success) {
    return entry.kind === 'habitus' && isEmptyHabitus(entry.fields) ? fr.refusals.label : null
  }
  return entry.kind === 'allergy' ? fr.refusals.substance : fr.refusals.label
}

function isEmptyHabitus(fields: Extract<Antecedent, { kind: 'habitus' }>['fields']): boolean {
  const { use, cigarettesPerDay, packYears, glassesPerWeek, since, text } = fields
  const figures = [use, cigarettesPerDay, packYears, glassesPerWeek, since]
  return text.trim() === '' && figures.every((figure) => figure === null)
}
