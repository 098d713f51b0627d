import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import type { EmergencyRequest } from '#app/features/access/model.ts'
import type { ChangeEvent } from '#app/features/sessions/model.ts'
import { openWorld, type World, type WorldSeat } from '#test/world/open-world.ts'

const { access, patients, sessions } = contract
const limited = { seesAllPatients: false } as const
const hours = 3600_000

const open = () =>
  openWorld({
    people: {
      anna: { roleKey: 'practitioner', title: 'Dr', firstName: 'Anna', lastName: 'Roche', ...limited },
      remi: { roleKey: 'locum', validUntil: '2099-12-31', ...limited },
      yan: { roleKey: 'practitioner', ...limited },
      sophie: { roleKey: 'secretary', ...limited },
    },
  })
type OpenWorld = World<'anna' | 'remi' | 'yan' | 'sophie'>

const traits = { birthName: 'Lefèvre-Œuvrard', birthFirstNames: ['Zoé', 'Anne-Laure'], firstBirthFirstName: 'Zoé' }
const asked: EmergencyRequest = {
  birthName: 'LEFEVRE OEUVRARD',
  firstName: 'zoe',
  birthDate: '1977-07-14',
  reason: 'Malaise en salle d’attente',
}

const sees = async (seat: WorldSeat, patientId: string) => (await seat.call(patients.read, { patientId })).ok
const request = (seat: WorldSeat, change: Partial<EmergencyRequest> = {}) =>
  seat.call(access.requestEmergency, { request: { ...asked, ...change } })

describe('« bris de glace »', () => {
  let world: OpenWorld
  let patientId: string
  beforeAll(async () => {
    world = await open()
    patientId = await world.as('anna').createPatient({ ...traits, usedName: '' })
  }, 60_000)
  afterAll(() => world[Symbol.asyncDispose]())

  test('opens the record of exactly that person for two hours, and no more', async () => {
    const remi = world.as('remi')
    expect(await sees(remi, patientId)).toBe(false)
    const opened = await request(remi)
    expect(opened).toMatchObject({ ok: true, value: { patientIds: [patientId] } })
    expect(await sees(remi, patientId)).toBe(true)
    const found = await remi.must(patients.search, { text: 'lefevre' })
    expect([found.rows.map((row) => row.patientId), found.total, found.visible]).toEqual([[patientId], 1, 1])
    expect(await remi.must(patients.counts, {})).toMatchObject({ visible: 1, hidden: 0 })
    const listed = await remi.must(patients.search, { text: '', sort: { by: 'birthDate', direction: 'ascending' } })
    expect(listed.rows.map((row) => row.patientId)).toEqual([patientId])
    expect(await sees(world.as('yan'), patientId)).toBe(false)
    world.clock.forward(2 * hours - 20_000)
    expect(await sees(remi, patientId)).toBe(true)
    world.clock.forward(20_000)
    expect(await sees(remi, patientId)).toBe(false)
    expect((await remi.must(patients.search, { text: 'lefevre' })).total).toBe(0)
    expect((await remi.must(access.emergencies, {})).own).toEqual([])
  })

  test('any of the birth first names will do, whatever its accents, case and hyphens', async () => {
    expect(await request(world.as('remi'), { firstName: 'ANNE LAURE' })).toMatchObject({ ok: true })
    const { own } = await world.as('remi').must(access.emergencies, {})
    expect(own).toMatchObject([{ patientId, patientName: 'Lefèvre-Œuvrard Marie', reason: asked.reason }])
  })

  test('ends before its time when its author says so; nobody else may', async () => {
    await request(world.as('remi'))
    const { own } = await world.as('remi').must(access.emergencies, {})
    expect(own).toHaveLength(1)
    const emergencyId = own[0]?.emergencyId ?? ''
    expect(await world.as('anna').call(access.endEmergency, { emergencyId })).toMatchObject({ problem: 'not-found' })
    await world.as('remi').must(access.endEmergency, { emergencyId })
    expect(await sees(world.as('remi'), patientId)).toBe(false)
    expect(await world.as('remi').call(access.endEmergency, { emergencyId })).toMatchObject({ problem: 'not-found' })
  })

  test('the practitioner concerned sees who, when and why, and says so once; nobody else is told', async () => {
    const { concerning } = await world.as('anna').must(access.emergencies, {})
    expect(concerning.length).toBeGreaterThan(0)
    const [last] = concerning
    expect(last).toMatchObject({ patientId, displayName: 'Test REMI', reason: asked.reason, acknowledged: false })
    expect((await world.as('yan').must(access.emergencies, {})).concerning).toEqual([])
    expect((await world.as('sophie').must(access.emergencies, {})).concerning).toEqual([])
    const emergencyId = last?.emergencyId ?? ''
    expect(await world.as('yan').call(access.acknowledgeEmergency, { emergencyId })).toMatchObject({
      problem: 'not-found',
    })
    await world.as('anna').must(access.acknowledgeEmergency, { emergencyId })
    const after = await world.as('anna').must(access.emergencies, {})
    expect(after.concerning.find((one) => one.emergencyId === emergencyId)?.acknowledged).toBe(true)
    world.clock.forward(31 * 24 * hours)
    const later = await world.as('anna').must(access.emergencies, {})
    expect(later.concerning.some((one) => one.emergencyId === emergencyId)).toBe(false)
    expect(later.concerning.length).toBe(after.concerning.length - 1)
  })

  test('a role without the permission may not', async () => {
    expect(await request(world.as('sophie'))).toEqual({ ok: false, problem: 'forbidden', data: {} })
  })

  test('a record one sees anyway is named, and opened to nobody', async () => {
    const before = (await world.rowsOf('emergency_access')).length
    expect(await request(world.as('anna'))).toMatchObject({ ok: true, value: { patientIds: [patientId] } })
    expect(await world.rowsOf('emergency_access')).toHaveLength(before)
  })
})

test('nothing tells a wrong trait from a person the cabinet does not know; every try is journaled with its reason alone', async () => {
  await using world = await open()
  const patientId = await world.as('anna').createPatient({ ...traits, usedName: '' })
  const wrong = [
    { birthName: 'Lefèvre' },
    { firstName: 'Zo' },
    { birthDate: '1977-07-15' },
    { birthName: 'Personne' },
    { birthName: '- -' },
  ]
  for (const change of wrong) {
    const reply = await request(world.as('remi'), change)
    expect(reply).toMatchObject({ ok: false, problem: 'access.nobody-matches' })
    world.clock.forward(hours)
  }
  expect(await sees(world.as('remi'), patientId)).toBe(false)
  await request(world.as('remi'))
  const lines = (await world.journal()).filter((entry) => entry.operation === 'access.requestEmergency')
  expect(lines.map(({ outcome, problem }) => [outcome, problem])).toEqual([
    ...wrong.map(() => ['refused', 'access.nobody-matches']),
    ['done', null],
  ])
  for (const line of lines) expect(JSON.parse(line.details)).toMatchObject({ reason: asked.reason })
  expect(lines.slice(0, -1).map((line) => line.patient_id)).toEqual(wrong.map(() => null))
  expect(lines.at(-1)?.patient_id).toBe(patientId)
  expect(lines.map((line) => line.details).join(' ')).not.toMatch(/lef[eè]vre|zo[eé]|1977/i)
})

test('misses in a row wait longer and longer, also at another seat and when the program starts again; success begins afresh', async () => {
  await using world = await open()
  await world.as('anna').createPatient({ ...traits, usedName: '' })
  const miss = () => request(world.as('remi'), { birthName: 'Personne' })
  expect(await miss()).toMatchObject({ problem: 'access.nobody-matches', data: { retryAfterMs: 0 } })
  await miss()
  expect(await miss()).toMatchObject({ problem: 'access.nobody-matches', data: { retryAfterMs: 5_000 } })
  // Even the right traits wait: a list of names tried in a row ends.
  expect(await request(world.as('remi'))).toMatchObject({ problem: 'access.wait' })
  // Somebody else does not wait for them.
  expect(await request(world.as('yan'), { birthName: 'Personne' })).toMatchObject({ problem: 'access.nobody-matches' })
  world.clock.forward(5_000)
  expect(await miss()).toMatchObject({ problem: 'access.nobody-matches', data: { retryAfterMs: 10_000 } })
  const all = await Promise.all(Array.from({ length: 20 }, miss))
  expect(all.every((reply) => !reply.ok && reply.problem === 'access.wait')).toBe(true)
  world.clock.forward(10_000)
  expect(await request(world.as('remi'))).toMatchObject({ ok: true })
  expect(await miss()).toMatchObject({ problem: 'access.nobody-matches', data: { retryAfterMs: 0 } })
})

test('those who show the record are told when an access begins, ends, and comes to its time', async () => {
  await using world = await open()
  const patientId = await world.as('anna').createPatient({ ...traits, usedName: '' })
  const heard = { anna: [] as string[], remi: [] as string[], yan: [] as string[] }
  for (const name of ['anna', 'remi', 'yan'] as const) void listen(world.as(name), heard[name])
  await settled()
  await request(world.as('remi'))
  const told = `emergency ${patientId}`
  await expect.poll(() => heard.remi, { timeout: 10_000 }).toContain(told)
  await expect.poll(() => heard.anna, { timeout: 10_000 }).toContain(told)
  const begun = heard.remi.length
  world.clock.forward(2 * hours)
  // Seats left alone would be locked first.
  for (const name of ['anna', 'remi', 'yan'] as const) await world.as(name).must(sessions.touch, {})
  const afterATick = () => {
    // A round under way lets the next one pass.
    world.timers.tick()
    return heard.remi.length
  }
  await expect.poll(afterATick, { timeout: 10_000 }).toBeGreaterThan(begun)
  expect(heard.yan).not.toContain(told)
})

async function listen(seat: WorldSeat, heard: string[]): Promise<void> {
  const reply = await seat.call(sessions.watch, {})
  if (!reply.ok) return
  for await (const event of reply.value as AsyncIterable<ChangeEvent>) heard.push(`${event.kind} ${event.id}`)
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 50))
