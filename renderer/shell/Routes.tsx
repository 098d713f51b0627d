import { createMemoryHistory, createRootRoute, createRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { createContext, useContext, useState } from 'react'
import { type Place, useSession } from '#renderer/client/index.ts'
import { addressOf, firstSection } from './desk-state.ts'
import { ScreenFailed } from './ScreenBoundary.tsx'
import {
  ContactsScreen,
  IdentityWork,
  ListScreen,
  NewPatientScreen,
  RecordScreen,
  SettingsScreen,
  TasksScreen,
  UnfiledScreen,
} from './screens.tsx'
import { Shell, type ShellProps } from './Shell.tsx'

const ShellContext = createContext<ShellProps | null>(null)

function Root() {
  const props = useContext(ShellContext)
  return props === null ? null : <Shell {...props} />
}

const root = createRootRoute({ component: Root })
const list = createRoute({ getParentRoute: () => root, path: '/dossiers', component: ListScreen })
const newPatient = createRoute({ getParentRoute: () => root, path: '/nouveau', component: NewPatientScreen })
const tasks = createRoute({ getParentRoute: () => root, path: '/taches', component: TasksScreen })
const contacts = createRoute({ getParentRoute: () => root, path: '/contacts', component: ContactsScreen })
const identities = createRoute({ getParentRoute: () => root, path: '/identites', component: IdentityWork })
const unfiled = createRoute({ getParentRoute: () => root, path: '/a-classer', component: UnfiledScreen })
const record = createRoute({
  getParentRoute: () => root,
  path: '/dossier/$patientId/$section',
  component: function Record() {
    const { patientId, section } = record.useParams()
    return <RecordScreen key={patientId} patientId={patientId} section={section} />
  },
})
const settings = createRoute({
  getParentRoute: () => root,
  path: '/parametres/$section',
  component: function Settings() {
    const { section } = settings.useParams()
    return <SettingsScreen section={section} />
  },
})
const routeTree = root.addChildren([list, newPatient, record, settings, tasks, contacts, identities, unfiled])

/** The window itself broke: the router would otherwise say so in English. */
function WindowFailed({ reset }: { readonly reset: () => void }) {
  return <ScreenFailed onAgain={reset} />
}

/**
 * The screens by address. The history is in memory only: an address names a record, and must not outlive the session in
 * the browser's own history.
 */
export function Routes(props: ShellProps) {
  const session = useSession()
  const readsRecords = session.permissions.includes('patient.read')
  const [router] = useState(() =>
    createRouter({
      routeTree,
      history: createMemoryHistory({ initialEntries: [addressOf(firstPlace(props, readsRecords))] }),
      defaultPendingMs: 0,
      defaultErrorComponent: WindowFailed,
    }),
  )
  return (
    <ShellContext value={props}>
      <RouterProvider router={router} />
    </ShellContext>
  )
}

/** Where the person left: their active record, otherwise the list; the settings for who opens no record. */
function firstPlace({ workspace }: ShellProps, readsRecords: boolean): Place {
  if (!readsRecords) return { kind: 'settings', section: '' }
  const tab = workspace.tabs.find((one) => one.patientId === workspace.activeTab)
  return tab === undefined
    ? { kind: 'list' }
    : { kind: 'record', patientId: tab.patientId, section: tab.section || firstSection }
}
