import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { signPrescription } from '#app/features/prescriptions/contract.ts'
import {
  type DrugLine,
  prescriptionFields,
  prescriptionLine,
  type PrescriptionLine,
} from '#app/features/prescriptions/model.ts'
import { copied, renewalsOf } from '#app/features/prescriptions/rules/lines.ts'
import { checkDrugs, listTreatments } from '#app/features/treatments/contract.ts'
import type { SafetyOutcome, TreatmentView } from '#app/features/treatments/model.ts'
import {
  type AnyProblem,
  type Draft,
  type LiveAnswer,
  useAskAgain,
  useCabinet,
  useDraft,
  useLiveQuery,
} from '#renderer/client/index.ts'
import { needsReason } from '#renderer/features/treatments/index.ts'
import { settleField } from '#ui/index.ts'
import { blank, type EditedPrescription, isEmpty, readDraft, todayHere } from './edited.ts'

/** Why it is not signed yet. */
export type Hindrance = 'empty' | 'faulty' | 'reason'

/** A prescription being written, with its draft and its check. */
export interface Prescribing {
  readonly edited: EditedPrescription
  readonly change: (next: (present: EditedPrescription) => EditedPrescription) => void
  readonly setLine: (line: PrescriptionLine) => void
  readonly draft: Draft
  readonly treatments: readonly TreatmentView[]
  readonly safety: SafetyOutcome | null
  readonly check: LiveAnswer<typeof checkDrugs>
  readonly renewAll: () => void
  readonly busy: boolean
  readonly hindrance: Hindrance | null
  readonly failure: AnyProblem | null
  /** `isFaulty`: something typed in a line cannot be read. */
  readonly sign: (isFaulty: boolean) => Promise<void>
  /** Gives up what is written; answers how to take it back. */
  readonly giveUp: () => () => void
}

const newId = () => crypto.randomUUID()

/** Writes a prescription: kept as a draft at each key, an act only once signed. */
export function usePrescription(
  patientId: string,
  startWith: Readonly<Record<string, unknown>> | undefined,
  onSaved: (prescriptionId: string) => void,
): Prescribing {
  const { call } = useCabinet()
  const askAgain = useAskAgain()
  const [edited, setEdited] = useState(() => blank(todayHere()))
  const latest = useRef(edited)
  const put = useCallback((next: EditedPrescription) => {
    latest.current = next
    setEdited(next)
  }, [])
  const [hindrance, setHindrance] = useState<Hindrance | null>(null)
  const change = useCallback(
    (next: (present: EditedPrescription) => EditedPrescription) => {
      put(next(latest.current))
      setHindrance(null)
    },
    [put],
  )
  const setLine = useCallback(
    (line: PrescriptionLine) =>
      change((present) => ({
        ...present,
        lines: present.lines.map((one) => (one.lineId === line.lineId ? line : one)),
      })),
    [change],
  )

  const [taken, setTaken] = useState(false)
  const fields = useMemo(() => (taken && !isEmpty(edited) ? { ...edited } : null), [taken, edited])
  const draft = useDraft({ form: 'prescription', subjectId: patientId }, fields, null)
  const { found, discard } = draft
  useEffect(() => {
    if (found === undefined || taken) return
    setTaken(true)
    const waiting = found === null ? null : readDraft(found.fields)
    // Begun another day, it is made the day it is signed.
    if (waiting !== null && isEmpty(latest.current)) put({ ...waiting, prescribedOn: todayHere() })
  }, [found, taken, put])

  const list = useLiveQuery(listTreatments, { patientId }, { kinds: ['clinical'], about: patientId })
  const known = list.value?.treatments
  const treatments = useMemo(() => known ?? [], [known])
  const renewAll = useCallback(
    () =>
      change((present) => {
        const added = renewalsOf(treatments, present.lines, newId)
        const lines = [...present.lines, ...added]
        return { ...present, lines, twoZones: present.twoZones || lines.some(({ ald }) => ald) }
      }),
    [change, treatments],
  )
  useStart(startWith, { ready: taken && known !== undefined, renewAll, change })

  const drugs = useMemo(() => edited.lines.flatMap((line) => (line.kind === 'drug' ? [line] : [])), [edited.lines])
  const asked = useMemo(
    () => ({
      patientId,
      drugs: drugs.map(({ drug }) => drug),
      instead: drugs.flatMap(({ treatmentId }) => (treatmentId === null ? [] : [treatmentId])),
    }),
    [patientId, drugs],
  )
  const check = useLiveQuery(checkDrugs, drugs.length === 0 ? null : asked, { kinds: ['clinical', 'library'] })
  // The answer for the drugs of before says nothing of those of now.
  const safety = drugs.length === 0 || check.former ? null : (check.value?.safety ?? null)

  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<AnyProblem | null>(null)
  const sign = useCallback(
    async (isFaulty: boolean) => {
      settleField()
      if (busy) return
      // Left open over midnight, too.
      put({ ...latest.current, prescribedOn: todayHere() })
      const { prescriptionId, prescribedOn, lines, twoZones, reasons } = latest.current
      if (lines.length === 0) return setHindrance('empty')
      const read = prescriptionFields.safeParse({ prescribedOn, lines, twoZones })
      if (!read.success || isFaulty) return setHindrance('faulty')
      const alerts = (safety?.alerts ?? []).filter(needsReason)
      if (alerts.some(({ key }) => (reasons[key]?.trim().length ?? 0) < 3)) return setHindrance('reason')
      setBusy(true)
      setFailure(null)
      const overrides = alerts.map(({ key }) => ({ key, reason: reasons[key] ?? '' }))
      const reply = await call(signPrescription, { patientId, prescriptionId, fields: read.data, overrides })
      setBusy(false)
      // Sent again after a cut by the line itself: it was signed the first time.
      if (reply.ok || reply.problem === 'command.already-done') {
        await discard()
        askAgain(listTreatments)
        onSaved(prescriptionId)
        return
      }
      if (reply.problem === 'prescription.alerts') {
        askAgain(checkDrugs)
        setHindrance('reason')
        return
      }
      // What was signed before a cut stays; signed after it was read, what is here is another prescription.
      if (reply.problem === 'prescription.already-signed') put({ ...latest.current, prescriptionId: newId() })
      setFailure(reply)
    },
    [busy, safety, call, patientId, discard, askAgain, onSaved, put],
  )
  const giveUp = useCallback(() => {
    const typed = latest.current
    put(blank(todayHere()))
    setFailure(null)
    return () => put(typed)
  }, [put])
  return {
    edited,
    change,
    setLine,
    draft,
    treatments,
    safety,
    check,
    renewAll,
    busy,
    hindrance,
    failure,
    sign,
    giveUp,
  }
}

/** What a new one starts with: everything renewed, or the lines of a former one; once, and never over a draft. */
function useStart(
  startWith: Readonly<Record<string, unknown>> | undefined,
  {
    ready,
    renewAll,
    change,
  }: { readonly ready: boolean; readonly renewAll: () => void; readonly change: Prescribing['change'] },
): void {
  const [begun, setBegun] = useState(false)
  useEffect(() => {
    if (!ready || begun) return
    setBegun(true)
    if (startWith?.['renewAll'] === true) renewAll()
    const given = startWith?.['lines']
    const lines = prescriptionLine.array().safeParse(given)
    if (!lines.success) return
    change((present) =>
      isEmpty(present)
        ? {
            ...present,
            lines: copied(lines.data, newId, true),
            twoZones: startWith?.['twoZones'] === true,
          }
        : present,
    )
  }, [ready, begun, startWith, renewAll, change])
}

/** A line for a drug just chosen or typed, with what was typed after its name. */
export function newLine(part: Pick<DrugLine, 'drug' | 'posology' | 'duration'>): DrugLine {
  return {
    kind: 'drug',
    lineId: newId(),
    treatmentId: null,
    renewals: 0,
    chronic: false,
    ald: false,
    noSubstitution: null,
    ...part,
  }
}
