import { z } from 'zod'
import { id, instantUtc } from '#app/kernel/ids.ts'

/** When and where backups are made. */
export const backupSettings = z.strictObject({
  folder: z.string().max(1024),
  /** Times of day, local to the computer, « HH:MM ». Empty: no scheduled backup. */
  dailyAt: z.array(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)).max(6),
  atClosing: z.boolean(),
})
export type BackupSettings = z.infer<typeof backupSettings>

/** What a backup file says of itself, checked against its own digests; no key is needed. */
export const backupContents = z.object({
  path: z.string(),
  fileName: z.string(),
  sizeBytes: z.int(),
  cabinetId: id,
  cabinetName: z.string(),
  profile: z.enum(['production', 'training']),
  takenAt: instantUtc,
  writtenBy: z.string(),
  counts: z.object({ patients: z.int(), users: z.int() }),
  users: z.array(z.object({ userId: id, displayName: z.string() })),
  /** Same identifier as a cabinet of this computer: restoring may replace it. */
  sameAsCabinetHere: z.boolean(),
})
export type BackupContents = z.infer<typeof backupContents>

/** One file of the backup folder, sound or not. */
export const backupListed = z.object({
  path: z.string(),
  fileName: z.string(),
  sizeBytes: z.int(),
  takenAt: instantUtc.nullable(),
  cabinetName: z.string().nullable(),
  cabinetId: id.nullable(),
  patients: z.int().nullable(),
  readable: z.boolean(),
})
export type BackupListed = z.infer<typeof backupListed>
