import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { openCabinetFile } from '#core/db/cabinet-file.ts'
import { type CabinetKey, unlockWithKeyring, unlockWithPassword, unlockWithRecoveryKey } from '#core/db/keyslots.ts'
import { readManifest } from '#core/db/manifest.ts'
import { parseRecoveryKey } from '#core/db/recovery-key.ts'
import { rekeyedFile } from '#core/db/rekey.ts'
import { isKeyOf } from '#native/sqlcipher/database.ts'
import { killAtRandom, kills } from '#test/world/crash.ts'
import { openInAnotherProcess } from './other-process.ts'
import {
  addNotes,
  anna,
  annasPassword,
  countNotes,
  makeCabinet,
  type NoteTables,
  openingSide,
} from './sample-cabinet.ts'
import { smallVolume, temporaryFolder, whyNoVolume } from './temporary-folder.ts'

const parent = temporaryFolder()
let made = 0
const rounds = kills(4, 50)
const freshParent = () => join(parent, String(++made))

/** Every way into a cabinet: its slots' secrets. */
interface Secrets {
  readonly recoveryGroups: readonly string[]
  readonly keyring: Uint8Array
}

async function cabinetWithEverySlot(notes: number) {
  const { file, recoveryGroups } = await makeCabinet(freshParent(), { notes })
  const { secret } = await file.keys.addKeyring('accueil')
  return { file, secrets: { recoveryGroups, keyring: secret } }
}

/** Opens the cabinet once per slot; each time it must be sound, hold these rows and be settled on one data key. */
async function opensWithEverySlot(folder: string, secrets: Secrets, atLeast: number, exactly = false): Promise<void> {
  const parsed = parseRecoveryKey(secrets.recoveryGroups.join('-'))
  if (!parsed.ok) throw new Error('the recovery key is not readable')
  const ways: ((
    manifest: Awaited<ReturnType<typeof readManifest>>,
  ) => CabinetKey | null | Promise<CabinetKey | null>)[] = [
    (manifest) => unlockWithPassword(manifest, anna.userId, annasPassword),
    (manifest) => unlockWithRecoveryKey(manifest, parsed.key),
    (manifest) => unlockWithKeyring(manifest, secrets.keyring),
  ]
  for (const [place, unlock] of ways.entries()) {
    const key = await unlock(await readManifest(folder))
    if (key === null) throw new Error(`way ${place} no longer unlocks`)
    const file = await openCabinetFile<NoteTables>(folder, key, openingSide)
    const count = await countNotes(file.reader)
    if (exactly) expect(count).toBe(atLeast)
    else expect(count).toBeGreaterThanOrEqual(atLeast)
    if (place === 0) expect(await file.quickCheck()).toEqual([])
    expect(file.manifest.dataKeys).toHaveLength(1)
    await file.close()
    expect(readdirSync(folder).filter((name) => name.startsWith(rekeyedFile))).toEqual([])
  }
}

describe('rekeying', () => {
  test('puts the data under a new key; every slot goes on opening it, the former key does not', async () => {
    const { file, secrets } = await cabinetWithEverySlot(800)
    const former = file.copyOfDataKey()
    const slots = structuredClone(file.manifest.slots)
    const phases = new Set<string>()
    let doneBytes = -1
    await file.rekey({
      onProgress: (progress) => {
        phases.add(progress.phase)
        if (progress.phase !== 'encrypting') return
        expect(progress.doneBytes).toBeGreaterThan(doneBytes)
        doneBytes = progress.doneBytes
      },
    })
    expect([...phases]).toEqual(['encrypting', 'verifying', 'exchanging'])
    expect(file.manifest.slots).toEqual(slots)
    expect(file.manifest.dataKeys.map((data) => data.generation)).toEqual([2])
    expect(isKeyOf(file.paths.database, former)).toBe(false)
    await addNotes(file.writer, 10)
    expect(await countNotes(file.reader)).toBe(810)
    await file.close()
    await opensWithEverySlot(file.folder, secrets, 810, true)
  })

  test('lets readers read and makes writers wait, losing none', async () => {
    const { file, secrets } = await cabinetWithEverySlot(3_000)
    const ended = new AbortController()
    const rekeying = file.rekey().finally(() => ended.abort())
    const writes: Promise<unknown>[] = []
    let reads = 0
    while (!ended.signal.aborted) {
      writes.push(file.writer.insertInto('note').values({ content: 'meanwhile' }).execute())
      expect(await countNotes(file.reader)).toBeGreaterThanOrEqual(3_000)
      reads++
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
    await rekeying
    await Promise.all(writes)
    expect(reads).toBeGreaterThan(3)
    expect(await countNotes(file.reader)).toBe(3_000 + writes.length)
    await file.close()
    await opensWithEverySlot(file.folder, secrets, 3_000 + writes.length, true)
  })

  test('stopped on the way, leaves the cabinet as it was', async () => {
    const { file, secrets } = await cabinetWithEverySlot(2_000)
    const before = structuredClone(file.manifest)
    const stop = new AbortController()
    const stopped = file.rekey({ signal: stop.signal, onProgress: () => stop.abort(new Error('asked to stop')) })
    await expect(stopped).rejects.toThrow('asked to stop')
    expect({ ...file.manifest, revision: before.revision }).toEqual(before)
    expect(existsSync(join(file.folder, rekeyedFile))).toBe(false)
    await addNotes(file.writer, 1)
    await file.close()
    await opensWithEverySlot(file.folder, secrets, 2_001, true)
  })

  test('is stopped by closing', async () => {
    const { file, secrets } = await cabinetWithEverySlot(2_000)
    const outcome = file.rekey().then(
      () => 'finished',
      (error: unknown) => error,
    )
    await file.close()
    expect(await outcome).toMatchObject({ code: 'cabinet.busy' })
    await opensWithEverySlot(file.folder, secrets, 2_000, true)
  })

  test('is refused while something holds the file still, and holds it still itself', async () => {
    const { file } = await cabinetWithEverySlot(500)
    const resume = file.pauseCheckpoints()
    await expect(file.rekey()).rejects.toMatchObject({ code: 'cabinet.busy' })
    resume()
    const reader = file.openReader()
    await expect(file.rekey()).rejects.toMatchObject({ code: 'cabinet.busy' })
    reader.close()
    const rekeying = file.rekey()
    expect(() => file.openReader()).toThrow('cabinet.busy')
    expect(() => file.pauseCheckpoints()).toThrow('cabinet.busy')
    await expect(file.rekey()).rejects.toMatchObject({ code: 'cabinet.busy' })
    await rekeying
    file.openReader().close()
    await file.close()
  })

  test('passwords may change meanwhile', async () => {
    const { file, secrets } = await cabinetWithEverySlot(1_000)
    const rekeying = file.rekey()
    await file.keys.describeUser({ ...anna, label: 'Dr Anna Roche-Petit' })
    await rekeying
    await file.close()
    expect((await readManifest(file.folder)).slots).toContainEqual(
      expect.objectContaining({ label: 'Dr Anna Roche-Petit' }),
    )
    await opensWithEverySlot(file.folder, secrets, 1_000, true)
  })

  test('refuses a damaged database, and leaves it to be restored', async () => {
    const { file } = await cabinetWithEverySlot(500)
    file.checkpoint()
    const bytes = readFileSync(file.paths.database)
    bytes[4096 * 20 + 9] = (bytes[4096 * 20 + 9] ?? 0) ^ 1
    writeFileSync(file.paths.database, bytes)
    await expect(file.rekey()).rejects.toMatchObject({ code: 'cabinet.damaged' })
    expect(file.manifest.dataKeys.map((data) => data.generation)).toEqual([1])
    await file.close()
  })

  const noVolume = whyNoVolume()
  test.skipIf(noVolume !== null)(
    `says so at once when a copy would not fit (${noVolume ?? 'a volume of 8 MiB'})`,
    async () => {
      using volume = smallVolume(8)
      const { file } = await makeCabinet(volume.folder, { notes: 1_000 })
      await expect(file.rekey()).rejects.toMatchObject({ code: 'cabinet.disk-full', data: { folder: file.folder } })
      expect(await countNotes(file.writer)).toBe(1_000)
      await file.close()
    },
  )
})

describe('a rekeying cut at each of its steps', () => {
  test('opens with every slot, and is finished or undone', async () => {
    const { file, secrets } = await cabinetWithEverySlot(1_500)
    const steps = join(freshParent())
    const snapshot = (step: string) =>
      cpSync(file.folder, join(steps, step), { recursive: true, filter: (path) => !/-(shm|wal)$/.test(path) })
    await file.rekey({
      onProgress: ({ phase, doneBytes, totalBytes }) => {
        if (phase === 'encrypting' && doneBytes === totalBytes) snapshot('encrypted')
        else if (phase === 'encrypting' && doneBytes < totalBytes / 2) snapshot('encrypting')
        else if (phase === 'exchanging') snapshot('verified')
      },
    })
    snapshot('finished')
    await file.close()
    // Between the two renames: the new database under a manifest that still names both keys.
    cpSync(join(steps, 'verified'), join(steps, 'exchanged'), { recursive: true })
    cpSync(join(steps, 'finished', 'cabinet.db'), join(steps, 'exchanged', 'cabinet.db'))
    rmSync(join(steps, 'exchanged', rekeyedFile), { force: true })
    // And the same with the first manifest finished, its copy not, then the first one lost.
    cpSync(join(steps, 'exchanged'), join(steps, 'manifest-lost'), { recursive: true })
    rmSync(join(steps, 'manifest-lost', 'manifest.json'))
    expect(readdirSync(steps).toSorted()).toEqual([
      'encrypted',
      'encrypting',
      'exchanged',
      'finished',
      'manifest-lost',
      'verified',
    ])
    for (const step of ['encrypting', 'encrypted', 'verified', 'exchanged', 'manifest-lost']) {
      expect((await readManifest(join(steps, step))).dataKeys, step).toHaveLength(2)
    }
    for (const step of readdirSync(steps)) await opensWithEverySlot(join(steps, step), secrets, 1_500, true)
  })

  test(`killed ${rounds} times at any moment, never loses what it had acknowledged`, async () => {
    const { file, secrets } = await cabinetWithEverySlot(2_000)
    await file.close()
    let promised = 2_000
    for (let round = 0; round < rounds; round++) {
      const victim = { script: openInAnotherProcess, args: ['rekey', file.folder], readyLine: 'ready', withinMs: 400 }
      const { acknowledged } = await killAtRandom(victim)
      // Each line is a row at least: one kept, or the one that waited for the end of a rekeying.
      await opensWithEverySlot(file.folder, secrets, promised + acknowledged.length)
      promised = await rowsOf(file.folder)
    }
    expect(promised).toBeGreaterThan(2_000)
  })
})

async function rowsOf(folder: string): Promise<number> {
  const key = await unlockWithPassword(await readManifest(folder), anna.userId, annasPassword)
  if (key === null) throw new Error('the password no longer opens the cabinet')
  const file = await openCabinetFile<NoteTables>(folder, key, openingSide)
  const { rows } = await sql<{ count: number }>`select count(*) as count from note`.execute(file.reader)
  await file.close()
  return rows[0]?.count ?? 0
}
