import { useRef, useState } from 'react'
import { type VaccinationFields, vaccinationFields } from '#app/features/vaccinations/model.ts'
import { vaccinationsText } from '#app/text/fr/vaccinations.ts'
import type { AnyProblem } from '#renderer/client/index.ts'
import { EntryPanel } from '#renderer/features/forms/index.ts'
import { todayHere } from '#renderer/features/patients/index.ts'
import { settleField } from '#ui/index.ts'
import { VaccinationForm } from './VaccinationForm.tsx'

const fr = vaccinationsText

/** Adds a vaccination, or corrects one, above the tables. */
export function VaccinationPanel(props: {
  readonly patientId: string
  readonly start: VaccinationFields
  readonly isKnown: boolean
  /** Answers the refusal, or `null` once it is written. */
  readonly onSave: (fields: VaccinationFields) => Promise<AnyProblem | null>
  readonly onClose: () => void
}) {
  const { patientId, start, isKnown, onSave, onClose } = props
  const [fields, setFields] = useState(start)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<AnyProblem | null>(null)
  const [wrong, setWrong] = useState<string | null>(null)
  // What was just read in a field that was left reaches the fields at the next drawing.
  const present = useRef(fields)
  const change = (next: VaccinationFields) => {
    present.current = next
    setFields(next)
    setWrong(null)
  }
  const save = async () => {
    if (busy) return
    settleField()
    const read = vaccinationFields.safeParse(present.current)
    const isAhead = read.success && read.data.givenOn > todayHere()
    if (!read.success || isAhead) {
      setWrong(present.current.vaccine.trim() === '' ? fr.refusals.vaccine : fr.refusals.date)
      return
    }
    setBusy(true)
    const refusal = await onSave(read.data)
    setBusy(false)
    if (refusal === null) onClose()
    else setFailure(refusal)
  }
  return (
    <EntryPanel
      label={isKnown ? fr.change : fr.addLong}
      failure={failure}
      remark={wrong}
      busy={busy}
      onSave={() => void save()}
      onCancel={onClose}
    >
      <VaccinationForm value={fields} onChange={change} onDone={() => void save()} patientId={patientId} autoFocus />
    </EntryPanel>
  )
}
