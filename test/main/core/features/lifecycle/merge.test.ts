import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import { blankAllergy } from '#app/features/antecedents/allergy-reading.ts'
import { insOids } from '#app/kernel/ins-oid.ts'
import { type Filling, fillRecord, knownTables } from '#test/world/filled-record.ts'
import { identityOnTheDisk, insNumberOf, marked, retrieved, validated } from '#test/world/given-identities.ts'
import { openWorld, type World } from '#test/world/open-world.ts'

const { antecedents, lifecycle, patients, portability, tasks } = contract
const keepAll = { fields: [], singles: [] }

let world: World<'anna' | 'zoe'>
let known: Pick<Filling, 'tables' | 'schema'>

beforeAll(async () => {
  known = await knownTables()
  world = await openWorld({
    people: { anna: 'practitioner', zoe: { roleKey: 'practitioner', seesAllPatients: false } },
  })
}, 60_000)
afterAll(() => world[Symbol.asyncDispose]())

async function filled(seed: string, changes: Parameters<ReturnType<typeof world.as>['createPatient']>[0] = {}) {
  const patientId = await world.as('anna').createPatient(changes)
  await world.onTheDisk((database) =>
    fillRecord({
      ...known,
      database,
      patientId,
      userId: world.userId('anna'),
      seed: `${seed} ${patientId}`,
      // Those of real merges.
      without: ['patient_merge', 'patient_merge_row'],
    }),
  )
  await world.as('anna').must(lifecycle.unblock, { patientId })
  return patientId
}

async function recordOf(patientId: string) {
  return (await world.as('anna').must(patients.read, { patientId })).record
}

async function digestOf(patientId: string) {
  const { fileNumber } = await recordOf(patientId)
  return (await world.as('anna').must(portability.digest, { fileNumber })).sha256
}

async function merge(
  keptPatientId: string,
  otherPatientId: string,
  choices: { fields: never[]; singles: string[] } = keepAll,
) {
  const [kept, other] = [await recordOf(keptPatientId), await recordOf(otherPatientId)]
  const versions = { keptVersion: kept.version, otherVersion: other.version }
  return world.as('anna').call(lifecycle.merge, { keptPatientId, otherPatientId, ...versions, choices })
}

test('everything of the other record becomes the kept one’s, and undoing gives both back to the letter', async () => {
  const [kept, other] = [await filled('gardé'), await filled('autre', { phone: '05 56 00 11 22' })]
  const before = [await digestOf(kept), await digestOf(other)]
  const { preview } = await world
    .as('anna')
    .must(lifecycle.previewMerge, { keptPatientId: kept, otherPatientId: other })
  expect(preview.fields.find(({ field }) => field === 'phone')).toMatchObject({ differs: true, proposed: 'other' })
  expect(preview.moves.find(({ kind }) => kind === 'note')?.count).toBe(1)
  // What is had once: the kept record’s stays, unless the other’s is chosen.
  expect(preview.singles.map(({ table }) => table)).toContain('patient_consent')

  const done = await merge(kept, other, { fields: ['phone'] as never[], singles: ['patient_consent'] })
  if (!done.ok) throw new Error(JSON.stringify(done))
  expect(await world.as('anna').call(patients.open, { patientId: other })).toMatchObject({ problem: 'not-found' })
  expect((await recordOf(kept)).fields.phone).toBe('05 56 00 11 22')
  expect((await world.rowsOf('note')).filter((row) => row.patient_id === kept)).toHaveLength(2)
  expect((await world.rowsOf('note')).filter((row) => row.patient_id === other)).toEqual([])
  const found = await world.as('anna').must(patients.search, { text: '0556001122' })
  expect(found.rows.map((row) => row.patientId)).toEqual([kept])

  const { undone } = await world.as('anna').must(lifecycle.undoMerge, { mergeId: done.value.mergeId })
  expect(undone).toMatchObject({ keptPatientId: kept, restoredPatientId: other, addedSince: [], changedSince: [] })
  expect([await digestOf(kept), await digestOf(other)]).toEqual(before)
  const again = await world.as('anna').must(patients.search, { text: '0556001122' })
  expect(again.rows.map((row) => row.patientId)).toEqual([other])
})

test('what came since a merge stays on the kept record when it is undone, and is said', async () => {
  const [kept, other] = [await filled('gardé'), await filled('autre')]
  const done = await merge(kept, other)
  if (!done.ok) throw new Error(JSON.stringify(done))
  const fields = { title: 'Rappeler', note: '', assignedTo: null, dueOn: null, urgent: false }
  const { task } = await world.as('anna').must(tasks.create, { patientId: kept, fields })
  const record = await recordOf(kept)
  await world.as('anna').must(patients.update, {
    patientId: kept,
    expectedVersion: record.version,
    fields: { ...record.fields, profession: 'Marin' },
    tagIds: record.tags.map(({ tagId }) => tagId),
  })
  const { undone } = await world.as('anna').must(lifecycle.undoMerge, { mergeId: done.value.mergeId })
  expect(undone.addedSince).toEqual([{ kind: 'task', count: 1 }])
  expect(undone.changedSince).toEqual(['profession'])
  expect((await recordOf(kept)).fields.profession).toBe('Marin')
  const row = (await world.rowsOf('task')).find(({ task_id }) => task_id === task.taskId)
  expect(row?.patient_id).toBe(kept)
})

test('two matricules that nothing ties are two people: refused, and nothing moves', async () => {
  const [kept, other] = [await filled('un'), await filled('deux')]
  await retrieved(world, kept, insNumberOf('2770733063001'))
  await retrieved(world, other, insNumberOf('2770733063002'))
  await world.as('anna').must(lifecycle.unblock, { patientId: kept })
  const before = [await digestOf(kept), await digestOf(other)]
  const asked = { keptPatientId: kept, otherPatientId: other }
  const { preview } = await world.as('anna').must(lifecycle.previewMerge, asked)
  expect(preview.obstacles).toEqual([{ code: 'two-matricules' }])
  expect(await merge(kept, other)).toMatchObject({ ok: false, problem: 'merge.two-matricules' })
  expect([await digestOf(kept), await digestOf(other)]).toEqual(before)
  expect((await world.rowsOf('note')).filter((row) => row.patient_id === other)).toHaveLength(1)
})

test.each(['doubtful', 'fictitious'] as const)('a %s identity is merged with none', async (attribute) => {
  const [kept, other] = [await world.as('anna').createPatient(), await world.as('anna').createPatient()]
  await marked(world, other, attribute)
  await world.as('anna').must(lifecycle.unblock, { patientId: kept })
  expect(await merge(kept, other)).toMatchObject({ ok: false, problem: `merge.${attribute}` })
  expect(await merge(other, kept)).toMatchObject({ ok: false, problem: `merge.${attribute}` })
})

test('the identity best proved stays whole, whichever record is kept; undone, each has its own proofs again', async () => {
  const [kept, other] = [await filled('validé'), await filled('retrouvé')]
  await validated(world, kept)
  await retrieved(world, other, insNumberOf('1770733063003'))
  await world.as('anna').must(lifecycle.unblock, { patientId: kept })
  const [ofKept, ofOther] = [await identityOnTheDisk(world, kept), await identityOnTheDisk(world, other)]
  const before = [await digestOf(kept), await digestOf(other)]
  const asked = { keptPatientId: kept, otherPatientId: other }
  const { preview } = await world.as('anna').must(lifecycle.previewMerge, asked)
  expect(preview.fields[0]).toMatchObject({ field: 'identity', differs: true, proposed: 'other', isDecided: true })
  const done = await merge(kept, other)
  if (!done.ok) throw new Error(JSON.stringify(done))
  expect(await recordOf(kept)).toMatchObject({ insStatus: 'retrieved', ins: { matricule: '1770733063003' } })
  const merged = await identityOnTheDisk(world, kept)
  expect(merged.ins).toEqual(ofOther.ins)
  // The document of the kept record is not lost: a person may count it again.
  expect(merged.document).toBeNull()
  expect(merged.withdrawn.find(({ proof }) => proof.proofId === ofKept.document?.proofId)).toMatchObject({
    because: 'merged',
    final: false,
    act: { by: 'Test ANNA' },
  })
  expect(merged.withdrawn).toHaveLength(3)
  // Found by the number it has now, in the list and its search.
  const found = await world.as('anna').must(patients.search, { text: '1770733063003' })
  expect(found.rows.map((row) => [row.patientId, row.insStatus])).toEqual([[kept, 'retrieved']])

  await world.as('anna').must(lifecycle.undoMerge, { mergeId: done.value.mergeId })
  expect([await identityOnTheDisk(world, kept), await identityOnTheDisk(world, other)]).toEqual([ofKept, ofOther])
  expect([await digestOf(kept), await digestOf(other)]).toEqual(before)
  const again = await world.as('anna').must(patients.search, { text: '1770733063003' })
  expect(again.rows.map((row) => row.patientId)).toEqual([other])
})

test('of two numbers of one person, the one in force stays, though the other identity is qualified', async () => {
  const [waiting, known] = [await world.as('anna').createPatient(), await world.as('anna').createPatient()]
  const nia = insNumberOf('8770733063004', insOids.nia)
  await retrieved(world, waiting, nia)
  await validated(world, waiting)
  await retrieved(world, known, insNumberOf('2770733063004'), [{ number: nia, from: null, to: null }])
  await world.as('anna').must(lifecycle.unblock, { patientId: waiting })
  expect(await merge(waiting, known)).toMatchObject({ ok: true })
  expect(await recordOf(waiting)).toMatchObject({ insStatus: 'retrieved', ins: { matricule: '2770733063004' } })
})

test('of two identities worth the same, the one chosen stays, with the proofs of both', async () => {
  const other = await world.as('anna').createPatient({ birthName: 'Autrement' })
  const kept = await world.as('anna').createPatient()
  await validated(world, kept)
  await validated(world, other)
  await world.as('anna').must(lifecycle.unblock, { patientId: kept })
  const ids = [await identityOnTheDisk(world, kept), await identityOnTheDisk(world, other)].map(
    ({ document }) => document?.proofId,
  )
  expect(await merge(kept, other, { fields: ['identity'] as never[], singles: [] })).toMatchObject({ ok: true })
  expect((await recordOf(kept)).fields.birthName).toBe('Autrement')
  const merged = await identityOnTheDisk(world, kept)
  expect([merged.withdrawn[0]?.proof.proofId, merged.document?.proofId]).toEqual(ids)
  expect(merged.withdrawn[0]).toMatchObject({ because: 'merged', final: true })
})

test('a merge is not undone once something else is proved of the record', async () => {
  const [kept, other] = [await world.as('anna').createPatient(), await world.as('anna').createPatient()]
  const done = await merge(kept, other)
  if (!done.ok) throw new Error(JSON.stringify(done))
  await validated(world, kept)
  await world.as('anna').must(lifecycle.unblock, { patientId: kept })
  expect(await world.as('anna').call(lifecycle.undoMerge, { mergeId: done.value.mergeId })).toMatchObject({
    problem: 'merge.not-undoable',
    data: { reason: 'identity-changed' },
  })
})

test('a record out of sight is not found, whichever of the two it is, and neither changes', async () => {
  const mine = await world.as('zoe').createPatient()
  const hidden = await world.as('anna').createPatient()
  for (const [keptPatientId, otherPatientId] of [
    [mine, hidden],
    [hidden, mine],
  ] as const) {
    const input = { keptPatientId, otherPatientId }
    expect(await world.as('zoe').call(lifecycle.previewMerge, input)).toMatchObject({ problem: 'not-found' })
    const asked = { ...input, keptVersion: 1, otherVersion: 1, choices: keepAll }
    expect(await world.as('zoe').call(lifecycle.merge, asked)).toMatchObject({ problem: 'not-found' })
  }
  expect(await world.as('anna').call(patients.open, { patientId: mine })).toMatchObject({ ok: true })
})

test('groups are united by a merge and parted by its undoing', async () => {
  const mine = await world.as('zoe').createPatient()
  const hers = await world.as('anna').createPatient()
  const done = await merge(hers, mine)
  if (!done.ok) throw new Error(JSON.stringify(done))
  expect(await world.as('zoe').call(patients.open, { patientId: hers })).toMatchObject({ ok: true })
  await world.as('anna').must(lifecycle.undoMerge, { mergeId: done.value.mergeId })
  expect(await world.as('zoe').call(patients.open, { patientId: hers })).toMatchObject({ problem: 'not-found' })
  expect(await world.as('zoe').call(patients.open, { patientId: mine })).toMatchObject({ ok: true })
})

test('merges are undone the last first, and no longer once too old', async () => {
  const [first, second, third] = [await filled('a'), await filled('b'), await filled('c')]
  const one = await merge(first, second)
  const two = await merge(first, third)
  if (!one.ok || !two.ok) throw new Error('merges refused')
  expect(await world.as('anna').call(lifecycle.undoMerge, { mergeId: one.value.mergeId })).toMatchObject({
    problem: 'merge.not-undoable',
    data: { reason: 'later-merge' },
  })
  const { merges } = await world.as('anna').must(lifecycle.merges, { patientId: first })
  expect(merges.map(({ prevented }) => prevented)).toEqual([null, 'later-merge'])
  world.clock.forward(200 * 86_400_000)
  expect(await world.as('anna').call(lifecycle.undoMerge, { mergeId: two.value.mergeId })).toMatchObject({
    data: { reason: 'too-old' },
  })
})

test('« Aucune connue » of one record does not stand again once the allergies of the other are removed', async () => {
  const anna = world.as('anna')
  const [kept, other] = [await anna.createPatient(), await anna.createPatient()]
  const fields = { ...blankAllergy, substance: 'Pénicillines' }
  const entry = { kind: 'allergy' as const, fields }
  const written = await anna.must(antecedents.save, { patientId: kept, entryId: null, expectedVersion: null, entry })
  await anna.must(antecedents.declareNoAllergy, { patientId: other })
  const done = await merge(kept, other)
  if (!done.ok) throw new Error(JSON.stringify(done))
  const state = async () => (await anna.must(antecedents.allergies, { patientId: kept })).allergies.state
  expect(await state()).toBe('list')
  const line = (await world.rowsOf('allergy')).find(({ allergy_id }) => allergy_id === written.entryId)
  const expectedVersion = line?.version ?? 0
  await anna.must(antecedents.remove, { patientId: kept, kind: 'allergy', entryId: written.entryId, expectedVersion })
  expect(await state()).toBe('unknown')
})
