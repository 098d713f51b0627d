import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type Sqlite from 'better-sqlite3-multiple-ciphers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import type { JournalFault, JournalVerdict } from '#app/features/journal/model.ts'
import { journalSealFile } from '#core/db/journal-seal.ts'
import { unlockWithPassword, unwrapDataKey } from '#core/db/keyslots.ts'
import { databaseFile, readManifest } from '#core/db/manifest.ts'
import { contentDigestOf, headerDigestOf } from '#core/kernel/audit.ts'
import type { AuditEntryTable } from '#core/kernel/tables.ts'
import { systemClock } from '#main/adapters/computer/clock.ts'
import { composeCore } from '#main/compose/index.ts'
import { connectInMemory } from '#main/wire/index.ts'
import { openSqlcipher } from '#native/sqlcipher/database.ts'
import { endOf } from '#test/main/core/kernel/examples.ts'
import { openWorld, testPassword, testPasswordCost, type World } from '#test/world/open-world.ts'

const script = join(import.meta.dirname, '..', '..', '..', '..', '..', 'main', 'launch', 'cabinet.ts')

let world: World
let home: string
/** The cabinet as it was when its backup was taken, and as it was closed at the end. */
const kept = { older: '', closed: '' }
let adminId: string
let dataKey: Uint8Array

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'cabinet-falsification-'))
  // The command line has the clock of this computer: so has everybody here.
  world = await openWorld({ ports: { clock: systemClock } })
  adminId = world.userId('admin')
  const doctor = world.as('doctor')
  for (const birthName of ['Durand', 'Petit', 'Moreau']) {
    const patientId = await doctor.createPatient({ birthName, usedName: birthName })
    await doctor.must(contract.patients.open, { patientId })
  }
  const { jobId } = await world.as('admin').must(contract.backups.start, {})
  expect((await endOf(world.as('admin'), jobId)).state).toBe('done')
  const key = await unlockWithPassword(await readManifest(world.cabinetFolder), adminId, testPassword)
  const [wrapped] = (await readManifest(world.cabinetFolder)).dataKeys
  if (key === null || wrapped === undefined) throw new Error('the test password opens this cabinet')
  dataKey = unwrapDataKey(key, wrapped)
  await world.core.dispose()
  kept.older = await copyOf(world.cabinetsFolder, 'older')
  const core = world.anotherCore()
  const seat = connectInMemory(core, { kind: 'test', name: 'poste' })
  await seat.call(contract.cabinet.open, { cabinetId: world.cabinetId, userId: adminId, password: testPassword })
  for (let times = 0; times < 8; times++) await seat.call(contract.journal.list, { filter: {}, limit: 10 })
  await core.dispose()
  kept.closed = await copyOf(world.cabinetsFolder, 'closed')
}, 60_000)
afterAll(async () => {
  await world[Symbol.asyncDispose]()
  await rm(home, { recursive: true, force: true })
})

async function copyOf(folder: string, name: string): Promise<string> {
  const copy = join(home, name)
  await cp(folder, copy, { recursive: true })
  return copy
}

const inside = (cabinets: string, file: string) => join(cabinets, 'Cabinet du Tilleul.cabinet', file)

/** The database as whoever has its key and no respect sees it: no trigger is left. */
function attack(cabinets: string, work: (database: Sqlite.Database) => void): void {
  const database = openSqlcipher(inside(cabinets, databaseFile), { key: dataKey })
  try {
    const triggers = database.prepare(
      "select name from sqlite_schema where type = 'trigger' and tbl_name = 'audit_entry'",
    )
    for (const name of triggers.pluck().all()) database.exec(`drop trigger ${String(name)}`)
    work(database)
    database.pragma('wal_checkpoint(truncate)')
  } finally {
    database.close()
  }
}

async function byOperation(cabinets: string): Promise<JournalVerdict> {
  const core = composeCore({
    version: '0.0.0-test',
    stateFolder: `${cabinets}-etat`,
    cabinetsFolder: cabinets,
    backupsFolder: world.backupsFolder,
    passwordCost: testPasswordCost,
    scheduled: false,
  })
  try {
    const seat = connectInMemory(core, { kind: 'test', name: 'poste' })
    const opened = await seat.call(contract.cabinet.open, {
      cabinetId: world.cabinetId,
      userId: adminId,
      password: testPassword,
    })
    expect(opened.ok).toBe(true)
    const started = await seat.call(contract.journal.verify, {})
    if (!started.ok) throw new Error(started.problem)
    const job = await endOf(seat, started.value.jobId)
    expect(job.state).toBe('done')
    const reply = await seat.call(contract.journal.verdict, {})
    if (!reply.ok || reply.value.verdict === null) throw new Error('no verdict')
    return reply.value.verdict
  } finally {
    await core.dispose()
  }
}

interface Told {
  readonly status: number
  readonly out: string
}

function byCommand(cabinets: string, words: readonly string[] = []): Promise<Told> {
  const env = {
    ...process.env,
    CABINET_OUVERT_STATE: `${cabinets}-etat-cli`,
    CABINET_OUVERT_BACKUPS: world.backupsFolder,
  }
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [script, 'audit', 'verify', '--dir', cabinets, '--password-stdin', ...words],
      { env, timeout: 60_000 },
      (error, out) => resolve({ status: error === null ? 0 : Number(error.code), out }),
    )
    child.stdin?.end(testPassword)
  })
}

const lineCount = () => {
  const database = openSqlcipher(inside(kept.closed, databaseFile), { key: dataKey, readonly: true })
  const count = Number(database.prepare('select count(*) from audit_entry').pluck().get())
  database.close()
  return count
}

/** Rewrites a line and every line after it, each with the right digest: the chain itself holds again. */
function rewriteFrom(database: Sqlite.Database, first: number): void {
  const rows = database.prepare('select * from audit_entry order by sequence').all() as AuditEntryTable[]
  let previous = rows[first - 2]?.digest ?? ''
  for (const row of rows.slice(first - 1)) {
    const next = { ...row, previous_digest: previous, seat: row.sequence === first ? 'ailleurs' : row.seat }
    const content_digest = contentDigestOf(next, next.salt ?? '')
    const digest = headerDigestOf({ ...next, content_digest }, next.sequence)
    database
      .prepare(
        'update audit_entry set seat = ?, previous_digest = ?, content_digest = ?, digest = ? where sequence = ?',
      )
      .run(next.seat, previous, content_digest, digest, next.sequence)
    previous = digest
  }
}

function insertAt(database: Sqlite.Database, position: number): void {
  database.exec(`update audit_entry set sequence = -sequence - 1 where sequence >= ${position};
    update audit_entry set sequence = -sequence where sequence < 0`)
  const like = database.prepare('select * from audit_entry where sequence = 2').get() as AuditEntryTable
  const forged = { ...like, sequence: position, seat: 'ailleurs', digest: '7'.repeat(64) }
  const columns = Object.keys(forged)
  database
    .prepare(`insert into audit_entry (${columns.join(', ')}) values (${columns.map((name) => `@${name}`).join(', ')})`)
    .run(forged)
}

const run = (sql: string) => (cabinets: string) => attack(cabinets, (database) => database.exec(sql))
const putBack = async (from: string, to: string) => {
  for (const suffix of ['', '-wal', '-shm']) await rm(inside(to, `${databaseFile}${suffix}`), { force: true })
  await cp(inside(from, databaseFile), inside(to, databaseFile))
}

type Found = readonly [JournalFault['kind'], number | 'last', words: RegExp]
type Case = readonly [string, (cabinets: string) => Promise<void> | void, (last: number) => readonly Found[]]

const cases: readonly Case[] = [
  [
    'a line altered',
    run("update audit_entry set actor_user_id = 'somebody-else' where sequence = 6"),
    () => [['altered', 6, /La ligne 6 n’est plus ce qui a été écrit/]],
  ],
  [
    'a line removed',
    run('delete from audit_entry where sequence = 7'),
    () => [['removed', 7, /La ligne 7 a été retirée/]],
  ],
  [
    'two lines exchanged',
    run(`update audit_entry set sequence = -5 where sequence = 5;
      update audit_entry set sequence = 5 where sequence = 6;
      update audit_entry set sequence = 6 where sequence = -5`),
    () => [['reordered', 5, /La ligne 5 a été déplacée : elle se trouve à la place de la ligne 6/]],
  ],
  [
    'a line put in among the others',
    (cabinets) => attack(cabinets, (database) => insertAt(database, 8)),
    () => [['inserted', 8, /La ligne 8 n’a pas été écrite par le programme/]],
  ],
  [
    'the last lines cut off',
    (cabinets) => run(`delete from audit_entry where sequence > ${lineCount() - 3}`)(cabinets),
    (last) => [['truncated', last - 2, /la fin du journal a été coupée/]],
  ],
  [
    'lines added while the cabinet was closed, with the right digests',
    (cabinets) =>
      attack(cabinets, (database) => {
        const last = database
          .prepare('select * from audit_entry order by sequence desc limit 1')
          .get() as AuditEntryTable
        const next = { ...last, sequence: last.sequence + 1, previous_digest: last.digest }
        const columns = Object.keys(next)
        database
          .prepare(
            `insert into audit_entry (${columns.join(', ')}) values (${columns.map((name) => `@${name}`).join(', ')})`,
          )
          .run({ ...next, digest: headerDigestOf(next, next.sequence) })
      }),
    (last) => [['inserted', last + 1, /n’a pas été écrite par le programme/]],
  ],
  [
    'a line rewritten with all that follow, so that the chain holds',
    (cabinets) => attack(cabinets, (database) => rewriteFrom(database, 6)),
    (last) => [['altered', 'last', new RegExp(`les lignes \\d+ à ${last}|Les lignes \\d+ à ${last}`)]],
  ],
  [
    'the whole database put back from an older copy',
    (cabinets) => putBack(kept.older, cabinets),
    () => [['rolled-back', 'last', /une base plus ancienne a été remise à la place du cabinet/]],
  ],
  [
    'the whole cabinet put back from an older copy, seal and all: the backup knows better',
    async (cabinets) => {
      await rm(inside(cabinets, ''), { recursive: true })
      await cp(inside(kept.older, ''), inside(cabinets, ''), { recursive: true })
      // From before the backup: the seal of that day held, and so did everything else.
      await rm(inside(cabinets, journalSealFile))
      attack(cabinets, (database) =>
        database.exec('delete from audit_entry where sequence > 9; delete from journal_seal'),
      )
    },
    () => [['rolled-back', 'last', /une base plus ancienne a été remise à la place du cabinet/]],
  ],
  [
    'the seal altered',
    async (cabinets) => {
      const path = inside(cabinets, journalSealFile)
      await writeFile(path, (await readFile(path, 'utf8')).replace('"isClosed":true', '"isClosed":false'))
    },
    () => [['seal-altered', 'last', /Le sceau du journal \(journal\.seal\) a été modifié/]],
  ],
  [
    'the seal removed',
    (cabinets) => rm(inside(cabinets, journalSealFile)),
    () => [['seal-missing', 'last', /Le sceau du journal \(journal\.seal\) a été retiré/]],
  ],
]

describe('a journal tampered with by somebody who has the key of the database', () => {
  test('shows nothing when nobody touched it', async () => {
    const cabinets = await copyOf(kept.closed, 'untouched')
    const { status, out } = await byCommand(cabinets)
    expect(out).toMatch(/^Journal intact/)
    expect(status).toBe(0)
    expect(await byOperation(cabinets)).toMatchObject({ faults: [], faultCount: 0, seal: 'held' })
  }, 30_000)

  test.each(cases)(
    '%s',
    async (what, tamper, expected) => {
      const name = what.replaceAll(/\W+/g, '-').slice(0, 40)
      const first = await copyOf(kept.closed, name)
      await tamper(first)
      const second = await copyOf(first, `${name}-2`)
      const last = lineCount()
      const [told, verdict] = [await byCommand(first), await byOperation(second)]
      const found = expected(last)
      expect(verdict.faults.map(({ kind }) => kind)).toEqual(found.map(([kind]) => kind))
      for (const [index, [, sequence, words]] of found.entries()) {
        if (sequence !== 'last') expect(verdict.faults[index]?.sequence).toBe(sequence)
        expect(told.out).toMatch(words)
      }
      expect(told.out).toMatch(/^Journal modifié/)
      expect(told.status).toBe(1)
      // What was noticed once is told ever after, and the journal goes on.
      const again = await byCommand(first, ['--json'])
      expect(again.status).toBe(1)
      expect((JSON.parse(again.out) as JournalVerdict).faults.map(({ kind }) => kind)).toEqual(
        found.map(([kind]) => kind),
      )
    },
    60_000,
  )
})

describe('a restoration by the program', () => {
  test('is no fault: it writes its own line, and the verdict says so', async () => {
    const cabinets = await copyOf(kept.closed, 'restored')
    const core = composeCore({
      version: '0.0.0-test',
      stateFolder: `${cabinets}-etat`,
      cabinetsFolder: cabinets,
      backupsFolder: world.backupsFolder,
      passwordCost: testPasswordCost,
      scheduled: false,
    })
    const seat = connectInMemory(core, { kind: 'test', name: 'poste' })
    const listed = await seat.call(contract.backups.list, {})
    if (!listed.ok) throw new Error(listed.problem)
    const started = await seat.call(contract.backups.restore, {
      path: listed.value.backups[0]?.path ?? '',
      name: 'Cabinet du Tilleul',
      mode: 'replace',
      expectedCabinetId: world.cabinetId,
    })
    if (!started.ok) throw new Error(started.problem)
    expect((await endOf(seat, started.value.jobId)).state).toBe('done')
    await core.dispose()
    const verdict = await byOperation(cabinets)
    expect(verdict.faults).toEqual([])
    expect(verdict.restorations).toHaveLength(1)
    const { status, out } = await byCommand(cabinets)
    expect(status).toBe(0)
    expect(out).toMatch(/Restauré par le programme le .* depuis la sauvegarde du/)
  }, 60_000)
})
