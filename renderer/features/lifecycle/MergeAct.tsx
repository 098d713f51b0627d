import { useCallback } from 'react'
import { useDesk } from '#renderer/client/index.ts'
import type { RecordActProps } from '#renderer/features/forms/index.ts'
import { MergeDialog } from './MergeDialog.tsx'

/** « Fusionner… » of an open record: it is the one kept, unless the two are exchanged. */
export function MergeAct({ patient, onClose }: RecordActProps) {
  const { openRecord, closeRecord } = useDesk()
  const merged = useCallback(
    (keptPatientId: string, otherPatientId: string) => {
      onClose()
      closeRecord(otherPatientId)
      openRecord(keptPatientId)
    },
    [onClose, closeRecord, openRecord],
  )
  return <MergeDialog patientId={patient.patientId} fields={patient.fields} onClose={onClose} onMerged={merged} />
}
