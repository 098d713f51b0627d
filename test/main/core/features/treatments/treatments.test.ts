import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import { importBase, smallBase, smallDrugs } from '#test/world/medicines.ts'
import { openWorld, type WorldSeat } from '#test/world/open-world.ts'
import { someTreatment } from '#test/world/prescriptions.ts'

const { treatments } = contract

const open = () =>
  openWorld({
    people: {
      anna: 'practitioner',
      bea: { roleKey: 'practitioner', seesAllPatients: false },
      lise: 'read-only',
      sophie: 'secretary',
    },
  })

let world: Awaited<ReturnType<typeof open>>
beforeAll(async () => {
  world = await open()
}, 30_000)
afterAll(() => world[Symbol.asyncDispose]())

const listed = async (seat: WorldSeat, patientId: string) =>
  (await seat.must(treatments.list, { patientId })).treatments.map(({ fields, isCurrent }) => [
    fields.drug.name,
    isCurrent,
  ])

test('written, corrected, stopped, taken up again, removed and brought back', async () => {
  const anna = world.as('anna')
  const patientId = await anna.createPatient()
  const { treatment } = await anna.must(treatments.create, { patientId, fields: someTreatment })
  const { treatmentId } = treatment
  expect(treatment).toMatchObject({ fields: someTreatment, isCurrent: true, recordedBy: 'Test ANNA', version: 1 })
  const named = (expectedVersion: number) => ({ patientId, treatmentId, expectedVersion })
  const fields = { ...someTreatment, drug: { cis: null, name: 'Ramipril 5 mg' } }
  expect(await anna.must(treatments.update, { ...named(1), fields })).toMatchObject({
    treatment: { fields, version: 2 },
  })
  expect(await anna.call(treatments.update, { ...named(1), fields })).toMatchObject({
    problem: 'edit.conflict',
    data: { currentVersion: 2, changedBy: 'Test ANNA' },
  })
  const stopping = { ...named(2), stoppedOn: '2026-01-02', reason: 'Toux' }
  expect((await anna.must(treatments.stop, stopping)).treatment).toMatchObject({
    isCurrent: false,
    fields: { stoppedOn: '2026-01-02', stopReason: 'Toux' },
  })
  const resumed = await anna.must(treatments.stop, { ...named(3), stoppedOn: null, reason: '' })
  expect(resumed.treatment).toMatchObject({ isCurrent: true, fields: { stoppedOn: null, stopReason: '' } })
  await anna.must(treatments.remove, named(4))
  expect(await listed(anna, patientId)).toEqual([])
  expect(await anna.call(treatments.update, { ...named(5), fields })).toMatchObject({ problem: 'not-found' })
  await anna.must(treatments.restore, named(5))
  expect(await listed(anna, patientId)).toEqual([['Ramipril 5 mg', true]])
  expect(await world.rowsOf('treatment')).toHaveLength(1)
})

test('out of sight, a treatment is not there; who may only read does not write; a secretary does neither', async () => {
  const anna = world.as('anna')
  const patientId = await anna.createPatient()
  const { treatmentId } = (await anna.must(treatments.create, { patientId, fields: someTreatment })).treatment
  expect(await world.as('bea').call(treatments.list, { patientId })).toMatchObject({ problem: 'not-found' })
  const own = await world.as('bea').createPatient()
  const through = { patientId: own, treatmentId, expectedVersion: 1 }
  expect(await world.as('bea').call(treatments.remove, through)).toMatchObject({ problem: 'not-found' })
  expect(await world.as('lise').call(treatments.list, { patientId })).toMatchObject({ ok: true })
  expect(await world.as('lise').call(treatments.create, { patientId, fields: someTreatment })).toMatchObject({
    problem: 'forbidden',
  })
  expect(await world.as('sophie').call(treatments.list, { patientId })).toMatchObject({ problem: 'forbidden' })
})

test('a treatment of a drug the base lost stays readable, and says that it is not checked', async () => {
  const anna = world.as('anna')
  await importBase(anna)
  const patientId = await anna.createPatient()
  const drug = { cis: '60000008', name: 'RAMIPRIL ESSAI 10 mg, comprimé sécable' }
  await anna.must(treatments.create, { patientId, fields: { ...someTreatment, drug } })
  const { CIS_bdpm, CIS_COMPO_bdpm } = smallBase(smallDrugs.filter(({ cis }) => cis !== drug.cis))
  await importBase(anna, { CIS_bdpm, CIS_COMPO_bdpm })
  const { treatments: after, safety } = await anna.must(treatments.list, { patientId })
  expect(after.map(({ fields }) => fields.drug)).toEqual([drug])
  expect(safety).toMatchObject({
    state: 'not-checked',
    notChecked: [{ code: 'allergies-unknown' }, { code: 'drug-not-in-base', about: drug.name }],
  })
})

test('a substance already taken is told', async () => {
  const anna = world.as('anna')
  await importBase(anna)
  const patientId = await anna.createPatient()
  const drug = { cis: '60000001', name: 'CLAMOXYL 500 mg, gélule' }
  const { treatment } = await anna.must(treatments.create, { patientId, fields: { ...someTreatment, drug } })
  const other = { cis: '60000004', name: 'AMOXICILLINE/ACIDE CLAVULANIQUE' }
  const { safety } = await anna.must(treatments.check, { patientId, drugs: [other], instead: [] })
  expect(safety.alerts).toMatchObject([{ kind: 'duplicate', against: drug.name }])
  const renewing = { patientId, drugs: [drug], instead: [treatment.treatmentId] }
  expect((await anna.must(treatments.check, renewing)).safety.alerts).toEqual([])
})
