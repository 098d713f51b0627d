import { readdir, stat } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import type { MemorySeat } from '#main/wire/index.ts'
import { endOf } from '#test/main/core/kernel/examples.ts'
import { fieldsOf, openWorld, testPassword } from '#test/world/open-world.ts'

const { backups, cabinet, jobs, patients, people, sessions } = contract

/** Starts making a training cabinet, and comes back while its patients are being written. */
async function training(seat: MemorySeat): Promise<string> {
  const reply = await seat.call(cabinet.prepareTraining, { patients: 20_000 })
  if (!reply.ok) throw new Error(reply.problem)
  const { jobId } = reply.value
  const writesPatients = async () => {
    const job = await seat.call(jobs.get, { jobId })
    return job.ok && job.value.job.unit === 'patients'
  }
  await expect.poll(writesPatients, { timeout: 20_000 }).toBe(true)
  return jobId
}

test('while a training cabinet is being made, nothing else opens; given up, it alone is removed', async () => {
  await using world = await openWorld()
  const doctor = world.as('doctor')
  const patientId = await doctor.createPatient()
  await world.onlyStays('doctor')
  await doctor.must(cabinet.close, { withBackup: false })
  const seat = world.stranger()
  const jobId = await training(seat)
  const open = { cabinetId: world.cabinetId, userId: world.userId('doctor'), password: testPassword }
  expect(await doctor.call(cabinet.open, open)).toMatchObject({ problem: 'cabinet.busy' })
  expect(await doctor.call(cabinet.close, { withBackup: false })).toMatchObject({ problem: 'cabinet.busy' })
  await seat.call(jobs.steer, { jobId, to: 'cancel' })
  expect(await endOf(seat, jobId)).toMatchObject({ state: 'cancelled' })
  expect(await readdir(world.cabinetsFolder)).toEqual(['Cabinet du Tilleul.cabinet'])
  await doctor.must(cabinet.open, open)
  expect(await doctor.call(patients.open, { patientId })).toMatchObject({ ok: true })
})

test('a wrong password for another cabinet closes nothing', async () => {
  await using world = await openWorld()
  const admin = world.as('admin')
  await world.onlyStays('admin')
  await admin.must(cabinet.close, { withBackup: false })
  const seat = world.stranger()
  const reply = await seat.call(cabinet.create, {
    name: 'Second',
    administrator: { title: '', lastName: 'Roche', firstName: 'Inès', password: 'ardoise verger tambour 9' },
    practitioner: { title: 'Dr', lastName: 'Roche', firstName: 'Inès', rpps: null, password: testPassword },
  })
  if (!reply.ok) throw new Error(reply.problem)
  await seat.call(sessions.signOut, {})
  const wrong = { cabinetId: world.cabinetId, userId: world.userId('admin'), password: 'pas celui-ci' }
  expect(await admin.call(cabinet.open, wrong)).toMatchObject({ problem: 'cabinet.wrong-password' })
  expect(await seat.call(cabinet.describe, {})).toMatchObject({ ok: true, value: { open: { name: 'Second' } } })
})

test('nobody closes the cabinet under a colleague at work at another seat', async () => {
  await using world = await openWorld({ people: { anna: 'practitioner' } })
  await world.as('doctor').must(sessions.signOut, {})
  const refused = { ok: false, problem: 'cabinet.used-elsewhere', data: { names: ['Test ANNA', 'Mme Ada ADMIN'] } }
  const sorted = (reply: unknown) => {
    const { data } = reply as { readonly data: { readonly names: string[] } }
    return { ...(reply as object), data: { names: data.names.toSorted().toReversed() } }
  }
  expect(sorted(await world.stranger().call(cabinet.close, { withBackup: false }))).toEqual(refused)
  expect(await world.as('admin').call(cabinet.close, { withBackup: false })).toMatchObject({
    problem: 'cabinet.used-elsewhere',
    data: { names: ['Test ANNA'] },
  })
  await world.as('anna').must(sessions.lock, { reason: 'button' })
  expect(await world.as('admin').call(cabinet.close, { withBackup: false })).toMatchObject({ ok: true })
})

test('another password ends the sessions that the former one opened elsewhere', async () => {
  await using world = await openWorld({ people: { anna: 'practitioner' } })
  const second = world.stranger()
  const anna = world.as('anna')
  await second.call(sessions.unlock, { userId: anna.userId, password: testPassword })
  const changed = 'ardoise verger tambour 9'
  await anna.must(people.changeOwnPassword, { presentPassword: testPassword, newPassword: changed })
  expect(await second.call(patients.counts, {})).toMatchObject({ problem: 'unauthenticated' })
  expect(await anna.call(patients.counts, {})).toMatchObject({ ok: true })
  await world.as('admin').must(people.resetPassword, { userId: anna.userId, password: testPassword })
  expect(await anna.call(patients.counts, {})).toMatchObject({ problem: 'unauthenticated' })
})

test('a backup goes on when its page is loaded again, and its user finds it there', async () => {
  await using world = await openWorld({ people: { anna: 'practitioner' } })
  const anna = world.as('anna')
  const { jobId } = await anna.must(backups.start, {})
  anna.close()
  const again = world.stranger()
  expect(await again.call(jobs.get, { jobId })).toMatchObject({ problem: 'not-found' })
  await again.call(sessions.unlock, { userId: anna.userId, password: testPassword })
  expect(await world.as('admin').call(jobs.get, { jobId })).toMatchObject({ problem: 'not-found' })
  expect(await endOf(again, jobId)).toMatchObject({ state: 'done' })
})

test('a locked seat follows its work and stops it no more; one backup at a time, however many are asked', async () => {
  await using world = await openWorld()
  const admin = world.as('admin')
  const asked = await Promise.all(Array.from({ length: 4 }, () => admin.call(backups.start, {})))
  const started = asked.flatMap((reply) => (reply.ok ? [reply.value.jobId] : []))
  expect(started).toHaveLength(1)
  const [jobId = ''] = started
  expect(await admin.must(backups.settings, {})).toMatchObject({ underWay: jobId })
  await admin.must(sessions.lock, { reason: 'button' })
  expect(await admin.call(jobs.get, { jobId })).toMatchObject({ ok: true })
  expect(await admin.call(jobs.steer, { jobId, to: 'cancel' })).toMatchObject({ problem: 'job.not-pausable' })
  expect(await endOf(admin, jobId)).toMatchObject({ state: 'done' })
  const [file = ''] = await readdir(world.backupsFolder)
  expect((await stat(`${world.backupsFolder}/${file}`)).size).toBeGreaterThan(0)
})

test('sight narrowed while somebody listens is narrowed in what they hear', async () => {
  await using world = await openWorld({ people: { anna: 'practitioner' } })
  const admin = world.as('admin')
  await admin.must(contract.access.setEnabled, { enabled: true, expectedVersion: 0 })
  const patientId = await world.as('doctor').createPatient()
  const reply = await world.as('anna').call(sessions.watch, {})
  if (!reply.ok) throw new Error(reply.problem)
  const heard: string[] = []
  void (async () => {
    for await (const event of reply.value) heard.push(event.kind)
  })()
  const { people: known } = await admin.must(people.list, {})
  const anna = known.find((person) => person.userId === world.userId('anna'))
  if (anna === undefined) throw new Error('anna is one of the people')
  const { userId, version } = anna
  const fields = fieldsOf(anna)
  await admin.must(people.update, { userId, expectedVersion: version, fields: { ...fields, seesAllPatients: false } })
  const secret = await world.as('doctor').createPatient({ birthName: 'Secret' })
  expect(secret).not.toBe(patientId)
  await admin.must(people.setActive, { userId, expectedVersion: version + 1, active: false })
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(heard).not.toContain('patient')
})
