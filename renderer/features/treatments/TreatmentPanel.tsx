import { useState } from 'react'
import { createTreatment, listTreatments, removeTreatment, updateTreatment } from '#app/features/treatments/contract.ts'
import { type TreatmentFields, treatmentFields, type TreatmentView } from '#app/features/treatments/model.ts'
import { emptyTreatment, withLineRead } from '#app/features/treatments/rules/posology.ts'
import { treatmentsText } from '#app/text/fr/treatments.ts'
import { type AnyProblem, useAskAgain, useCabinet } from '#renderer/client/index.ts'
import { EntryPanel } from '#renderer/features/forms/index.ts'
import { settleField, useToast } from '#ui/index.ts'
import { TreatmentForm } from './TreatmentForm.tsx'

const fr = treatmentsText

/** Adds a treatment, or corrects one, beside the list it belongs to. */
export function TreatmentPanel(props: {
  readonly patientId: string
  readonly treatment: TreatmentView | null
  readonly onClose: () => void
}) {
  const { patientId, treatment, onClose } = props
  const { call } = useCabinet()
  const askAgain = useAskAgain()
  const toast = useToast()
  const [value, setValue] = useState<TreatmentFields>(() => treatment?.fields ?? emptyTreatment)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<AnyProblem | null>(null)
  const [isNameless, setNameless] = useState(false)
  const save = async () => {
    if (busy) return
    settleField()
    // A line written in the field of the drug and saved at once is read as one that Entrée ended.
    const isNamedAnew = value.drug.name !== treatment?.fields.drug.name
    const read = treatmentFields.safeParse(isNamedAnew ? withLineRead(value) : value)
    if (!read.success) return setNameless(true)
    setBusy(true)
    const reply =
      treatment === null
        ? await call(createTreatment, { patientId, fields: read.data })
        : await call(updateTreatment, {
            patientId,
            treatmentId: treatment.treatmentId,
            expectedVersion: treatment.version,
            fields: read.data,
          })
    setBusy(false)
    if (!reply.ok) return setFailure(reply)
    const { treatmentId, version } = reply.value.treatment
    askAgain(listTreatments)
    onClose()
    const undo = async () => {
      await (treatment === null
        ? call(removeTreatment, { patientId, treatmentId, expectedVersion: version })
        : call(updateTreatment, { patientId, treatmentId, expectedVersion: version, fields: treatment.fields }))
      askAgain(listTreatments)
    }
    toast((treatment === null ? fr.added : fr.saved)(read.data.drug.name), () => void undo())
  }
  return (
    <EntryPanel
      label={treatment === null ? fr.add : fr.change}
      failure={failure}
      remark={isNameless && value.drug.name.trim() === '' ? fr.refusals.drug : null}
      busy={busy}
      onSave={() => void save()}
      onCancel={onClose}
    >
      <TreatmentForm
        value={value}
        onChange={setValue}
        onDone={() => void save()}
        patientId={patientId}
        entryId={treatment?.treatmentId}
        autoFocus
      />
    </EntryPanel>
  )
}
