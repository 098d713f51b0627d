import { z } from 'zod'
import { id } from '#app/kernel/ids.ts'
import { operation } from '#app/kernel/operation.ts'
import { permissions } from '#app/kernel/permissions.ts'
import { roleFields, roleKey, roleVersion, roleView } from './model.ts'

const noPatient = { patients: 'none', because: 'roles say what users may do' } as const

/** Every role: the presets, then those of the cabinet by name. */
export const listRoles = operation({
  name: 'roles.list',
  kind: 'query',
  needs: 'active-session',
  permission: 'people.read',
  scope: noPatient,
  audit: { none: 'what each role allows is no secret of the cabinet' },
  input: z.strictObject({}),
  output: z.object({ roles: z.array(roleView) }),
  problems: [],
})

/** Adds a role. Administration and clinical use never go together in one (Ségur, SC.SSI/IAM.92). */
export const createRole = operation({
  name: 'roles.create',
  kind: 'command',
  needs: 'active-session',
  permission: 'role.configure',
  scope: noPatient,
  audit: 'role.create',
  input: z.strictObject({ fields: roleFields }),
  output: z.object({ role: roleView }),
  problems: ['role.name-taken', 'role.mixes-privileges'],
})

/**
 * Changes a role of the cabinet, or the permissions of a preset, which keeps its name and description whatever is sent.
 * Applies at the next operation of whoever has it. A role that somebody has keeps the preset it starts from.
 */
export const updateRole = operation({
  name: 'roles.update',
  kind: 'command',
  needs: 'active-session',
  permission: 'role.configure',
  scope: noPatient,
  audit: 'role.update',
  input: z.strictObject({ role: roleKey, expectedVersion: roleVersion, fields: roleFields }),
  output: z.object({ role: roleView }),
  problems: [
    'edit.conflict',
    'role.name-taken',
    'role.mixes-privileges',
    'role.keeps-administration',
    'role.in-use',
    'person.last-administrator',
  ],
})

/** Gives a preset back the permissions it was delivered with. */
export const restoreRole = operation({
  name: 'roles.restore',
  kind: 'command',
  needs: 'active-session',
  permission: 'role.configure',
  scope: noPatient,
  audit: 'role.restore',
  input: z.strictObject({ role: roleKey, expectedVersion: roleVersion }),
  output: z.object({ role: roleView }),
  problems: ['edit.conflict'],
})

/** Removes a role of the cabinet that nobody has. */
export const removeRole = operation({
  name: 'roles.remove',
  kind: 'command',
  needs: 'active-session',
  permission: 'role.configure',
  scope: noPatient,
  audit: 'role.remove',
  input: z.strictObject({ role: id, expectedVersion: roleVersion }),
  output: z.object({ removed: z.literal(true) }),
  problems: ['edit.conflict', 'role.in-use'],
})

/**
 * « Ce que cette personne verra »: what somebody with this role, these groups and this sight would be allowed and how many
 * records they would see; figures only, never which.
 */
export const previewSight = operation({
  name: 'roles.preview',
  kind: 'query',
  needs: 'active-session',
  permission: 'people.configure',
  scope: noPatient,
  audit: { none: 'figures, never which records' },
  input: z.strictObject({
    role: roleKey,
    seesAllPatients: z.boolean(),
    /** Groups beside « Public »; the own group of a practitioner already known is to be named as well. */
    groupIds: z.array(id).max(200),
  }),
  output: z.object({
    permissions: z.array(z.enum(permissions)),
    /** Records in sight, of how many. 0 when the role does not read records. */
    patients: z.int(),
    of: z.int(),
    /** The cabinet uses access groups: otherwise everybody who reads records sees all of them. */
    groupsEnabled: z.boolean(),
  }),
  problems: [],
})

/** The operations of `roles`, by the second part of their name. */
export const rolesContract = {
  list: listRoles,
  create: createRole,
  update: updateRole,
  restore: restoreRole,
  remove: removeRole,
  preview: previewSight,
}
