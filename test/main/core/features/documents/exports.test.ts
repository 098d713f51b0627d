import { expect, it } from 'vitest'
import { contract } from '#app/contract.ts'
import { effectivePermissions } from '#app/kernel/permissions.ts'
import { readBack } from '#test/world/documents.ts'
import { openWorld } from '#test/world/open-world.ts'
import { endOf } from '#test/main/core/kernel/example-subjects.ts'

const { documents, portability } = contract

it('an export of a record is opened by who reads records only, and stays in its record', async () => {
  await using world = await openWorld({ people: { anna: 'practitioner', lea: 'secretary' } })
  const anna = world.as('anna')
  const patientId = await anna.createPatient()
  const { jobId } = await anna.must(portability.exportPatient, { patientId })
  const documentId = (await endOf(anna, jobId)).result?.name ?? ''
  const { document } = await anna.must(documents.open, { documentId })
  expect(document).toMatchObject({ kind: 'record-archive', source: 'export', patientId })
  expect((await readBack(anna, documentId)).length).toBe(document.bytes)

  const asked = { documentId, number: null, position: 0 }
  expect(await world.as('lea').call(documents.read, asked)).toMatchObject({ ok: false, problem: 'forbidden' })
  const other = await anna.createPatient()
  for (const to of [null, other]) {
    for (const name of ['anna', 'lea'] as const) {
      const moved = { documentId, expectedVersion: 1, patientId: to }
      expect(await world.as(name).call(documents.move, moved)).toMatchObject({ ok: false, problem: 'forbidden' })
    }
  }
})

it('who is given the export, the merge or the deletion of records without their reading has none of them', () => {
  const office = effectivePermissions('secretary', {
    granted: ['patient.export', 'patient.merge', 'patient.delete'],
    withdrawn: [],
  })
  for (const permission of ['patient.export', 'patient.merge', 'patient.delete'] as const) {
    expect(office).not.toContain(permission)
    expect(effectivePermissions('practitioner', { granted: [], withdrawn: ['document.read'] })).not.toContain(
      permission,
    )
    expect(effectivePermissions('practitioner', { granted: [], withdrawn: [] })).toContain(permission)
  }
})
