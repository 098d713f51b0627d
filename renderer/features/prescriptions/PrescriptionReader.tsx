import { IconBan, IconPrinter, IconRefresh } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { cancelPrescription, getPrescription, getPrescriptionPdf } from '#app/features/prescriptions/contract.ts'
import type { PrescriptionView } from '#app/features/prescriptions/model.ts'
import { sayDay, sayDayAndHour } from '#app/text/fr/common.ts'
import { prescriptionsText } from '#app/text/fr/prescriptions.ts'
import { sayAlert, sayReasons } from '#app/text/fr/treatments.ts'
import { type AnyProblem, useAskAgain, useCabinet, useLiveQuery, useSession } from '#renderer/client/index.ts'
import { PdfView } from '#renderer/features/documents/index.ts'
import { ReaderHead, type ReaderProps, Refusal, sheetClasses } from '#renderer/features/forms/index.ts'
import { bytesOfBase64, PrintDialog } from '#renderer/features/printing/index.ts'
import { Block, Button, Dialog, IconButton, Skeleton, TextField } from '#ui/index.ts'
import classes from './Prescriptions.module.css'

const fr = prescriptionsText.reader

/** A signed prescription: its sheet, what was passed over, and what can be made of it again. */
export function PrescriptionReader({ patientId, entryId, onEdit }: ReaderProps) {
  const named = { patientId, prescriptionId: entryId }
  const answer = useLiveQuery(getPrescription, named, { kinds: ['record'], about: patientId })
  const sheet = useLiveQuery(getPrescriptionPdf, named)
  const { permissions } = useSession()
  const mayPrescribe = permissions.includes('prescription.write')
  const [cancelling, setCancelling] = useState(false)
  const [printing, setPrinting] = useState(false)
  const pdf = sheet.value?.pdf
  const bytes = useMemo(() => (pdf === undefined ? null : bytesOfBase64(pdf)), [pdf])
  if (answer.problem !== undefined) return <Refusal problem={answer.problem} onRetry={answer.askAgain} />
  if (answer.value === undefined || answer.former) return <Skeleton lines={6} />
  const { prescription } = answer.value
  const { fields, cancelledAt } = prescription
  return (
    <article className={`${sheetClasses['sheet']} ${classes.reader}`} aria-label={fr.of(sayDay(prescription.signedAt))}>
      <ReaderHead
        title={fr.of(sayDay(prescription.signedAt))}
        detail={fr.signedBy(prescription.signedBy)}
        actions={
          <>
            {bytes === null ? null : (
              <Button size="small" icon={IconPrinter} onClick={() => setPrinting(true)}>
                {fr.print}
              </Button>
            )}
            {mayPrescribe ? (
              <Button
                size="small"
                icon={IconRefresh}
                onClick={() =>
                  onEdit({
                    form: 'prescription',
                    subjectId: null,
                    startWith: { lines: fields.lines, twoZones: fields.twoZones },
                  })
                }
              >
                {fr.renew}
              </Button>
            ) : null}
            {mayPrescribe && cancelledAt === null ? (
              <IconButton size="small" framed icon={IconBan} label={fr.cancel} onClick={() => setCancelling(true)} />
            ) : null}
          </>
        }
      />
      <Facts prescription={prescription} />
      <div className={classes.pages}>
        {sheet.problem === undefined ? null : <Refusal problem={sheet.problem} onRetry={sheet.askAgain} />}
        {bytes === null && sheet.problem === undefined ? <Skeleton lines={6} /> : null}
        {bytes === null || sheet.former ? null : <PdfView bytes={bytes} label={fr.of(sayDay(prescription.signedAt))} />}
      </div>
      {printing ? (
        <PrintDialog
          kind="prescription"
          patientId={patientId}
          entryId={entryId}
          bytes={bytes}
          onClose={() => setPrinting(false)}
        />
      ) : null}
      {cancelling ? <CancelDialog prescription={prescription} onClose={() => setCancelling(false)} /> : null}
    </article>
  )
}

/** What is not on the sheet: a cancellation, alerts passed over and why, what was not checked. */
function Facts({ prescription }: { readonly prescription: PrescriptionView }) {
  const { cancelledAt, cancelledBy, cancelReason, overridden, notChecked } = prescription
  if (cancelledAt === null && overridden.length === 0 && notChecked.length === 0) return null
  return (
    <div className={classes.facts}>
      {cancelledAt === null ? null : (
        <Block tone="error" announce="off">
          {fr.cancelled(sayDayAndHour(cancelledAt), cancelledBy, cancelReason)}
        </Block>
      )}
      {overridden.map(({ alert, reason }) => (
        <Block key={alert.key} tone="warning" announce="off" title={`${fr.overridden}.`}>
          {sayAlert(alert)} {fr.because(reason)}
        </Block>
      ))}
      {notChecked.length === 0 ? null : (
        <Block tone="info" announce="off" title={`${fr.notChecked}\u00a0:`}>
          {sayReasons(notChecked).join(' ')}
        </Block>
      )}
    </div>
  )
}

function CancelDialog({
  prescription,
  onClose,
}: {
  readonly prescription: PrescriptionView
  readonly onClose: () => void
}) {
  const { call } = useCabinet()
  const askAgain = useAskAgain()
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState<AnyProblem | null>(null)
  const cancel = async () => {
    if (reason.trim() === '') return
    const { patientId, prescriptionId, version } = prescription
    const reply = await call(cancelPrescription, {
      patientId,
      prescriptionId,
      expectedVersion: version,
      reason: reason.trim(),
    })
    askAgain(getPrescription)
    if (reply.ok) onClose()
    else setProblem(reply)
  }
  return (
    <Dialog
      title={fr.cancelTitle}
      onClose={onClose}
      onSubmit={() => void cancel()}
      footer={
        <>
          <Button size="dialog" onClick={onClose}>
            {fr.keep}
          </Button>
          <Button size="dialog" kind="danger" sends type="submit" disabled={reason.trim() === ''}>
            {fr.confirm}
          </Button>
        </>
      }
    >
      {problem === null ? null : <Refusal problem={problem} />}
      <p>{fr.cancelWords}</p>
      <TextField size="dialog" label={fr.cancelReason} maxLength={300} value={reason} onChange={setReason} />
    </Dialog>
  )
}
