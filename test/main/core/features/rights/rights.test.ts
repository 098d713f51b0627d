import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import { insNumberOf, retrieved, validated } from '#test/world/given-identities.ts'
import { durandMarie } from '#test/world/patients.ts'
import { openWorld, type World } from '#test/world/open-world.ts'
import { rightsWere } from '#test/world/rights.ts'
import { durandFamily, insertVitale, nir, vitaleCardOf } from '#test/world/vitale.ts'

const { patients, rights, vitale } = contract

const people = {
  people: { anna: 'practitioner', lise: 'secretary' },
} as const

let world: World<'anna' | 'lise'>
beforeAll(async () => {
  world = await openWorld(people)
})
afterAll(() => world[Symbol.asyncDispose]())

const covered = { ...durandMarie.coverage, insuredNir: nir('2770733063021'), regime: '01' }

describe('« Couverture médicale »', () => {
  test('before anything was asked: whether it should be, and what the record lacks', async () => {
    const anna = world.as('anna')
    const empty = await anna.createPatient()
    expect((await anna.must(rights.read, { patientId: empty, card: null })).rights).toEqual({
      last: null,
      due: 'card-absent',
      missing: ['insuredNir', 'regime'],
      version: 1,
    })
    const whole = await anna.createPatient({ coverage: covered })
    expect((await anna.must(rights.read, { patientId: whole, card: null })).rights.missing).toEqual([])
    expect(await anna.call(rights.ask, { patientId: empty, card: null, reason: 'asked' })).toMatchObject({
      problem: 'rights.question-incomplete',
      data: { missing: ['insuredNir', 'regime'] },
    })
  })

  test('an INS is asked with once it is qualified, and not before', async () => {
    const anna = world.as('anna')
    const patientId = await anna.createPatient({ birthDate: '1977-07-14' })
    await rightsWere(world, patientId, [])
    const missing = async () => (await anna.must(rights.read, { patientId, card: null })).rights.missing
    await retrieved(world, patientId, insNumberOf('2770733063021'))
    await anna.createPatient()
    expect(await missing()).toEqual(['insuredNir'])
    await validated(world, patientId)
    await anna.createPatient()
    expect(await missing()).toEqual([])
  })

  test('the last answer, as a person understands it, beside the record', async () => {
    const anna = world.as('anna')
    const patientId = await anna.createPatient({ coverage: covered })
    await rightsWere(world, patientId, ['ended'], '2026-01-02T08:00:00.000Z')
    await rightsWere(world, patientId, ['ald', 'c2s', 'no-doctor', 'mutual'])
    const { last, due } = (await anna.must(rights.read, { patientId, card: null })).rights
    expect(due).toBeNull()
    expect(last).toMatchObject({
      askedBy: 'Dr Anna',
      standing: { state: 'open' },
      present: [{ kind: 'ald' }, { kind: 'c2s' }],
      rights: { familyDoctor: 'none', mutual: { number: '75500017' } },
      reviewedAt: null,
    })
  })

  test('a card that was read says why rights should be asked for, as the cabinet wants it', async () => {
    const anna = world.as('anna')
    const patientId = await anna.createPatient()
    const today = (await world.journal()).at(-1)?.at.slice(0, 10) ?? ''
    const standing = { from: `${today.slice(0, 4)}-01-01`, to: `${today.slice(0, 4)}-12-31` }
    const [mother] = durandFamily
    if (mother === undefined) throw new Error('nobody')
    let beneficiary = { ...mother, rights: [standing], exemption: null as string | null }
    await insertVitale(anna, () => vitaleCardOf([beneficiary]))
    const dueOf = async () => {
      const { readingId } = (await anna.must(vitale.read, { reader: null })).reading
      return (await anna.must(rights.read, { patientId, card: { readingId, index: 0 } })).rights
    }
    expect(await dueOf()).toMatchObject({ due: null, missing: [] })
    beneficiary = { ...beneficiary, exemption: 'ALD' }
    expect((await dueOf()).due).toBe('situation')
    beneficiary = { ...beneficiary, rights: [] }
    expect((await dueOf()).due).toBe('rights-absent')
    const admin = world.as('admin')
    const { version } = await admin.must(rights.settings, {})
    const changed = await admin.must(rights.updateSettings, { settings: { mode: 'manual' }, expectedVersion: version })
    expect((await dueOf()).due).toBeNull()
    expect(
      await admin.call(rights.updateSettings, { settings: { mode: 'targeted' }, expectedVersion: version }),
    ).toMatchObject({ problem: 'edit.conflict' })
    await admin.must(rights.updateSettings, { settings: { mode: 'targeted' }, expectedVersion: changed.version })
    // A reading is of one session of one seat.
    const { readingId } = (await anna.must(vitale.read, { reader: null })).reading
    const elsewhere = await world.as('lise').call(rights.read, { patientId, card: { readingId, index: 0 } })
    expect(elsewhere).toMatchObject({ problem: 'vitale.reading-over' })
  })
})

describe('the review', () => {
  const told = ['agricultural', 'mutual', 'no-doctor', 'moved'] as const

  async function waiting(seat: 'anna' | 'lise' = 'anna') {
    const attendingPhysician = { name: 'Dr H. MARCHAND', rpps: '' }
    const patientId = await world.as(seat).createPatient({ coverage: covered, attendingPhysician })
    return { patientId, rightsId: await rightsWere(world, patientId, told) }
  }

  test('writes the lines accepted and no other, by a secretary too; the identity and its traits stay', async () => {
    const lise = world.as('lise')
    const { patientId, rightsId } = await waiting()
    const before = (await lise.must(patients.read, { patientId })).record
    const { last, version } = (await lise.must(rights.read, { patientId, card: null })).rights
    expect(last?.proposals.map(({ field }) => field)).toEqual([
      'birthRank',
      'regime',
      'amcNumber',
      'address',
      'attendingPhysician',
    ])
    await lise.must(rights.review, {
      patientId,
      expectedVersion: version,
      rightsId,
      accepted: ['regime', 'amcNumber', 'attendingPhysician'],
    })
    const after = (await lise.must(patients.read, { patientId })).record
    expect(after.fields).toEqual({
      ...before.fields,
      coverage: { ...before.fields.coverage, regime: '02', amcNumber: '75500017' },
      attendingPhysician: { name: '', rpps: '' },
    })
    expect(after).toMatchObject({ version: version + 1, insStatus: before.insStatus })
    const reviewed = (await lise.must(rights.read, { patientId, card: null })).rights.last
    expect(reviewed?.reviewedAt).not.toBeNull()
    const line = (await world.auditOf(patientId)).find(({ operation }) => operation === 'rights.review')
    // Names of fields, and nothing of what is in them.
    expect(JSON.parse(line?.details ?? '{}')).toEqual({ accepted: ['regime', 'amcNumber', 'attendingPhysician'] })
  })

  test('accepting nothing writes nothing but that somebody looked', async () => {
    const anna = world.as('anna')
    const { patientId, rightsId } = await waiting()
    const before = (await anna.must(patients.read, { patientId })).record
    await anna.must(rights.review, { patientId, expectedVersion: before.version, rightsId, accepted: [] })
    expect((await anna.must(patients.read, { patientId })).record).toEqual(before)
    expect((await anna.must(rights.read, { patientId, card: null })).rights.last?.reviewedBy).toBe('Test ANNA')
  })

  test('is of whoever was first: a second one, at another seat, neither writes nor takes its place', async () => {
    const anna = world.as('anna')
    const { patientId, rightsId } = await waiting()
    const left = { patientId, expectedVersion: 1, rightsId }
    await anna.must(rights.review, { ...left, accepted: [] })
    const late = await world.as('lise').call(rights.review, { ...left, accepted: ['regime'] })
    expect(late).toMatchObject({ problem: 'edit.conflict', data: { changedBy: 'Test ANNA' } })
    expect((await anna.must(patients.read, { patientId })).record.fields.coverage.regime).toBe('01')
    expect((await anna.must(rights.read, { patientId, card: null })).rights.last?.reviewedBy).toBe('Test ANNA')
  })

  test('is refused on a record that somebody changed, and on an answer that another one followed', async () => {
    const anna = world.as('anna')
    const { patientId, rightsId } = await waiting()
    const review = (expectedVersion: number) =>
      anna.call(rights.review, { patientId, expectedVersion, rightsId, accepted: ['regime'] })
    expect(await review(7)).toMatchObject({ problem: 'edit.conflict' })
    await rightsWere(world, patientId, [], new Date(Date.parse(world.clock.now()) + 1000).toISOString())
    expect(await review(1)).toMatchObject({ problem: 'not-found' })
    expect((await anna.must(patients.read, { patientId })).record.fields.coverage.regime).toBe('01')
  })
})
