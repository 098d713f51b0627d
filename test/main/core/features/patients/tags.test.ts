import { expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import { openWorld } from '#test/world/open-world.ts'
import { durandMarie } from '#test/world/patients.ts'

test('a tag hides every record that bears it, also those out of sight of whoever changes it', async () => {
  await using world = await openWorld({ people: { zoe: { roleKey: 'practitioner', seesAllPatients: false } } })
  const doctor = world.as('doctor')
  const zoe = world.as('zoe')
  const label = { name: 'Parti', color: 'grey' } as const
  const { tag } = await doctor.must(contract.patients.saveTag, { tagId: null, ...label, hidesRecord: false })
  const { record } = await doctor.must(contract.patients.create, { fields: durandMarie, tagIds: [tag.tagId] })
  expect(await zoe.call(contract.patients.open, { patientId: record.patientId })).toMatchObject({
    problem: 'not-found',
  })

  const renamed = { tagId: tag.tagId, ...label, name: 'Déménagé', hidesRecord: true }
  expect(await zoe.must(contract.patients.saveTag, renamed)).toEqual({
    tag: { tagId: tag.tagId, name: 'Déménagé', color: 'grey', hidesRecord: true },
  })
  expect(await world.rowsOf('patient')).toMatchObject([{ hidden: 1 }])
  expect(await world.rowsOf('patient_register')).toMatchObject([{ shown: 0, hidden: 1 }])
  expect((await doctor.must(contract.patients.search, { text: 'durand' })).total).toBe(0)
  const among = { filters: { includeHidden: true, tagId: tag.tagId } }
  expect((await doctor.must(contract.patients.search, { text: '', ...among })).total).toBe(1)
  expect(await zoe.must(contract.patients.search, { text: '', ...among })).toMatchObject({ rows: [], total: 0 })
})
