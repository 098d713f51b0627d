import { readdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import type { MemorySeat } from '#main/wire/index.ts'
import { endOf } from '#test/main/core/kernel/examples.ts'
import { openWorld, testPassword, type World } from '#test/world/open-world.ts'

const { backups, cabinet, patients } = contract
const copyName = 'Copie du Tilleul'

async function known(seat: MemorySeat) {
  const reply = await seat.call(cabinet.list, {})
  if (!reply.ok) throw new Error(reply.problem)
  return new Map(reply.value.cabinets.map((each) => [each.name, each]))
}

async function restore(seat: MemorySeat, world: World, mode: 'new' | 'replace', name: string, path: string) {
  const reply = await seat.call(backups.restore, { path, name, mode, expectedCabinetId: world.cabinetId })
  if (!reply.ok) throw new Error(reply.problem)
  const job = await endOf(seat, reply.value.jobId)
  if (job.result === null) throw new Error(`${job.state} ${job.problem?.problem}`)
  return job.result
}

/** A cabinet with one patient and its backup, closed, and its restored copy beside it. */
async function withCopy(world: World) {
  const doctor = world.as('doctor')
  await doctor.createPatient()
  await world.onlyStays('doctor')
  await doctor.must(cabinet.close, { withBackup: true })
  const [file = ''] = await readdir(world.backupsFolder)
  const path = join(world.backupsFolder, file)
  const { cabinetId = '' } = await restore(doctor, world, 'new', copyName, path)
  const open = (id: string) =>
    doctor.must(cabinet.open, { cabinetId: id, userId: world.userId('doctor'), password: testPassword })
  return { doctor, path, copyId: cabinetId, open }
}

test('a cabinet and its restored copy are two: each opens, and says which it is', async () => {
  await using world = await openWorld()
  const { doctor, copyId, open } = await withCopy(world)
  expect(copyId).not.toBe(world.cabinetId)
  expect((await open(copyId)).session).toMatchObject({ cabinetId: copyId, cabinetName: copyName })
  await doctor.createPatient({ birthName: 'Seulement' })
  expect(await doctor.must(cabinet.describe, {})).toMatchObject({ open: { cabinetId: copyId, name: copyName } })
  // A page that comes back asks for what it was told is open, and finds it.
  expect((await open(copyId)).session.cabinetName).toBe(copyName)
  await doctor.must(cabinet.close, { withBackup: false })
  expect((await open(world.cabinetId)).session.cabinetName).toBe('Cabinet du Tilleul')
  expect(await doctor.must(patients.counts, {})).toMatchObject({ visible: 1 })
})

test('the original replaced by its backup stays the original, and is the one replaced the next time', async () => {
  await using world = await openWorld()
  const { doctor, path, copyId } = await withCopy(world)
  const replaced = await restore(doctor, world, 'replace', 'Cabinet du Tilleul', path)
  expect(replaced).toMatchObject({ cabinetId: world.cabinetId, path: world.cabinetFolder })
  const ids = async () => [...(await known(doctor)).values()].map(({ cabinetId, name }) => [name, cabinetId]).toSorted()
  expect(await ids()).toEqual([
    ['Cabinet du Tilleul', world.cabinetId],
    [copyName, copyId],
  ])
  expect(await restore(doctor, world, 'replace', 'Cabinet du Tilleul', path)).toMatchObject({
    path: world.cabinetFolder,
  })
  expect(await ids()).toHaveLength(2)
})

test('a copy that backs itself up lets go of none of the original’s backups, nor passes for it', async () => {
  await using world = await openWorld()
  const { doctor, path, copyId, open } = await withCopy(world)
  const original = (await known(doctor)).get('Cabinet du Tilleul')?.latestBackupAt
  await open(copyId)
  const days = 24 * 3600_000
  // The day of the original's backup is over: a backup of the copy, later that day, would stand for it.
  world.clock.forward(1_000)
  await endOf(doctor, (await doctor.must(backups.start, {})).jobId)
  world.clock.forward(2 * days)
  await doctor.must(contract.sessions.touch, {})
  await endOf(doctor, (await doctor.must(backups.start, {})).jobId)
  expect((await readdir(world.backupsFolder)).map((file) => join(world.backupsFolder, file))).toContain(path)
  expect((await known(doctor)).get('Cabinet du Tilleul')?.latestBackupAt).toBe(original)
  expect((await known(doctor)).get(copyName)?.latestBackupAt).not.toBe(original)
})

test('a copy whose original was taken away becomes the cabinet', async () => {
  await using world = await openWorld()
  const { doctor, copyId } = await withCopy(world)
  expect((await known(doctor)).get(copyName)?.cabinetId).toBe(copyId)
  await rename(world.cabinetFolder, join(world.folder, 'ailleurs'))
  expect((await known(doctor)).get(copyName)?.cabinetId).toBe(world.cabinetId)
})

test('a backup that is made and verified is no failure because this computer cannot remember where', async () => {
  let full = false
  const kept = new Map<string, unknown>()
  const localState = {
    read: async (name: string) => kept.get(name) ?? null,
    write: async (name: string, value: unknown) => {
      if (full) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' })
      kept.set(name, value)
    },
  }
  await using world = await openWorld({ ports: { localState } })
  const admin = world.as('admin')
  full = true
  expect(await endOf(admin, (await admin.must(backups.start, {})).jobId)).toMatchObject({ state: 'done' })
  expect((await world.rowsOf('backup_run')).map(({ outcome }) => outcome)).toEqual(['verified'])
})
