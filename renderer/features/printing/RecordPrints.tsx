import { useMemo } from 'react'
import { makeSummary, makeTreatmentList } from '#app/features/printing/contract.ts'
import { printingText } from '#app/text/fr/printing.ts'
import { useLiveQuery } from '#renderer/client/index.ts'
import type { RecordActProps, RecordMenuItem } from '#renderer/features/forms/index.ts'
import { bytesOfBase64 } from './bytes.ts'
import { LabelDialog } from './LabelDialog.tsx'
import { PrintDialog } from './PrintDialog.tsx'

/** « Étiquette », « Synthèse », « Traitements en cours » of the menu « Imprimer ». */
export const printMenuItems: readonly RecordMenuItem[] = [
  { id: 'printing.label', menu: 'print', label: printingText.menu.label, needs: 'patient.read', Act: LabelDialog },
  { id: 'printing.summary', menu: 'print', label: printingText.menu.summary, needs: 'record.read', Act: SummaryDialog },
  {
    id: 'printing.treatments',
    menu: 'print',
    label: printingText.menu.treatments,
    needs: 'record.read',
    Act: TreatmentDialog,
  },
]

function SummaryDialog({ patient: { patientId }, onClose }: RecordActProps) {
  const answer = useLiveQuery(makeSummary, { patientId }, { freshOnMount: true })
  const bytes = useBytes(answer.value?.pdf)
  return (
    <PrintDialog
      kind="summary"
      patientId={patientId}
      entryId={null}
      bytes={bytes}
      problem={answer.problem}
      onClose={onClose}
    />
  )
}

function TreatmentDialog({ patient: { patientId }, onClose }: RecordActProps) {
  const answer = useLiveQuery(makeTreatmentList, { patientId }, { freshOnMount: true })
  const bytes = useBytes(answer.value?.pdf)
  return (
    <PrintDialog
      kind="treatments"
      patientId={patientId}
      entryId={null}
      bytes={bytes}
      problem={answer.problem}
      onClose={onClose}
    />
  )
}

/** The bytes of a PDF as a reply carries it, the same as long as it is the same. */
function useBytes(pdf: string | undefined): Uint8Array | null {
  return useMemo(() => (pdf === undefined ? null : bytesOfBase64(pdf)), [pdf])
}
