import { z } from 'zod'
import { id, version } from '#app/kernel/ids.ts'
import { operation } from '#app/kernel/operation.ts'
import { contactFields, contactKind, contactSummary, contactView, relationFields, relationView } from './model.ts'

/** A contact has access groups of its own: out of sight, it is `not-found`. */
const inSight = { patients: 'visible' } as const

/** Finds contacts as one types, over names, organisation, speciality, town, RPPS, addresses and telephones; by name. */
export const searchContacts = operation({
  name: 'contacts.search',
  kind: 'query',
  needs: 'active-session',
  permission: 'contact.read',
  scope: inSight,
  audit: { none: 'the cabinet’s directory; a relation with a patient is read in their record' },
  input: z.strictObject({
    text: z.string().max(80),
    kinds: z.array(contactKind).max(7).optional(),
    offset: z.int().min(0).max(100_000),
    limit: z.int().min(1).max(200),
  }),
  output: z.object({ contacts: z.array(contactSummary), total: z.int() }),
  problems: [],
})

/** Opens a contact; a removed one too, so that it can be brought back. */
export const getContact = operation({
  name: 'contacts.get',
  kind: 'query',
  needs: 'active-session',
  permission: 'contact.read',
  scope: inSight,
  audit: { none: 'the cabinet’s directory' },
  input: z.strictObject({ contactId: id }),
  output: z.object({ contact: contactView }),
  problems: [],
})

/** Adds a contact, in the groups a new patient of the caller would be in (GRP-2). */
export const createContact = operation({
  name: 'contacts.create',
  kind: 'command',
  needs: 'active-session',
  permission: 'contact.edit',
  scope: inSight,
  audit: 'contact.create',
  input: z.strictObject({ fields: contactFields }),
  output: z.object({ contact: contactView }),
  problems: ['contact.unnamed'],
})

/** Corrects a contact. */
export const updateContact = operation({
  name: 'contacts.update',
  kind: 'command',
  needs: 'active-session',
  permission: 'contact.edit',
  scope: inSight,
  audit: 'contact.update',
  input: z.strictObject({ contactId: id, expectedVersion: version, fields: contactFields }),
  output: z.object({ contact: contactView }),
  problems: ['contact.unnamed', 'edit.conflict'],
})

/** Takes a contact off the directory. Relations keep it; `contacts.restore` brings it back. */
export const removeContact = operation({
  name: 'contacts.remove',
  kind: 'command',
  needs: 'active-session',
  permission: 'contact.edit',
  scope: inSight,
  audit: 'contact.remove',
  input: z.strictObject({ contactId: id, expectedVersion: version }),
  output: z.object({ version }),
  problems: ['edit.conflict'],
})

/** Brings a removed contact back. */
export const restoreContact = operation({
  name: 'contacts.restore',
  kind: 'command',
  needs: 'active-session',
  permission: 'contact.edit',
  scope: inSight,
  audit: 'contact.restore',
  input: z.strictObject({ contactId: id, expectedVersion: version }),
  output: z.object({ contact: contactView }),
  problems: ['edit.conflict'],
})

/** Puts a contact in access groups. « Public » always holds it, as it holds every patient. */
export const assignContactGroups = operation({
  name: 'contacts.assignGroups',
  kind: 'command',
  needs: 'active-session',
  permission: 'access.assign',
  scope: inSight,
  audit: 'contact.assign-groups',
  input: z.strictObject({
    contactId: id,
    expectedVersion: version,
    groupIds: z.array(id).max(100),
    /** The caller knows that they will not see it any more. */
    mayLoseSight: z.boolean(),
  }),
  output: z.object({ version, lostSight: z.boolean() }),
  problems: ['edit.conflict', 'access.would-lose-sight'],
})

/** « Relations et contacts d’urgence » of a patient, by kind. A contact out of sight is not named. */
export const listRelations = operation({
  name: 'contacts.relations',
  kind: 'query',
  needs: 'active-session',
  permission: 'patient.read',
  scope: { patient: (input) => input.patientId },
  audit: { none: 'part of a record whose opening is journaled' },
  input: z.strictObject({ patientId: id }),
  output: z.object({ relations: z.array(relationView) }),
  problems: [],
})

/** Ties a contact to a patient. */
export const addRelation = operation({
  name: 'contacts.addRelation',
  kind: 'command',
  needs: 'active-session',
  permission: 'patient.edit',
  scope: { patient: (input) => input.patientId },
  audit: 'relation.add',
  input: z.strictObject({ patientId: id, fields: relationFields }),
  output: z.object({ relation: relationView }),
  problems: ['relation.already-there'],
})

/** Corrects a relation. */
export const updateRelation = operation({
  name: 'contacts.updateRelation',
  kind: 'command',
  needs: 'active-session',
  permission: 'patient.edit',
  scope: inSight,
  audit: 'relation.update',
  input: z.strictObject({ relationId: id, expectedVersion: version, fields: relationFields }),
  output: z.object({ relation: relationView }),
  problems: ['edit.conflict', 'relation.already-there'],
})

/** Ends a relation; `contacts.restoreRelation` brings it back. */
export const removeRelation = operation({
  name: 'contacts.removeRelation',
  kind: 'command',
  needs: 'active-session',
  permission: 'patient.edit',
  scope: inSight,
  audit: 'relation.remove',
  input: z.strictObject({ relationId: id, expectedVersion: version }),
  output: z.object({ version }),
  problems: ['edit.conflict'],
})

/** Brings an ended relation back. */
export const restoreRelation = operation({
  name: 'contacts.restoreRelation',
  kind: 'command',
  needs: 'active-session',
  permission: 'patient.edit',
  scope: inSight,
  audit: 'relation.restore',
  input: z.strictObject({ relationId: id, expectedVersion: version }),
  output: z.object({ relation: relationView }),
  problems: ['edit.conflict', 'relation.already-there'],
})

/** The operations of `contacts`, by the second part of their name. */
export const contactsContract = {
  search: searchContacts,
  get: getContact,
  create: createContact,
  update: updateContact,
  remove: removeContact,
  restore: restoreContact,
  assignGroups: assignContactGroups,
  relations: listRelations,
  addRelation,
  updateRelation,
  removeRelation,
  restoreRelation,
}
