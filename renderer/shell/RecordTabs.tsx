import {
  IconAddressBook,
  IconInbox,
  IconChevronDown,
  IconFolder,
  IconListCheck,
  IconSettings,
  IconShieldQuestion,
  IconUserPlus,
  IconX,
} from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { listDrafts } from '#app/features/drafts/contract.ts'
import { previewPatient } from '#app/features/patients/contract.ts'
import { sayRecordName } from '#app/text/fr/common.ts'
import { documentsText } from '#app/text/fr/documents.ts'
import { shellText as fr } from '#app/text/fr/shell.ts'
import { verificationText } from '#app/text/fr/verification.ts'
import { type Desk, type Place, useCabinet, useDesk, useLiveQuery, useSession } from '#renderer/client/index.ts'
import { IconButton, Menu } from '#ui/index.ts'
import classes from './Shell.module.css'

/** About how wide a record's tab is, to know how many fit. */
const usualTab = 150

const noTabs: Desk['workspace']['tabs'] = []

/** The open records as tabs; those that do not fit are in a list at the end. */
export function RecordTabs() {
  const desk = useDesk()
  const bar = useRef<HTMLDivElement>(null)
  const [room, setRoom] = useState(Number.POSITIVE_INFINITY)
  const session = useSession()
  const tabs = session.permissions.includes('patient.read') ? desk.workspace.tabs : noTabs
  useEffect(() => {
    if (bar.current === null) return
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setRoom(Math.max(1, Math.floor((entry.contentRect.width - 190) / usualTab)))
    })
    observer.observe(bar.current)
    return () => observer.disconnect()
  }, [])
  const active = desk.place.kind === 'record' ? desk.place.patientId : null
  const shown = visibleTabs(tabs, active, room)
  const others = tabs.filter((tab) => !shown.includes(tab))
  const drafts = useLiveQuery(listDrafts, {}, { kinds: ['draft'] })
  const drafted = new Set(drafts.value?.drafts.flatMap(({ patientId, place }) => [patientId, place.subjectId]))
  return (
    <div ref={bar} className={classes.tabs}>
      <nav aria-label={fr.tabs.name} style={{ display: 'contents' }}>
        <FixedTab desk={desk} />
        {shown.map((tab) => (
          <RecordTab
            key={tab.patientId}
            patientId={tab.patientId}
            active={tab.patientId === active}
            draft={drafted.has(tab.patientId)}
            onOpen={() => desk.openRecord(tab.patientId)}
            onClose={() => desk.closeRecord(tab.patientId)}
          />
        ))}
        {others.length === 0 ? null : <OtherTabs desk={desk} patientIds={others.map((tab) => tab.patientId)} />}
      </nav>
    </div>
  )
}

/** The first ones that fit, the active one always among them. */
function visibleTabs<T extends { readonly patientId: string }>(
  tabs: readonly T[],
  active: string | null,
  room: number,
): readonly T[] {
  if (tabs.length <= room) return tabs
  const first = tabs.slice(0, room)
  const current = tabs.find((tab) => tab.patientId === active)
  return current === undefined || first.includes(current) ? first : [...first.slice(0, -1), current]
}

const fixedText: Readonly<Record<Place['kind'], string>> = {
  list: fr.tabs.list,
  record: fr.tabs.list,
  'new-patient': fr.tabs.newPatient,
  tasks: fr.rail.tasks,
  contacts: fr.rail.contacts,
  unfiled: documentsText.unfiled.title,
  identities: verificationText.work.title,
  settings: fr.tabs.settings,
}

/** The drawings of the rail, where it has one. */
const fixedDrawing: Readonly<Record<Place['kind'], typeof IconFolder>> = {
  list: IconFolder,
  record: IconFolder,
  'new-patient': IconUserPlus,
  tasks: IconListCheck,
  contacts: IconAddressBook,
  unfiled: IconInbox,
  identities: IconShieldQuestion,
  settings: IconSettings,
}

function FixedTab({ desk }: { desk: Desk }) {
  const { kind } = desk.place
  const Drawing = fixedDrawing[kind]
  const active = kind !== 'record'
  return (
    <div className={classes.tab} data-active={active}>
      <button
        type="button"
        className={classes.tabButton}
        aria-current={active ? 'page' : undefined}
        onClick={() => {
          if (kind === 'record') desk.go({ kind: 'list' })
        }}
      >
        <Drawing size={16} stroke={1.75} aria-hidden="true" />
        <span className={classes.tabText}>{fixedText[kind]}</span>
      </button>
    </div>
  )
}

function useRecordName(patientId: string): string {
  const preview = useLiveQuery(
    previewPatient,
    { patientId },
    { kinds: ['patient', 'access-group', 'emergency'], about: patientId },
  )
  if (preview.value !== undefined) return sayRecordName(preview.value.preview)
  return preview.problem === undefined ? fr.tabs.loading : fr.tabs.away
}

const civilStatus = 'patient-civil-status'
/** What may be typed in a record and wait there. */
const typedForms = [civilStatus, 'note', 'letter', 'prescription'] as const

function RecordTab(props: {
  patientId: string
  active: boolean
  draft: boolean
  onOpen: () => void
  onClose: () => void
}) {
  const { patientId } = props
  const name = useRecordName(patientId)
  const { drafts } = useCabinet()
  // What is typed while the line is down is a draft as well, of which the cabinet knows nothing yet.
  const { workspace } = useDesk()
  const written = workspace.tabs.find((tab) => tab.patientId === patientId)?.editor?.subjectId ?? patientId
  const isTyped = useSyncExternalStore(drafts.subscribe, () =>
    typedForms.some(
      (form) => drafts.stateOf({ form, subjectId: form === civilStatus ? patientId : written }).kind !== 'clean',
    ),
  )
  const isDraft = props.draft || isTyped
  return (
    <div className={classes.tab} data-active={props.active}>
      <button
        type="button"
        className={classes.tabButton}
        aria-current={props.active ? 'page' : undefined}
        title={isDraft ? `${name} · ${fr.tabs.draft}` : name}
        onClick={props.onOpen}
        onAuxClick={(event) => {
          if (event.button === 1) props.onClose()
        }}
      >
        <span className={classes.tabText}>{name}</span>
        {isDraft ? <Dot /> : null}
      </button>
      <button type="button" className={classes.tabClose} aria-label={fr.tabs.close(name)} onClick={props.onClose}>
        <IconX size={14} stroke={1.75} aria-hidden="true" />
      </button>
    </div>
  )
}

function Dot(): ReactNode {
  return (
    <span className={classes.dot}>
      <span className="co-hidden">{fr.tabs.draft}</span>
    </span>
  )
}

function OtherTabs({ desk, patientIds }: { desk: Desk; patientIds: readonly string[] }) {
  const [names, setNames] = useState<Readonly<Record<string, string>>>({})
  const items = patientIds.map((patientId) => ({
    id: patientId,
    label: names[patientId] ?? fr.tabs.loading,
    onSelect: () => desk.openRecord(patientId),
  }))
  return (
    <>
      {patientIds.map((patientId) => (
        <NameReader
          key={patientId}
          patientId={patientId}
          onName={(name) =>
            setNames((former) => (former[patientId] === name ? former : { ...former, [patientId]: name }))
          }
        />
      ))}
      <Menu groups={[{ items }]} position="bottom-end">
        <IconButton icon={IconChevronDown} label={fr.tabs.others(patientIds.length)} hasPopup="menu" />
      </Menu>
    </>
  )
}

function NameReader({ patientId, onName }: { patientId: string; onName: (name: string) => void }) {
  const name = useRecordName(patientId)
  useEffect(() => onName(name), [name, onName])
  return null
}
