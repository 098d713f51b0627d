import { spawn, spawnSync } from 'node:child_process'
import { createDecipheriv, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isKeyOf, openSqlcipher, quickCheck } from '#native/sqlcipher/database.ts'
import { storageFailureKind } from '#native/sqlcipher/failure.ts'
import { lockFile } from '#native/sqlcipher/file-lock.ts'
import { reencryptFile } from '#native/sqlcipher/reencrypt.ts'

const folder = mkdtempSync(join(tmpdir(), 'sqlcipher-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const sample = join(folder, 'sample.db')
const key = randomBytes(32)

beforeAll(() => {
  const database = openSqlcipher(sample, { key, create: true })
  database.exec('create table person (number integer primary key, name text) strict')
  const insert = database.prepare('insert into person (name) values (?)')
  database.transaction(() => {
    for (let number = 0; number < 2_000; number++) insert.run(`Marie Durand-Lefèvre ${number}`)
  })()
  database.close()
})

/**
 * SQLCipher 4 as its designers describe it, written from the description alone and with node:crypto alone: it shares no
 * line with the code under test. Throws when a page is not authentic.
 */
function readPage(file: Buffer, number: number, rawKey: Uint8Array): Buffer {
  const page = file.subarray((number - 1) * 4096, number * 4096)
  const salt = file.subarray(0, 16)
  const macKey = pbkdf2Sync(
    rawKey,
    salt.map((byte) => byte ^ 0x3a),
    2,
    32,
    'sha512',
  )
  const start = number === 1 ? 16 : 0
  const counter = Buffer.alloc(4)
  counter.writeUInt32LE(number)
  const mac = createHmac('sha512', macKey).update(page.subarray(start, 4032)).update(counter).digest()
  if (!mac.equals(page.subarray(4032))) throw new Error(`page ${number}: wrong code`)
  const decipher = createDecipheriv('aes-256-cbc', rawKey, page.subarray(4016, 4032)).setAutoPadding(false)
  const clear = Buffer.concat([decipher.update(page.subarray(start, 4016)), decipher.final()])
  return number === 1 ? Buffer.concat([Buffer.from('SQLite format 3\0'), clear]) : clear
}

describe('the file format', () => {
  test('every page decrypts as SQLCipher 4 by an independent reader, and is a page of SQLite', () => {
    const file = readFileSync(sample)
    const first = readPage(file, 1, key)
    expect(first.readUInt16BE(16), 'page size').toBe(4096)
    expect(first[20], 'reserved bytes').toBe(80)
    expect(first.readUInt32BE(28), 'pages').toBe(file.length / 4096)
    expect(first[100], 'the schema is a leaf of a table b-tree').toBe(13)
    const clear = Array.from({ length: file.length / 4096 }, (_, index) => readPage(file, index + 1, key))
    expect(Buffer.concat(clear).includes('Marie Durand-Lefèvre 1999')).toBe(true)
  })

  test('the independent reader refuses another key and a flipped byte', () => {
    const file = readFileSync(sample)
    expect(() => readPage(file, 1, randomBytes(32))).toThrow('page 1')
    file[5_000] = (file[5_000] ?? 0) ^ 1
    expect(() => readPage(file, 2, key)).toThrow('page 2')
  })

  test('nothing in the file looks like SQLite or holds a name in clear', () => {
    const file = readFileSync(sample)
    for (const clear of ['SQLite format', 'person', 'Marie', 'Lefèvre', 'Durand'])
      expect(file.includes(clear)).toBe(false)
  })

  const sqlite3 = spawnSync('sqlite3', ['--version']).status === 0
  test.skipIf(!sqlite3)('the sqlite3 program cannot read it (needs the program sqlite3)', () => {
    const { status, stderr } = spawnSync('sqlite3', [sample, 'select count(*) from person'], { encoding: 'utf8' })
    expect(status).not.toBe(0)
    expect(stderr).toMatch(/not a database/)
  })
})

describe('opening', () => {
  test('a wrong key is refused, is not in the message, and damages nothing, even beside a pending log', () => {
    const path = join(folder, 'pending.db')
    const pending = openSqlcipher(sample, { key })
    // Enough to grow the file, so that the log holds its first page too.
    const insert = pending.prepare('insert into person (name) values (?)')
    pending.transaction(() => {
      for (let number = 0; number < 1_000; number++) insert.run('only in the log'.padEnd(200))
    })()
    copyFileSync(sample, path)
    copyFileSync(`${sample}-wal`, `${path}-wal`)
    pending.close()
    const before = [readFileSync(path), readFileSync(`${path}-wal`)]
    const wrong = randomBytes(32)
    let refusal: unknown
    try {
      openSqlcipher(path, { key: wrong })
    } catch (error) {
      refusal = error
    }
    expect(storageFailureKind(refusal)).toBe('not-a-database')
    expect(String(refusal)).not.toContain(wrong.toString('hex'))
    expect([readFileSync(path), readFileSync(`${path}-wal`)]).toEqual(before)
    const right = openSqlcipher(path, { key })
    expect(right.prepare("select count(*) from person where name like 'only%'").pluck().get()).toBe(1_000)
    expect(quickCheck(right)).toEqual([])
    right.close()
  })

  test('an absent file and an empty one are refused, and neither becomes an empty database', () => {
    const absent = join(folder, 'absent.db')
    const empty = join(folder, 'empty.db')
    writeFileSync(empty, '')
    for (const path of [absent, empty]) {
      expect(() => openSqlcipher(path, { key })).toThrow(expect.objectContaining({ code: 'SQLITE_CANTOPEN' }))
    }
    expect(existsSync(absent)).toBe(false)
    expect(statSync(empty).size).toBe(0)
  })

  test('a read-only connection refuses to write, and every connection enforces references', () => {
    const reader = openSqlcipher(sample, { key, readonly: true })
    expect(() => reader.exec("insert into person (name) values ('x')")).toThrow(/readonly|read-only/)
    reader.close()
    const writer = openSqlcipher(sample, { key })
    expect(writer.pragma('foreign_keys', { simple: true })).toBe(1)
    expect(writer.pragma('journal_mode', { simple: true })).toBe('wal')
    expect(writer.pragma('synchronous', { simple: true }), 'full').toBe(2)
    writer.close()
  })

  test('a key of another length is a mistake of the caller', () => {
    expect(() => openSqlcipher(sample, { key: randomBytes(16) })).toThrow(TypeError)
  })

  test('a key is recognised without opening', () => {
    expect(isKeyOf(sample, key)).toBe(true)
    expect(isKeyOf(sample, randomBytes(32))).toBe(false)
    expect(isKeyOf(join(folder, 'nowhere.db'), key)).toBe(false)
  })
})

describe('damage', () => {
  test.each([
    ['in the first page', 2_000],
    ['in a later page', 4096 * 9 + 1_234],
  ])('one flipped bit %s is found', (_, at) => {
    const path = join(folder, `flipped-${at}.db`)
    const bytes = readFileSync(sample)
    bytes[at] = (bytes[at] ?? 0) ^ 4
    writeFileSync(path, bytes)
    const kindOf = (work: () => unknown) => {
      try {
        return work()
      } catch (error) {
        return storageFailureKind(error)
      }
    }
    const found = kindOf(() => {
      const database = openSqlcipher(path, { key, readonly: true })
      try {
        return quickCheck(database)
      } finally {
        database.close()
      }
    })
    expect(found).toEqual(at < 4096 ? 'not-a-database' : [expect.stringMatching(/SQLITE_CORRUPT|malformed|page/i)])
  })

  test('a truncated file is found', () => {
    const path = join(folder, 'truncated.db')
    writeFileSync(path, readFileSync(sample).subarray(0, 4096 * 8))
    let kind: unknown
    try {
      const database = openSqlcipher(path, { key, readonly: true })
      kind = quickCheck(database)
      database.close()
    } catch (error) {
      kind = storageFailureKind(error)
    }
    expect(kind).toEqual('damaged')
  })

  test('errors that are not about storage are left alone', () => {
    expect(storageFailureKind(new Error('x'))).toBeNull()
    expect(storageFailureKind(Object.assign(new Error(), { code: 'SQLITE_CONSTRAINT_UNIQUE' }))).toBeNull()
    expect(storageFailureKind('x')).toBeNull()
    expect(storageFailureKind(Object.assign(new Error(), { code: 'ENOSPC' }))).toBe('disk-full')
    expect(storageFailureKind(Object.assign(new Error(), { code: 'SQLITE_IOERR_FSYNC' }))).toBe('io')
    expect(storageFailureKind(Object.assign(new Error(), { code: 'SQLITE_IOERR_SHORT_READ' }))).toBe('damaged')
  })
})

describe('re-encryption', () => {
  const descriptors: number[] = []
  const descriptorOf = (path: string) => {
    const descriptor = openSync(path, 'r')
    descriptors.push(descriptor)
    return descriptor
  }
  afterAll(() => descriptors.forEach((descriptor) => closeSync(descriptor)))

  test('gives the same content under the new key only', async () => {
    const target = join(folder, 'reencrypted.db')
    const to = randomBytes(32)
    const steps: number[] = []
    await reencryptFile(
      descriptorOf(sample),
      target,
      { from: key, to },
      { onProgress: (step) => steps.push(step.doneBytes) },
    )
    expect(steps.at(-1)).toBe(statSync(sample).size)
    expect(isKeyOf(target, key)).toBe(false)
    const database = openSqlcipher(target, { key: to })
    expect(quickCheck(database)).toEqual([])
    expect(database.prepare('select count(*) from person').pluck().get()).toBe(3_000)
    database.close()
    const [before, after] = [readFileSync(sample), readFileSync(target)]
    expect(readPage(after, 2, to)).toEqual(readPage(before, 2, key))
    expect(after.subarray(0, 16), 'a salt of its own').not.toEqual(before.subarray(0, 16))
  })

  test('a page that was never written stays a hole', async () => {
    const source = join(folder, 'hole.db')
    const target = join(folder, 'hole-reencrypted.db')
    writeFileSync(source, Buffer.concat([readFileSync(sample), Buffer.alloc(4096)]))
    await reencryptFile(descriptorOf(source), target, { from: key, to: randomBytes(32) })
    expect(readFileSync(target).subarray(-4096).equals(Buffer.alloc(4096))).toBe(true)
  })

  test('refuses a page that is not authentic, and stops when asked', async () => {
    const bytes = readFileSync(sample)
    bytes[4096 * 3 + 7] = (bytes[4096 * 3 + 7] ?? 0) ^ 1
    const source = join(folder, 'unauthentic.db')
    writeFileSync(source, bytes)
    const keys = { from: key, to: randomBytes(32) }
    await expect(reencryptFile(descriptorOf(source), join(folder, 'u.db'), keys)).rejects.toMatchObject({
      code: 'SQLITE_CORRUPT',
    })
    const signal = AbortSignal.abort(new Error('stop'))
    await expect(reencryptFile(descriptorOf(sample), join(folder, 's.db'), keys, { signal })).rejects.toThrow('stop')
  })
})

describe('the lock file', () => {
  const holder = `import { lockFile } from '#native/sqlcipher/file-lock.ts'
    const lock = lockFile(process.argv[1])
    process.stdout.write(lock === null ? 'refused' : 'held')
    if (lock !== null) setInterval(() => undefined, 1_000)`
  const asAnotherProcess = (path: string) =>
    spawn(process.execPath, ['--input-type=module-typescript', '-e', holder, path], {
      cwd: process.cwd(),
      stdio: ['ignore', 'pipe', 'inherit'],
    })
  const said = (child: ReturnType<typeof asAnotherProcess>) =>
    new Promise<string>((resolve) => child.stdout.once('data', (text: Buffer) => resolve(text.toString())))

  test('holds against a second taking in the same process, and lets go when released', () => {
    const path = join(folder, 'same-process.lock')
    const first = lockFile(path)
    expect(first).not.toBeNull()
    expect(lockFile(path)).toBeNull()
    first?.release()
    const second = lockFile(path)
    expect(second).not.toBeNull()
    second?.release()
  })

  test('holds against another process, and the system lets go when its holder is killed', async () => {
    const path = join(folder, 'other-process.lock')
    const child = asAnotherProcess(path)
    expect(await said(child)).toBe('held')
    expect(lockFile(path)).toBeNull()
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await ended
    const mine = lockFile(path)
    expect(mine).not.toBeNull()
    const late = asAnotherProcess(path)
    expect(await said(late)).toBe('refused')
    mine?.release()
  })

  test('is not lost with the memory of whoever took it', () => {
    const path = join(folder, 'forgotten.lock')
    const forget = `import { spawnSync } from 'node:child_process'
      import { lockFile } from '#native/sqlcipher/file-lock.ts'
      const [, path, holder] = process.argv
      lockFile(path)
      for (let round = 0; round < 3; round++) {
        gc()
        await new Promise((resolve) => setImmediate(resolve))
      }
      const asked = spawnSync(process.execPath, ['--input-type=module-typescript', '-e', holder, path], { timeout: 10_000 })
      process.stdout.write(asked.stdout)`
    const twice = spawnSync(
      process.execPath,
      ['--expose-gc', '--input-type=module-typescript', '-e', forget, path, holder],
      { encoding: 'utf8', timeout: 20_000 },
    )
    expect(twice.stdout).toBe('refused')
  })

  test('debris in its place does not lock the owner out', () => {
    const path = join(folder, 'debris.lock')
    writeFileSync(path, 'x'.repeat(5_000))
    const lock = lockFile(path)
    expect(lock).not.toBeNull()
    lock?.release()
  })
})
