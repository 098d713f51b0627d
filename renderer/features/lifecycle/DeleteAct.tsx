import { useState } from 'react'
import { countContents, deletePatient } from '#app/features/lifecycle/contract.ts'
import { sayNumber, sayRefusal } from '#app/text/fr/common.ts'
import { lifecycleText } from '#app/text/fr/lifecycle.ts'
import { sayContents } from '#app/text/fr/portability.ts'
import { type AnyProblem, useCabinet, useDesk, useLiveQuery } from '#renderer/client/index.ts'
import type { RecordActProps } from '#renderer/features/forms/index.ts'
import { writtenDate } from '#renderer/features/patients/index.ts'
import { DeleteDialog } from '#ui/index.ts'
import { nameOf } from './names.ts'

const text = lifecycleText.deletion

/** « Supprimer »: says what goes and what stays, and waits for the full name. */
export function DeleteAct({ patient, onClose }: RecordActProps) {
  const { patientId, version, fields, fileNumber } = patient
  const { call } = useCabinet()
  const { closeRecord } = useDesk()
  const { value, problem } = useLiveQuery(countContents, { patientId })
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<AnyProblem | null>(null)
  const name = nameOf(fields)
  const remove = async () => {
    setBusy(true)
    const reply = await call(deletePatient, { patientId, expectedVersion: version, typedName: name })
    setBusy(false)
    if (!reply.ok) {
      setRefusal(reply)
      return
    }
    onClose()
    closeRecord(patientId)
  }
  const failed = refusal ?? problem ?? undefined
  return (
    <DeleteDialog
      title={text.title(name)}
      expected={name}
      fieldLabel={text.field(name)}
      keepLabel={text.keep}
      deleteLabel={text.confirm}
      onKeep={onClose}
      onDelete={() => void remove()}
      busy={busy || value === undefined}
    >
      {failed !== undefined
        ? sayRefusal(failed)
        : value === undefined
          ? text.counting
          : text.facts(writtenDate(fields.birthDate), sayNumber(fileNumber), sayContents(value.contents))}
    </DeleteDialog>
  )
}
