import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { inspectBackup, listSetAside, recoverRestores, removeSetAside, verifyBackup } from '#core/db/backup/index.ts'
import { backupSuffix } from '#core/db/backup/format.ts'
import type { CabinetFile } from '#core/db/cabinet-file.ts'
import { cabinetFoldersIn } from '#core/db/create-cabinet.ts'
import { type Death, killAtRandom, kills } from '#test/world/crash.ts'
import { addPatients, type Tables, unlock } from './account-cabinet.ts'
import { backUp, openNewCabinet, openWithPassword, temporaryFolder } from './cabinet-on-disk.ts'

const script = fileURLToPath(new URL('./crash-work.ts', import.meta.url))
const writeKills = kills(5, 80)
const backupKills = kills(5, 80)
const restoreKills = kills(5, 80)
/** Some two seconds a kill on a machine with nothing else to do. */
const timeout = 60_000 + 20_000 * writeKills

test(`killed ${writeKills} times while it writes, no acknowledged commit is lost`, { timeout }, async () => {
  const folder = temporaryFolder('crash')
  const file = await openNewCabinet(folder, { patients: 200 })
  await file.close()
  let acknowledged = 0
  for (let round = 0; round < writeKills; round++) {
    const victim = { script, args: ['write', file.folder], readyLine: 'ready', withinMs: 400 }
    const death = await killAtRandom(victim)
    acknowledged = Math.max(acknowledged, lastMoved(death))
    const opened = await openWithPassword(file.folder, file.manifest)
    const { moved, total } = await accounts(opened)
    expect(total).toBe(1_000)
    // One commit may be done and not yet told.
    expect(moved - acknowledged).toBeGreaterThanOrEqual(0)
    expect(moved - acknowledged).toBeLessThanOrEqual(1)
    expect(await opened.quickCheck()).toEqual([])
    await opened.close()
    acknowledged = moved
  }
  expect(acknowledged, 'it wrote something between two kills').toBeGreaterThan(0)
})

test(`killed ${backupKills} times while it backs up, it leaves sound backups only, and the cabinet opens`, {
  timeout,
}, async () => {
  const folder = temporaryFolder('crash')
  const target = join(folder, 'sauvegardes')
  const file = await openNewCabinet(folder, { patients: 3_000 })
  await file.close()
  mkdirSync(target)
  const told = new Set<string>()
  let cut = 0
  for (let round = 0; round < backupKills; round++) {
    const victim = { script, args: ['back-up', file.folder, target], readyLine: 'ready', withinMs: 900 }
    const death = await killAtRandom(victim)
    for (const line of death.acknowledged) if (line.startsWith('made ')) told.add(line.slice(5))
    const names = readdirSync(target)
    const backups = names.filter((name) => name.endsWith(backupSuffix))
    if (names.length > backups.length) cut++
    for (const name of told) expect(backups).toContain(name)
    for (const name of backups) {
      await expect(inspectBackup(join(target, name)), name).resolves.toMatchObject({
        description: { counts: { patients: 3_000 } },
      })
    }
    const opened = await openWithPassword(file.folder, file.manifest)
    const { moved, total } = await accounts(opened)
    expect(total).toBe(1_000)
    expect(moved).toBeGreaterThanOrEqual(lastMoved(death))
    // The next backup is made, and takes away what the killed one left.
    const next = await backUp(opened, target, { takenAt: `2026-11-23T08:00:00.000Z` })
    expect(readdirSync(target).filter((name) => !name.endsWith(backupSuffix))).toEqual([])
    if (round === 0) await verifyBackup(next.path, unlock)
    await opened.close()
    rmSync(target, { recursive: true })
    mkdirSync(target)
    told.clear()
  }
  expect(cut > 0 || backupKills < 20, 'some kills fell in the middle of a backup').toBe(true)
})

test(`killed ${restoreKills} times while it restores, the cabinet is the former one or the restored one, whole`, {
  timeout,
}, async () => {
  const folder = temporaryFolder('crash')
  const cabinets = join(folder, 'cabinets')
  const file = await openNewCabinet(cabinets, { patients: 3_000 })
  const { path } = await backUp(file, folder)
  await addPatients(file, 1)
  await file.close()
  let patients = 3_001
  const outcomes = new Set<string>()
  for (let round = 0; round < restoreKills; round++) {
    const victim = { script, args: ['restore', file.folder, path], readyLine: 'ready', withinMs: 1_100 }
    const death = await killAtRandom(victim)
    await recoverRestores(cabinets)
    expect(await cabinetFoldersIn(cabinets)).toEqual([file.folder])
    const asides = await listSetAside(cabinets)
    expect(readdirSync(cabinets).toSorted()).toEqual([
      basename(file.folder),
      ...asides.map((one) => basename(one.folder)),
    ])
    const opened = await openWithPassword(file.folder, file.manifest)
    const seen = await accounts(opened)
    expect(await opened.quickCheck()).toEqual([])
    if (asides.length > 0) {
      expect(seen.patients).toBe(3_000)
      outcomes.add('restored')
    } else {
      expect(seen.patients).toBe(patients)
      expect(death.acknowledged).toEqual([])
      outcomes.add('untouched')
    }
    await addPatients(opened, 1)
    patients = seen.patients + 1
    await opened.close()
    for (const aside of asides) await removeSetAside(aside.folder)
  }
  expect(outcomes.has('untouched') || restoreKills < 20).toBe(true)
})

function lastMoved(death: Death): number {
  const amounts = death.acknowledged.filter((line) => line.startsWith('moved ')).map((line) => Number(line.slice(6)))
  return Math.max(0, ...amounts)
}

async function accounts(file: CabinetFile<Tables>): Promise<{ moved: number; total: number; patients: number }> {
  const { rows } = await sql<{ left: number; right: number; patients: number }>`
    select (select amount from left_account) as left, (select amount from right_account) as right,
           (select count(*) from patient) as patients`.execute(file.reader)
  const row = rows[0]
  if (row === undefined) throw new Error('no account')
  return { moved: row.right, total: row.left + row.right, patients: row.patients }
}
