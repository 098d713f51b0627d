import { useCallback, useEffect, useRef, useState } from 'react'
import { compareWithVitale, forgetVitale, prefillFromVitale, readVitale } from '#app/features/vitale/contract.ts'
import type {
  ReadBeneficiary,
  VitaleDifference,
  VitaleMatch,
  VitalePrefill,
  VitaleReading,
} from '#app/features/vitale/model.ts'
import {
  type AnyProblem,
  useCabinet,
  useSession,
  useWorkstation,
  type WorkstationView,
} from '#renderer/client/index.ts'
import type { HeldReading } from './desk.tsx'
import { vitaleInSight } from './sight.ts'

/** Where a search with the card stands. */
export type VitaleStep =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'reading' }
  | { readonly kind: 'failed'; readonly problem: AnyProblem }
  | { readonly kind: 'people'; readonly reading: VitaleReading }
  | { readonly kind: 'records'; readonly reading: VitaleReading; readonly person: ReadBeneficiary }
  | { readonly kind: 'nobody'; readonly reading: VitaleReading; readonly person: ReadBeneficiary }
  | { readonly kind: 'differs'; readonly patientId: string; readonly differences: readonly VitaleDifference[] }

/** A search with the card, in hand. */
export interface VitaleSearch {
  readonly step: VitaleStep
  readonly seat: WorkstationView
  readonly problem: AnyProblem | null
  readonly busy: boolean
  readonly again: () => void
  readonly choosePerson: (reading: VitaleReading, person: ReadBeneficiary) => void
  readonly chooseRecord: (reading: VitaleReading, person: ReadBeneficiary, match: VitaleMatch) => void
  readonly create: (reading: VitaleReading, person: ReadBeneficiary, birthDate?: string) => void
  readonly show: (step: VitaleStep) => void
}

/** What was read, and which of its beneficiaries is meant. */
export type OfReading = Pick<HeldReading, 'readingId' | 'index'>

/** What a search leads to. What was read goes with it, to whom may go on with it. */
export interface VitaleOutcome {
  readonly open: (patientId: string, of: OfReading) => void
  readonly fillIn: (prefill: VitalePrefill, of: OfReading) => void
  readonly close: () => void
}

/** Problems after which the card is simply waited for again. */
const cardGone: ReadonlySet<string> = new Set(['card.absent', 'card.withdrawn', 'reader.absent'])

/** Reads the card as soon as it is there, and follows what a person chooses of it. */
export function useVitaleSearch({ open, fillIn, close }: VitaleOutcome): VitaleSearch {
  const { call } = useCabinet()
  const seat = useWorkstation()
  const card = vitaleInSight(seat)
  const [step, setStep] = useState<VitaleStep>({ kind: 'waiting' })
  const [problem, setProblem] = useState<AnyProblem | null>(null)
  const [busy, setBusy] = useState(false)
  /** The insertion last read: it is not read again by itself. */
  const readKey = useRef<string | null>(null)
  const goesOn = useSession().permissions.includes('identity.qualify')
  /** The reading was handed to a record: it is kept for the call to INSi. */
  const handed = useRef(false)
  const wanted = useRef(true)
  useEffect(() => {
    wanted.current = true
    return () => {
      wanted.current = false
    }
  }, [])

  const openRecord = useCallback(
    async (reading: VitaleReading, person: ReadBeneficiary, match: VitaleMatch) => {
      const { patientId } = match.patient
      const { readingId } = reading
      handed.current = goesOn
      open(patientId, { readingId, index: person.index })
      const reply = match.differs ? await call(compareWithVitale, { readingId, index: person.index, patientId }) : null
      if (!wanted.current) return
      // Without a comparison the record is open all the same: that is what was asked.
      if (reply?.ok !== true || reply.value.differences.length === 0) close()
      else setStep({ kind: 'differs', patientId, differences: reply.value.differences })
    },
    [call, open, close, goesOn],
  )
  const choosePerson = useCallback(
    (reading: VitaleReading, person: ReadBeneficiary) => {
      const [match] = person.matches
      if (match === undefined) setStep({ kind: 'nobody', reading, person })
      else if (person.matches.length > 1 || match.reason === 'close') setStep({ kind: 'records', reading, person })
      else void openRecord(reading, person, match)
    },
    [openRecord],
  )
  const read = useCallback(
    async (key: string, reader: string) => {
      readKey.current = key
      setProblem(null)
      setStep({ kind: 'reading' })
      const reply = await call(readVitale, { reader })
      if (!wanted.current) return
      if (!reply.ok) {
        const isGone = reply.problem === 'device.refused' && cardGone.has(reply.data.because)
        setStep(isGone ? { kind: 'waiting' } : { kind: 'failed', problem: reply })
        if (isGone) setProblem(reply)
        return
      }
      const { reading } = reply.value
      const [person] = reading.beneficiaries
      if (reading.beneficiaries.length === 1 && person !== undefined) choosePerson(reading, person)
      else setStep({ kind: 'people', reading })
    },
    [call, choosePerson],
  )
  const key = card?.key ?? null
  const reader = card?.reader ?? null
  useEffect(() => {
    if (key === null) {
      // Put back, it is read again; what was read of it stays on the screen meanwhile.
      readKey.current = null
      setStep((now) => (now.kind === 'failed' ? { kind: 'waiting' } : now))
    } else if (reader !== null && readKey.current !== key && (step.kind === 'waiting' || step.kind === 'failed')) {
      void read(key, reader)
    }
  }, [key, reader, step.kind, read])
  // What was read has no reason to stay once the search is over, unless the record goes on with it.
  useEffect(
    () => () => {
      if (!handed.current) void call(forgetVitale, {})
    },
    [call],
  )

  return {
    step,
    seat,
    problem,
    busy,
    again: () => {
      if (key !== null && reader !== null) void read(key, reader)
    },
    choosePerson,
    chooseRecord: (reading, person, match) => void openRecord(reading, person, match),
    create: (reading, person, birthDate) => {
      const ask = async () => {
        setBusy(true)
        const chosen = birthDate === undefined ? {} : { birthDate }
        const reply = await call(prefillFromVitale, { readingId: reading.readingId, index: person.index, ...chosen })
        if (!wanted.current) return
        setBusy(false)
        if (reply.ok) {
          handed.current = goesOn
          fillIn(reply.value.prefill, { readingId: reading.readingId, index: person.index })
        } else setProblem(reply)
      }
      void ask()
    },
    show: setStep,
  }
}
