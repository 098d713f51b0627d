import { IconFileImport } from '@tabler/icons-react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { listUnfiled, openDocument, readScanFolder } from '#app/features/documents/contract.ts'
import type { DocumentLine } from '#app/features/documents/model.ts'
import { sayDay, sayRefusal } from '#app/text/fr/common.ts'
import { documentKinds, documentsText, scanFaultReasons } from '#app/text/fr/documents.ts'
import { useLiveQuery } from '#renderer/client/index.ts'
import { writtenDate } from '#renderer/features/patients/index.ts'
import { type Action, useActions } from '#ui/actions/index.ts'
import { Block, EmptyState, Skeleton } from '#ui/Block.tsx'
import { Button } from '#ui/Button.tsx'
import { type Column, DataTable, type DataTableHandle } from '#ui/DataTable.tsx'
import { SidePanel } from '#ui/Panes.tsx'
import { DocumentDropZone } from '../import/DocumentDropZone.tsx'
import { FileChooser } from '../import/FileChooser.tsx'
import { DocumentContent } from '../reader/DocumentContent.tsx'
import { useDocumentActs } from '../reader/useDocumentActs.ts'
import { FilingForm } from './FilingForm.tsx'
import classes from './Unfiled.module.css'

const text = documentsText.unfiled
const perPage = 100
const none: readonly DocumentLine[] = []

/** What changes the list: an import, a scan, a filing at another seat. */
export const unfiledKinds = ['record'] as const

const columns: readonly Column<DocumentLine>[] = [
  {
    id: 'title',
    header: text.columns.title,
    width: 220,
    cell: (row) => <bdi className={classes['cell']}>{row.fields.title}</bdi>,
  },
  { id: 'kind', header: text.columns.kind, width: 88, cell: (row) => documentKinds[row.kind] },
  { id: 'date', header: text.columns.date, width: 92, cell: (row) => writtenDate(row.fields.documentDate) },
]

interface ListActions {
  readonly add: () => void
}

const actions: readonly Action<ListActions>[] = [
  { id: 'documents.add', label: documentsText.import.action, keys: 'Alt+N', run: ({ add }) => add() },
]

/** « Documents à classer »: what came without a record, what it holds, and where it goes. One follows the other. */
export function UnfiledScreen() {
  const [offset, setOffset] = useState(0)
  const { value, problem, waiting, askAgain } = useLiveQuery(
    listUnfiled,
    { offset, limit: perPage },
    { kinds: unfiledKinds, about: 'unfiled', freshOnMount: true },
  )
  const documents = value?.documents ?? none
  const total = value?.total ?? 0
  const [chosen, setChosen] = useState<string | null>(null)
  const [choosing, setChoosing] = useState(false)
  /** The form has the focus: after a filing, the next one follows in it. */
  const [isFiling, setIsFiling] = useState(false)
  const table = useRef<DataTableHandle>(null)
  const acts = useDocumentActs()
  const at = Math.max(
    0,
    documents.findIndex(({ documentId }) => documentId === chosen),
  )
  const selected = documents[at]
  const add = useCallback(() => setChoosing(true), [])
  const stopChoosing = useCallback(() => setChoosing(false), [])
  useActions(
    actions,
    useMemo(() => ({ add }), [add]),
  )
  // The last of a page was filed: the one before is shown.
  useEffect(() => {
    if (value !== undefined && documents.length === 0 && offset > 0) setOffset(Math.max(0, offset - perPage))
  }, [value, documents.length, offset])

  /** The next one follows, or the one before at the end. */
  const goOn = () => {
    setIsFiling(true)
    setChosen((documents[at + 1] ?? documents[at - 1])?.documentId ?? null)
  }

  if (value === undefined && problem === undefined) {
    return <div className={classes['padded']}>{waiting ? <Skeleton lines={8} /> : null}</div>
  }
  return (
    <DocumentDropZone patientId={null}>
      <div className={classes['screen']}>
        <header className={classes['toolbar']}>
          <h1 className={classes['title']}>{text.title}</h1>
          <span className={classes['count']} role="status">
            {text.counts(total)}
          </span>
          <Button kind="primary" icon={IconFileImport} keys="Alt+N" quietKeys onClick={add}>
            {documentsText.import.action}
          </Button>
        </header>
        <ScanNotice />
        {problem === undefined ? null : (
          <div className={classes['padded']}>
            <Block
              tone={problem.problem === 'connection.lost' ? 'offline' : 'error'}
              title={documentsText.reader.failed}
              actions={
                <Button size="small" onClick={askAgain}>
                  {documentsText.reader.retry}
                </Button>
              }
            >
              {sayRefusal(problem)}
            </Block>
          </div>
        )}
        {acts.failed === null ? null : (
          <div className={classes['padded']}>
            <Block tone="error" title={acts.failed.title}>
              {sayRefusal(acts.failed.refusal)}
            </Block>
          </div>
        )}
        <div className={classes['split']}>
          <section className={classes['list']} aria-label={text.list} data-region tabIndex={-1}>
            <DataTable
              ref={table}
              label={text.list}
              columns={columns}
              rowCount={documents.length}
              rowAt={(index) => documents[index]}
              rowKey={(row) => row.documentId}
              selectedKey={selected?.documentId ?? null}
              onSelect={(row) => {
                setIsFiling(false)
                setChosen(row.documentId)
              }}
              onActivate={() => setIsFiling(true)}
              empty={<EmptyState title={text.empty}>{text.emptyHint}</EmptyState>}
            />
            {total > perPage ? (
              <footer className={classes['pages']}>
                <span>{text.part(offset + 1, Math.min(offset + perPage, total), total)}</span>
                <Button size="small" disabled={offset === 0} onClick={() => setOffset(offset - perPage)}>
                  {text.previous}
                </Button>
                <Button size="small" disabled={offset + perPage >= total} onClick={() => setOffset(offset + perPage)}>
                  {text.next}
                </Button>
              </footer>
            ) : null}
          </section>
          {selected === undefined ? null : (
            <>
              <section className={classes['preview']} aria-label={text.preview} data-region tabIndex={-1}>
                <Preview key={selected.documentId} documentId={selected.documentId} />
              </section>
              <SidePanel side="right" label={text.pane} width={308} bare>
                <FilingForm
                  key={selected.documentId}
                  document={selected}
                  acts={acts}
                  onFiled={goOn}
                  isFiling={isFiling}
                  onLeave={() => {
                    setIsFiling(false)
                    table.current?.focus()
                  }}
                />
              </SidePanel>
            </>
          )}
        </div>
      </div>
      {choosing ? <FileChooser patientId={null} onClose={stopChoosing} /> : null}
    </DocumentDropZone>
  )
}

function Preview({ documentId }: { readonly documentId: string }) {
  const { value, problem } = useLiveQuery(openDocument, { documentId }, { kinds: unfiledKinds, about: 'unfiled' })
  const acts = useDocumentActs()
  if (value === undefined) {
    return (
      <div className={classes['padded']}>
        {problem === undefined ? (
          <Skeleton lines={6} />
        ) : (
          <Block tone="error" title={documentsText.reader.failed}>
            {sayRefusal(problem)}
          </Block>
        )}
      </div>
    )
  }
  return <DocumentContent document={value.document} onSave={() => void acts.save(value.document)} />
}

/** Says that the scan folder is away, or that files of it were set aside and why. */
function ScanNotice() {
  const { value } = useLiveQuery(readScanFolder, {}, { kinds: ['record', 'settings'], freshOnMount: true })
  if (value === undefined) return null
  if (value.state === 'out-of-reach') {
    return (
      <div className={classes['padded']}>
        <Block tone="warning" title={text.outOfReach} />
      </div>
    )
  }
  const [last] = value.faults
  if (last === undefined) return null
  return (
    <details className={classes['faults']}>
      <summary>{text.faults(value.faults.length)}</summary>
      <ul>
        {value.faults.map(({ fileName, reason, at }) => (
          <li key={`${fileName} ${at}`}>
            <bdi>{fileName}</bdi> · {sayDay(at)} · {scanFaultReasons[reason]}
          </li>
        ))}
      </ul>
    </details>
  )
}
