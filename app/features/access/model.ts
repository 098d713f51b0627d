import { z } from 'zod'
import { civilDate } from '#app/kernel/civil-date.ts'
import { id, instantUtc, version } from '#app/kernel/ids.ts'

/** Colours a group may have; each is a pair of tokens of the theme, readable in both appearances. */
export const groupColor = z.enum(['slate', 'teal', 'blue', 'amber', 'violet', 'green', 'plum', 'red'])
export type GroupColor = z.infer<typeof groupColor>

/** `public` holds every patient; each practitioner has one; the cabinet makes the others (GRP-2). */
export const groupKind = z.enum(['public', 'practitioner', 'custom'])
export type GroupKind = z.infer<typeof groupKind>

/** What may be written about a group. Only a custom group changes name; « Public » changes users only. */
export const groupFields = z.strictObject({
  name: z.string().trim().min(1).max(80),
  description: z.string().trim().max(200),
  color: groupColor,
  /** One to three letters drawn on the mark of the group. */
  initials: z.string().trim().min(1).max(3),
  /** « Tag patient »: the word shown in the record of its patients; empty for none. */
  patientTag: z.string().trim().max(30),
  userIds: z.array(id).max(200),
})
export type GroupFields = z.infer<typeof groupFields>

/** A group as its mark is drawn, for whoever reads records. */
export const groupMark = z.object({
  groupId: id,
  kind: groupKind,
  name: z.string(),
  color: groupColor,
  initials: z.string(),
  patientTag: z.string(),
})
export type GroupMark = z.infer<typeof groupMark>

/** A group as « Paramètres › Groupes d’accès » shows it. `patients` is a figure, whoever asks. */
export const groupView = z.object({
  ...groupMark.shape,
  description: z.string(),
  ownerUserId: id.nullable(),
  userIds: z.array(id),
  /** Users who cannot be taken out: of « Public », those who see all patients; of a practitioner's group, its owner. */
  keptUserIds: z.array(id),
  patients: z.int(),
  version,
})
export type GroupView = z.infer<typeof groupView>

/** Who gains or loses sight of how many records if a group had other users. */
export const sightChange = z.object({ userId: id, displayName: z.string(), patients: z.int() })
export type SightChange = z.infer<typeof sightChange>

/** « Bris de glace »: why somebody must see a record they do not have. Traits are the whole of what they know. */
export const emergencyRequest = z.strictObject({
  birthName: z.string().trim().min(1).max(100),
  firstName: z.string().trim().min(1).max(60),
  birthDate: civilDate,
  reason: z.string().trim().min(10).max(500),
})
export type EmergencyRequest = z.infer<typeof emergencyRequest>

/** An emergency access to one record, as those concerned by it see it. */
export const emergencyAccess = z.object({
  emergencyId: id,
  patientId: id,
  /** The record, for whoever sees it. */
  patientName: z.string(),
  userId: id,
  displayName: z.string(),
  reason: z.string(),
  startedAt: instantUtc,
  endsAt: instantUtc,
  /** Set when it was ended before its time. */
  endedAt: instantUtc.nullable(),
  /** The caller has said they have seen it. */
  acknowledged: z.boolean(),
})
export type EmergencyAccess = z.infer<typeof emergencyAccess>
