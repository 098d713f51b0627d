import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { openCabinetFile, type OpeningOptions } from '#core/db/cabinet-file.ts'
import { argon2Floor } from '#core/db/key-wrapping.ts'
import { unlockWithKeyring, unlockWithPassword, unlockWithRecoveryKey } from '#core/db/keyslots.ts'
import { readManifest } from '#core/db/manifest.ts'
import { parseRecoveryKey } from '#core/db/recovery-key.ts'
import { openSqlcipher } from '#native/sqlcipher/database.ts'
import { lockFile } from '#native/sqlcipher/file-lock.ts'
import {
  addNotes,
  anna,
  annasPassword,
  bruno,
  closedCabinet,
  countNotes,
  makeCabinet,
  noteMigration,
  type NoteTables,
  openingSide,
  reopen,
} from './sample-cabinet.ts'
import { slowMigration } from './slow-migration.ts'
import { temporaryFolder } from './temporary-folder.ts'

const parent = temporaryFolder()
let made = 0
const freshParent = () => join(parent, String(++made))

describe('an open cabinet', () => {
  test('the reader sees commits at once, and cannot write', async () => {
    const { file } = await makeCabinet(freshParent())
    await addNotes(file.writer, 2)
    expect(await countNotes(file.reader)).toBe(2)
    await expect(file.reader.insertInto('note').values({ content: 'x' }).execute()).rejects.toThrow(
      /readonly|read-only/,
    )
    await file.close()
  })

  test('transactions on the writer wait for each other', async () => {
    const { file } = await makeCabinet(freshParent())
    const order: string[] = []
    const slowly = (name: string) =>
      file.writer.transaction().execute(async (transaction) => {
        order.push(`${name} begins`)
        await new Promise((resolve) => setTimeout(resolve, 20))
        await transaction.insertInto('note').values({ content: name }).execute()
        order.push(`${name} ends`)
      })
    await Promise.all([slowly('a'), slowly('b')])
    expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends'])
    await file.close()
  })

  test('commits do not wait for the disk by themselves, references are enforced', async () => {
    const { file } = await makeCabinet(freshParent())
    const { rows } = await sql<{ synchronous: number }>`pragma synchronous`.execute(file.writer)
    expect(rows, 'normal: the flush is asked apart').toEqual([{ synchronous: 1 }])
    expect((await sql`pragma foreign_keys`.execute(file.writer)).rows).toEqual([{ foreign_keys: 1 }])
    expect((await sql`pragma journal_mode`.execute(file.writer)).rows).toEqual([{ journal_mode: 'wal' }])
    await file.close()
  })

  test('closing waits for the transaction under way, ends with the log emptied, and is final', async () => {
    const { file } = await makeCabinet(freshParent())
    const writing = addNotes(file.writer, 500)
    const closing = file.close()
    await Promise.all([writing, closing, file.close()])
    expect(readdirSync(file.folder)).not.toContain('cabinet.db-wal')
    await expect(countNotes(file.reader)).rejects.toThrow('closed')
    expect(() => file.copyOfDataKey()).toThrow('closed')
    const again = await reopen(file.folder)
    expect(await countNotes(again.reader)).toBe(500)
    await again.close()
  })

  test('holds pages still while checkpoints are paused, and lets them go afterwards', async () => {
    const { file } = await makeCabinet(freshParent(), { notes: 100 })
    file.checkpoint()
    const pages = () => readFileSync(file.paths.database)
    const before = pages()
    const [resume, resumeInner] = [file.pauseCheckpoints(), file.pauseCheckpoints()]
    for (let i = 0; i < 10; i++) await addNotes(file.writer, 300)
    resumeInner()
    resumeInner()
    expect(file.checkpoint()).toBe(false)
    expect(pages().equals(before)).toBe(true)
    expect(statSync(file.paths.wal).size).toBeGreaterThan(1_000_000)
    resume()
    expect(file.checkpoint()).toBe(true)
    expect(statSync(file.paths.wal).size).toBe(0)
    expect(pages().length).toBeGreaterThan(before.length)
    await file.close()
  })

  test('another reader keeps its own view of the data', async () => {
    const { file } = await makeCabinet(freshParent(), { notes: 5 })
    const held = file.openReader()
    held.exec('begin')
    const count = held.prepare('select count(*) from note').pluck()
    expect(count.get()).toBe(5)
    await addNotes(file.writer, 5)
    expect(count.get()).toBe(5)
    held.exec('commit')
    expect(count.get()).toBe(10)
    held.close()
    await file.close()
  })

  test('is checked page by page without holding this thread', async () => {
    const { file } = await makeCabinet(freshParent(), { notes: 2_000 })
    let turns = 0
    const timer = setInterval(() => turns++, 1)
    expect(await file.quickCheck()).toEqual([])
    clearInterval(timer)
    expect(turns).toBeGreaterThan(3)
    await file.close()
  })

  test('is opened although somebody looks, for an instant, whether it is in use', async () => {
    const folder = await closedCabinet(freshParent(), 1)
    const looked = lockFile(join(folder, 'cabinet.lock'))
    setTimeout(() => looked?.release(), 60)
    const file = await reopen(folder)
    expect(await countNotes(file.reader)).toBe(1)
    await file.close()
  })

  test('puts the copies of its manifest in agreement when it opens', async () => {
    const { file } = await makeCabinet(freshParent())
    await file.keys.setPassword(bruno, { password: 'pile-agrafe-correct', argon2: argon2Floor })
    const withBruno = readFileSync(join(file.folder, 'manifest.copy.json'))
    await file.keys.removeUser(bruno.userId)
    await file.close()
    // As a kill between the two renames leaves them.
    writeFileSync(join(file.folder, 'manifest.copy.json'), withBruno)
    const again = await reopen(file.folder)
    await again.close()
    const copies = ['manifest.json', 'manifest.copy.json'].map((name) => readFileSync(join(file.folder, name), 'utf8'))
    expect(copies[0]).toBe(copies[1])
    expect(copies[0]).not.toContain(bruno.userId)
  })

  test('opens after a program put an older manifest back beside a rekeyed database', async () => {
    for (const putBack of ['manifest.json', 'manifest.copy.json']) {
      const { file } = await makeCabinet(freshParent(), { notes: 3 })
      await file.keys.setPassword(bruno, { password: 'pile-agrafe-correct', argon2: argon2Floor })
      const older = readFileSync(join(file.folder, putBack))
      await file.rekey()
      await file.close()
      writeFileSync(join(file.folder, putBack), older)
      const again = await reopen(file.folder)
      expect(await countNotes(again.reader), putBack).toBe(3)
      await again.close()
      // And the whole former folder, whose copies have no number in common with the present database.
      const former = join(freshParent(), 'Cabinet des Lilas.cabinet')
      cpSync(file.folder, former, { recursive: true })
      const forged = { ...JSON.parse(older.toString()), revision: 99 }
      writeFileSync(join(former, putBack), JSON.stringify(forged))
      const settled = await reopen(former)
      expect(await countNotes(settled.reader), putBack).toBe(3)
      expect(settled.manifest.dataKeys.map((data) => data.generation)).toEqual([2])
      await settled.close()
    }
  })

  test('a key that was erased is never written into a slot', async () => {
    const { file } = await makeCabinet(freshParent())
    const before = readFileSync(file.paths.manifest)
    const setting = file.keys.setPassword(anna, { password: 'une-autre-phrase', argon2: argon2Floor })
    const closed = file.close()
    await expect(setting).rejects.toThrow(/erased|closed/)
    await closed
    await expect(file.rename('Trop tard')).rejects.toThrow('closed')
    expect(readFileSync(file.paths.manifest)).toEqual(before)
    const again = await reopen(file.folder)
    await again.close()
  })

  test('takes another name without moving', async () => {
    const { file } = await makeCabinet(freshParent())
    await file.rename('Cabinet du Parc')
    await file.close()
    expect((await readManifest(file.folder)).name).toBe('Cabinet du Parc')
  })
})

describe('key slots of an open cabinet', () => {
  const opens = async (folder: string, userId: string, password: string) =>
    (await unlockWithPassword(await readManifest(folder), userId, password)) !== null

  test('are added, changed and removed without touching the database', async () => {
    const { file } = await makeCabinet(freshParent(), { notes: 50 })
    file.checkpoint()
    const pages = readFileSync(file.paths.database)
    await file.keys.setPassword(bruno, { password: 'pile-agrafe-correct', argon2: argon2Floor })
    expect(await opens(file.folder, bruno.userId, 'pile-agrafe-correct')).toBe(true)
    expect(await file.keys.verifyPassword(bruno.userId, 'pile-agrafe-correct')).toBe(true)
    expect(await file.keys.verifyPassword(anna.userId, 'pile-agrafe-correct')).toBe(false)
    await file.keys.setPassword(bruno, { password: 'autre-chose-encore', argon2: argon2Floor })
    expect(await opens(file.folder, bruno.userId, 'pile-agrafe-correct')).toBe(false)
    expect(file.keys.list().filter((slot) => slot.kind === 'password')).toHaveLength(2)
    expect(await file.keys.describeUser({ ...bruno, label: 'Bruno Petit-Roche', role: 'read-only' })).toBe(true)
    expect(await opens(file.folder, bruno.userId, 'autre-chose-encore')).toBe(true)
    expect(file.keys.list()).toContainEqual(expect.objectContaining({ label: 'Bruno Petit-Roche', role: 'read-only' }))
    await file.keys.removeUser(bruno.userId)
    expect(await opens(file.folder, bruno.userId, 'autre-chose-encore')).toBe(false)
    expect(await file.keys.describeUser(bruno)).toBe(false)
    expect(readFileSync(file.paths.database).equals(pages)).toBe(true)
    await file.close()
  })

  test('a new recovery key replaces the former; both passwords and it open the same cabinet', async () => {
    const { file, recoveryGroups } = await makeCabinet(freshParent())
    const keyOf = (groups: readonly string[]) => {
      const parsed = parseRecoveryKey(groups.join('-'))
      if (!parsed.ok) throw new Error('not readable')
      return parsed.key
    }
    expect(unlockWithRecoveryKey(file.manifest, keyOf(recoveryGroups))).not.toBeNull()
    const printed = await file.keys.replaceRecoveryKey()
    await file.close()
    const manifest = await readManifest(file.folder)
    expect(unlockWithRecoveryKey(manifest, keyOf(recoveryGroups))).toBeNull()
    const key = unlockWithRecoveryKey(manifest, keyOf(printed.groups))
    if (key === null) throw new Error('the new recovery key does not open')
    const again = await openCabinetFile<NoteTables>(file.folder, key, openingSide)
    expect(await again.keys.verifyPassword(anna.userId, annasPassword)).toBe(true)
    await again.close()
  })

  test('this computer’s keyring is one slot per computer, and never the last one', async () => {
    const { file } = await makeCabinet(freshParent())
    const first = await file.keys.addKeyring('accueil')
    const second = await file.keys.addKeyring('accueil')
    expect(unlockWithKeyring(file.manifest, first.secret)).toBeNull()
    expect(unlockWithKeyring(file.manifest, second.secret)).not.toBeNull()
    for (const slot of file.keys.list().filter((one) => one.kind === 'recovery'))
      await file.keys.removeSlot(slot.slotId)
    await expect(file.keys.removeUser(anna.userId)).rejects.toMatchObject({ code: 'key.last-slot' })
    expect(await file.keys.verifyPassword(anna.userId, annasPassword)).toBe(true)
    expect(await file.keys.removeSlot(second.slotId)).toBe(true)
    expect(await file.keys.removeSlot(second.slotId)).toBe(false)
    await file.close()
  })
})

describe('migrating at opening', () => {
  const options = (beforeMigrating: OpeningOptions<NoteTables>['beforeMigrating']) => ({
    ...openingSide,
    program: 'Cabinet Ouvert 0.2.0',
    migrations: [noteMigration, slowMigration],
    beforeMigrating,
  })

  test('first calls for a backup, with the cabinet open and not yet migrated; then says what it reached', async () => {
    const folder = await closedCabinet(freshParent(), 2)
    const seen: unknown[] = []
    const file = await reopen(
      folder,
      options(async ({ file: pending, from, to }) => {
        seen.push({ from, to, notes: await countNotes(pending.reader) })
        seen.push((await sql`select name from sqlite_schema where name like 'part%'`.execute(pending.reader)).rows)
      }),
    )
    expect(seen).toEqual([{ from: 10, to: 20, notes: 2 }, []])
    await file.close()
    expect(await readManifest(folder)).toMatchObject({ schemaVersion: 20, writtenBy: 'Cabinet Ouvert 0.2.0' })
    const again = await reopen(
      folder,
      options(async () => expect.unreachable()),
    )
    await again.close()
  })

  test('does nothing when the backup fails, and the cabinet still opens with the former program', async () => {
    const folder = await closedCabinet(freshParent(), 2)
    const failing = reopen(
      folder,
      options(() => Promise.reject(new Error('no room for the backup'))),
    )
    await expect(failing).rejects.toThrow('no room for the backup')
    const file = await reopen(folder)
    expect(await countNotes(file.reader)).toBe(2)
    await file.close()
  })

  test('a database opened by hand with its key is an ordinary one', async () => {
    const { file } = await makeCabinet(freshParent(), { notes: 4 })
    const key = file.copyOfDataKey()
    await file.close()
    const database = openSqlcipher(file.paths.database, { key, readonly: true })
    expect(database.prepare('select count(*) from note').pluck().get()).toBe(4)
    database.close()
  })
})
