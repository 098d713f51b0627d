import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { queriesOn, ReadingConnection, WritingConnection } from '#core/db/connection.ts'
import { checkpointCompletely, openCachedReader, openWriter } from '#core/db/open-connections.ts'
import { openSqlcipher } from '#native/sqlcipher/database.ts'

interface Tables {
  patient: { name: string }
  audit_entry: { at: string }
}

let folder: string
let reading: ReadingConnection
let writing: WritingConnection
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cabinet-connection-'))
  const key = randomBytes(32)
  const path = join(folder, 'cabinet.db')
  openSqlcipher(path, { key, create: true }).close()
  const writer = openWriter(path, key)
  writer.exec('create table patient (name text); create table audit_entry (at text)')
  reading = new ReadingConnection(openCachedReader(path, key))
  writing = new WritingConnection(writer, reading)
})
afterEach(() => {
  reading.close()
  writing.close()
  rmSync(folder, { recursive: true, force: true })
})

const names = () => queriesOn<Tables>(reading).selectFrom('patient').select('name').execute()
const lines = () => queriesOn<Tables>(reading).selectFrom('audit_entry').select('at').execute()
const addLine = () =>
  queriesOn<Tables>(writing)
    .transaction()
    .execute((db) => db.insertInto('audit_entry').values({ at: 'now' }).execute())

test('a commit is seen by the next reading, in a transaction or alone', async () => {
  expect(await names()).toEqual([])
  const writer = queriesOn<Tables>(writing)
  await writer.transaction().execute(async (db) => {
    await db.insertInto('patient').values({ name: 'LACAZE' }).execute()
    expect(await names()).toEqual([])
  })
  expect(await names()).toEqual([{ name: 'LACAZE' }])
  await writer.insertInto('patient').values({ name: 'BERTIN' }).execute()
  expect(await names()).toHaveLength(2)
})

test('lines of the journal leave the reader on its state, with its pages decrypted; reading the journal does not miss one', async () => {
  await names()
  for (let line = 1; line <= 10; line += 1) {
    await addLine()
    await names()
  }
  expect(reading.current.prepare('select count(*) from audit_entry').pluck().get()).toBe(0)
  expect(await lines()).toHaveLength(10)
})

test('after many lines the reader looks again, so that the log can end', async () => {
  await names()
  for (let line = 0; line < 64; line += 1) await addLine()
  expect(reading.current.inTransaction).toBe(false)
})

test('a reader asked to look again, or not to stay, holds back no checkpoint', async () => {
  await addLine()
  await names()
  await addLine()
  expect(checkpointCompletely(writing.current)).toBe(false)
  reading.lookAgain()
  expect(checkpointCompletely(writing.current)).toBe(true)
  reading.stay(false)
  await names()
  await addLine()
  expect(checkpointCompletely(writing.current)).toBe(true)
})
