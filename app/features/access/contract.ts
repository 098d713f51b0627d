import { z } from 'zod'
import { id, instantUtc, version } from '#app/kernel/ids.ts'
import { operation } from '#app/kernel/operation.ts'
import { emergencyAccess, emergencyRequest, groupFields, groupMark, groupView, sightChange } from './model.ts'

const noPatient = { patients: 'none', because: 'groups, their users and figures; never a record' } as const
const ofPatient = { patient: (input: { readonly patientId: string }) => input.patientId } as const

/** « Afficher les groupes d’accès », and the marks of every group for the records and the lists. */
export const listGroupMarks = operation({
  name: 'access.marks',
  kind: 'query',
  needs: 'active-session',
  permission: 'patient.read',
  scope: noPatient,
  audit: { none: 'names of groups, no patient' },
  input: z.strictObject({}),
  output: z.object({ enabled: z.boolean(), groups: z.array(groupMark), ownGroupIds: z.array(id) }),
  problems: [],
})

/** Every group with its users and how many patients it holds: « Public », those of practitioners, then the others. */
export const listGroups = operation({
  name: 'access.groups',
  kind: 'query',
  needs: 'active-session',
  permission: 'access.configure',
  scope: noPatient,
  audit: { none: 'groups and figures, no patient' },
  input: z.strictObject({}),
  output: z.object({ enabled: z.boolean(), version: z.int().min(0), groups: z.array(groupView) }),
  problems: [],
})

/**
 * « Afficher les groupes d’accès »: while off, groups are kept but limit nobody. Answers who then sees how much, so that
 * the screen may say it.
 */
export const setGroupsEnabled = operation({
  name: 'access.setEnabled',
  kind: 'command',
  needs: 'active-session',
  permission: 'access.configure',
  scope: noPatient,
  audit: 'access.set-enabled',
  input: z.strictObject({ enabled: z.boolean(), expectedVersion: z.int().min(0) }),
  output: z.object({ enabled: z.boolean(), version: z.int() }),
  problems: ['edit.conflict'],
})

/** Adds a custom group. */
export const createGroup = operation({
  name: 'access.createGroup',
  kind: 'command',
  needs: 'active-session',
  permission: 'access.configure',
  scope: noPatient,
  audit: 'access-group.create',
  input: z.strictObject({ fields: groupFields }),
  output: z.object({ group: groupView }),
  problems: ['access.name-taken'],
})

/** Changes a group and its users. Who sees all patients stays in « Public »; a practitioner stays in their own group. */
export const updateGroup = operation({
  name: 'access.updateGroup',
  kind: 'command',
  needs: 'active-session',
  permission: 'access.configure',
  scope: noPatient,
  audit: 'access-group.update',
  input: z.strictObject({ groupId: id, expectedVersion: version, fields: groupFields }),
  output: z.object({ group: groupView }),
  problems: ['edit.conflict', 'access.name-taken', 'access.sees-all', 'access.not-removable'],
})

/** Removes a custom group, its full name being typed. Its patients stay in their other groups and in « Public ». */
export const deleteGroup = operation({
  name: 'access.deleteGroup',
  kind: 'command',
  needs: 'active-session',
  permission: 'access.configure',
  scope: { patients: 'every', because: 'the group leaves every record it is on; nothing of them is answered' },
  audit: 'access-group.delete',
  input: z.strictObject({ groupId: id, expectedVersion: version, typedName: z.string().max(200) }),
  output: z.object({ deleted: z.literal(true) }),
  problems: ['edit.conflict', 'access.name-differs', 'access.not-removable'],
})

/** Who would lose and who would gain sight of how many records if the group had these users. */
export const previewGroup = operation({
  name: 'access.previewGroup',
  kind: 'query',
  needs: 'active-session',
  permission: 'access.configure',
  scope: noPatient,
  audit: { none: 'figures, never which records' },
  input: z.strictObject({ groupId: id, userIds: z.array(id).max(200) }),
  output: z.object({ losing: z.array(sightChange), gaining: z.array(sightChange) }),
  problems: [],
})

/** The groups of one record. */
export const patientGroups = operation({
  name: 'access.ofPatient',
  kind: 'query',
  needs: 'active-session',
  permission: 'patient.read',
  scope: ofPatient,
  audit: { none: 'groups of a record already open' },
  input: z.strictObject({ patientId: id }),
  output: z.object({ enabled: z.boolean(), groups: z.array(groupMark), version }),
  problems: [],
})

/**
 * Puts a record in these groups and no other; « Public » stays whatever is sent. `mayLoseSight` says that the caller knows
 * they will not see the record any more. `expectedVersion` is the record's. Refused to who sees it by an emergency access
 * alone: it would last.
 */
export const assignGroups = operation({
  name: 'access.assign',
  kind: 'command',
  needs: 'active-session',
  permission: 'access.assign',
  scope: ofPatient,
  audit: 'patient.assign-groups',
  input: z.strictObject({
    patientId: id,
    expectedVersion: version,
    groupIds: z.array(id).max(50),
    mayLoseSight: z.boolean(),
  }),
  output: z.object({ groups: z.array(groupMark), version, lostSight: z.boolean() }),
  problems: ['edit.conflict', 'access.would-lose-sight', 'access.emergency-only'],
})

/**
 * « Bris de glace »: opens the records of that very person for a time, whoever's they are. Exact birth name, one of the
 * birth first names and birth date; nothing tells a wrong trait from a person the cabinet does not know. Records the caller
 * sees anyway are named too, and opened to nobody.
 */
export const requestEmergency = operation({
  name: 'access.requestEmergency',
  kind: 'command',
  needs: 'active-session',
  permission: 'access.emergency',
  scope: { patients: 'every', because: 'the record asked for is out of sight until it is found by its exact traits' },
  audit: 'access.emergency',
  input: z.strictObject({ request: emergencyRequest }),
  output: z.object({ patientIds: z.array(id), endsAt: instantUtc }),
  problems: ['access.nobody-matches', 'access.wait'],
})

/** Ends one's own emergency access before its time. */
export const endEmergency = operation({
  name: 'access.endEmergency',
  kind: 'command',
  needs: 'active-session',
  permission: 'access.emergency',
  scope: { patients: 'visible' },
  audit: 'access.emergency-end',
  input: z.strictObject({ emergencyId: id }),
  output: z.object({ ended: z.literal(true) }),
  problems: [],
})

/**
 * Emergency accesses the caller must know of: their own under way, and those to records of their own group made by others,
 * newest first; acknowledged ones for 30 days.
 */
export const listEmergencies = operation({
  name: 'access.emergencies',
  kind: 'query',
  needs: 'active-session',
  permission: 'patient.read',
  scope: { patients: 'visible' },
  audit: { none: 'names of records the caller sees' },
  input: z.strictObject({}),
  output: z.object({ own: z.array(emergencyAccess), concerning: z.array(emergencyAccess) }),
  problems: [],
})

/** The practitioner concerned says they have seen it. */
export const acknowledgeEmergency = operation({
  name: 'access.acknowledgeEmergency',
  kind: 'command',
  needs: 'active-session',
  permission: 'patient.read',
  scope: { patients: 'visible' },
  audit: 'access.emergency-seen',
  input: z.strictObject({ emergencyId: id }),
  output: z.object({ acknowledged: z.literal(true) }),
  problems: [],
})

/** The operations of `access`, by the second part of their name. */
export const accessContract = {
  marks: listGroupMarks,
  groups: listGroups,
  setEnabled: setGroupsEnabled,
  createGroup,
  updateGroup,
  deleteGroup,
  previewGroup,
  ofPatient: patientGroups,
  assign: assignGroups,
  requestEmergency,
  endEmergency,
  emergencies: listEmergencies,
  acknowledgeEmergency,
}
