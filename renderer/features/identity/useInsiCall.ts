import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { askInsi, readIdentity, verifyIdentity } from '#app/features/identity/contract.ts'
import type { IdentityView, InsiSearch } from '#app/features/identity/model.ts'
import { type InsiQuery, searchSequence } from '#app/features/identity/rules/ladder.ts'
import { insiTraits } from '#app/features/identity/rules/traits.ts'
import type { JobView } from '#app/features/jobs/model.ts'
import type { VitaleReading } from '#app/features/vitale/model.ts'
import { readVitale } from '#app/features/vitale/contract.ts'
import {
  type AnyProblem,
  isGivenUp,
  isUnderWay,
  useAskAgain,
  useCabinet,
  useJob,
  useWorkstation,
} from '#renderer/client/index.ts'
import { useVitaleDesk, vitaleInSight } from '#renderer/features/vitale/index.ts'
import { type KeptCall, useCalls } from './calls.ts'

/** A call to INSi for one record, in hand. */
export interface InsiCall {
  readonly job: JobView | null
  readonly running: boolean
  readonly startedAt: number | null
  /** Why it was not begun, or not brought to its end. */
  readonly problem: AnyProblem | null
  readonly cancelled: boolean
  /** The questions by traits of this search so far. */
  readonly asked: readonly InsiQuery[]
  /** `read`: a card read for this record a moment ago; `inserted`: one is in a reader of this seat. */
  readonly card: 'none' | 'inserted' | 'read'
  /** The card names several people, or none of this record: a person says who is meant. */
  readonly people: VitaleReading | null
  readonly askCard: () => void
  readonly choosePerson: (index: number) => void
  readonly askTraits: (query: InsiQuery) => void
  readonly verify: () => void
  readonly cancel: () => void
}

/** Calls INSi for one record, follows the call wherever the person goes, and asks the identity again at its end. */
export function useInsiCall(patientId: string, name: string, view: IdentityView | undefined): InsiCall {
  const { call } = useCabinet()
  const askAgain = useAskAgain()
  const { calls, keep, see } = useCalls()
  const kept = calls.find((one) => one.patientId === patientId) ?? null
  const { job, problem, steer } = useJob(kept?.jobId ?? null)
  const [asking, setAsking] = useState(false)
  const [refusal, setRefusal] = useState<AnyProblem | null>(null)
  const card = useCardOf(patientId)

  const begin = useCallback(
    async (ask: () => ReturnType<typeof call<typeof askInsi | typeof verifyIdentity>>, asked: readonly InsiQuery[]) => {
      setAsking(true)
      setRefusal(null)
      const reply = await ask()
      setAsking(false)
      if (!reply.ok) {
        setRefusal(reply)
        return reply
      }
      keep({ patientId, name, jobId: reply.value.jobId, startedAt: Date.now(), asked, seen: false })
      return null
    },
    [keep, patientId, name],
  )
  const search = useCallback(
    (wanted: InsiSearch, asked: readonly InsiQuery[]) =>
      begin(() => call(askInsi, { patientId, search: wanted }), asked),
    [begin, call, patientId],
  )
  const askTraits = useCallback(
    (query: InsiQuery, before: readonly InsiQuery[] = kept?.asked ?? noQueries) =>
      void search({ by: 'traits', ...query }, [...before, query]),
    [search, kept],
  )
  useNextQuestion(view, kept, job, askTraits)

  const ended = job !== null && !isUnderWay(job)
  const told = useRef<string | null>(null)
  useEffect(() => {
    if (!ended || kept === null || told.current === kept.jobId) return
    told.current = kept.jobId
    askAgain(readIdentity)
    see(patientId)
  }, [ended, kept, askAgain, see, patientId])

  const running = asking || (kept !== null && problem === null && (job === null || isUnderWay(job)))
  const stopped = refusal === null && (job?.state === 'cancelled' || isGivenUp(problem))
  return {
    job,
    running,
    startedAt: running ? (kept?.startedAt ?? null) : null,
    problem: stopped
      ? null
      : (refusal ?? (problem !== null && isNothingFound(problem) ? null : problem) ?? card.problem),
    cancelled: stopped,
    asked: kept?.asked ?? noQueries,
    card: card.state,
    people: card.people,
    askCard: () => {
      const ask = async () => {
        const found = await card.find()
        if (found === null) return
        const refused = await search({ by: 'vitale', ...found }, [])
        if (refused?.problem === 'vitale.reading-over') card.over()
      }
      void ask()
    },
    choosePerson: (index) => {
      const chosen = card.choose(index)
      if (chosen !== null) void search({ by: 'vitale', ...chosen }, [])
    },
    askTraits: useCallback((query: InsiQuery) => askTraits(query), [askTraits]),
    verify: () => void begin(() => call(verifyIdentity, { patientId }), []),
    cancel: () => steer('cancel'),
  }
}

/** INSi answered: nobody, or several people. It is no fault, and is said as « INS KO ». */
export function isNothingFound({ problem }: AnyProblem): boolean {
  return problem === 'insi.no-match' || problem === 'insi.several-matches'
}

const noQueries: readonly InsiQuery[] = []

/**
 * The questions of one search follow one another by themselves as long as nobody is found: they write the same traits
 * otherwise (reference: the CNDA test book). What says something else of the person is only proposed.
 */
function useNextQuestion(
  view: IdentityView | undefined,
  kept: KeptCall | null,
  job: JobView | null,
  ask: (query: InsiQuery, asked: readonly InsiQuery[]) => void,
): void {
  const followed = useRef<string | null>(null)
  const next = useMemo(() => {
    if (view === undefined || kept === null || kept.asked.length === 0) return null
    const reading = insiTraits(view.identity.traits)
    if (!reading.ok) return null
    const sequence = searchSequence(reading.traits)
    const isOne = (query: InsiQuery) => sequence.some((other) => sameQuery(other, query))
    if (!kept.asked.every(isOne)) return null
    return sequence.find((query) => !kept.asked.some((other) => sameQuery(other, query))) ?? null
  }, [view, kept])
  const isNobody = job !== null && job.jobId === kept?.jobId && job.problem?.problem === 'insi.no-match'
  useEffect(() => {
    if (!isNobody || next === null || kept === null || followed.current === kept.jobId) return
    followed.current = kept.jobId
    ask(next, kept.asked)
  }, [isNobody, next, kept, ask])
}

function sameQuery(a: InsiQuery, b: InsiQuery): boolean {
  const keys = ['birthName', 'firstNames', 'sex', 'birthDate', 'birthPlaceCode'] as const
  return keys.every((key) => a[key] === b[key])
}

/** The Vitale card of the person: read a moment ago with their record, or read now for it. */
function useCardOf(patientId: string) {
  const { call } = useCabinet()
  const seat = useWorkstation()
  const { held, hold } = useVitaleDesk()
  const [people, setPeople] = useState<VitaleReading | null>(null)
  const [problem, setProblem] = useState<AnyProblem | null>(null)
  const inSight = vitaleInSight(seat)
  const mine = held?.patientId === patientId ? held : null
  const state: InsiCall['card'] = mine !== null ? 'read' : inSight === null ? 'none' : 'inserted'
  const take = (readingId: string, index: number) => {
    setPeople(null)
    hold({ readingId, index, patientId })
    return { readingId, index }
  }
  return {
    state,
    people,
    problem,
    /** Who is asked about, with the card; `null` when a person must say, or when it could not be read. */
    find: async () => {
      setProblem(null)
      setPeople(null)
      if (mine !== null) return { readingId: mine.readingId, index: mine.index }
      if (inSight === null) return null
      const reply = await call(readVitale, { reader: inSight.reader })
      if (!reply.ok) {
        setProblem(reply)
        return null
      }
      const { reading } = reply.value
      const own = reading.beneficiaries.filter(({ matches }) =>
        matches.some(({ patient, reason }) => patient.patientId === patientId && reason !== 'close'),
      )
      const [only] = own
      if (own.length === 1 && only !== undefined) return take(reading.readingId, only.index)
      setPeople(reading)
      return null
    },
    choose: (index: number) => (people === null ? null : take(people.readingId, index)),
    /** What was read is no longer kept: the card is to be read again. */
    over: () => hold(null),
  }
}
