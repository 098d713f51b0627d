import { copyFile, mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import { connectInMemory } from '#main/wire/index.ts'
import { openWorld, testPassword } from '#test/world/open-world.ts'

const { backups, cabinet, sessions } = contract

test('a browser where nobody may choose folders names only those known here; the program’s own window names any', async () => {
  await using world = await openWorld()
  const admin = world.as('admin')
  await world.onlyStays('admin')
  await admin.must(cabinet.close, { withBackup: true })
  const [file = ''] = await readdir(world.backupsFolder)
  const elsewhere = join(world.folder, 'clé')
  await mkdir(elsewhere)
  await copyFile(join(world.backupsFolder, file), join(elsewhere, file))
  const browser = connectInMemory(world.core, { kind: 'browser', name: 'navigateur' })
  const window = connectInMemory(world.core, { kind: 'electron', name: 'fenêtre' })
  const elsewhereWindow = connectInMemory(world.core, { kind: 'electron', name: 'étage', certificate: 'a1'.repeat(32) })
  const restore = { name: 'Copie', mode: 'new', expectedCabinetId: world.cabinetId } as const
  const probes = (folder: string) => [
    () => browser.call(cabinet.addFolder, { folder }),
    () => elsewhereWindow.call(backups.inspect, { path: join(folder, file) }),
    () => browser.call(backups.list, { folder }),
    () => browser.call(backups.inspect, { path: join(folder, file) }),
    () => browser.call(backups.restore, { path: join(folder, file), ...restore }),
    () =>
      browser.call(cabinet.create, {
        name: 'Ailleurs',
        folder,
        administrator: { title: '', lastName: 'Roche', firstName: 'Inès', password: 'ardoise verger tambour 9' },
        practitioner: { title: 'Dr', lastName: 'Roche', firstName: 'Inès', rpps: null, password: testPassword },
      }),
  ]
  for (const folder of [
    elsewhere,
    join(world.backupsFolder, '..', 'clé'),
    '/proc/self',
    `${world.backupsFolder}-bis`,
    '.',
  ]) {
    for (const probe of probes(folder)) expect(await probe()).toMatchObject({ problem: 'folder.out-of-reach' })
  }
  expect(await browser.call(backups.inspect, { path: join(world.backupsFolder, file) })).toMatchObject({ ok: true })
  expect(await browser.call(backups.list, { folder: world.backupsFolder })).toMatchObject({ ok: true })
  expect(await window.call(backups.inspect, { path: join(elsewhere, file) })).toMatchObject({ ok: true })

  const open = { cabinetId: world.cabinetId, userId: world.userId('admin'), password: testPassword }
  await browser.call(cabinet.open, open)
  expect(await browser.call(backups.inspect, { path: join(elsewhere, file) })).toMatchObject({ ok: true })
  await browser.call(sessions.lock, { reason: 'button' })
  expect(await browser.call(backups.inspect, { path: join(elsewhere, file) })).toMatchObject({
    problem: 'folder.out-of-reach',
  })
})

test('a computer of the network opens what the host has, and makes, restores or looks for nothing there', async () => {
  await using world = await openWorld()
  const admin = world.as('admin')
  await world.onlyStays('admin')
  await admin.must(cabinet.close, { withBackup: true })
  const [file = ''] = await readdir(world.backupsFolder)
  const path = join(world.backupsFolder, file)
  const browser = { kind: 'browser', name: 'étage' } as const
  const elsewhere = connectInMemory(world.core, { ...browser, certificate: 'a1'.repeat(32) })
  const account = { title: '', lastName: 'Roche', firstName: 'Inès', password: 'ardoise verger tambour 9' } as const
  const replies = [
    elsewhere.call(cabinet.addFolder, { folder: world.cabinetsFolder }),
    elsewhere.call(cabinet.prepareTraining, { patients: 1 }),
    elsewhere.call(cabinet.create, {
      name: 'Ailleurs',
      administrator: account,
      practitioner: { ...account, rpps: null, password: testPassword },
    }),
    elsewhere.call(backups.restore, { path, name: 'Copie', mode: 'new', expectedCabinetId: world.cabinetId }),
  ]
  for (const reply of await Promise.all(replies)) expect(reply).toMatchObject({ problem: 'network.host-only' })
  expect(await elsewhere.call(cabinet.describe, {})).toMatchObject({ value: { atHost: false } })
  expect(await connectInMemory(world.core, browser).call(cabinet.describe, {})).toMatchObject({
    value: { atHost: true },
  })
  const open = { cabinetId: world.cabinetId, userId: world.userId('admin'), password: testPassword }
  expect(await elsewhere.call(cabinet.open, open)).toMatchObject({ ok: true })
})
