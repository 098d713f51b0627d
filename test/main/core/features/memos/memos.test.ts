import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import { openWorld, type WorldSeat } from '#test/world/open-world.ts'

const { memos, drafts } = contract

const openRecordWorld = () =>
  openWorld({
    people: {
      anna: 'practitioner',
      bea: 'practitioner',
      carl: { roleKey: 'practitioner', seesAllPatients: false },
      sophie: 'secretary',
    },
  })

let world: Awaited<ReturnType<typeof openRecordWorld>>
beforeAll(async () => {
  world = await openRecordWorld()
}, 60_000)
afterAll(() => world[Symbol.asyncDispose]())

const write = (seat: WorldSeat, patientId: string, text: string, more: { personal?: boolean; pinned?: boolean } = {}) =>
  seat.must(memos.save, {
    patientId,
    memoId: null,
    expectedVersion: null,
    fields: { text, personal: false, pinned: false, ...more },
  })

const texts = async (seat: WorldSeat, patientId: string) =>
  (await seat.must(memos.list, { patientId })).memos.map(({ fields }) => fields.text)

test('a memo of the cabinet is read by all, a personal one by its author alone, pinned ones first', async () => {
  const [anna, bea] = [world.as('anna'), world.as('bea')]
  const patientId = await anna.createPatient()
  await write(anna, patientId, 'Clé chez la voisine', { pinned: true })
  world.clock.forward(1000)
  const secret = await write(anna, patientId, 'Conflit avec son frère', { personal: true })
  world.clock.forward(1000)
  await write(bea, patientId, 'Préfère le matin')
  expect(await texts(anna, patientId)).toEqual(['Clé chez la voisine', 'Préfère le matin', 'Conflit avec son frère'])
  expect(await texts(bea, patientId)).toEqual(['Clé chez la voisine', 'Préfère le matin'])

  // Neither changed, nor removed, nor brought back by somebody else, and nothing says that it is there.
  const named = { patientId, memoId: secret.memoId, expectedVersion: 1 }
  const fields = { text: 'Lu', personal: true, pinned: false }
  expect(await bea.call(memos.save, { ...named, fields })).toMatchObject({ problem: 'not-found' })
  expect(await bea.call(memos.remove, named)).toMatchObject({ problem: 'not-found' })
  const removed = await anna.must(memos.remove, named)
  expect(await bea.call(memos.restore, { ...named, expectedVersion: removed.version })).toMatchObject({
    problem: 'not-found',
  })
  await anna.must(memos.restore, { ...named, expectedVersion: removed.version })
  expect(await texts(anna, patientId)).toHaveLength(3)
  expect(await world.as('carl').call(memos.list, { patientId })).toMatchObject({ problem: 'not-found' })
  expect(await world.as('sophie').call(memos.list, { patientId })).toMatchObject({ problem: 'forbidden' })
})

test('what was shared is not hidden afterwards, nor the reverse; two people never overwrite each other', async () => {
  const [anna, bea] = [world.as('anna'), world.as('bea')]
  const patientId = await anna.createPatient()
  const { memoId } = await write(anna, patientId, 'Clé chez la voisine')
  const change = { patientId, memoId, expectedVersion: 1 }
  const hidden = { text: 'Clé', personal: true, pinned: false }
  expect(await anna.call(memos.save, { ...change, fields: hidden })).toMatchObject({ problem: 'invalid-input' })
  await bea.must(memos.save, { ...change, fields: { ...hidden, personal: false, pinned: true } })
  expect(await anna.call(memos.save, { ...change, fields: { ...hidden, personal: false } })).toMatchObject({
    problem: 'edit.conflict',
    data: { currentVersion: 2 },
  })
  expect(await anna.must(memos.list, { patientId })).toMatchObject({
    memos: [{ own: true, fields: { text: 'Clé', pinned: true }, version: 2 }],
  })
})

test('what is being typed in a memo waits, of a new one and of one that is corrected', async () => {
  const anna = world.as('anna')
  const patientId = await anna.createPatient()
  const { memoId } = await write(anna, patientId, 'Clé chez la voisine', { personal: true })
  for (const subjectId of [patientId, memoId]) {
    const place = { form: 'memo', subjectId } as const
    await anna.must(drafts.save, { place, fields: { text: 'en cours' }, basedOnVersion: null })
    expect((await anna.must(drafts.get, { place })).draft?.fields).toEqual({ text: 'en cours' })
  }
  const foreign = { place: { form: 'memo', subjectId: patientId }, fields: {}, basedOnVersion: null } as const
  expect(await world.as('carl').call(drafts.save, foreign)).toMatchObject({ problem: 'not-found' })
})
