import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import { endOf } from '#test/main/core/kernel/example-subjects.ts'
import { killAtRandom, kills } from '#test/world/crash.ts'
import { readBack } from '#test/world/documents.ts'
import { fillRecord, knownTables } from '#test/world/filled-record.ts'
import { openWorld, signedIn, type World, type WorldSeat } from '#test/world/open-world.ts'

const { lifecycle, portability } = contract
const rounds = kills(1, 30)
const records = 5

/** A cabinet of some records that hold something in every table, with large contents so that a kill falls inside one. */
async function filledWorld(): Promise<World> {
  const world = await openWorld()
  const known = await knownTables()
  const userId = world.userId('doctor')
  for (let number = 0; number < records; number += 1) {
    const patientId = await world.as('doctor').createPatient()
    await world.onTheDisk((database) =>
      fillRecord({ ...known, database, patientId, userId, seed: `${number} ${patientId}`, contentBytes: 600_000 }),
    )
    await world.as('doctor').must(lifecycle.unblock, { patientId })
  }
  return world
}

const digestOf = async (seat: WorldSeat) => (await seat.must(portability.digest, { fileNumber: null })).sha256

async function importInto(seat: WorldSeat, path: string) {
  const { jobId } = await seat.must(portability.import, { path })
  expect(await endOf(seat, jobId)).toMatchObject({ state: 'done', problem: null })
  return (await seat.must(portability.importReport, { jobId })).report
}

/** Pieces of contents that no content names: what an export or an import cut short left. */
const stray = (world: World) =>
  world.onTheDisk(
    (database) =>
      database
        .prepare('select count(*) as pieces from blob_piece where content_id not in (select content_id from blob)')
        .all() as { pieces: number }[],
  )

test(`exporting: killed ${rounds} times, an archive is whole or is not there, and the next export works`, async () => {
  await using world = await filledWorld()
  await using empty = await openWorld()
  const userId = world.userId('doctor')
  const [patientId = ''] = (await world.rowsOf('patient')).map((row) => row.patient_id)
  const before = await digestOf(world.as('doctor'))
  await world.core.dispose()
  const script = fileURLToPath(new URL('./exporting.ts', import.meta.url))
  for (let round = 0; round < rounds; round += 1) {
    const files = join(world.folder, `exports-${round}`)
    await mkdir(files)
    const args = [world.folder, world.cabinetId, userId, patientId, files]
    const { acknowledged } = await killAtRandom({ script, args, readyLine: 'ready', withinMs: 900 })
    const core = world.anotherCore()
    const seat = await signedIn(core, world.cabinetId, { userId }, 'qui revient')
    expect(await digestOf(seat)).toBe(before)

    // In the record: every one that was answered, each whole; none that is not.
    const kept = (await world.rowsOf('document')).filter(({ source }) => source === 'export')
    const ids = kept.map(({ document_id }) => document_id)
    const told = acknowledged.flatMap((line) => (line.startsWith('kept ') ? [line.slice(5)] : []))
    expect(ids).toEqual(expect.arrayContaining(told))
    for (const documentId of ids) expect(isWholeZip(await readBack(seat, documentId))).toBe(true)

    // On the disk: a name is there once its archive is whole.
    const named = (await readdir(files)).filter((name) => /^\d+\.zip$/.test(name))
    const saved = acknowledged.flatMap((line) => (line.startsWith('saved ') ? [line.slice(6)] : []))
    expect(named.map((name) => join(files, name))).toEqual(expect.arrayContaining(saved))
    for (const name of named) {
      const report = await importInto(empty.as('doctor'), join(files, name))
      expect(report.imported + report.skipped).toBe(records)
    }

    const { jobId } = await seat.must(portability.exportPatient, { patientId })
    expect(await endOf(seat, jobId)).toMatchObject({ state: 'done', problem: null })
    expect(await stray(world)).toEqual([{ pieces: 0 }])
    await core.dispose()
  }
}, 120_000)

test(`importing: killed ${rounds} times, each record is whole or absent, and importing again brings the rest`, async () => {
  await using world = await filledWorld()
  const path = join(world.folder, 'tout.zip')
  const { jobId } = await world.as('doctor').must(portability.exportToFile, { path, fileNumber: null })
  expect(await endOf(world.as('doctor'), jobId)).toMatchObject({ state: 'done', problem: null })
  const whole = await digestOf(world.as('doctor'))
  const each = new Map<string, string>()
  for (const row of await world.rowsOf('patient')) {
    const asked = { fileNumber: row.file_number }
    each.set(row.patient_id, (await world.as('doctor').must(portability.digest, asked)).sha256)
  }
  const script = fileURLToPath(new URL('./importing.ts', import.meta.url))
  for (let round = 0; round < rounds; round += 1) {
    await using into = await openWorld()
    const userId = into.userId('doctor')
    await into.core.dispose()
    const args = [into.folder, into.cabinetId, userId, path]
    const { acknowledged } = await killAtRandom({ script, args, readyLine: 'ready', withinMs: 900 })
    const core = into.anotherCore()
    const seat = await signedIn(core, into.cabinetId, { userId }, 'qui revient')
    const present = await into.rowsOf('patient')
    for (const row of present) {
      const asked = { fileNumber: row.file_number }
      expect((await seat.must(portability.digest, asked)).sha256).toBe(each.get(row.patient_id))
    }
    if (acknowledged.includes('done')) expect(present).toHaveLength(records)
    const report = await importInto(seat, path)
    expect([report.imported, report.skipped]).toEqual([records - present.length, present.length])
    expect(await digestOf(seat)).toBe(whole)
    expect(await stray(into)).toEqual([{ pieces: 0 }])
    await core.dispose()
  }
}, 120_000)

/** Whether bytes end as a ZIP does, with the place of its directory inside: one cut anywhere does not. */
function isWholeZip(bytes: Uint8Array): boolean {
  const file = Buffer.from(bytes)
  const end = file.length - 22
  if (file.readUInt32LE(0) !== 0x04034b50 || file.readUInt32LE(end) !== 0x06054b50) return false
  return file.readUInt32LE(end + 16) + file.readUInt32LE(end + 12) === end
}
