import { IconDots, IconPencil } from '@tabler/icons-react'
import { lazy, Suspense, useMemo, useRef, useState } from 'react'
import { openDocument } from '#app/features/documents/contract.ts'
import type { DocumentView } from '#app/features/documents/model.ts'
import { sayDay, sayRefusal } from '#app/text/fr/common.ts'
import { documentKinds, documentsText } from '#app/text/fr/documents.ts'
import { useLiveQuery, useSession } from '#renderer/client/index.ts'
import { ReaderHead, type ReaderProps } from '#renderer/features/forms/index.ts'
import { Block, Skeleton } from '#ui/Block.tsx'
import { Button, IconButton } from '#ui/Button.tsx'
import { Menu, type MenuItem } from '#ui/Menu.tsx'
import { DocumentContent } from './DocumentContent.tsx'
import { DocumentDetails } from './DocumentDetails.tsx'
import { MoveDialog } from './MoveDialog.tsx'
import classes from './Reader.module.css'
import { useContent } from './useContent.ts'
import { type DocumentActs, useDocumentActs } from './useDocumentActs.ts'

const text = documentsText.reader

// Printing shows PDFs, and so imports this slice: it comes when something is printed.
const PrintDialog = lazy(async () => ({
  default: (await import('#renderer/features/printing/index.ts')).PrintDialog,
}))
const PagesDialog = lazy(() => import('../pdf/PagesDialog.tsx'))

/** A document of a record, in the reading pane: what it holds, what is said of it, and what is done to it. */
export function DocumentReader({ patientId, entryId, onRemoved }: ReaderProps) {
  const { value, problem, askAgain } = useLiveQuery(
    openDocument,
    { documentId: entryId },
    { kinds: ['record'], about: patientId },
  )
  const acts = useDocumentActs()
  if (value === undefined) {
    return (
      <div className={classes['padded']}>
        {problem === undefined ? (
          <Skeleton lines={5} />
        ) : (
          <Block
            tone={problem.problem === 'connection.lost' ? 'offline' : 'error'}
            title={text.failed}
            actions={
              <Button size="small" onClick={askAgain}>
                {text.retry}
              </Button>
            }
          >
            {sayRefusal(problem)}
          </Block>
        )}
      </div>
    )
  }
  return <OpenDocument key={entryId} document={value.document} acts={acts} onRemoved={onRemoved} />
}

type Asked = 'details' | 'move' | 'pages' | 'print' | null

function OpenDocument(props: {
  readonly document: DocumentView
  readonly acts: DocumentActs
  readonly onRemoved: () => void
}) {
  const { document, acts, onRemoved } = props
  const { permissions } = useSession()
  const [asked, setAsked] = useState<Asked>(null)
  const detailsButton = useRef<HTMLButtonElement>(null)
  const mayWrite = permissions.includes('document.write')
  const { fields, shownAs } = document
  const items = useMemo((): readonly MenuItem[] => {
    const written: readonly MenuItem[] = [
      ...(shownAs === 'image' ? [{ id: 'turn', label: text.turn, onSelect: () => void acts.turn(document) }] : []),
      ...(shownAs === 'pdf' ? [{ id: 'pages', label: text.pages, onSelect: () => setAsked('pages') }] : []),
      { id: 'move', label: text.move, onSelect: () => setAsked('move') },
      {
        id: 'remove',
        label: text.remove,
        onSelect: () => void acts.remove(document).then((isDone) => (isDone ? onRemoved() : undefined)),
      },
    ]
    return [
      { id: 'save', label: text.save, onSelect: () => void acts.save(document) },
      ...(shownAs === 'pdf' && document.patientId !== null
        ? [{ id: 'print', label: text.print, onSelect: () => setAsked('print') }]
        : []),
      ...(mayWrite ? written : []),
    ]
  }, [acts, document, mayWrite, onRemoved, shownAs])
  return (
    <article className={classes['reader']}>
      <ReaderHead
        title={<bdi>{fields.title}</bdi>}
        detail={
          <>
            {documentKinds[document.kind]} · {sayDay(`${fields.documentDate}T12:00:00.000Z`)}
            {fields.sender === '' ? null : (
              <>
                {' '}
                · <bdi>{fields.sender}</bdi>
              </>
            )}
          </>
        }
        actions={
          <>
            <Button
              ref={detailsButton}
              size="small"
              icon={IconPencil}
              expanded={asked === 'details'}
              onClick={() => setAsked(asked === 'details' ? null : 'details')}
            >
              {text.details}
            </Button>
            <Menu groups={[{ items }]} position="bottom-end">
              <IconButton framed icon={IconDots} label={text.actions} hasPopup="menu" />
            </Menu>
          </>
        }
      />
      {acts.failed === null ? null : (
        <div className={classes['refusal']}>
          <Block tone="error" title={acts.failed.title}>
            {sayRefusal(acts.failed.refusal)}
          </Block>
        </div>
      )}
      {asked === 'details' ? (
        <DocumentDetails
          key={document.version}
          document={document}
          acts={acts}
          onClose={() => {
            setAsked(null)
            // Keys go on from where they were: the undo of what was just saved among them.
            detailsButton.current?.focus()
          }}
        />
      ) : null}
      <div className={classes['content']}>
        <DocumentContent document={document} onSave={() => void acts.save(document)} />
      </div>
      {asked === 'move' ? (
        <MoveDialog
          onClose={() => setAsked(null)}
          onMove={(to) => {
            setAsked(null)
            void acts.move(document, to).then((isDone) => (isDone ? onRemoved() : undefined))
          }}
        />
      ) : null}
      {asked === 'print' ? <AskedPrint document={document} onClose={() => setAsked(null)} /> : null}
      {asked === 'pages' ? <AskedPages document={document} acts={acts} onClose={() => setAsked(null)} /> : null}
    </article>
  )
}

function AskedPrint({ document, onClose }: { readonly document: DocumentView; readonly onClose: () => void }) {
  const { bytes, problem } = useContent(document.documentId, document.number)
  const { documentId, patientId } = document
  if (patientId === null) return null
  return (
    <Suspense fallback={null}>
      <PrintDialog
        kind="document"
        patientId={patientId}
        entryId={documentId}
        bytes={bytes}
        problem={problem}
        onClose={onClose}
      />
    </Suspense>
  )
}

function AskedPages(props: {
  readonly document: DocumentView
  readonly acts: DocumentActs
  readonly onClose: () => void
}) {
  const { bytes } = useContent(props.document.documentId, props.document.number)
  if (bytes === null) return null
  return (
    <Suspense fallback={null}>
      <PagesDialog {...props} bytes={bytes} />
    </Suspense>
  )
}
