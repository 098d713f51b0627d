import { lazy, Suspense, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { SessionView } from '#app/features/sessions/model.ts'
import { uiWords } from '#app/text/fr/common.ts'
import { CabinetProvider, type Connection, useCabinet } from '#renderer/client/index.ts'
import { LockScreen } from '#renderer/features/lock/index.ts'
import { Opening } from '#renderer/features/opening/index.ts'
import { ActionsProvider, type ThemeChoice, ThemeProvider, ToastProvider, WordsProvider } from '#ui/index.ts'
import { Connecting } from './Connecting.tsx'
import { useReplacedPage } from './page.ts'
import { Refused } from './Refused.tsx'
import { ScreenBoundary } from './ScreenBoundary.tsx'
import { rememberedTheme, rememberTheme, useWindowColors } from './theme.ts'
import { useWorkspace } from './workspace.ts'

const loadRoutes = () => import('./Routes.tsx')
/** The screens are loaded beside the opening window, never before it: it is painted sooner. */
const Routes = lazy(async () => ({ default: (await loadRoutes()).Routes }))

/** The whole program in a page, over one connection to a cabinet. */
export function App({ connection }: { connection: Connection }) {
  const [theme, setTheme] = useState<ThemeChoice>(rememberedTheme)
  const changeTheme = useCallback((choice: ThemeChoice) => {
    rememberTheme(choice)
    setTheme(choice)
  }, [])
  return (
    <ThemeProvider choice={theme}>
      <WordsProvider value={uiWords}>
        <ActionsProvider>
          <CabinetProvider connection={connection}>
            <ScreenBoundary>
              <Gate theme={theme} onTheme={changeTheme} />
            </ScreenBoundary>
          </CabinetProvider>
        </ActionsProvider>
      </WordsProvider>
    </ThemeProvider>
  )
}

/** Opening, lock or screens: only one of them exists at a time, so that a locked window holds nothing of a record. */
function Gate({ theme, onTheme }: { theme: ThemeChoice; onTheme: (choice: ThemeChoice) => void }) {
  const { session, seat, adopt, forgetAnswers, drafts, connection, cameToSwitch, readers } = useCabinet()
  const [switching, setSwitching] = useState(cameToSwitch)
  useWindowColors(theme, seat)
  useEffect(() => {
    const idle = requestIdleCallback(() => void loadRoutes())
    return () => cancelIdleCallback(idle)
  }, [])
  // A host that took this seat back, or another program: nothing of the cabinet stays on the screen nor behind it.
  const refused = connection.kind === 'refused' && connection.because !== 'full'
  const active = session !== null && session !== undefined && !session.locked && !refused
  const locked = session?.locked === true
  const replace = useReplacedPage(active)
  const [leaving, setLeaving] = useState(false)
  const wasActive = useRef(false)
  // Before anything is painted: a lock screen shown for a moment would lose the first letters of a password.
  useLayoutEffect(() => {
    // However the session ended (button, inactivity, the cabinet itself), nothing it showed stays in memory.
    if (wasActive.current && !active) {
      forgetAnswers()
      drafts.forgetSaved()
      // Nor in the card: its code is asked again of whoever comes back.
      void readers
        .view()
        .workstation?.forgetPin({})
        .catch(() => undefined)
      setLeaving(replace(locked, switching))
    }
    wasActive.current = active
  }, [active, locked, switching, forgetAnswers, drafts, replace, readers])

  const enter = useCallback(
    (next: SessionView | null) => {
      setSwitching(false)
      adopt(next)
    },
    [adopt],
  )
  if (leaving) return null
  if (connection.kind === 'refused') return <Refused because={connection.because} hostProgram={connection.program} />
  if (session === undefined) return <Connecting />
  if (session === null) return <Opening onOpened={enter} />
  if (session.locked) return <LockScreen session={session} switching={switching} onUnlocked={enter} />
  return (
    <Desk
      key={`${session.sessionId} ${session.userId}`}
      theme={theme}
      onTheme={onTheme}
      onSwitchUser={() => setSwitching(true)}
    />
  )
}

function Desk(props: { theme: ThemeChoice; onTheme: (choice: ThemeChoice) => void; onSwitchUser: () => void }) {
  const { theme, onTheme, onSwitchUser } = props
  const { workspace, change, flush } = useWorkspace()
  const chosen = workspace?.theme
  useEffect(() => {
    if (chosen !== undefined && chosen !== theme) onTheme(chosen)
  }, [chosen, theme, onTheme])
  if (workspace === undefined) return <Connecting />
  return (
    // A toast is this person's: it leaves with them.
    <ToastProvider>
      <Suspense fallback={<Connecting />}>
        <Routes workspace={workspace} change={change} flushWorkspace={flush} onSwitchUser={onSwitchUser} />
      </Suspense>
    </ToastProvider>
  )
}
