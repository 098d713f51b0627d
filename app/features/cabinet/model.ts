import { z } from 'zod'
import { id, instantUtc } from '#app/kernel/ids.ts'
import { roleCode } from '#app/kernel/permissions.ts'

/** Changes when an older screen could misread a newer core: an Electron seat compares it with its host's first thing. */
export const contractVersion = '1'

/** A cabinet is born in a profile and cannot change it: real patients, or fictitious ones with simulated services. */
export const cabinetProfile = z.enum(['production', 'training'])
export type CabinetProfile = z.infer<typeof cabinetProfile>

/** A cabinet's name: also the name of its folder, so nothing a file system or a shell would read as something else. */
export const cabinetName = z
  .string()
  .trim()
  .min(2)
  .max(60)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} '’&().-]*$/u)
  // Windows takes « CON » and « con.cabinet » for the same device, and drops dots at the end of a name.
  .regex(/^(?!(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\s*\.|\s*$))/iu)
  .regex(/[^.]$/u)

/** Somebody who may open a cabinet, as shown before it is unlocked. */
export const openingUser = z.object({ userId: id, displayName: z.string(), role: roleCode })
export type OpeningUser = z.infer<typeof openingUser>

/** What can be said of a cabinet of this computer without its key. */
export const knownCabinet = z.object({
  cabinetId: id,
  name: z.string(),
  folder: z.string(),
  profile: cabinetProfile,
  state: z.enum(['closed', 'open', 'in-use', 'newer', 'unreadable']),
  users: z.array(openingUser),
  hasKeyringSlot: z.boolean(),
  latestBackupAt: instantUtc.nullable(),
})
export type KnownCabinet = z.infer<typeof knownCabinet>

/** The recovery key, shown once, to print. `groups` are read aloud and typed group by group. */
export const recoverySheet = z.object({
  cabinetName: z.string(),
  cabinetId: id,
  createdAt: instantUtc,
  groups: z.array(z.string()),
})
export type RecoverySheet = z.infer<typeof recoverySheet>

/** One way to unlock the cabinet, without any secret. */
export const keySlotView = z.object({
  slotId: id,
  kind: z.enum(['password', 'recovery', 'keyring', 'card']),
  label: z.string(),
  userId: id.nullable(),
  createdAt: instantUtc,
})
export type KeySlotView = z.infer<typeof keySlotView>

/** One of the accounts of a training cabinet, whose password is public on purpose. */
export const trainingAccount = z.object({ userId: id, displayName: z.string(), role: roleCode, password: z.string() })
export type TrainingAccount = z.infer<typeof trainingAccount>
