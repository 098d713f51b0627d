import { expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import { longestDraft } from '#app/features/drafts/model.ts'
import { openWorld } from '#test/world/open-world.ts'

const { drafts } = contract

test('one draft per user and place; the last one written is kept, and each sees their own', async () => {
  await using world = await openWorld({ people: { anna: 'practitioner', bruno: 'secretary' } })
  const place = { form: 'new-patient', subjectId: null } as const
  for (const usedName of ['D', 'Du', 'Dur']) {
    await world.as('anna').must(drafts.save, { place, fields: { usedName }, basedOnVersion: null })
  }
  expect(await world.rowsOf('draft')).toHaveLength(1)
  expect((await world.as('anna').must(drafts.get, { place })).draft?.fields).toEqual({ usedName: 'Dur' })
  expect((await world.as('bruno').must(drafts.get, { place })).draft).toBeNull()
  await world.as('bruno').must(drafts.discard, { place })
  expect((await world.as('anna').must(drafts.list, {})).drafts).toMatchObject([{ place }])
  await world.as('anna').must(drafts.discard, { place })
  expect(await world.rowsOf('draft')).toEqual([])
})

test('a draft on a patient out of sight is refused, and one written before stays out of sight', async () => {
  await using world = await openWorld({ people: { zoe: { roleKey: 'practitioner', seesAllPatients: false } } })
  const patientId = await world.as('doctor').createPatient()
  const place = { form: 'patient-civil-status', subjectId: patientId } as const
  const save = { place, fields: { town: 'x' }, basedOnVersion: 1 }
  expect(await world.as('zoe').call(drafts.save, save)).toEqual({ ok: false, problem: 'not-found', data: {} })
  expect(await world.rowsOf('draft')).toEqual([])
})

test('a draft too large, or nested too deep to be kept, is refused and the former one stays', async () => {
  await using world = await openWorld()
  const doctor = world.as('doctor')
  const place = { form: 'new-patient', subjectId: null } as const
  await doctor.must(drafts.save, { place, fields: { usedName: 'Dur' }, basedOnVersion: null })
  let nested: unknown = null
  for (let depth = 0; depth < 100_000; depth += 1) nested = [nested]
  for (const fields of [{ notes: 'x'.repeat(longestDraft) }, { nested }]) {
    expect(await doctor.call(drafts.save, { place, fields, basedOnVersion: null })).toMatchObject({
      problem: 'invalid-input',
      data: { fields: [{ path: 'fields' }] },
    })
  }
  expect((await doctor.must(drafts.get, { place })).draft?.fields).toEqual({ usedName: 'Dur' })
})
