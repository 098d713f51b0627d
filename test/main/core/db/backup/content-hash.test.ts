import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { expect, test } from 'vitest'
import { contentHash } from '#core/db/backup/index.ts'
import { openSqlcipher, type SqlcipherDatabase } from '#native/sqlcipher/database.ts'
import { temporaryFolder } from './cabinet-on-disk.ts'

test('the same rows have the same hash, however they were written', () => {
  const forwards = database()
  const backwards = database()
  fill(forwards, [1, 2, 3, 4])
  fill(backwards, [4, 3, 9, 2, 1])
  backwards.exec("delete from patient where id = 'p9'; vacuum")
  forwards.exec('create index patient_name on patient(name)')
  expect(contentHash(backwards)).toBe(contentHash(forwards))
})

test('one changed value, one row more, one other type or boundary change the hash', () => {
  const changes = [
    "update patient set name = 'Durand' where id = 'p1'",
    "update patient set born = null where id = 'p1'",
    "delete from patient where id = 'p2'",
    "insert into patient (id, name) values ('p0', '')",
    "update patient set name = '', note = 'nom 1' where id = 'p1'",
    'update patient set weight = 1.5000000000000002',
    "update patient set scan = x'00' where id = 'p3'",
    "update patient set number = 9007199254740993 where id = 'p3'",
    "insert into tag values ('x', 1)",
    'create table empty_one (id text primary key) strict',
  ]
  const seen = new Set<string>()
  for (const change of ['select 1', ...changes]) {
    const db = database()
    fill(db, [1, 2, 3])
    if (change !== 'select 1') db.exec(change)
    seen.add(contentHash(db))
  }
  expect(seen.size).toBe(changes.length + 1)
  const nearby = database()
  fill(nearby, [1, 2, 3])
  nearby.exec("update patient set number = 9007199254740992 where id = 'p3'")
  expect(seen.has(contentHash(nearby))).toBe(false)
})

test('indexes, their shadow tables and the tables left out do not count', () => {
  const db = database()
  fill(db, [1, 2])
  const before = contentHash(db, ['job'])
  db.exec(`create virtual table patient_search using fts5(tokens, content='', detail=none);
    insert into patient_search (rowid, tokens) values (1, 'durand');
    create table job (id text primary key) strict; insert into job values ('j');
    create view everybody as select * from patient; analyze`)
  expect(contentHash(db, ['job'])).toBe(before)
  expect(contentHash(db)).not.toBe(before)
})

test('100,000 rows are hashed in seconds', () => {
  const db = database()
  const insert = db.prepare('insert into patient (id, name, born, number, weight, note) values (?, ?, ?, ?, ?, ?)')
  db.transaction(() => {
    for (let number = 0; number < 100_000; number++) {
      insert.run(`p${number}`, `nom ${number}`, '1970-01-01', number, 70.5, 'x'.repeat(number % 200))
    }
  })()
  const started = performance.now()
  expect(contentHash(db)).toMatch(/^[0-9a-f]{64}$/)
  expect(performance.now() - started).toBeLessThan(10_000)
})

function database(): SqlcipherDatabase {
  const db = openSqlcipher(join(temporaryFolder('hash'), 'x.db'), { key: randomBytes(32), create: true })
  db.exec(`create table patient (id text primary key, name text not null, born text, number integer, weight real,
      scan blob, note text) strict;
    create table tag (name text not null, rank integer not null, primary key (rank, name)) strict, without rowid`)
  return db
}

function fill(db: SqlcipherDatabase, numbers: readonly number[]): void {
  const patient = db.prepare(
    'insert into patient (id, name, born, number, weight, scan, note) values (?, ?, ?, ?, ?, ?, ?)',
  )
  const tag = db.prepare('insert into tag values (?, ?)')
  for (const number of numbers) {
    patient.run(`p${number}`, `nom ${number}`, '1970-01-01', number, 1.5, Buffer.from([number, 0, 255]), null)
    if (number < 9) tag.run(`étiquette ${number}`, -number)
  }
}
