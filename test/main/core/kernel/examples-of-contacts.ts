import { contract } from '#app/contract.ts'
import type { ContactFields } from '#app/features/contacts/model.ts'
import { nothingAsked } from '#app/features/consents/rules.ts'
import { type Example, example } from './example.ts'
import type { ExampleWorld } from './example-subjects.ts'

const { consents, contacts } = contract

/** A correspondent as typed. */
export const someContact: ContactFields = {
  kind: 'professional',
  title: 'Dr',
  lastName: 'Sorel',
  firstName: 'Anne',
  organisation: 'Centre ophtalmologique',
  speciality: 'Ophtalmologie',
  rpps: '',
  addressLine: '4 rue des Bains',
  addressComplement: '',
  postalCode: '33780',
  town: 'Soulac-sur-Mer',
  phone: '05 36 49 00 01',
  mobile: '',
  email: '',
  mssante: 'anne.sorel@medecin.mssante.example',
  channel: 'mssante',
  comments: '',
}

/** A contact in every group: whoever sees a record may tie it to it. */
async function sharedContact(world: ExampleWorld) {
  const { contactId, version } = await newContact(world)
  const { groups } = await world.as('admin').must(contract.access.groups, {})
  const groupIds = groups.map(({ groupId }) => groupId)
  await world
    .as('anna')
    .must(contacts.assignGroups, { contactId, expectedVersion: version, groupIds, mayLoseSight: true })
  return contactId
}

async function newContact(world: ExampleWorld) {
  const { contact } = await world.as('anna').must(contacts.create, { fields: someContact })
  return contact
}

async function newRelation(world: ExampleWorld) {
  const { contactId } = await newContact(world)
  const fields = { contactId, kind: 'specialist', comments: '' } as const
  const patientId = await world.as('anna').createPatient()
  const { relation } = await world.as('anna').must(contacts.addRelation, { patientId, fields })
  return relation
}

/** A call that succeeds, for every operation about contacts, relations and consents. */
export const contactExamples: readonly Example[] = [
  example(contacts.search)(async (world) => {
    await newContact(world)
    return { seat: world.as('anna'), input: { text: 'sorel', offset: 0, limit: 20 } }
  }),
  example(contacts.get)(async (world) => ({
    seat: world.as('anna'),
    input: { contactId: (await newContact(world)).contactId },
  })),
  example(contacts.create)(async (world) => ({ seat: world.as('anna'), input: { fields: someContact } })),
  example(contacts.update)(async (world) => {
    const { contactId, version } = await newContact(world)
    return {
      seat: world.as('anna'),
      input: { contactId, expectedVersion: version, fields: { ...someContact, town: 'Lesparre' } },
    }
  }),
  example(contacts.remove)(async (world) => {
    const { contactId, version } = await newContact(world)
    return { seat: world.as('anna'), input: { contactId, expectedVersion: version } }
  }),
  example(contacts.restore)(async (world) => {
    const { contactId, version } = await newContact(world)
    const removed = await world.as('anna').must(contacts.remove, { contactId, expectedVersion: version })
    return { seat: world.as('anna'), input: { contactId, expectedVersion: removed.version } }
  }),
  example(contacts.assignGroups)(async (world) => {
    const { contactId, version } = await newContact(world)
    return { seat: world.as('anna'), input: { contactId, expectedVersion: version, groupIds: [], mayLoseSight: true } }
  }),
  example(contacts.relations)(async (world) => {
    const patientId = await world.as('anna').createPatient()
    return { seat: world.as('anna'), input: { patientId } }
  }),
  example(contacts.addRelation)(async (world) => {
    const contactId = await sharedContact(world)
    const patientId = await world.as('anna').createPatient()
    return { seat: world.as('anna'), input: { patientId, fields: { contactId, kind: 'specialist', comments: '' } } }
  }),
  example(contacts.updateRelation)(async (world) => {
    const { relationId, version, fields } = await newRelation(world)
    return {
      seat: world.as('anna'),
      input: { relationId, expectedVersion: version, fields: { ...fields, comments: 'Suivi annuel' } },
    }
  }),
  example(contacts.removeRelation)(async (world) => {
    const { relationId, version } = await newRelation(world)
    return { seat: world.as('anna'), input: { relationId, expectedVersion: version } }
  }),
  example(contacts.restoreRelation)(async (world) => {
    const { relationId, version } = await newRelation(world)
    const removed = await world.as('anna').must(contacts.removeRelation, { relationId, expectedVersion: version })
    return { seat: world.as('anna'), input: { relationId, expectedVersion: removed.version } }
  }),
  example(consents.read)(async (world) => {
    const patientId = await world.as('anna').createPatient()
    return { seat: world.as('anna'), input: { patientId } }
  }),
  example(consents.save)(async (world) => {
    const patientId = await world.as('anna').createPatient()
    const fields = { ...nothingAsked, privacyPolicy: 'yes' } as const
    return { seat: world.as('anna'), input: { patientId, expectedVersion: 0, fields } }
  }),
]
