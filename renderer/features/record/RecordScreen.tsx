import { useViewportSize } from '@mantine/hooks'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { PatientRecord } from '#app/features/patients/model.ts'
import { sayRefusal } from '#app/text/fr/common.ts'
import { recordText as text } from '#app/text/fr/record.ts'
import type { Permission } from '#app/kernel/permissions.ts'
import { useSession } from '#renderer/client/index.ts'
import { EmergencyBand, EmergencyButton } from '#renderer/features/access/index.ts'
import { DocumentDropZone } from '#renderer/features/documents/index.ts'
import type { EditorRequest, ShownEntry } from '#renderer/features/forms/index.ts'
import { usePanelOpen } from '#renderer/features/identity/index.ts'
import { usePaneSize } from '#renderer/features/patients/index.ts'
import { type Action, useActions } from '#ui/actions/index.ts'
import { Block, Skeleton } from '#ui/Block.tsx'
import { Button } from '#ui/Button.tsx'
import { Splitter } from '#ui/Panes.tsx'
import { Tabs } from '#ui/Tabs.tsx'
import { BandActions } from './BandActions.tsx'
import { EditorPane, keyOfRequest } from './EditorPane.tsx'
import { History, type HistoryHandle } from './history/History.tsx'
import { type HistoryRow, kindOfForm } from './history/rows.ts'
import { IdentityBand } from './IdentityBand.tsx'
import { sections } from './parts.tsx'
import { PartBoundary } from './PartBoundary.tsx'
import { Presence } from './Presence.tsx'
import { ReadingPane } from './ReadingPane.tsx'
import classes from './Record.module.css'
import { SummaryPane } from './SummaryPane.tsx'
import { useFirstAnswers } from './useFirstAnswers.ts'
import { useRecord } from './useRecord.ts'
import { useRecordTab } from './useRecordTab.ts'

/** What can be asked of a record's tab. */
export interface RecordScreenProps {
  readonly patientId: string
  /** The part shown, as the workspace keeps it; an unknown one is the first. */
  readonly section: string
  readonly onSection: (section: string) => void
  readonly onClose: () => void
}

interface RecordActions {
  readonly onSection: (section: string) => void
  readonly permissions: readonly Permission[]
}

const sectionActions: readonly Action<RecordActions>[] = sections.map((section) => ({
  id: `record.${section.id}`,
  label: section.label,
  keys: section.keys,
  enabledFor: ({ permissions }) => section.needs.some((one) => permissions.includes(one)),
  run: ({ onSection }) => onSection(section.id),
}))

/** One record: who it is, its summary, its history, what is read and what is written, together. */
export function RecordScreen({ patientId, section, onSection, onClose }: RecordScreenProps) {
  useFirstAnswers(patientId)
  const { record, problem, askAgain, adopt } = useRecord(patientId)
  const { permissions } = useSession()
  useActions(
    sectionActions,
    useMemo(() => ({ onSection, permissions }), [onSection, permissions]),
  )
  if (record === undefined) {
    return (
      <div className={classes['waiting']}>
        {problem === undefined ? (
          <Skeleton lines={6} />
        ) : (
          <Block
            tone={problem.problem === 'connection.lost' ? 'offline' : 'error'}
            title={text.failed}
            actions={
              <>
                {problem.problem === 'not-found' ? (
                  <EmergencyButton />
                ) : (
                  <Button size="small" onClick={askAgain}>
                    {text.retry}
                  </Button>
                )}
                <Button size="small" onClick={onClose}>
                  {text.closeTab}
                </Button>
              </>
            }
          >
            {sayRefusal(problem)}
          </Block>
        )}
      </div>
    )
  }
  return (
    <LoadedRecord
      key={patientId}
      record={record}
      section={section}
      onSection={onSection}
      adopt={adopt}
      askAgain={askAgain}
      onClose={onClose}
    />
  )
}

interface LoadedProps {
  readonly record: PatientRecord
  readonly section: string
  readonly onSection: (section: string) => void
  readonly adopt: (record: PatientRecord) => void
  readonly askAgain: () => void
  readonly onClose: () => void
}

const historyId = 'historique'
const civilStatusId = 'etat-civil'

/** Widths of what stands at the right: of what is written, or of what is read while nothing is. */
const wideFrom = 1600
const rightWidths = { usual: 516, wide: 780 } as const
const narrowest = { left: 360, right: 380 } as const
/** What the reading pane leaves to the list above it, and its own least height. */
const readingHeights = { usual: 240, least: 120, leftToList: 120 } as const

interface PaneActions {
  readonly search: () => void
}

const paneActions: readonly Action<PaneActions>[] = [
  { id: 'record.search', label: text.actions.search, keys: 'Ctrl+F', run: ({ search }) => search() },
]

function LoadedRecord({ record, section, onSection, adopt, askAgain, onClose }: LoadedProps) {
  const { patientId } = record
  const { permissions } = useSession()
  const { entry, editor, show, write } = useRecordTab(patientId)
  const [expanded, setExpanded] = useState(false)
  const history = useRef<HistoryHandle>(null)
  const pane = useRef<HTMLElement>(null)
  const expand = useCallback((on: boolean) => {
    setExpanded(on)
    // The pane changes places in the page: the focus goes with it.
    requestAnimationFrame(() => pane.current?.focus())
  }, [])
  const allowed = useMemo(
    () => sections.filter(({ needs }) => needs.some((one) => permissions.includes(one))),
    [permissions],
  )
  const active = allowed.find((one) => one.id === section) ?? allowed[0]
  const isHistory = active?.id === historyId
  const readsHistory = allowed.some(({ id }) => id === historyId)

  const openRow = useCallback(
    (row: HistoryRow) => {
      if (row.kind === 'draft') write({ form: row.form, subjectId: row.subjectId })
      else show({ entryId: row.entry.entryId, kind: row.entry.kind })
    },
    [write, show],
  )
  const showEntry = useCallback(
    (shown: ShownEntry) => {
      show(shown)
      if (readsHistory) onSection(historyId)
    },
    [show, readsHistory, onSection],
  )
  const showDocument = useCallback(
    (documentId: string) => showEntry({ entryId: documentId, kind: 'document' }),
    [showEntry],
  )
  const landing = useRef<string | undefined>(undefined)
  const written = useRef(editor)
  written.current = editor
  const saved = useCallback(
    (request: EditorRequest, entryId: string) => {
      showEntry({ entryId, kind: kindOfForm(request.form) })
      // Begun while this one was on its way: what is written now stays.
      if (written.current !== undefined && keyOfRequest(written.current) !== keyOfRequest(request)) return
      landing.current = entryId
      write(undefined)
    },
    [write, showEntry],
  )
  useEffect(() => {
    // A record that opens, an editor that goes: the hands are on the list, on what was just made.
    if (!isHistory || editor !== undefined) return
    history.current?.settle(landing.current)
    landing.current = undefined
  }, [isHistory, editor])
  const root = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // A record that opens on another tab, or what had the hands is gone with the tab that was left: they are on the new one.
    if (document.activeElement !== document.body) return
    root.current?.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]')?.focus()
  }, [active?.id])
  const closeEditor = useCallback(() => {
    write(undefined)
    history.current?.focus()
  }, [write])
  const removed = useCallback(() => {
    setExpanded(false)
    show(undefined)
    history.current?.focus()
  }, [show])
  const toSearch = useRef(false)
  const search = useCallback(() => {
    if (history.current === null) {
      toSearch.current = true
      onSection(historyId)
    } else history.current.search()
  }, [onSection])
  const holdHistory = useCallback((handle: HistoryHandle | null) => {
    history.current = handle
    if (handle === null || !toSearch.current) return
    toSearch.current = false
    handle.search()
  }, [])
  useActions(
    readsHistory ? paneActions : noActions,
    useMemo(() => ({ search }), [search]),
  )
  const [, openIdentity] = usePanelOpen(patientId, false)
  const showIdentity = useCallback(() => {
    openIdentity(true)
    onSection(civilStatusId)
  }, [openIdentity, onSection])
  const panes = usePanes(isHistory, entry !== undefined, editor !== undefined)
  if (active === undefined) return null
  const reading = (style?: { height: number }) => (
    <ReadingPane
      patientId={patientId}
      entry={entry}
      expanded={expanded}
      onExpand={expand}
      ref={pane}
      onEdit={write}
      onRemoved={removed}
      style={expanded ? undefined : style}
    />
  )
  const { Section } = active
  // The one pane that is shown whole takes the room of the others, which keep what they hold.
  const isAlone = expanded && isHistory && entry !== undefined
  return (
    <div ref={root} className={classes['record']}>
      <IdentityBand
        record={record}
        presence={<Presence patientId={patientId} />}
        actions={<BandActions patient={record} onOpen={write} onShow={showEntry} />}
      />
      <EmergencyBand patientId={patientId} onOver={onClose} />
      <DocumentDropZone patientId={patientId} onShow={showDocument} trayAt="start">
        <div className={classes['panes']}>
          <SummaryPane record={record} onLost={onClose} onIdentity={showIdentity} />
          <div ref={panes.holder} className={classes['main']} data-region>
            <Tabs
              label={text.tabs.name}
              items={allowed}
              active={active.id}
              onChange={onSection}
              {...(classes['panel'] === undefined ? {} : { panelClassName: classes['panel'] })}
            >
              {Section === null ? (
                <div className={classes['listed']} hidden={isAlone}>
                  <History ref={holdHistory} patientId={patientId} onOpen={openRow} />
                </div>
              ) : (
                <PartBoundary key={active.id}>
                  <Section patient={record} onOpen={write} onShow={showEntry} onRecord={adopt} onConflict={askAgain} />
                </PartBoundary>
              )}
              {panes.isReadingBelow ? (
                <>
                  {isAlone ? null : (
                    <Splitter
                      axis="vertical"
                      pane="after"
                      label={text.reading.resize}
                      size={panes.height}
                      min={readingHeights.least}
                      max={panes.tallest}
                      snaps={[readingHeights.usual]}
                      onChange={panes.resizeHeight}
                    />
                  )}
                  {reading({ height: panes.height })}
                </>
              ) : null}
              {isAlone && editor === undefined ? reading() : null}
            </Tabs>
            {editor !== undefined || (isHistory && !isAlone) ? (
              <div className={classes['right']} data-editor={editor !== undefined} style={{ width: panes.width }}>
                <Splitter
                  axis="horizontal"
                  pane="after"
                  label={editor === undefined ? undefined : text.editor.resize}
                  size={panes.width}
                  min={narrowest.right}
                  max={panes.widest}
                  snaps={[rightWidths.usual, rightWidths.wide]}
                  onChange={panes.resizeWidth}
                />
                {editor === undefined ? (
                  reading()
                ) : (
                  <EditorPane patient={record} request={editor} onClose={closeEditor} onSaved={saved} onOpen={write} />
                )}
              </div>
            ) : null}
          </div>
        </div>
      </DocumentDropZone>
    </div>
  )
}

const noActions: readonly Action<PaneActions>[] = []

/** The sizes of the panes, kept for this person, within what the window leaves. */
function usePanes(isHistory: boolean, isRead: boolean, isWritten: boolean) {
  const viewport = useViewportSize()
  const [room, setRoom] = useState<{ readonly width: number; readonly height: number } | null>(null)
  const isWide = viewport.width >= wideFrom
  const [wantedWidth, resizeWidth] = usePaneSize(
    isWide ? 'record.right.wide' : 'record.right',
    isWide ? rightWidths.wide : rightWidths.usual,
  )
  const [wantedHeight, resizeHeight] = usePaneSize('record.reading', readingHeights.usual)
  const holder = useCallback((element: HTMLElement | null) => {
    if (element === null) return
    const observer = new ResizeObserver(() => setRoom({ width: element.clientWidth, height: element.clientHeight }))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  const widest = room === null ? rightWidths.wide : Math.max(narrowest.right, room.width - narrowest.left)
  const tallest = room === null ? 1000 : Math.max(readingHeights.least, room.height - readingHeights.leftToList)
  return {
    holder,
    width: Math.min(wantedWidth, widest),
    widest,
    resizeWidth,
    height: Math.min(wantedHeight, tallest),
    tallest,
    resizeHeight,
    isReadingBelow: isHistory && isRead && isWritten,
  }
}
