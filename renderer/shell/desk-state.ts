import { useNavigate, useRouterState } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import type { RecordTab, Workspace } from '#app/features/sessions/model.ts'
import type { Desk, Place, TabChange } from '#renderer/client/index.ts'

/** Section a record opens on; for who does not read it, the record opens on the first one they do. */
export const firstSection = 'historique'

/** The address of a place; the only writing of addresses in the program. */
export function addressOf(place: Place): string {
  switch (place.kind) {
    case 'list':
      return '/dossiers'
    case 'new-patient':
      return '/nouveau'
    case 'tasks':
      return '/taches'
    case 'contacts':
      return '/contacts'
    case 'unfiled':
      return '/a-classer'
    case 'identities':
      return '/identites'
    case 'record':
      return `/dossier/${place.patientId}/${place.section}`
    case 'settings':
      return `/parametres/${place.section === '' ? 'cabinet' : place.section}`
  }
}

/** The place of an address; anything unknown is the list. */
export function placeOf(address: string): Place {
  const [, part, first = '', second = ''] = address.split('/')
  if (part === 'nouveau') return { kind: 'new-patient' }
  if (part === 'contacts') return { kind: 'contacts' }
  if (part === 'taches') return { kind: 'tasks' }
  if (part === 'a-classer') return { kind: 'unfiled' }
  if (part === 'identites') return { kind: 'identities' }
  if (part === 'parametres') return { kind: 'settings', section: first }
  if (part === 'dossier' && first !== '') return { kind: 'record', patientId: first, section: second || firstSection }
  return { kind: 'list' }
}

/** The workspace with a record's tab open on a section. */
export function withTab(workspace: Workspace, patientId: string, section: string): Workspace {
  const known = workspace.tabs.some((tab) => tab.patientId === patientId)
  const tabs = known
    ? workspace.tabs.map((tab) => (tab.patientId === patientId ? { ...tab, section } : tab))
    : [...workspace.tabs, { kind: 'record' as const, patientId, section }].slice(-30)
  return { ...workspace, tabs, activeTab: patientId }
}

/** The workspace with what a record's tab shows changed; without that tab, as it was. */
export function withInTab(workspace: Workspace, patientId: string, change: TabChange): Workspace {
  return {
    ...workspace,
    tabs: workspace.tabs.map((tab) => (tab.patientId === patientId ? changedTab(tab, change) : tab)),
  }
}

function changedTab(tab: RecordTab, change: TabChange): RecordTab {
  const { entry: formerEntry, editor: formerEditor, ...rest } = tab
  const entry = 'entry' in change ? change.entry : formerEntry
  const editor = 'editor' in change ? change.editor : formerEditor
  return { ...rest, ...(entry === undefined ? {} : { entry }), ...(editor === undefined ? {} : { editor }) }
}

/** The desk: places, tabs and sizes, from the router and the person's workspace. */
export function useDeskState(
  workspace: Workspace,
  change: (change: (former: Workspace) => Workspace) => void,
  lock: () => void,
): Desk {
  const address = useRouterState({ select: (state) => state.location.pathname })
  const navigate = useNavigate()
  const place = useMemo(() => placeOf(address), [address])

  const go = useCallback(
    (next: Place) => {
      change((former) =>
        next.kind === 'record'
          ? withTab(former, next.patientId, next.section)
          : { ...former, activeTab: next.kind === 'list' ? null : former.activeTab },
      )
      void navigate({ to: addressOf(next) })
    },
    [change, navigate],
  )
  const openRecord = useCallback(
    (patientId: string, section?: string) => {
      const known = workspace.tabs.find((tab) => tab.patientId === patientId)
      go({ kind: 'record', patientId, section: section ?? known?.section ?? firstSection })
    },
    [workspace.tabs, go],
  )
  const keepInTab = useCallback(
    (patientId: string, tabChange: TabChange) => change((former) => withInTab(former, patientId, tabChange)),
    [change],
  )
  const openEntry = useCallback(
    (patientId: string, entry: NonNullable<RecordTab['entry']>) => {
      go({ kind: 'record', patientId, section: firstSection })
      keepInTab(patientId, { entry })
    },
    [go, keepInTab],
  )
  const closeRecord = useCallback(
    (patientId: string) => {
      const at = workspace.tabs.findIndex((tab) => tab.patientId === patientId)
      const left = workspace.tabs.filter((tab) => tab.patientId !== patientId)
      change((former) => ({
        ...former,
        tabs: left,
        activeTab: former.activeTab === patientId ? null : former.activeTab,
      }))
      if (place.kind !== 'record' || place.patientId !== patientId) return
      const neighbour = left[Math.min(at, left.length - 1)]
      if (neighbour === undefined) go({ kind: 'list' })
      else go({ kind: 'record', patientId: neighbour.patientId, section: neighbour.section })
    },
    [workspace.tabs, place, change, go],
  )
  return useMemo<Desk>(
    () => ({
      place,
      go,
      openRecord,
      openEntry,
      keepInTab,
      closeRecord,
      workspace,
      size: (name, otherwise) => workspace.sizes[name] ?? otherwise,
      keepSize: (name, pixels) =>
        change((former) => ({ ...former, sizes: { ...former.sizes, [name]: Math.round(pixels) } })),
      setTheme: (theme) => change((former) => ({ ...former, theme })),
      lock,
    }),
    [place, go, openRecord, openEntry, keepInTab, closeRecord, workspace, change, lock],
  )
}
