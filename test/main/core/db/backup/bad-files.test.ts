import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'
import {
  BackupRefusal,
  inspectBackup,
  listBackups,
  startRestore,
  Steering,
  verifyBackup,
} from '#core/db/backup/index.ts'
import { examine } from '#core/db/backup/examine.ts'
import { mustBeSound } from '#core/db/backup/extract.ts'
import { knownSchema } from '#core/db/backup/known-schema.ts'
import { withOrdinaryFile } from '#core/db/backup/ordinary-file.ts'
import { type BackupHeader, headerBytes, readHeader, sha256, writeHeader } from '#core/db/backup/format.ts'
import { unlock } from './account-cabinet.ts'
import { backUp, openNewCabinet, temporaryFolder } from './cabinet-on-disk.ts'

const now = '2026-11-22T13:40:00.000Z'
const isLong = process.env['CABINET_LONG'] === '1'

test('one flipped byte, wherever it is, is found and named', async () => {
  const { sound, folder, refusalOf } = await aBackup()
  const { pageSize, fileBytes, descriptionOffset } = headerOf(sound)
  expect(fileBytes).toBe(sound.byteLength)
  const edges = [0, 1, 15, 16, 19, 20, 24, 40, 56, 72, 104, 135, 136, headerBytes - 1, headerBytes, pageSize - 1]
  const seams = [pageSize, pageSize + 1, descriptionOffset - pageSize, descriptionOffset - 1, descriptionOffset]
  const tail = [descriptionOffset + 30, fileBytes - headerBytes - 40, fileBytes - headerBytes, fileBytes - 1]
  const random = Array.from({ length: isLong ? 2_000 : 40 }, () => Math.floor(Math.random() * sound.byteLength))
  for (const place of [...edges, ...seams, ...tail, ...random]) {
    const bytes = Buffer.from(sound)
    bytes[place] = (bytes[place] ?? 0) ^ (1 << (place % 8))
    expect(refusalOf(bytes), `byte ${place}`).toEqual({ code: 'backup.damaged', data: { detail: 'flipped' } })
  }
  expect(readdirSync(folder)).toEqual(['essai.cabsave'])
})

test('a file cut short is said to be so, at whatever length', async () => {
  const { sound, refusalOf } = await aBackup()
  const random = Array.from({ length: isLong ? 500 : 15 }, () => 1 + Math.floor(Math.random() * (sound.byteLength - 1)))
  for (const length of [1, 16, 100, headerBytes - 1, headerBytes, 4_096, sound.byteLength - 1, ...random]) {
    const refusal = refusalOf(sound.subarray(0, length))
    expect(refusal, `${length} bytes`).toEqual({ code: 'backup.damaged', data: { detail: 'truncated' } })
  }
})

test('bytes after the end are not what was written either', async () => {
  const { sound, refusalOf } = await aBackup()
  expect(refusalOf(Buffer.concat([sound, Buffer.from('x')]))).toEqual(damaged('flipped'))
})

test('an empty file, a text and other people’s files have their own words', async () => {
  const { refusalOf, sound } = await aBackup()
  expect(refusalOf(Buffer.alloc(0))).toEqual(damaged('empty'))
  const foreign = [
    Buffer.from('Bonjour,\nvoici la liste des patients.\n'),
    Buffer.from('x'),
    Buffer.from('{"format":"cabinet-ouvert"}'),
    Buffer.alloc(10_000),
    Buffer.from('SQLite format 3\0'.padEnd(8_192, '\0')),
    // The database alone, without what makes it a backup.
    sound.subarray(4_096, 40_960),
    Buffer.from(Array.from({ length: 70_000 }, (_, place) => (place * 7_919) % 251)),
  ]
  for (const bytes of foreign) expect(refusalOf(bytes)).toEqual({ code: 'backup.foreign', data: {} })
})

test('a file of a newer program says which one wrote it', async () => {
  const { sound, refusalOf } = await aBackup()
  const header = { ...headerOf(sound), format: 2, writtenBy: 'Cabinet Ouvert 9.4.0' }
  const bytes = withHeader(sound, header)
  expect(refusalOf(bytes)).toEqual({ code: 'backup.newer', data: { writtenBy: 'Cabinet Ouvert 9.4.0' } })
  // Of the same format, but holding a database this program does not know.
  expect(
    refusalOf(withDescription(sound, (text) => text.replace('"schemaVersion":10', '"schemaVersion":99990'))),
  ).toEqual({
    code: 'backup.newer',
    data: { writtenBy: 'Cabinet Ouvert 0.1.0' },
  })
  // A field this program does not know.
  expect(refusalOf(withDescription(sound, (text) => text.replace('{', '{"addedLater":1,')))).toEqual({
    code: 'backup.newer',
    data: { writtenBy: 'Cabinet Ouvert 0.1.0' },
  })
})

test('a description or a database changed by somebody who recomputed every digest does not pass with the key', async () => {
  const { sound, folder } = await aBackup()
  const forged = withDescription(sound, (text) => text.replace('"patients":400', '"patients":401'))
  const path = join(folder, 'forgé.cabsave')
  writeFileSync(path, forged)
  await expect(inspectBackup(path)).resolves.toMatchObject({ description: { counts: { patients: 401 } } })
  await expect(verifyBackup(path, unlock)).rejects.toMatchObject({ code: 'backup.wrong-key' })
})

test('a header that asks for the impossible is refused before anything is allocated', async () => {
  const { sound, refusalOf } = await aBackup()
  const header = headerOf(sound)
  const hostile: BackupHeader[] = [
    { ...header, pageCount: 2 ** 40 },
    { ...header, pageSize: 0 },
    { ...header, pageSize: 4_095 },
    { ...header, descriptionBytes: 2 ** 32 - 1 },
    { ...header, descriptionOffset: 0 },
    { ...header, blockBytes: 1 },
    { ...header, fileBytes: 2 ** 52 },
  ]
  for (const each of hostile) expect(refusalOf(withHeader(sound, each))).toEqual(damaged('flipped'))
})

test('links, folders, pipes, devices, absent files and paths that climb are not followed', async () => {
  const { path, folder } = await aBackup()
  mkdirSync(join(folder, 'dossier.cabsave'))
  symlinkSync(path, join(folder, 'lien.cabsave'))
  execFileSync('sh', ['-c', 'mkfifo "$0"', join(folder, 'tube.cabsave')])
  const refused = [
    join(folder, 'dossier.cabsave'),
    join(folder, 'lien.cabsave'),
    join(folder, 'tube.cabsave'),
    join(folder, 'absent.cabsave'),
    `${folder}/ailleurs/../essai.cabsave`,
    'essai.cabsave',
    '/dev/zero',
    `${path}\0`,
  ]
  for (const each of refused) {
    const refusal = { code: 'backup.unreadable', data: { path: each } }
    await expect(inspectBackup(each), each).rejects.toMatchObject(refusal)
    const request = { path: each, folder: join(folder, 'cabinets'), name: 'Essai', mode: 'new', now } as const
    await expect(startRestore(request).finished, each).rejects.toMatchObject(refusal)
  }
  const states = (await listBackups(folder)).map(({ fileName, state }) => [fileName, state])
  expect(states).toEqual([
    ['essai.cabsave', 'sound'],
    ['dossier.cabsave', 'unreadable'],
    ['lien.cabsave', 'unreadable'],
    ['tube.cabsave', 'unreadable'],
  ])
})

test('restoring any bad file over a cabinet changes nothing', async () => {
  const { sound, folder } = await aBackup()
  const cabinets = join(folder, 'cabinets')
  const present = await openNewCabinet(cabinets, { patients: 20 })
  await present.close()
  const before = snapshotOf(cabinets)
  const flipped = Buffer.from(sound)
  const middle = Math.floor(sound.byteLength / 2)
  flipped[middle] = (flipped[middle] ?? 0) ^ 4
  const files: Record<string, [bytes: Buffer, code: string]> = {
    octet: [flipped, 'backup.damaged'],
    coupée: [sound.subarray(0, middle), 'backup.damaged'],
    vide: [Buffer.alloc(0), 'backup.damaged'],
    texte: [Buffer.from('Ceci n’est pas une sauvegarde.'), 'backup.foreign'],
    future: [withHeader(sound, { ...headerOf(sound), format: 7 }), 'backup.newer'],
  }
  for (const [name, [bytes, code]] of Object.entries(files)) {
    const path = join(folder, `${name}.cabsave`)
    writeFileSync(path, bytes)
    for (const mode of ['new', 'replace'] as const) {
      const wanted = { path, folder: cabinets, name: mode === 'new' ? 'Autre' : 'Cabinet des Lilas', mode, now }
      await expect(inspectBackup(path), name).rejects.toMatchObject({ code })
      await expect(startRestore(wanted).finished, name).rejects.toMatchObject({ code })
      expect(snapshotOf(cabinets), name).toEqual(before)
    }
  }
})

function damaged(detail: 'flipped' | 'truncated' | 'empty') {
  return { code: 'backup.damaged', data: { detail } }
}

/** A sound backup of 400 patients in a folder of its own. */
async function aBackup() {
  const folder = temporaryFolder('bad')
  const made = temporaryFolder('made')
  const file = await openNewCabinet(made, { patients: 400 })
  const sound = readFileSync((await backUp(file, made)).path)
  await file.close()
  const path = join(folder, 'essai.cabsave')
  writeFileSync(path, sound)
  /** What the thread of `inspectBackup` finds, without starting one for each of hundreds of files. */
  const refusalOf = (bytes: Uint8Array) => {
    writeFileSync(path, bytes)
    try {
      const terms = { depth: 'every-block', knownSchema } as const
      withOrdinaryFile(path, (file) => mustBeSound(examine(file, terms, new Steering(), () => undefined)))
      return null
    } catch (error) {
      if (!(error instanceof BackupRefusal)) throw error
      return { code: error.code, data: error.data }
    }
  }
  return { sound, folder, path, refusalOf }
}

function headerOf(bytes: Buffer): BackupHeader {
  const read = readHeader(bytes.subarray(0, headerBytes))
  if (read.kind !== 'header') throw new Error('no header')
  return read.header
}

/** The same file under another header, at both ends. */
function withHeader(bytes: Buffer, header: BackupHeader): Buffer {
  const changed = Buffer.from(bytes)
  const written = writeHeader(header)
  written.copy(changed)
  written.copy(changed, changed.byteLength - headerBytes)
  return changed
}

/** The same file with another description, every digest made to agree; the seal cannot be. */
function withDescription(bytes: Buffer, change: (text: string) => string): Buffer {
  const header = headerOf(bytes)
  const start = header.descriptionOffset
  const former = bytes.toString('utf8', start, start + header.descriptionBytes)
  const text = change(former)
  expect(text).not.toBe(former)
  const description = Buffer.from(text)
  const rest = bytes.subarray(start + header.descriptionBytes, bytes.byteLength - headerBytes)
  const tail = Buffer.concat([description, rest])
  const body = Buffer.concat([bytes.subarray(0, start), tail, Buffer.alloc(headerBytes)])
  return withHeader(body, {
    ...header,
    descriptionBytes: description.byteLength,
    fileBytes: body.byteLength,
    tailDigest: sha256(tail),
  })
}

/** Every name under a folder with a digest of what it holds. */
function snapshotOf(folder: string): Record<string, string> {
  const seen: Record<string, string> = {}
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    const stat = lstatSync(path)
    seen[relative(folder, path)] = stat.isFile()
      ? createHash('sha256').update(readFileSync(path)).digest('hex')
      : 'folder'
  }
  return seen
}
