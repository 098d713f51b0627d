import { useCallback, useEffect, useRef, useState } from 'react'
import { askReimbursements, readReimbursements } from '#app/features/reimbursements/contract.ts'
import { readVitale } from '#app/features/vitale/contract.ts'
import type { ReadBeneficiary, VitaleReading } from '#app/features/vitale/model.ts'
import {
  type AnyProblem,
  isGivenUp,
  isUnderWay,
  useAskAgain,
  useCabinet,
  useJob,
  useSession,
  useWorkstation,
} from '#renderer/client/index.ts'
import { useVitaleDesk, vitaleInSight } from '#renderer/features/vitale/index.ts'

/** A call to HRi for one record, in hand. */
export interface HistoryCall {
  /** `card`: the Vitale card is being read; otherwise the phase of the call. `null` while nothing is under way. */
  readonly phase: string | null
  /** Why it was not begun, or not brought to its end. */
  readonly problem: AnyProblem | null
  readonly cancelled: boolean
  /** `read`: the card was read for this record a moment ago; `inserted`: one is in a reader of this seat. */
  readonly card: 'none' | 'inserted' | 'read'
  /** Several people of the card may be this patient: a person says who is meant. */
  readonly people: readonly ReadBeneficiary[]
  readonly ask: () => void
  readonly choose: (person: ReadBeneficiary) => void
  /** `null` where the call cannot be stopped. */
  readonly cancel: (() => void) | null
}

/** The last call of each record, by session: the call goes on while its tab is left. */
const kept = new Map<string, string>()

/** Reads the card where nobody did, calls HRi, and asks for what was answered at its end. */
export function useHistoryCall(patientId: string): HistoryCall {
  const { call } = useCabinet()
  const { sessionId } = useSession()
  const askAgain = useAskAgain()
  const inSight = vitaleInSight(useWorkstation())
  const { held, hold } = useVitaleDesk()
  const keptAs = `${sessionId} ${patientId}`
  const [jobId, setJobId] = useState(kept.get(keptAs) ?? null)
  const { job, problem, steer } = useJob(jobId)
  const [step, setStep] = useState<'idle' | 'card' | 'preparing'>('idle')
  const [refusal, setRefusal] = useState<AnyProblem | null>(null)
  const [choice, setChoice] = useState<{
    readonly reading: VitaleReading
    readonly people: readonly ReadBeneficiary[]
  }>()
  const wanted = useRef(true)
  useEffect(() => {
    wanted.current = true
    return () => {
      wanted.current = false
    }
  }, [])

  const begin = useCallback(
    async (readingId: string, index: number): Promise<AnyProblem | null> => {
      setStep('preparing')
      const reply = await call(askReimbursements, { patientId, readingId, index })
      if (reply.ok) kept.set(keptAs, reply.value.jobId)
      if (!wanted.current) return null
      setStep('idle')
      if (reply.ok) setJobId(reply.value.jobId)
      return reply.ok ? null : reply
    },
    [call, patientId, keptAs],
  )
  const readCard = useCallback(async () => {
    setStep('card')
    const reply = await call(readVitale, { reader: inSight?.reader ?? null })
    if (!wanted.current) return
    setStep('idle')
    if (!reply.ok) return setRefusal(reply)
    const { reading } = reply.value
    const people = reading.beneficiaries.filter(({ matches }) =>
      matches.some((match) => match.patient.patientId === patientId && match.reason !== 'close'),
    )
    const [person, ...others] = people
    if (others.length > 0) setChoice({ reading, people })
    // Nobody of it is this patient: the core says so, in its words.
    else setRefusal(await begin(reading.readingId, person?.index ?? 0))
  }, [call, inSight?.reader, patientId, begin])

  const ended = job !== null && !isUnderWay(job)
  const told = useRef<string | null>(null)
  useEffect(() => {
    if (!ended || told.current === jobId) return
    told.current = jobId
    if (job.state === 'done') askAgain(readReimbursements)
  }, [ended, job, jobId, askAgain])

  const isCalling = jobId !== null && problem === null && (job === null || isUnderWay(job))
  const start = async () => {
    setRefusal(null)
    setChoice(undefined)
    const isHeld = held !== null && held.patientId === patientId
    if (!isHeld) return readCard()
    const refused = await begin(held.readingId, held.index)
    if (refused?.problem !== 'vitale.reading-over') return setRefusal(refused)
    // It was read too long ago: the card is read again, if it is still there.
    hold(null)
    return readCard()
  }
  const idle = refusal === null && step === 'idle'
  const stopped = idle && !isCalling && (job?.state === 'cancelled' || isGivenUp(problem))
  return {
    phase: step !== 'idle' ? step : isCalling ? (job?.phase ?? 'preparing') : null,
    problem: stopped ? null : (refusal ?? (isCalling || step !== 'idle' ? null : problem)),
    cancelled: stopped,
    card: held?.patientId === patientId ? 'read' : inSight === null ? 'none' : 'inserted',
    people: choice?.people ?? [],
    ask: () => void start(),
    choose: (person) => {
      if (choice === undefined) return
      setChoice(undefined)
      void begin(choice.reading.readingId, person.index).then(setRefusal)
    },
    cancel: isCalling && job?.canCancel === true ? () => steer('cancel') : null,
  }
}
