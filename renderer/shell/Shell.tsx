import { useQueryClient } from '@tanstack/react-query'
import { Outlet, useRouterState } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { touch } from '#app/features/sessions/contract.ts'
import type { Workspace } from '#app/features/sessions/model.ts'
import { lostText } from '#app/text/fr/line.ts'
import { shellText as fr } from '#app/text/fr/shell.ts'
import { DeskProvider, useCabinet, useSession } from '#renderer/client/index.ts'
import { EmergencyProvider } from '#renderer/features/access/index.ts'
import { AgreementDialog, PinRequestDialog } from '#renderer/features/cards/index.ts'
import { MarkProvider, MarkReader, useNewMarkDesk } from '#renderer/features/identity/index.ts'
import { CloseCabinetDialog } from '#renderer/features/lock/index.ts'
import { SearchAll } from '#renderer/features/record/index.ts'
import { useNewVitaleDesk, VitaleDialog, VitaleProvider } from '#renderer/features/vitale/index.ts'
import { type Action, SendingProvider, useActions } from '#ui/index.ts'
import { useCardLock } from './card-lock.ts'
import { placeOf, useDeskState } from './desk-state.ts'
import { Help } from './Help.tsx'
import { useIdle } from './idle.ts'
import { useLeaving } from './leaving.ts'
import { IdleWarning, Notices } from './Notices.tsx'
import { Rail } from './Rail.tsx'
import { ScreenBoundary } from './ScreenBoundary.tsx'
import classes from './Shell.module.css'
import { keysOfBrowsers, recordActions, shellActions, type ShellSubject } from './shell-actions.ts'
import { StatusBar } from './StatusBar.tsx'
import { useSystemLock } from './system-lock.ts'
import { TitleBar } from './TitleBar.tsx'
import { useSeat } from './seat.ts'

/** What the shell is given by the router around it. */
export interface ShellProps {
  readonly workspace: Workspace
  readonly change: (change: (former: Workspace) => Workspace) => void
  readonly flushWorkspace: () => Promise<void>
  /** Locks on the list of users, the present one not chosen in advance. */
  readonly onSwitchUser: () => void
}

/** The window of somebody signed in: bar, rail, screen, status. It is unmounted whole when the session locks. */
export function Shell({ workspace, change, flushWorkspace, onSwitchUser }: ShellProps) {
  const { call, connection } = useCabinet()
  const inBrowser = window.location.protocol !== 'app:'
  const session = useSession()
  const seat = useSeat()
  const queries = useQueryClient()
  const leaving = useLeaving(flushWorkspace)
  const { lock } = leaving
  const [help, setHelp] = useState(false)
  const [menuOpened, setMenuOpened] = useState(false)
  const [closing, setClosing] = useState(false)
  const [searchText, setSearchText] = useState('')
  /** Words looked for in all the records; `null` while they are not. */
  const [everywhere, setEverywhere] = useState<string | null>(null)
  const searchField = useRef<HTMLInputElement>(null)
  const lockByButton = useCallback(() => void lock('button'), [lock])
  const desk = useDeskState(workspace, change, lockByButton)
  const vitale = useNewVitaleDesk()
  const marks = useNewMarkDesk()

  const switchUser = useCallback(() => {
    onSwitchUser()
    void lock('button')
  }, [lock, onSwitchUser])
  const showHelp = useCallback(() => setHelp(true), [])
  const subject = useMemo<ShellSubject>(
    () => ({
      desk,
      search: (text) => {
        setSearchText(text)
        searchField.current?.focus()
      },
      searchAll: () => setEverywhere(''),
      searchVitale: vitale.search,
      readMark: marks.ask,
      openMenu: () => setMenuOpened(true),
      showHelp,
      askAgain: () => void queries.invalidateQueries(),
      switchUser,
      signOut: () => void leaving.signOut(),
      closeCabinet: () => setClosing(true),
      print: seat.print,
    }),
    [desk, queries, switchUser, leaving, showHelp, seat, vitale.search, marks.ask],
  )
  const readsRecords = session.permissions.includes('patient.read')
  const readsTasks = session.permissions.includes('task.read')
  const readsContacts = session.permissions.includes('contact.read')
  const filesDocuments = session.permissions.includes('document.write')
  const actions = useMemo(() => {
    const allowed = shellActions.filter(
      ({ id }) =>
        (readsRecords || !recordActions.has(id)) &&
        (readsTasks || id !== 'shell.tasks') &&
        (readsContacts || id !== 'shell.contacts') &&
        (filesDocuments || id !== 'shell.unfiled'),
    )
    return inBrowser ? allowed.map((action) => withoutKeys(action, keysOfBrowsers)) : allowed
  }, [inBrowser, readsRecords, readsTasks, readsContacts, filesDocuments])
  useActions(actions, subject)

  const onIdleLock = useCallback(() => void lock('inactivity'), [lock])
  const lockWithSystem = useCallback(() => void lock('system'), [lock])
  useSystemLock(lockWithSystem)
  const onTouch = useCallback(() => void call(touch, {}), [call])
  const idle = useIdle({ lockAfterMs: session.lockAfterMinutes * 60_000, onLock: onIdleLock, onTouch })
  const isWithdrawn = useCardLock(lock)
  useEffect(() => {
    document.title = session.cabinetName
  }, [session.cabinetName])

  // Whoever opened with a card and took it away leaves nothing on the screen, not even while the cabinet is told.
  if (isWithdrawn) return null
  return (
    <DeskProvider value={desk}>
      <SendingProvider value={connection.kind === 'lost' ? lostText.unavailable : null}>
        <EmergencyProvider onOpened={(patientIds) => patientIds.toReversed().forEach((one) => desk.openRecord(one))}>
          <VitaleProvider desk={vitale}>
            <MarkProvider desk={marks}>
              <div className={classes.window}>
                <TitleBar
                  searchField={searchField}
                  searchText={searchText}
                  onSearchText={setSearchText}
                  onSearchAll={setEverywhere}
                  menuOpened={menuOpened}
                  onMenuOpened={setMenuOpened}
                  windowButtons={seat.titleBarRoom}
                  onSwitchUser={switchUser}
                  onSignOut={subject.signOut}
                  onCloseCabinet={subject.closeCabinet}
                />
                <Notices />
                <div className={classes.middle}>
                  <Rail onHelp={showHelp} />
                  <main className={classes.content} aria-label={fr.regions.content} data-region tabIndex={-1}>
                    <ShownScreen />
                  </main>
                </div>
                <StatusBar unsupported={seat.unsupportedRuntime} />
              </div>
              {vitale.shown ? (
                <VitaleDialog
                  onOpen={(patientId, of) => {
                    vitale.hold({ ...of, patientId })
                    desk.openRecord(patientId)
                  }}
                  onFillIn={(prefill, of) => {
                    vitale.offer(prefill)
                    vitale.hold({ ...of, patientId: null })
                    vitale.close()
                    desk.go({ kind: 'new-patient' })
                  }}
                  onClose={vitale.close}
                />
              ) : null}
              {readsRecords ? (
                <MarkReader
                  onOpen={desk.openRecord}
                  onFillIn={(reading) => {
                    marks.offer(reading)
                    desk.go({ kind: 'new-patient' })
                  }}
                />
              ) : null}
            </MarkProvider>
          </VitaleProvider>
        </EmergencyProvider>
        {everywhere === null ? null : (
          <SearchAll words={everywhere} onOpen={desk.openEntry} onClose={() => setEverywhere(null)} />
        )}
        <AgreementDialog />
        <PinRequestDialog />
        {help ? <Help onClose={() => setHelp(false)} /> : null}
        {closing ? <CloseCabinetDialog before={leaving.keepEverything} onClose={() => setClosing(false)} /> : null}
        {idle.secondsLeft === null ? null : (
          <IdleWarning seconds={idle.secondsLeft} onStay={idle.stay} onLock={onIdleLock} />
        )}
      </SendingProvider>
    </DeskProvider>
  )
}

/** The screen, in a boundary of its own: one that broke takes no other with it. */
function ShownScreen() {
  // What the outlet shows, not where the person is going: the screen being left would be drawn anew before it goes.
  const address = useRouterState({ select: (state) => state.matches.at(-1)?.pathname ?? '' })
  const place = placeOf(address)
  return (
    <ScreenBoundary key={place.kind === 'record' ? place.patientId : place.kind}>
      <Outlet />
    </ScreenBoundary>
  )
}

function withoutKeys<T>(action: Action<T>, taken: ReadonlySet<string>): Action<T> {
  if (action.keys === undefined || !taken.has(action.keys)) return action
  const { keys: _, ...rest } = action
  return rest
}
