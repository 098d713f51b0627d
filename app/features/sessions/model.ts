import { z } from 'zod'
import { id, instantUtc } from '#app/kernel/ids.ts'
import { permissions, roleCode } from '#app/kernel/permissions.ts'
import { cabinetProfile } from '#app/features/cabinet/model.ts'
import { entryKind } from '#app/features/record/model.ts'

/**
 * Why a seat locked: its button or its key, nobody touching it, the computer going to sleep, the card gone, or the end of
 * the Pro Santé Connect session it was opened with.
 */
export const lockReason = z.enum(['button', 'inactivity', 'system', 'card', 'psc'])
export type LockReason = z.infer<typeof lockReason>

/** By what somebody was recognised at this seat. `cardNumber`: of the card, whose withdrawal locks the seat. */
export const openedWith = z.object({
  kind: z.enum(['password', 'card', 'recovery-key', 'psc']),
  cardNumber: z.string().nullable(),
})
export type OpenedWith = z.infer<typeof openedWith>

/** Who is signed in on this connection, and what they may do: the screens hide the rest, the core refuses it anyway. */
export const sessionView = z.object({
  sessionId: id,
  cabinetId: id,
  cabinetName: z.string(),
  profile: cabinetProfile,
  userId: id,
  displayName: z.string(),
  /** « Dr H. MARCHAND »: for the session bar. */
  shortName: z.string(),
  /** The preset, or the one their role starts from. */
  role: roleCode,
  /** « Praticien », « Interne ». */
  roleName: z.string(),
  permissions: z.array(z.enum(permissions)),
  locked: z.boolean(),
  lockedAt: instantUtc.nullable(),
  /** `null` while it is not locked. */
  lockReason: lockReason.nullable(),
  lockAfterMinutes: z.int(),
  /**
   * Seals what this user types while the line is down, in base64url: 32 bytes that no other user is given, forgotten at
   * lock. `null` while locked.
   */
  draftKey: z.string().nullable(),
  openedWith,
  /** The file no longer holds together: what can still be read is shown, and a backup should take its place. */
  cabinetDamaged: z.boolean(),
})
export type SessionView = z.infer<typeof sessionView>

/** A user as the lock screen lists them: no patient's name, no draft's title. */
export const sessionUser = z.object({
  userId: id,
  displayName: z.string(),
  role: roleCode,
  roleName: z.string(),
  lastOpenedAt: instantUtc.nullable(),
  openElsewhere: z.string().nullable(),
  draftCount: z.int(),
  validUntil: z.string().nullable(),
})
export type SessionUser = z.infer<typeof sessionUser>

/** What was being written in a record: its text is a draft, kept elsewhere. */
const openEditor = z.strictObject({
  form: z.enum(['note', 'letter', 'prescription']),
  /** The entry revised; `null` for a new one. */
  subjectId: id.nullable(),
  /** What a new one starts with; absent when it starts empty. */
  startWith: z
    .record(z.string().max(40), z.unknown())
    .refine((fields) => isShort(fields), { message: 'too big' })
    .optional(),
})

/** The longest beginning of an editor that a workspace keeps, in characters of JSON. */
const longestBeginning = 16_384

/** Whether a value is JSON of few enough characters; nested too deep to be written, it is not. */
function isShort(value: unknown): boolean {
  try {
    return JSON.stringify(value).length <= longestBeginning
  } catch {
    return false
  }
}

/** An open record: its part in hand, the entry shown, what is being written. */
export const recordTab = z.strictObject({
  kind: z.literal('record'),
  patientId: id,
  section: z.string().max(40),
  /** The entry of « Historique » in the reading pane. */
  entry: z.strictObject({ entryId: id, kind: entryKind }).optional(),
  editor: openEditor.optional(),
})
export type RecordTab = z.infer<typeof recordTab>

/** What a user left open and how they like their screens; kept in the cabinet, given back at the next opening. */
export const workspace = z.strictObject({
  tabs: z.array(recordTab).max(30),
  activeTab: z.string().max(80).nullable(),
  theme: z.enum(['light', 'dark', 'system']),
  singleLetterKeys: z.boolean(),
  /** Sizes of panes and columns in CSS pixels, by name. */
  sizes: z
    .record(z.string().max(60), z.int().min(0).max(4000))
    .refine((sizes) => Object.keys(sizes).length <= 200, { message: 'too many' }),
})
export type Workspace = z.infer<typeof workspace>

/** Something changed; the screen that shows it asks again. Never carries data. */
export const changeEvent = z.object({
  kind: z.enum([
    'patient',
    'person',
    'settings',
    'tag',
    'job',
    'session',
    'draft',
    'backup',
    'cabinet',
    'role',
    'access-group',
    'emergency',
    'task',
    'presence',
    'network',
    // Of a patient, by the patient's identifier: the timeline, then the structured data (allergies, treatments…).
    'record',
    'clinical',
    // Of the cabinet: the directory, then what is written with (templates, sections, glossary, categories, code lists).
    'contact',
    'library',
    // Enrolled cards, by their user's identifier; authorities and revocation lists, by theirs.
    'card',
    // Verifications of identities, by their run.
    'verification',
  ]),
  id: z.string(),
  version: z.int(),
})
export type ChangeEvent = z.infer<typeof changeEvent>
