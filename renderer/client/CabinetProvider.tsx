import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react'
import { currentSession, watchChanges } from '#app/features/sessions/contract.ts'
import type { ChangeEvent, SessionView } from '#app/features/sessions/model.ts'
import type { CabinetClient } from './client.ts'
import type { Connection, ConnectionState, SeatClient } from './connection.ts'
import { answerDevices } from './device-agent.ts'
import { DraftKeeper } from './drafts.ts'
import type { LiveOptions } from './live.ts'
import { Agreements } from './agreements.ts'
import { PinRequests } from './pin-requests.ts'
import type { WorkstationLine } from './workstation-line.ts'

/** Everything a screen may ask the cabinet with. */
export interface Cabinet extends CabinetClient {
  readonly connection: ConnectionState
  /** The name other people know this seat by; empty until the host has said it. */
  readonly seatName: string
  /** Opens the line at once, after a refusal. */
  readonly retryLine: () => void
  /** Acts sent whose answer is not known yet; `settled` ends once there is none. */
  readonly acts: { readonly underWay: () => number; readonly settled: () => Promise<void> }
  /** Makes room for another page in this tab; see `Connection.handOver`. */
  readonly handOver: (isLocked: boolean, switching: boolean) => void
  /** The former page of this tab made room because the person asked to change user. */
  readonly cameToSwitch: boolean
  /** `undefined` until the cabinet has said who is signed in; `null` when nobody is. */
  readonly session: SessionView | null | undefined
  /** Takes the session an operation has just returned. */
  readonly adopt: (session: SessionView | null) => void
  /** Asks again who is signed in. */
  readonly refreshSession: () => Promise<void>
  readonly drafts: DraftKeeper
  /** What the computer at this seat can do; `null` in a browser, and until it is known. */
  readonly seat: SeatClient | null
  /** The line to the readers of this computer; screens use `useWorkstation`. */
  readonly readers: WorkstationLine
  /** Codes of cards that are asked for; screens use `usePinRequests`. */
  readonly pinRequests: PinRequests
  /** What cards may sign without a question each time; screens use `useAgreementRequests`. */
  readonly agreements: Agreements
  /** Forgets every answer that no screen shows any more. */
  readonly forgetAnswers: () => void
}

const CabinetContext = createContext<Cabinet | null>(null)

/** The cabinet, as the screens below see it. */
export function useCabinet(): Cabinet {
  const cabinet = useContext(CabinetContext)
  if (cabinet === null) throw new Error('useCabinet is called outside CabinetProvider')
  return cabinet
}

/** The session, on screens that only exist while somebody is signed in. */
export function useSession(): SessionView {
  const { session } = useCabinet()
  if (session === null || session === undefined) throw new Error('useSession is called while nobody is signed in')
  return session
}

function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // Answers are asked again when a change is announced, never by the clock; refusals are answers, not failures.
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: 120_000,
        retry: false,
        networkMode: 'always',
        refetchOnWindowFocus: false,
      },
    },
  })
}

/** Reasons why a session that the page believed in is no longer what it was. */
const sessionProblems: ReadonlySet<string> = new Set(['locked', 'unauthenticated', 'cabinet.not-open'])

/** Gives the screens below a cabinet over one connection, and keeps their answers true as changes are announced. */
export function CabinetProvider({ connection, children }: { connection: Connection; children: ReactNode }) {
  const state = useSyncExternalStore(connection.subscribe, connection.state)
  const [session, setSession] = useState<SessionView | null | undefined>(undefined)
  const [seat, setSeat] = useState<SeatClient | null>(null)
  const [queries] = useState(newQueryClient)

  const [drafts] = useState(() => new DraftKeeper(connection.client))
  const adopt = useCallback(
    (next: SessionView | null) => {
      connection.actFor(next === null || next.locked ? null : next.userId)
      if (next !== null) void drafts.belongTo(next.userId, next.draftKey)
      setSession(next)
    },
    [connection, drafts],
  )

  const refreshSession = useCallback(async () => {
    const reply = await connection.client.call(currentSession, {})
    if (reply.ok) adopt(reply.value.session)
  }, [connection, adopt])

  const client = useMemo<CabinetClient>(
    () => ({
      call: async (operation, input, options) => {
        const reply = await connection.client.call(operation, input, options)
        if (!reply.ok && sessionProblems.has(reply.problem)) void refreshSession()
        return reply
      },
    }),
    [connection, refreshSession],
  )

  useEffect(() => void connection.seat.then(setSeat), [connection])

  const isLost = state.kind === 'lost' || state.kind === 'refused'
  useEffect(() => drafts.keepHere(isLost), [drafts, isLost])

  const generation = state.kind === 'ready' ? state.generation : 0
  useEffect(() => {
    if (generation === 0) return
    const begin = async () => {
      await refreshSession()
      await queries.invalidateQueries()
    }
    void begin()
  }, [generation, refreshSession, queries])

  const active = session !== null && session !== undefined && !session.locked ? session.sessionId : null
  useEffect(() => {
    if (active === null || generation === 0) return
    void drafts.flush()
    const later = new Map<string, ReturnType<typeof setTimeout>>()
    const stop = watch(client, (event) => {
      for (const query of queries.getQueryCache().getAll()) {
        const waitMs = regardOf(query.meta, event)
        const ask = () => void queries.invalidateQueries({ queryKey: query.queryKey, exact: true })
        if (waitMs === 0) ask()
        else if (waitMs !== null && !later.has(query.queryHash)) {
          later.set(
            query.queryHash,
            setTimeout(() => {
              later.delete(query.queryHash)
              ask()
            }, waitMs),
          )
        }
      }
      if (event.kind === 'session' || event.kind === 'cabinet') void refreshSession()
    })
    return () => {
      stop()
      for (const timer of later.values()) clearTimeout(timer)
    }
  }, [active, generation, client, drafts, queries, refreshSession])

  const { readers } = connection
  const hasReaders = useSyncExternalStore(readers.subscribe, () => readers.view().status !== 'absent')
  const [pinRequests] = useState(() => new PinRequests())
  const [agreements] = useState(() => new Agreements())
  useEffect(() => {
    if (generation === 0 || !hasReaders) return
    return answerDevices(connection.client, readers, { pins: pinRequests, agreements })
  }, [generation, hasReaders, connection, readers, pinRequests, agreements])
  const holder = session?.userId ?? null
  useEffect(() => () => agreements.forget(), [holder, agreements])

  const forgetAnswers = useCallback(() => queries.removeQueries({ type: 'inactive' }), [queries])
  const cabinet = useMemo<Cabinet>(
    () => ({
      call: client.call,
      connection: state,
      seatName: state.kind === 'connecting' ? '' : connection.seatName(),
      retryLine: connection.retry,
      acts: { underWay: connection.underWay, settled: connection.settled },
      handOver: connection.handOver,
      cameToSwitch: connection.left.switching,
      session,
      adopt,
      refreshSession,
      drafts,
      seat,
      readers,
      pinRequests,
      agreements,
      forgetAnswers,
    }),
    [
      client,
      connection,
      state,
      session,
      adopt,
      refreshSession,
      drafts,
      seat,
      readers,
      pinRequests,
      agreements,
      forgetAnswers,
    ],
  )
  return (
    <CabinetContext value={cabinet}>
      <QueryClientProvider client={queries}>{children}</QueryClientProvider>
    </CabinetContext>
  )
}

/** How long a kept answer may wait before it is asked again after `event`, in ms; `null` when it stays as it is. */
function regardOf(meta: Record<string, unknown> | undefined, event: ChangeEvent): number | null {
  const { kinds, about, regard } = (meta ?? {}) as LiveOptions
  if (kinds?.includes(event.kind) !== true) return null
  // « Many, ask again » concerns everything of its kind.
  if (event.id === '*') return 0
  if (about !== undefined && about !== event.id) return null
  return regard === undefined ? 0 : regard(event)
}

/** Follows the changes until told to stop; begins again a second after the stream ends by itself. */
function watch(client: CabinetClient, onChange: (event: ChangeEvent) => void): () => void {
  const stopped = new AbortController()
  const follow = async () => {
    while (!stopped.signal.aborted) {
      try {
        const reply = await client.call(watchChanges, {}, { signal: stopped.signal })
        if (reply.ok) for await (const event of reply.value) onChange(event)
      } catch {
        // Aborted, or the line was cut under the stream: the state of the connection tells which.
      }
      await new Promise((resolve) => setTimeout(resolve, 1000))
    }
  }
  void follow()
  return () => stopped.abort()
}
