import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  HeldManifest,
  type Manifest,
  manifestBytes,
  manifestCopyFile,
  manifestFile,
  parseManifest,
  readManifest,
  readManifestCopies,
  writeManifest,
} from '#core/db/manifest.ts'
import { smallVolume, temporaryFolder, whyNoVolume } from './temporary-folder.ts'

const wrapped = { nonce: Buffer.alloc(12).toString('base64'), sealed: Buffer.alloc(48).toString('base64') }
const salt = Buffer.alloc(16).toString('base64')
const sample: Manifest = {
  format: 'cabinet-ouvert',
  formatVersion: 1,
  cabinetId: randomUUID(),
  name: 'Cabinet des Lilas',
  profile: 'production',
  createdAt: '2026-11-22T08:00:00.000Z',
  writtenBy: 'Cabinet Ouvert 0.1.0',
  schemaVersion: 10,
  dataKeys: [{ generation: 1, wrapped }],
  slots: [
    {
      slotId: randomUUID(),
      createdAt: '2026-11-22T08:00:00.000Z',
      kind: 'password',
      userId: randomUUID(),
      label: 'Dr Anna Roche',
      role: 'administrator',
      argon2: { memoryKib: 65_536, passes: 3, lanes: 1 },
      salt,
      master: wrapped,
    },
    { slotId: randomUUID(), createdAt: '2026-11-22T08:00:00.000Z', kind: 'recovery', salt, master: wrapped },
  ],
}
const bytesOf = (value: unknown) => Buffer.from(JSON.stringify(value))
const withArgon2 = (change: object) =>
  bytesOf({
    ...sample,
    slots: sample.slots.map((s) => (s.kind === 'password' ? { ...s, argon2: { ...s.argon2, ...change } } : s)),
  })

describe('parsing', () => {
  test('gives back what was written', () => {
    expect(parseManifest(manifestBytes(sample))).toEqual(sample)
  })

  test.each<[string, Uint8Array]>([
    ['nothing', Buffer.alloc(0)],
    ['a text', Buffer.from('bonjour')],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
    ['half a manifest', manifestBytes(sample).subarray(0, 300)],
    ['two megabytes', Buffer.alloc(2 << 20, 32)],
    ['null', bytesOf(null)],
    ['a list', bytesOf([sample])],
    ['another program’s file', bytesOf({ ...sample, format: 'autre' })],
    ['a format of nothing', bytesOf({ ...sample, formatVersion: 0 })],
    ['no slot', bytesOf({ ...sample, slots: [] })],
    [
      'two hundred and one slots',
      bytesOf({ ...sample, slots: Array.from({ length: 201 }, () => ({ ...sample.slots[1], slotId: randomUUID() })) }),
    ],
    ['twice the same slot', bytesOf({ ...sample, slots: [sample.slots[1], sample.slots[1]] })],
    ['an unknown field', bytesOf({ ...sample, patients: 3 })],
    ['an unknown kind of slot', bytesOf({ ...sample, slots: [{ ...sample.slots[1], kind: 'magic' }] })],
    ['a name that is not a text', bytesOf({ ...sample, name: { toString: 'x' } })],
    ['no data key', bytesOf({ ...sample, dataKeys: [] })],
    [
      'a wrapped key of another length',
      bytesOf({ ...sample, dataKeys: [{ generation: 1, wrapped: { ...wrapped, sealed: 'AAAA' } }] }),
    ],
    [
      'base64 that is not',
      bytesOf({ ...sample, dataKeys: [{ generation: 1, wrapped: { ...wrapped, nonce: '****************' } }] }),
    ],
    ['Argon2id asking for 1 GiB', withArgon2({ memoryKib: 1024 * 1024 })],
    ['Argon2id asking for 64 GiB', withArgon2({ memoryKib: 64 * 1024 * 1024 })],
    ['Argon2id asking for a million passes', withArgon2({ passes: 1_000_000 })],
    ['Argon2id asking for 255 lanes', withArgon2({ lanes: 255 })],
    ['Argon2id weaker than the floor', withArgon2({ memoryKib: 8 })],
  ])('refuses %s as damaged, without quoting it', (_, bytes) => {
    expect(() => parseManifest(bytes)).toThrow(
      expect.objectContaining({ code: 'cabinet.damaged', message: 'cabinet.damaged' }),
    )
  })

  test('a format of the future is named as such, with who wrote it, whatever else it holds', () => {
    const future = bytesOf({
      format: 'cabinet-ouvert',
      formatVersion: 3,
      writtenBy: 'Cabinet Ouvert 9.0.0',
      novel: true,
    })
    expect(() => parseManifest(future)).toThrow(
      expect.objectContaining({ code: 'cabinet.newer', data: { writtenBy: 'Cabinet Ouvert 9.0.0' } }),
    )
  })
})

describe('on the disk', () => {
  const parent = temporaryFolder()
  const fresh = () => mkdtempSync(join(parent, 'm-'))

  test('both copies are written, nothing else is left, and other accounts cannot read them', async () => {
    const folder = fresh()
    await writeManifest(folder, sample)
    expect(readdirSync(folder).toSorted()).toEqual([manifestCopyFile, manifestFile].toSorted())
    expect(readFileSync(join(folder, manifestFile))).toEqual(readFileSync(join(folder, manifestCopyFile)))
    if (process.platform !== 'win32') expect(statSync(join(folder, manifestFile)).mode & 0o777).toBe(0o600)
  })

  test.each([
    ['lost', (path: string) => rmSync(path)],
    ['empty', (path: string) => writeFileSync(path, '')],
    ['torn', (path: string) => writeFileSync(path, readFileSync(path).subarray(0, 200))],
    ['full of zeros', (path: string) => writeFileSync(path, Buffer.alloc(900))],
  ])('a %s manifest does not lose the keys: the copy is read', async (_, harm) => {
    const folder = fresh()
    await writeManifest(folder, sample)
    harm(join(folder, manifestFile))
    expect(await readManifest(folder)).toEqual(sample)
  })

  test('a removed slot is in neither copy', async () => {
    const folder = fresh()
    await writeManifest(folder, sample)
    const removed = sample.slots[0]?.slotId ?? ''
    await writeManifest(folder, { ...sample, slots: sample.slots.slice(1) })
    for (const name of readdirSync(folder)) expect(readFileSync(join(folder, name), 'utf8')).not.toContain(removed)
  })

  test('without either there is no cabinet; with both unreadable it is damaged', async () => {
    const folder = fresh()
    await expect(readManifest(folder)).rejects.toMatchObject({ code: 'cabinet.missing' })
    await expect(readManifest(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'cabinet.missing' })
    writeFileSync(join(folder, manifestFile), 'x')
    writeFileSync(join(folder, manifestCopyFile), 'y')
    await expect(readManifest(folder)).rejects.toMatchObject({ code: 'cabinet.damaged' })
  })

  test('changes made at once are written one after the other, none is lost', async () => {
    const folder = fresh()
    const held = new HeldManifest(folder, sample)
    await Promise.all(
      Array.from({ length: 20 }, () =>
        held.update((current) => ({ ...current, schemaVersion: current.schemaVersion + 10 })),
      ),
    )
    expect((await readManifest(folder)).schemaVersion).toBe(210)
    await expect(held.update(() => ({ ...sample, slots: [] }))).rejects.toThrow('slots')
    await held.update((current) => ({ ...current, name: 'Cabinet du Parc' }))
    expect(await readManifest(folder)).toEqual({
      ...sample,
      revision: 21,
      schemaVersion: 210,
      name: 'Cabinet du Parc',
    })
  })

  test('changes asked before the end are written, later ones are refused', async () => {
    const folder = fresh()
    const held = new HeldManifest(folder, sample)
    const asked = held.update((current) => ({ ...current, name: 'Cabinet du Parc' }))
    await held.end()
    expect((await readManifest(folder)).name).toBe('Cabinet du Parc')
    await asked
    await expect(held.update((current) => ({ ...current, name: 'Trop tard' }))).rejects.toThrow('closed')
    expect((await readManifest(folder)).name).toBe('Cabinet du Parc')
  })

  test.each([
    ['first', manifestFile],
    ['second', manifestCopyFile],
  ])('an older %s copy that was put back brings no removed slot back', async (_, putBack) => {
    const folder = fresh()
    const held = new HeldManifest(folder, sample)
    await held.writeAgain()
    const older = readFileSync(join(folder, putBack))
    await held.update((current) => ({ ...current, slots: current.slots.slice(1) }))
    writeFileSync(join(folder, putBack), older)
    expect((await readManifest(folder)).slots).toEqual(sample.slots.slice(1))
    expect((await readManifestCopies(folder)).differ).toBe(true)
  })

  test.each<[string, (path: string) => void]>([
    ['a folder', (path) => mkdirSync(path)],
    ['a pipe nobody writes into', (path) => void execFileSync('mkfifo', [path])],
  ])('%s in the place of the manifest neither holds the reading nor loses the keys', async (what, put) => {
    if (what !== 'a folder' && process.platform === 'win32') return
    const folder = fresh()
    await writeManifest(folder, sample)
    rmSync(join(folder, manifestFile))
    put(join(folder, manifestFile))
    expect(await readManifest(folder)).toEqual(sample)
    rmSync(join(folder, manifestCopyFile))
    await expect(readManifest(folder)).rejects.toMatchObject({ code: 'cabinet.damaged' })
  })

  const noVolume = whyNoVolume()
  test.skipIf(noVolume !== null).each([
    ['none', 0],
    ['one of the two copies', 60_000],
  ])(
    `a disk with room for %s leaves both former manifests (${noVolume ?? 'on a volume of 1 MiB'})`,
    async (_, room) => {
      using volume = smallVolume(1)
      await writeManifest(volume.folder, sample)
      const filler = join(volume.folder, 'filler')
      for (let size = 1 << 20; size >= 1024; size /= 2) {
        try {
          writeFileSync(filler, Buffer.alloc(size), { flag: 'a' })
        } catch {
          // That much did not fit: try less.
        }
      }
      truncateSync(filler, statSync(filler).size - room)
      const held = new HeldManifest(volume.folder, sample)
      const slots = Array.from({ length: 100 }, () => ({
        ...sample.slots[1],
        slotId: randomUUID(),
      })) as Manifest['slots']
      const larger = { ...sample, slots }
      expect(manifestBytes(larger).byteLength).toBeGreaterThan(32_000)
      await expect(held.update(() => larger)).rejects.toMatchObject({ code: 'ENOSPC' })
      expect(held.current).toEqual(sample)
      for (const name of [manifestFile, manifestCopyFile]) {
        expect(parseManifest(readFileSync(join(volume.folder, name)))).toEqual(sample)
      }
      expect(readdirSync(volume.folder).toSorted()).toEqual(['filler', manifestCopyFile, manifestFile])
    },
  )
})
