import { useCallback, useEffect, useMemo, useRef } from 'react'
import { createPortal } from 'react-dom'
import { exportPatient } from '#app/features/portability/contract.ts'
import { readTimeline } from '#app/features/record/contract.ts'
import { portabilityText as text } from '#app/text/fr/portability.ts'
import type { CabinetClient } from '#renderer/client/index.ts'
import { type RecordActProps, type RecordMenuItem, Refusal } from '#renderer/features/forms/index.ts'
import { JobProgress, useStartedJob } from '#renderer/features/jobs/index.ts'
import { Block, Button } from '#ui/index.ts'
import classes from './Portability.module.css'

const changed = [readTimeline] as const

/**
 * « Exporter les dossiers patient »: begins at once; a notice at the top right says how far it is, then that the archive
 * is among the documents of the record. The work goes on when the record is left.
 */
function ExportAct({ patient, onClose, onShow }: RecordActProps) {
  const { patientId } = patient
  const begin = useCallback((call: CabinetClient['call']) => call(exportPatient, { patientId }), [patientId])
  const { job, underWay, problem, start, steer } = useStartedJob('export', begin, changed)
  const begun = useRef(false)
  useEffect(() => {
    if (begun.current) return
    begun.current = true
    start()
  }, [start])
  const documentId = job?.state === 'done' ? job.result?.name : undefined
  const close = useMemo(
    () => (
      <Button size="small" onClick={onClose}>
        {text.close}
      </Button>
    ),
    [onClose],
  )
  return createPortal(
    <div className={classes.notice} role="region" aria-label={text.exportItem}>
      {problem !== null ? (
        <>
          <Refusal problem={problem} />
          {close}
        </>
      ) : underWay || job === null ? (
        job === null ? null : (
          <Block tone="warning">
            <JobProgress
              label={text.started}
              job={job}
              steer={steer}
              figures={({ done, total }) => (total === 0 ? '' : text.progress(done, total))}
            />
          </Block>
        )
      ) : job.state === 'done' ? (
        <Block
          tone="success"
          title={text.done}
          actions={
            <>
              {documentId === undefined ? null : (
                <Button
                  size="small"
                  onClick={() => {
                    onShow({ entryId: documentId, kind: 'document' })
                    onClose()
                  }}
                >
                  {text.show}
                </Button>
              )}
              {close}
            </>
          }
        />
      ) : (
        <Block tone="error" title={job.state === 'cancelled' ? text.stopped : text.failed} actions={close} />
      )}
    </div>,
    document.body,
  )
}

/** « Exporter les dossiers patient », in the menu of the record. */
export const exportItem: RecordMenuItem = {
  id: 'export',
  menu: 'more',
  label: text.exportItem,
  needs: 'patient.export',
  Act: ExportAct,
}
