import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type CabinetFile, isInUse, openCabinetFile } from '#core/db/cabinet-file.ts'
import { createCabinetFile } from '#core/db/create-cabinet.ts'
import { argon2Floor } from '#core/db/key-wrapping.ts'
import { CabinetKey, unlockWithPassword } from '#core/db/keyslots.ts'
import { readManifest, writeManifest } from '#core/db/manifest.ts'
import { asRefusal } from '#core/db/refusal.ts'
import { openElsewhere } from './other-process.ts'
import {
  addNotes,
  anna,
  annasKey,
  annasPassword,
  closedCabinet,
  countNotes,
  makeCabinet,
  noteMigration,
  type NoteTables,
  openingSide,
  programSide,
  reopen,
} from './sample-cabinet.ts'
import { slowMigration } from './slow-migration.ts'
import { smallVolume, temporaryFolder, whyNoVolume } from './temporary-folder.ts'

const parent = temporaryFolder()
let made = 0
const freshParent = () => join(parent, String(++made))

describe('nothing is readable without the key', () => {
  const names = ['Durand-Lefèvre', 'Marie Durand', 'create table', 'SQLite format']

  test('database, log, its index and manifest hold no name in clear', async () => {
    const { file } = await makeCabinet(freshParent(), { notes: 3_000 })
    const resume = file.pauseCheckpoints()
    await addNotes(file.writer, 200)
    const present = readdirSync(file.folder)
    expect(present).toContain('cabinet.db-wal')
    expect(present).toContain('cabinet.db-shm')
    for (const name of present) {
      if (name === 'cabinet.lock') continue
      const bytes = name.endsWith('-shm')
        ? execFileSync('cat', [join(file.folder, name)])
        : readFileSync(join(file.folder, name))
      for (const clear of names) expect(bytes.includes(clear), `${clear} in ${name}`).toBe(false)
    }
    resume()
    await file.close()
  })

  test('a wrong password opens nothing and changes nothing', async () => {
    const folder = await closedCabinet(freshParent(), 1)
    const before = readdirSync(folder).map((name) => readFileSync(join(folder, name)))
    expect(await unlockWithPassword(await readManifest(folder), anna.userId, 'mauvais')).toBeNull()
    expect(readdirSync(folder).map((name) => readFileSync(join(folder, name)))).toEqual(before)
  })
})

describe('opening is refused', () => {
  const refused = async (folder: string, key: CabinetKey, code: string, data: object = {}) => {
    const before = readdirSync(folder).filter((name) => name !== 'cabinet.lock')
    await expect(openCabinetFile(folder, key, openingSide)).rejects.toMatchObject({ code, data })
    expect(readdirSync(folder).filter((name) => name !== 'cabinet.lock')).toEqual(before)
    expect(await isInUse(folder)).toBe(code === 'cabinet.in-use')
  }

  test('where there is no cabinet', async () => {
    const key = CabinetKey.random('018f0000-0000-7000-8000-000000000009')
    const nowhere = join(parent, 'nowhere.cabinet')
    await expect(openCabinetFile(nowhere, key, openingSide)).rejects.toMatchObject({ code: 'cabinet.missing' })
    expect(await isInUse(nowhere)).toBe(false)
  })

  test('twice in one process, and by a second process, until the first is killed', async () => {
    const folder = await closedCabinet(freshParent())
    const key = await annasKey(folder)
    const mine = await openCabinetFile(folder, key, openingSide)
    await refused(folder, await annasKey(folder), 'cabinet.in-use', { folder })
    const second = openElsewhere(folder)
    expect(await second.answer).toBe('refused cabinet.in-use')
    await mine.close()
    const third = openElsewhere(folder)
    expect(await third.answer).toBe('ready')
    await refused(folder, await annasKey(folder), 'cabinet.in-use', { folder })
    await third.kill()
    const again = await reopen(folder)
    await again.close()
  })

  test('by a format or a schema of the future, which is left as it is', async () => {
    const folder = await closedCabinet(freshParent(), 1)
    const key = await annasKey(folder)
    const manifest = await readManifest(folder)
    await writeManifest(folder, { ...manifest, schemaVersion: 990, writtenBy: 'Cabinet Ouvert 9.0.0' })
    await refused(folder, key, 'cabinet.newer', { writtenBy: 'Cabinet Ouvert 9.0.0' })
    writeFileSync(
      join(folder, 'manifest.json'),
      JSON.stringify({ ...manifest, formatVersion: 3, writtenBy: 'Cabinet Ouvert 10.0' }),
    )
    await refused(folder, key, 'cabinet.newer', { writtenBy: 'Cabinet Ouvert 10.0' })
    await writeManifest(folder, manifest)
    const later = { ...slowMigration, up: async () => undefined }
    const upgraded = await openCabinetFile(folder, key, {
      ...openingSide,
      program: 'Cabinet Ouvert 2.0.0',
      migrations: [noteMigration, later],
      beforeMigrating: async () => undefined,
    })
    await upgraded.close()
    await writeManifest(folder, manifest)
    await refused(folder, await annasKey(folder), 'cabinet.newer', { writtenBy: 'Cabinet Ouvert 2.0.0' })
  })

  test.each<[string, (database: string) => void]>([
    ['empty', (database) => writeFileSync(database, '')],
    ['gone', (database) => rmSync(database)],
    ['truncated', (database) => truncateSync(database, 4096 * 3)],
    ['cut inside a page', (database) => truncateSync(database, 5_000)],
    ['a text', (database) => writeFileSync(database, 'Ceci n’est pas une base.\n'.repeat(400))],
    ['of another cabinet', (database) => writeFileSync(database, randomBytes(40_960))],
  ])('when the database is %s: damaged, and not replaced by an empty one', async (_, harm) => {
    const folder = await closedCabinet(freshParent(), 50)
    const key = await annasKey(folder)
    harm(join(folder, 'cabinet.db'))
    await refused(folder, key, 'cabinet.damaged')
  })

  test('a damaged page met later is damage too, in a query and in the check', async () => {
    const folder = await closedCabinet(freshParent(), 300)
    const database = join(folder, 'cabinet.db')
    const bytes = readFileSync(database)
    for (let at = 4096 * 12; at < bytes.length; at += 4096) bytes[at + 100] = (bytes[at + 100] ?? 0) ^ 1
    writeFileSync(database, bytes)
    const file = await reopen(folder)
    const query = file.reader.selectFrom('note').selectAll().execute()
    const refusal = await query.then(
      () => null,
      (error: unknown) => asRefusal(error, folder),
    )
    expect(refusal).toMatchObject({ code: 'cabinet.damaged' })
    expect((await file.quickCheck()).length).toBeGreaterThan(0)
    await file.close()
  })

  test('a drive that was unplugged is not a damaged cabinet', async () => {
    const folder = await closedCabinet(freshParent(), 5)
    const key = await annasKey(folder)
    const lost = Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_READ' })
    expect(asRefusal(lost, folder)).toMatchObject({ code: 'cabinet.damaged' })
    rmSync(folder, { recursive: true })
    expect(asRefusal(lost, folder)).toMatchObject({ code: 'cabinet.missing', data: { folder } })
    await expect(openCabinetFile(folder, key, openingSide)).rejects.toMatchObject({ code: 'cabinet.missing' })
  })

  const noVolume = whyNoVolume()
  test.skipIf(noVolume !== null)(`on a read-only volume (${noVolume ?? 'mounted for this test'})`, async () => {
    using volume = smallVolume(4)
    const source = await closedCabinet(freshParent(), 1)
    const folder = join(volume.folder, 'Lilas.cabinet')
    cpSync(source, folder, { recursive: true })
    const key = await annasKey(folder)
    volume.readOnly()
    await refused(folder, key, 'cabinet.read-only', { folder })
    await expect(makeCabinet(volume.folder)).rejects.toMatchObject({ code: 'cabinet.read-only' })
  })

  test.skipIf(noVolume !== null)(
    `a full disk is named, and leaves no half-made cabinet (${noVolume ?? 'a volume of 1 MiB'})`,
    async () => {
      using volume = smallVolume(1)
      writeFileSync(join(volume.folder, 'filler'), Buffer.alloc(700_000))
      await expect(fillWithCabinets(volume.folder)).rejects.toMatchObject({ code: 'cabinet.disk-full' })
    },
  )

  test.skipIf(noVolume !== null)(
    `a commit that does not fit is refused whole (${noVolume ?? 'a volume of 3 MiB'})`,
    async () => {
      using volume = smallVolume(3)
      const { file } = await makeCabinet(volume.folder, { notes: 100 })
      const refusal = await addNotes(file.writer, 6_000).then(
        () => null,
        (error: unknown) => asRefusal(error, file.folder),
      )
      expect(refusal).toMatchObject({ code: 'cabinet.disk-full', data: { folder: file.folder } })
      expect(await countNotes(file.reader)).toBe(100)
      await file.close()
      const again: CabinetFile<NoteTables> = await reopen(file.folder)
      expect(await countNotes(again.reader)).toBe(100)
      expect(await again.quickCheck()).toEqual([])
      await again.close()
    },
  )
})

/** Makes cabinets until one does not fit; each is complete or absent. */
async function fillWithCabinets(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  for (let number = 1; number < 200; number++) {
    const before = readdirSync(folder)
    try {
      const { file } = await createCabinetFile<NoteTables>(
        {
          parent: folder,
          name: `Cabinet ${number}`,
          cabinetId: programSide.newId(),
          profile: 'training',
          user: anna,
          secret: { password: annasPassword, argon2: argon2Floor },
        },
        programSide,
      )
      await file.close()
    } catch (error) {
      expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([])
      expect(readdirSync(folder).length - before.length, 'complete, or absent').toBeLessThanOrEqual(1)
      throw error
    }
  }
}
