import { Suspense, useCallback } from 'react'
import type { PatientRecord } from '#app/features/patients/model.ts'
import { recordText } from '#app/text/fr/record.ts'
import type { EditorRequest } from '#renderer/features/forms/index.ts'
import { EmptyState, Skeleton } from '#ui/Block.tsx'
import { Button } from '#ui/Button.tsx'
import { editors } from './parts.tsx'
import { PartBoundary } from './PartBoundary.tsx'
import classes from './Record.module.css'

const text = recordText.editor

/** What is being written in this record, at the right of everything else. */
export function EditorPane(props: {
  readonly patient: PatientRecord
  readonly request: EditorRequest
  readonly onClose: () => void
  readonly onSaved: (request: EditorRequest, entryId: string) => void
  readonly onOpen: (request: EditorRequest) => void
}) {
  const { patient, request, onClose, onSaved, onOpen } = props
  const part = editors[request.form]
  const saved = useCallback((entryId: string) => onSaved(request, entryId), [onSaved, request])
  return (
    <section className={classes['editor']} aria-label={text.regions[request.form]} data-region tabIndex={-1}>
      {part === undefined ? (
        <div className={classes['readingNothing']}>
          <EmptyState title={recordText.reading.unreadable} actions={<Button onClick={onClose}>{text.close}</Button>} />
        </div>
      ) : (
        <PartBoundary key={keyOfRequest(request)}>
          <Suspense
            fallback={
              <div className={classes['waiting']}>
                <Skeleton lines={6} />
              </div>
            }
          >
            <part.Editor
              key={keyOfRequest(request)}
              patient={patient}
              subjectId={request.subjectId}
              {...(request.startWith === undefined ? {} : { startWith: request.startWith })}
              onClose={onClose}
              onSaved={saved}
              onOpen={onOpen}
            />
          </Suspense>
        </PartBoundary>
      )}
    </section>
  )
}

/** What tells two things to write apart: another is another editor, even of the same form. */
export function keyOfRequest({ form, subjectId, startWith }: EditorRequest): string {
  return JSON.stringify([form, subjectId, startWith ?? null])
}
