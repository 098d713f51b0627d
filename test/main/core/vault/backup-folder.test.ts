import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import { endOf } from '#test/main/core/kernel/examples.ts'
import { openWorld } from '#test/world/open-world.ts'

const { backups } = contract

test('backups go only to a folder that is there: a chosen one is never made, neither when chosen nor later', async () => {
  await using world = await openWorld()
  const admin = world.as('admin')
  const { settings, version } = await admin.must(backups.settings, {})
  const choose = (folder: string, expectedVersion = version) =>
    admin.call(backups.updateSettings, { settings: { ...settings, folder }, expectedVersion })

  const absent = join(world.folder, 'nulle', 'part')
  const plainFile = join(world.folder, 'fichier')
  await writeFile(plainFile, '')
  for (const folder of [absent, plainFile, join(plainFile, 'dessous'), `${world.folder}/x/../x`, 'relatif']) {
    expect(await choose(folder)).toMatchObject({ problem: 'backup.unreadable', data: { path: folder } })
  }
  expect(existsSync(join(world.folder, 'nulle'))).toBe(false)
  expect(existsSync('relatif')).toBe(false)
  expect((await admin.must(backups.settings, {})).settings.folder).toBe(settings.folder)

  const disk = join(world.folder, 'disque')
  await mkdir(disk)
  expect(await choose(disk)).toMatchObject({ ok: true })
  expect(await endOf(admin, (await admin.must(backups.start, {})).jobId)).toMatchObject({ state: 'done' })
  expect(await readdir(disk)).toHaveLength(1)

  // The disk is unplugged: no backup goes to the place where it was.
  await rm(disk, { recursive: true })
  expect(await admin.call(backups.start, {})).toMatchObject({ problem: 'backup.unreadable', data: { path: disk } })
  await world.onlyStays('admin')
  expect(await admin.call(contract.cabinet.close, { withBackup: true })).toMatchObject({ ok: true })
  expect(existsSync(disk)).toBe(false)
})

test('the usual folder is made when it is needed', async () => {
  await using world = await openWorld()
  await rm(world.backupsFolder, { recursive: true, force: true })
  const admin = world.as('admin')
  expect(await endOf(admin, (await admin.must(backups.start, {})).jobId)).toMatchObject({ state: 'done' })
  expect(await readdir(world.backupsFolder)).toHaveLength(1)
})
