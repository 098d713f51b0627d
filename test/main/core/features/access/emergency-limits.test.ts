import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import type { EmergencyRequest } from '#app/features/access/model.ts'
import { openWorld, type World, type WorldSeat } from '#test/world/open-world.ts'
import { durandMarie } from '#test/world/patients.ts'
import { testClock } from '#test/world/clock.ts'

const { access, patients } = contract
const limited = { seesAllPatients: false } as const
const hours = 3600_000

const asked: EmergencyRequest = {
  birthName: 'Zola',
  firstName: 'Marie',
  birthDate: durandMarie.birthDate,
  reason: 'Malaise en salle d’attente',
}
const request = (seat: WorldSeat, change: Partial<EmergencyRequest> = {}) =>
  seat.call(access.requestEmergency, { request: { ...asked, ...change } })
const miss = (seat: WorldSeat) => request(seat, { birthName: 'Personne' })

let world: World<'anna' | 'yan' | 'zoe'>
/** Of the group of anna: out of sight of yan and of zoe. */
let patientId: string
beforeAll(async () => {
  const practitioner = { roleKey: 'practitioner', ...limited } as const
  world = await openWorld({ people: { anna: practitioner, yan: practitioner, zoe: practitioner } })
  patientId = await world.as('anna').createPatient({ birthName: asked.birthName })
}, 60_000)
afterAll(() => world[Symbol.asyncDispose]())

test('naming a record one sees, or one already opened, gives no more tries at the others', async () => {
  const yan = world.as('yan')
  await yan.createPatient({ birthName: 'Connue' })
  await miss(yan)
  await miss(yan)
  expect(await miss(yan)).toMatchObject({ problem: 'access.nobody-matches', data: { retryAfterMs: 5_000 } })
  world.clock.forward(5_000)
  expect(await request(yan, { birthName: 'Connue' })).toMatchObject({ ok: true })
  expect(await miss(yan)).toMatchObject({ problem: 'access.nobody-matches', data: { retryAfterMs: 10_000 } })
  world.clock.forward(10_000)
  // What it opens begins afresh; opened again and again, it does not.
  expect(await request(yan)).toMatchObject({ ok: true })
  await miss(yan)
  await miss(yan)
  expect(await request(yan)).toMatchObject({ ok: true })
  expect(await miss(yan)).toMatchObject({ problem: 'access.nobody-matches', data: { retryAfterMs: 5_000 } })
  world.clock.forward(5_000)
  const { own } = await yan.must(access.emergencies, {})
  for (const { emergencyId } of own) await yan.must(access.endEmergency, { emergencyId })
  expect(await request(yan)).toMatchObject({ ok: true })
  expect(await miss(yan)).toMatchObject({ problem: 'access.nobody-matches', data: { retryAfterMs: 10_000 } })
})

test('an emergency access is not made to last by putting the record in a group of one’s own', async () => {
  const zoe = world.as('zoe')
  expect(await request(zoe)).toMatchObject({ ok: true })
  const { version } = await zoe.must(access.ofPatient, { patientId })
  const { ownGroupIds } = await zoe.must(access.marks, {})
  const assign = { patientId, expectedVersion: version, groupIds: [...ownGroupIds], mayLoseSight: false }
  expect(await zoe.call(access.assign, assign)).toEqual({ ok: false, problem: 'access.emergency-only', data: {} })
  world.clock.forward(2 * hours)
  expect(await zoe.call(patients.read, { patientId })).toMatchObject({ problem: 'not-found' })
  // Who sees the record by a group of theirs may give it to a colleague.
  const given = {
    ...assign,
    groupIds: [...(await world.as('anna').must(access.marks, {})).ownGroupIds, ...ownGroupIds],
  }
  expect(await world.as('anna').call(access.assign, given)).toMatchObject({ ok: true })
  expect(await zoe.call(patients.read, { patientId })).toMatchObject({ ok: true })
})

test('two records of one person: the journal names the one that was opened, and says nothing of the other', async () => {
  const birthName = 'Dédoublée'
  const own = await world.as('yan').createPatient({ birthName })
  const other = await world.as('anna').createPatient({ birthName })
  const both = await request(world.as('yan'), { birthName })
  expect(both).toMatchObject({ ok: true, value: { patientIds: [own, other] } })
  const [line] = (await world.journal()).filter((entry) => entry.act === 'access.emergency').slice(-1)
  expect(line).toMatchObject({ patient_id: other, outcome: 'done' })
  expect(Object.keys(JSON.parse(line?.details ?? '{}')).toSorted()).toEqual(['endsAt', 'reason'])
})

test('an access that comes to its time in the middle of a change does not leave half of it', async () => {
  const usual = testClock()
  let step = 0
  const clock = { ...usual, now: () => new Date(Date.parse(usual.now()) + (usual.forward(step), 0)).toISOString() }
  await using late = await openWorld({
    people: {
      anna: { roleKey: 'practitioner', ...limited },
      yan: { roleKey: 'practitioner', ...limited },
    },
    ports: { clock },
  })
  const record = await late.as('anna').createPatient({ birthName: asked.birthName })
  await late.as('yan').must(access.requestEmergency, { request: asked })
  // From here on each look at the clock takes minutes: the two hours end between two questions of one change.
  step = 24 * 60_000
  const change = {
    patientId: record,
    expectedVersion: 1,
    fields: { ...durandMarie, birthName: 'Autre', town: 'Ailleurs' },
    tagIds: [],
  }
  const outcome = await late.as('yan').call(patients.update, change)
  step = 0
  const found = await late.as('anna').must(patients.search, { text: outcome.ok ? 'autre' : 'zola' })
  expect(found.rows.map((row) => row.patientId)).toEqual([record])
  const { record: after } = await late.as('anna').must(patients.read, { patientId: record })
  expect([after.version, after.fields.town]).toEqual(outcome.ok ? [2, 'Ailleurs'] : [1, durandMarie.town])
})
