import { useCallback, useEffect, useMemo, useState } from 'react'
import { createPatient, findDuplicates } from '#app/features/patients/contract.ts'
import type { DuplicateCandidate, PatientRecord } from '#app/features/patients/model.ts'
import { civilStatusText as text } from '#app/text/fr/civil-status.ts'
import {
  type AnyProblem,
  type Draft,
  type LiveAnswer,
  useCabinet,
  useDesk,
  useDraft,
  useLiveQuery,
} from '#renderer/client/index.ts'
import { useEndToast, useToast } from '#ui/index.ts'
import { readDate } from '../civil-status/reading.ts'
import { type CivilStatusFormOwner, useCivilStatusForm } from '../civil-status/useCivilStatusForm.ts'
import { useRested } from '../civil-status/usePlaces.ts'
import {
  type CivilStatusValues,
  differingKeys,
  emptyValues,
  type ValueKey,
  valuesOfDraft,
} from '../civil-status/values.ts'
import { todayHere } from '../presentation.ts'
import { type NewPatientPrefill, valuesOf } from './prefill.ts'

/** From this score a creation asks for confirmation (model: `duplicateCandidate.score`). */
export const surelySame = 90

/** Rest of the hands before records that resemble are looked for. */
const restMs = 250

/** « Nouveau dossier » in hand. */
export interface NewPatient {
  readonly form: CivilStatusFormOwner
  readonly ready: boolean
  readonly dirty: boolean
  readonly draft: Draft
  readonly restoredAt: string | null
  readonly duplicates: LiveAnswer<typeof findDuplicates>
  readonly candidates: readonly DuplicateCandidate[]
  /** The record that makes the creation ask first; `null` when nothing does. */
  readonly asking: DuplicateCandidate | null
  readonly busy: boolean
  readonly failure: AnyProblem | null
  readonly create: (sure: boolean) => Promise<ValueKey | null>
  readonly abandon: () => void
  readonly backToTyping: () => void
  /** What a Vitale card or a DataMatrix filled in, to be reviewed; `null` when all was typed. */
  readonly filledIn: NewPatientPrefill | null
  /** What waits to fill in, because something was typed here before: which of the two is kept, the person says. */
  readonly waits: NewPatientPrefill | null
  readonly useOffered: () => void
  readonly leaveOffered: () => void
}

/** What was read of the person to create, and who hears that it was taken or left. */
export interface PrefillOffered {
  readonly prefill: NewPatientPrefill | null
  readonly taken: () => void
}

const nothingOffered: PrefillOffered = { prefill: null, taken: () => undefined }
const place = { form: 'new-patient', subjectId: null } as const
const none: readonly DuplicateCandidate[] = []

/** A record being created: its draft, the records that resemble it, and its creation. */
export function useNewPatient(
  onCreated: (record: PatientRecord) => void,
  offered: PrefillOffered = nothingOffered,
): NewPatient {
  const { call, drafts } = useCabinet()
  const { go } = useDesk()
  const toast = useToast()
  const endToast = useEndToast()
  const [today] = useState(() => todayHere())
  const form = useCivilStatusForm(emptyValues, today, { readOnly: false })
  const { values, replace } = form
  const [taken, setTaken] = useState(false)
  /** The text of the draft taken up: it is kept already. */
  const [kept, setKept] = useState<CivilStatusValues | null>(null)
  const [restoredAt, setRestoredAt] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<AnyProblem | null>(null)
  const [askedFor, setAskedFor] = useState<string | null>(null)

  const dirty = useMemo(() => differingKeys(emptyValues, values).length > 0, [values])
  const draft = useDraft(place, dirty && values !== kept ? values : null, null)
  useEffect(() => {
    if (draft.found === undefined || taken) return
    setTaken(true)
    if (draft.found === null) return
    const typed = valuesOfDraft(draft.found.fields, emptyValues)
    if (differingKeys(emptyValues, typed).length === 0) return
    setRestoredAt(draft.found.savedAt)
    setKept(typed)
    replace(typed)
  }, [draft.found, taken, replace])

  const { prefill, taken: leaveOffered } = offered
  const [filledIn, setFilledIn] = useState<NewPatientPrefill | null>(null)
  const useOffered = useCallback(() => {
    if (prefill === null) return
    setRestoredAt(null)
    setFilledIn(prefill)
    replace(valuesOf(prefill))
    leaveOffered()
  }, [prefill, replace, leaveOffered])
  // Once what was kept here is known: it is never written over without a word.
  const waits = taken && dirty ? prefill : null
  useEffect(() => {
    if (prefill !== null && taken && !dirty) useOffered()
  }, [prefill, taken, dirty, useOffered])

  useEffect(() => {
    // Taking back what was given up would now put it over somebody else being typed.
    if (dirty) endToast()
  }, [dirty, endToast])

  const wanted = useMemo(() => duplicateQuestion(values, today), [values, today])
  const rested = useRested(wanted, restMs)
  const duplicates = useLiveQuery(findDuplicates, rested, { kinds: ['patient'] })
  const candidates = rested === null ? none : (duplicates.value?.candidates ?? none)
  const sure = candidates.find((candidate) => candidate.score >= surelySame)

  const create = useCallback(
    async (confirmed: boolean): Promise<ValueKey | null> => {
      if (busy) return null
      const fault = form.judge()
      if (fault !== null) return fault
      const { fields } = form.reading
      if (fields === null) return null
      // What is typed may be newer than the candidates shown: they are asked for again, for these very words.
      const asked = duplicateQuestion(values, today)
      const found = confirmed || asked === null ? null : await call(findDuplicates, asked)
      const same = found?.ok === true ? found.value.candidates.find(({ score }) => score >= surelySame) : undefined
      if (same !== undefined) {
        setAskedFor(same.patient.patientId)
        return null
      }
      setBusy(true)
      setFailure(null)
      const reply = await call(createPatient, {
        fields,
        tagIds: [...values.tagIds],
        ...(filledIn === null ? {} : { capture: filledIn.from }),
      })
      setBusy(false)
      if (!reply.ok) {
        if (reply.problem !== 'command.already-done') setFailure(reply)
        else {
          // Created before the line broke: typed again from the draft, it would be a second record.
          await draft.discard()
          go({ kind: 'list' })
        }
        return null
      }
      await draft.discard()
      onCreated(reply.value.record)
      return null
    },
    [busy, form, values, today, call, draft, onCreated, go, filledIn],
  )

  const abandon = useCallback(() => {
    const typed = values
    replace(emptyValues)
    setFilledIn(null)
    void draft.discard().then(() => go({ kind: 'list' }))
    if (!dirty) return
    toast(text.draft.discarded, () => {
      drafts.put(place, typed, null)
      go({ kind: 'new-patient' })
    })
  }, [values, dirty, replace, draft, drafts, go, toast])

  return {
    form,
    ready: taken,
    dirty,
    draft,
    restoredAt,
    duplicates,
    candidates,
    asking:
      askedFor === null ? null : (candidates.find(({ patient }) => patient.patientId === askedFor) ?? sure ?? null),
    busy,
    failure,
    create,
    abandon,
    backToTyping: useCallback(() => setAskedFor(null), []),
    filledIn,
    waits,
    useOffered,
    leaveOffered,
  }
}

/** What is known so far of the person, once there is enough to look for them; `null` before. */
function duplicateQuestion(values: CivilStatusValues, today: string) {
  const birthName = values.birthName.trim()
  const firstName = values.firstBirthFirstName.trim()
  const born = readDate(values.birthDate, today)
  const birthDate = born?.ok === true ? born.date : null
  if (birthName.length < 2 || (firstName.length < 2 && birthDate === null)) return null
  const sex = values.sex === '' ? null : values.sex
  return { birthName, usedName: values.usedName.trim(), firstName, birthDate, sex }
}
