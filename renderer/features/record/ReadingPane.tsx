import { IconArrowsMaximize, IconArrowsMinimize } from '@tabler/icons-react'
import { type CSSProperties, type Ref, Suspense } from 'react'
import { recordText } from '#app/text/fr/record.ts'
import type { EditorRequest, ShownEntry } from '#renderer/features/forms/index.ts'
import { EmptyState, Skeleton } from '#ui/Block.tsx'
import { IconButton } from '#ui/Button.tsx'
import { readers } from './parts.tsx'
import { PartBoundary } from './PartBoundary.tsx'
import classes from './Record.module.css'

const text = recordText.reading

/** One entry of « Historique » in full: below the list, or at its right while nothing is being written. */
export function ReadingPane(props: {
  readonly patientId: string
  readonly entry: ShownEntry | undefined
  readonly expanded: boolean
  readonly onExpand: (expanded: boolean) => void
  readonly onEdit: (request: EditorRequest) => void
  readonly onRemoved: () => void
  readonly style?: CSSProperties | undefined
  readonly ref?: Ref<HTMLElement> | undefined
}) {
  const { patientId, entry, expanded, onExpand } = props
  const Reader = entry === undefined ? undefined : readers[entry.kind]
  return (
    <section
      ref={props.ref}
      className={classes['reading']}
      aria-label={text.region}
      data-region
      tabIndex={-1}
      style={props.style}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !expanded || event.defaultPrevented) return
        event.preventDefault()
        onExpand(false)
      }}
    >
      {entry === undefined ? (
        <div className={classes['readingNothing']}>
          <EmptyState title={text.nothing}>{text.nothingHint}</EmptyState>
        </div>
      ) : (
        <>
          <PartBoundary key={entry.entryId}>
            <Suspense fallback={<Waiting />}>
              {Reader === undefined ? (
                <div className={classes['readingNothing']}>
                  <EmptyState title={text.unreadable} />
                </div>
              ) : (
                <Reader
                  key={entry.entryId}
                  patientId={patientId}
                  entryId={entry.entryId}
                  onEdit={props.onEdit}
                  onRemoved={props.onRemoved}
                />
              )}
            </Suspense>
          </PartBoundary>
          <span className={classes['expand']}>
            <IconButton
              framed
              label={expanded ? text.reduce : text.expand}
              icon={expanded ? IconArrowsMinimize : IconArrowsMaximize}
              pressed={expanded}
              onClick={() => onExpand(!expanded)}
            />
          </span>
        </>
      )}
    </section>
  )
}

function Waiting() {
  return (
    <div className={classes['waiting']}>
      <Skeleton lines={5} />
    </div>
  )
}
