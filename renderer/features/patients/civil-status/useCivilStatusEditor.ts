import { useCallback, useEffect, useMemo, useState } from 'react'
import { updatePatient } from '#app/features/patients/contract.ts'
import type { CivilStatusFields, InsStatus, PatientRecord } from '#app/features/patients/model.ts'
import { civilStatusText as text } from '#app/text/fr/civil-status.ts'
import { type AnyProblem, type Draft, useCabinet, useDraft, useSession } from '#renderer/client/index.ts'
import { useToast } from '#ui/Toasts.tsx'
import { todayHere } from '../presentation.ts'
import { type ComparedField, compareEdits, mergedValues, type Side } from './comparison.ts'
import { readForm } from './reading.ts'
import { type CivilStatusFormOwner, useCivilStatusForm } from './useCivilStatusForm.ts'
import {
  type CivilStatusValues,
  civilStatusValues,
  differingKeys,
  type ValueKey,
  valuesOfDraft,
  valuesOfRecord,
  withValuesOf,
} from './values.ts'

/** What somebody else wrote while I was typing. */
export interface Conflict {
  readonly record: PatientRecord
  /** Fields they changed since I read the record. */
  readonly theirKeys: readonly ValueKey[]
  /** Lines where their record and my text differ. */
  readonly fields: readonly ComparedField[]
  readonly theirs: CivilStatusValues
}

/** The strict traits of an identity a person can type (RNIV 1 v2.0). */
const strictTraits = [
  'birthName',
  'birthFirstNames',
  'firstBirthFirstName',
  'sex',
  'birthDate',
  'birthPlaceCode',
] as const
export type StrictTrait = (typeof strictTraits)[number]

/** Says the status that these traits would leave to the identity; `null` while it is not known. */
export type Foresee = (fields: CivilStatusFields) => InsStatus | null

/** What stands in the page, waiting for the person. */
export type Waiting =
  | { readonly kind: 'compare' }
  | {
      readonly kind: 'qualification'
      readonly traits: readonly StrictTrait[]
      /** What the identity is, and what it would be. */
      readonly before: InsStatus
      readonly after: InsStatus
      readonly fields: CivilStatusFields
      readonly tagIds: readonly string[]
    }

/** The editor of « État civil » in hand. */
export interface CivilStatusEditor {
  readonly form: CivilStatusFormOwner
  readonly ready: boolean
  readonly dirty: boolean
  readonly draft: Draft
  /** When the draft taken up was kept; `null` when none was. */
  readonly restoredAt: string | null
  readonly conflict: Conflict | null
  readonly waiting: Waiting | null
  readonly busy: boolean
  readonly savedAt: string | null
  readonly failure: AnyProblem | null
  /** Saves, or says what stands in the way; the field to go to, or `null`. */
  readonly save: () => Promise<ValueKey | null>
  readonly confirmQualification: () => Promise<void>
  readonly abandon: () => void
  readonly compare: () => void
  readonly dismiss: () => void
  readonly applyChoices: (choices: Readonly<Partial<Record<ValueKey, Side>>>) => void
}

/** In a draft, beside what is typed: what the form had read, so that who changed what can be told after a crash. */
const readKey = 'read'

const unforeseen: Foresee = () => null

interface ReadState {
  readonly values: CivilStatusValues
  readonly version: number
}

/**
 * Edits the civil status of one record: draft, save, and what others write meanwhile.
 *
 * `record` is kept true by its owner. While nothing is typed, a newer record replaces what is shown; once something is
 * typed nothing of it is ever replaced without the person's choice.
 */
export function useCivilStatusEditor(
  record: PatientRecord,
  told: { readonly onSaved: (record: PatientRecord) => void; readonly onConflict: () => void },
  foresee: Foresee = unforeseen,
): CivilStatusEditor {
  const { onSaved, onConflict } = told
  const cabinet = useCabinet()
  const session = useSession()
  const toast = useToast()
  const [today] = useState(() => todayHere())
  const [read, setRead] = useState<ReadState>(() => ({ values: valuesOfRecord(record), version: record.version }))
  const [restoredAt, setRestoredAt] = useState<string | null>(null)
  const [taken, setTaken] = useState(false)
  /** The text of the draft taken up: it is kept already, and keeps its date until something is typed. */
  const [kept, setKept] = useState<CivilStatusValues | null>(null)
  const [waiting, setWaiting] = useState<Waiting | null>(null)
  const [busy, setBusy] = useState(false)
  const [savedAt, setSavedAt] = useState<string | null>(null)
  const [failure, setFailure] = useState<AnyProblem | null>(null)
  /** What was being saved when the cabinet refused for a newer version, which is on its way here. */
  const [held, setHeld] = useState<CivilStatusValues | null>(null)
  const form = useCivilStatusForm(read.values, today, { readOnly: !session.permissions.includes('patient.edit') })
  const { values, replace, now, forgive } = form

  const dirty = useMemo(() => differingKeys(read.values, values).length > 0, [read, values])
  const place = useMemo(
    () => ({ form: 'patient-civil-status', subjectId: record.patientId }) as const,
    [record.patientId],
  )
  const fields = useMemo(
    () => (dirty && values !== kept ? { ...values, [readKey]: read.values } : null),
    [dirty, values, kept, read],
  )
  const draft = useDraft(place, fields, read.version)

  useEffect(() => {
    if (draft.found === undefined || taken) return
    setTaken(true)
    if (draft.found === null) return
    const readThen = civilStatusValues.safeParse(draft.found.fields[readKey])
    const base = readThen.success ? readThen.data : read.values
    const typed = valuesOfDraft(draft.found.fields, base)
    if (differingKeys(base, typed).length === 0) return
    setRead({ values: base, version: draft.found.basedOnVersion ?? read.version })
    setRestoredAt(draft.found.savedAt)
    setKept(typed)
    replace(typed)
  }, [draft.found, taken, read, replace])

  const newer = record.version > read.version
  useEffect(() => {
    if (!newer || !taken) return
    const latest = valuesOfRecord(record)
    // My own save, whose answer was lost, is what the record now holds: nothing is disputed.
    if (dirty && differingKeys(latest, now()).length > 0) return
    setRead({ values: latest, version: record.version })
    replace(latest)
  }, [newer, dirty, taken, record, replace, now])

  const conflict = useMemo((): Conflict | null => {
    if (!newer || !dirty) return null
    const theirs = valuesOfRecord(record)
    return {
      record,
      theirs,
      theirKeys: differingKeys(read.values, theirs),
      fields: compareEdits(read.values, values, theirs),
    }
  }, [newer, dirty, record, read, values])

  const write = useCallback(
    async (written: CivilStatusFields, tagIds: readonly string[], expectedVersion: number) => {
      setBusy(true)
      setFailure(null)
      setWaiting(null)
      const asked = now()
      const reply = await cabinet.call(updatePatient, {
        patientId: record.patientId,
        expectedVersion,
        fields: written,
        tagIds: [...tagIds],
      })
      setBusy(false)
      if (!reply.ok) {
        const isDone = reply.problem === 'command.already-done'
        if (!isDone) setFailure(reply)
        if (reply.problem === 'edit.conflict') setHeld(asked)
        if (isDone || reply.problem === 'edit.conflict') onConflict()
        return
      }
      const latest = valuesOfRecord(reply.value.record)
      // What was typed while the answer was on its way stands.
      const since = differingKeys(asked, now())
      setRead({ values: latest, version: reply.value.record.version })
      replace(withValuesOf(latest, now(), since))
      forgive()
      setRestoredAt(null)
      setSavedAt(new Date().toISOString())
      if (since.length === 0) await draft.discard()
      onSaved(reply.value.record)
    },
    [cabinet, record.patientId, replace, now, forgive, draft, onSaved, onConflict],
  )

  const save = useCallback(async (): Promise<ValueKey | null> => {
    if (busy || form.readOnly) return null
    const fault = form.judge()
    if (fault !== null) return fault
    if (conflict !== null) {
      // Both sides wrote the same field: a person chooses. Otherwise what they wrote and what I wrote stand together.
      if (conflict.fields.some((field) => field.changedByMe && field.changedByThem)) {
        setWaiting({ kind: 'compare' })
        return null
      }
    }
    const merged = conflict === null ? values : mergedValues(values, conflict.theirs, conflict.fields, {})
    const written = readForm(merged, today).fields
    if (written === null || !dirty) return null
    const traits = strictTraits.filter((trait) => String(record.fields[trait]) !== String(written[trait]))
    const before = record.insStatus
    // What cannot be foreseen is announced as lost: the core decides, and never keeps more than was said.
    const after = traits.length === 0 ? before : (foresee(written) ?? 'provisional')
    if (after !== before)
      setWaiting({ kind: 'qualification', traits, before, after, fields: written, tagIds: merged.tagIds })
    else await write(written, merged.tagIds, record.version)
    return null
  }, [busy, form, conflict, values, dirty, record, write, today, foresee])

  useEffect(() => {
    if (held === null || busy || (conflict === null && dirty)) return
    setHeld(null)
    // What they wrote is elsewhere, and nothing was typed since: the save goes on as if it had been read in time.
    const isDisputed = conflict === null || conflict.fields.some((field) => field.changedByMe && field.changedByThem)
    if (!isDisputed && differingKeys(held, values).length === 0) void save()
  }, [held, busy, conflict, dirty, values, save])

  const confirmQualification = useCallback(async () => {
    if (waiting?.kind === 'qualification') await write(waiting.fields, waiting.tagIds, record.version)
  }, [waiting, write, record.version])

  const abandon = useCallback(() => {
    const typed = values
    const before = read
    const latest = valuesOfRecord(record)
    setRead({ values: latest, version: record.version })
    replace(latest)
    forgive()
    setRestoredAt(null)
    setWaiting(null)
    setFailure(null)
    void draft.discard()
    toast(text.draft.discarded, () => {
      // Words typed since stay, beside those that come back.
      const shown = now()
      const back = withValuesOf(typed, shown, differingKeys(latest, shown))
      setRead(before)
      replace(back)
      // The record may have been left meanwhile: its next opening finds them.
      cabinet.drafts.put(place, { ...back, [readKey]: before.values }, before.version)
    })
  }, [values, read, record, replace, now, forgive, draft, toast, cabinet.drafts, place])

  const applyChoices = useCallback(
    (choices: Readonly<Partial<Record<ValueKey, Side>>>) => {
      if (conflict === null) return
      replace(mergedValues(values, conflict.theirs, conflict.fields, choices))
      setRead({ values: conflict.theirs, version: conflict.record.version })
      setWaiting(null)
      setFailure(null)
    },
    [conflict, values, replace],
  )
  const compare = useCallback(() => setWaiting({ kind: 'compare' }), [])
  const dismiss = useCallback(() => setWaiting(null), [])
  return {
    form,
    ready: taken,
    dirty,
    draft,
    restoredAt,
    conflict,
    waiting: waiting?.kind === 'compare' && conflict === null ? null : waiting,
    busy,
    savedAt,
    failure: failure?.problem === 'edit.conflict' ? null : failure,
    save,
    confirmQualification,
    abandon,
    compare,
    dismiss,
    applyChoices,
  }
}
