import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import type { ContactFields } from '#app/features/contacts/model.ts'
import { someContact } from '#test/main/core/kernel/examples-of-contacts.ts'
import { openWorld, type World } from '#test/world/open-world.ts'

const { access, contacts, journal } = contract
const limited = { seesAllPatients: false } as const
const page = { offset: 0, limit: 50 }

const open = () =>
  openWorld({
    people: {
      anna: { roleKey: 'practitioner', firstName: 'Anna', lastName: 'Roche', ...limited },
      yan: { roleKey: 'practitioner', firstName: 'Yan', lastName: 'Le Goff', ...limited },
      lise: 'secretary',
    },
  })

describe('the directory and the relations of a patient', () => {
  let world: World<'anna' | 'yan' | 'lise'>
  beforeAll(async () => {
    world = await open()
    const { version } = await world.as('admin').must(access.groups, {})
    await world.as('admin').must(access.setEnabled, { enabled: true, expectedVersion: version })
  }, 60_000)
  afterAll(() => world[Symbol.asyncDispose]())

  async function add(by: 'anna' | 'yan' | 'lise', fields: Partial<ContactFields> = {}) {
    return (await world.as(by).must(contacts.create, { fields: { ...someContact, ...fields } })).contact
  }
  const namesFor = async (by: 'anna' | 'yan' | 'lise', text: string) =>
    (await world.as(by).must(contacts.search, { text, ...page })).contacts.map(({ displayName }) => displayName)

  test('a contact is found by any of its words, accents and spaces apart, and by its telephone', async () => {
    await add('lise', { lastName: 'Béranger-Œuvrard', firstName: 'Élodie', town: 'Le Verdon', phone: '05 36 49 00 77' })
    const name = 'Dr Élodie BÉRANGER-ŒUVRARD'
    for (const text of ['beranger', 'oeuvr', 'elodie verdon', 'OPHTALMO beran', '05 36 49 00 77', '053649']) {
      expect([text, await namesFor('lise', text)]).toEqual([text, [name]])
    }
    expect(await namesFor('lise', 'ranger')).toEqual([])
    expect(await namesFor('lise', '_eranger')).toEqual([])
  })

  test('what is written by one is out of sight of who shares no group, wherever it could show', async () => {
    const { contactId, version } = await add('anna', { lastName: 'Secrète' })
    expect(await namesFor('anna', 'secrete')).toHaveLength(1)
    expect(await namesFor('lise', 'secrete')).toHaveLength(1)
    expect(await namesFor('yan', 'secrete')).toEqual([])
    expect((await world.as('yan').must(contacts.search, { text: 'secrete', ...page })).total).toBe(0)
    expect(await world.as('yan').call(contacts.get, { contactId })).toMatchObject({ ok: false, problem: 'not-found' })
    const fields = { ...someContact, lastName: 'Prise' }
    const taken = await world.as('yan').call(contacts.update, { contactId, expectedVersion: version, fields })
    expect(taken).toMatchObject({ ok: false, problem: 'not-found' })
  })

  test('a relation with a contact out of sight is shown without naming it, and cannot be made', async () => {
    const { contactId } = await add('anna', { lastName: 'Tuteur', kind: 'person' })
    const patientId = await world.as('lise').createPatient()
    const fields = { contactId, kind: 'legal-guardian', comments: 'Le soir' } as const
    const { groups } = await world.as('admin').must(access.groups, {})
    const own = groups.find(({ ownerUserId }) => ownerUserId === world.userId('yan'))?.groupId ?? ''
    const { version } = await world.as('lise').must(access.ofPatient, { patientId })
    const moved = { patientId, expectedVersion: version, groupIds: [own], mayLoseSight: false }
    await world.as('lise').must(access.assign, moved)
    expect(await world.as('yan').call(contacts.addRelation, { patientId, fields })).toMatchObject({
      problem: 'not-found',
    })
    await world.as('lise').must(contacts.addRelation, { patientId, fields })
    const { relations } = await world.as('yan').must(contacts.relations, { patientId })
    expect(relations).toMatchObject([{ contact: null, fields }])
    expect(JSON.stringify(relations)).not.toContain('TUTEUR')
  })

  test('taken off the directory, a contact leaves the searches, stays in its relations, and comes back', async () => {
    const { contactId, version } = await add('lise', { lastName: 'Partant' })
    const patientId = await world.as('lise').createPatient()
    const fields = { contactId, kind: 'pharmacy', comments: '' } as const
    await world.as('lise').must(contacts.addRelation, { patientId, fields })
    const removed = await world.as('lise').must(contacts.remove, { contactId, expectedVersion: version })
    expect(await namesFor('lise', 'partant')).toEqual([])
    const { relations } = await world.as('lise').must(contacts.relations, { patientId })
    expect(relations[0]?.contact).toMatchObject({ displayName: 'Dr Anne PARTANT', removed: true })
    await world.as('lise').must(contacts.restore, { contactId, expectedVersion: removed.version })
    expect(await namesFor('lise', 'partant')).toHaveLength(1)
  })

  test('two people never write over each other, nor the same relation twice', async () => {
    const { contactId, version } = await add('lise', { lastName: 'Partagé' })
    const change = { contactId, expectedVersion: version, fields: { ...someContact, town: 'Lesparre' } }
    await world.as('lise').must(contacts.update, change)
    expect(await world.as('lise').call(contacts.update, change)).toMatchObject({ problem: 'edit.conflict' })
    const patientId = await world.as('lise').createPatient()
    const fields = { contactId, kind: 'nurse', comments: '' } as const
    const { relation } = await world.as('lise').must(contacts.addRelation, { patientId, fields })
    const again = await world.as('lise').call(contacts.addRelation, { patientId, fields })
    expect(again).toMatchObject({ problem: 'relation.already-there' })
    const { relationId } = relation
    const ended = await world.as('lise').must(contacts.removeRelation, { relationId, expectedVersion: 1 })
    await world.as('lise').must(contacts.addRelation, { patientId, fields })
    const back = await world.as('lise').call(contacts.restoreRelation, { relationId, expectedVersion: ended.version })
    expect(back).toMatchObject({ problem: 'relation.already-there' })
  })

  test('who would lose sight of a contact by moving it is told before', async () => {
    const { contactId, version } = await add('anna', { lastName: 'Confié' })
    const { groups } = await world.as('admin').must(access.groups, {})
    const yans = groups.find(({ ownerUserId }) => ownerUserId === world.userId('yan'))?.groupId ?? ''
    const moved = { contactId, expectedVersion: version, groupIds: [yans] }
    const asked = await world.as('anna').call(contacts.assignGroups, { ...moved, mayLoseSight: false })
    expect(asked).toMatchObject({ ok: false, problem: 'access.would-lose-sight' })
    const done = await world.as('anna').must(contacts.assignGroups, { ...moved, mayLoseSight: true })
    expect(done.lostSight).toBe(true)
    expect(await namesFor('anna', 'confie')).toEqual([])
    expect(await namesFor('yan', 'confie')).toHaveLength(1)
    // « Public » keeps it: whoever sees everybody does.
    expect(await namesFor('lise', 'confie')).toHaveLength(1)
  })

  test('the journal says what was done to which, never what was written', async () => {
    await add('lise', { lastName: 'Journal', comments: 'Ne pas appeler le mercredi' })
    const { lines: entries } = await world
      .as('admin')
      .must(journal.list, { filter: { family: 'contacts' }, limit: 200 })
    expect(entries.length).toBeGreaterThan(3)
    expect(JSON.stringify(entries)).not.toMatch(/mercredi|JOURNAL|Journal/u)
  })

  test('a contact without a name is refused', async () => {
    const fields = { ...someContact, lastName: ' ', organisation: '' }
    expect(await world.as('lise').call(contacts.create, { fields })).toMatchObject({ problem: 'contact.unnamed' })
  })
})
