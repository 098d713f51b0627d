import { join } from 'node:path'
import { expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import { someContact } from '#test/main/core/kernel/examples-of-contacts.ts'
import { endOf } from '#test/main/core/kernel/example-subjects.ts'
import { openWorld } from '#test/world/open-world.ts'

const { access, contacts, portability } = contract
const limited = { seesAllPatients: false } as const

test('what is exported by somebody who sees a part is that part, whole: no contact out of their sight, and it can be brought in', async () => {
  await using world = await openWorld({
    people: { anna: { roleKey: 'practitioner', ...limited }, yan: { roleKey: 'practitioner', ...limited } },
  })
  const [anna, yan, doctor] = [world.as('anna'), world.as('yan'), world.as('doctor')]
  const patientId = await anna.createPatient()
  const notHers = await yan.createPatient({ birthName: 'Cachée', usedName: 'Cachée' })
  const groups = await Promise.all([anna, yan].map(async (seat) => (await seat.must(access.marks, {})).ownGroupIds))
  const { version } = await doctor.must(access.ofPatient, { patientId })
  await doctor.must(access.assign, {
    patientId,
    expectedVersion: version,
    groupIds: groups.flat(),
    mayLoseSight: false,
  })
  const { contact } = await yan.must(contacts.create, { fields: { ...someContact, lastName: 'Introuvable' } })
  expect(await anna.call(contacts.get, { contactId: contact.contactId })).toMatchObject({ problem: 'not-found' })
  const fields = { contactId: contact.contactId, kind: 'attending-physician' as const, comments: '' }
  await yan.must(contacts.addRelation, { patientId, fields })

  const path = join(world.folder, 'sien.zip')
  const { jobId } = await anna.must(portability.exportToFile, { path, fileNumber: null })
  expect(await endOf(anna, jobId)).toMatchObject({ state: 'done' })
  await using other = await openWorld()
  const there = other.as('doctor')
  const brought = await there.must(portability.import, { path })
  expect(await endOf(there, brought.jobId)).toMatchObject({ state: 'done', problem: null })
  const { report } = await there.must(portability.importReport, brought)
  expect(report.patients).toMatchObject([{ patientId, outcome: 'imported' }])
  const kept = JSON.stringify([await other.rowsOf('patient'), await other.rowsOf('contact')])
  expect(kept).not.toContain(notHers)
  expect(kept).not.toContain('Introuvable')
})
