import { z } from 'zod'
import { id, version } from '#app/kernel/ids.ts'
import { type Permission, permissions, roleCode } from '#app/kernel/permissions.ts'

/** A preset role by its code, or a role of the cabinet by its identifier. */
export const roleKey = z.union([roleCode, id])
export type RoleKey = z.infer<typeof roleKey>

/** What a cabinet writes about one of its roles. */
export const roleFields = z.strictObject({
  name: z.string().trim().min(1).max(60),
  description: z.string().trim().max(200),
  /** The preset it starts from: what later editions of the program add to that preset comes with it. */
  base: roleCode,
  permissions: z.array(z.enum(permissions)).max(permissions.length),
})
export type RoleFields = z.infer<typeof roleFields>

/** A role as « Paramètres › Rôles » shows it. A preset keeps its name and its base. */
export const roleView = z.object({
  role: roleKey,
  base: roleCode,
  name: z.string(),
  description: z.string(),
  isPreset: z.boolean(),
  /** A preset whose permissions are not those it was delivered with. */
  isChanged: z.boolean(),
  permissions: z.array(z.enum(permissions)),
  /** Users who have it, whose access is open or closed. */
  people: z.int(),
  /** 0 for a preset nobody has changed yet. */
  version: z.int().min(0),
})
export type RoleView = z.infer<typeof roleView>

/** The version of a role as read; 0 for a preset never changed. */
export const roleVersion = z.union([version, z.literal(0)])

/** Parts of the program in its rail, and what a role must hold to be shown each; `null` for everyone. */
export const railNeeds = {
  records: 'patient.read',
  tasks: 'task.read',
  contacts: 'contact.read',
  settings: null,
} as const satisfies Readonly<Record<string, Permission | null>>

/** Sections of « Paramètres », and what a role must hold to be shown each; `null` for everyone. */
export const settingsNeeds = {
  cabinet: null,
  people: 'people.read',
  roles: 'role.configure',
  access: 'access.configure',
  tags: 'patient.read',
  'note-sections': 'cabinet.configure',
  glossary: 'record.write',
  documents: 'document.write',
  templates: null,
  letterhead: 'cabinet.configure',
  medicines: 'cabinet.configure',
  cim10: 'cabinet.configure',
  report: 'patient.delete',
  duplicates: 'patient.merge',
  archives: 'patient.export',
  backups: 'backup.make',
  network: 'network.configure',
  security: 'key.configure',
  'card-trust': 'cabinet.configure',
  psc: 'cabinet.configure',
  // What the cabinet sets is for who administers it; one’s own numbers and calls, for who calls.
  teleservices: null,
  identities: 'cabinet.configure',
  rights: 'cabinet.configure',
  verification: null,
  journal: 'journal.read',
  cards: null,
  readers: null,
  password: null,
} as const satisfies Readonly<Record<string, Permission | null>>
