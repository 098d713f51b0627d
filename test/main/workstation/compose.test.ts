import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { identityMessage, slotMessage } from '#app/devices/proofs.ts'
import type { SeenReader, WorkstationState } from '#app/devices/workstation.ts'
import { noProfessionalCards, noReaders, noTraining } from '#main/workstation/absent.ts'
import { composeWorkstation, countInsertions, type WorkstationParts } from '#main/workstation/compose.ts'
import { openDeviceSettings } from '#main/workstation/device-settings.ts'
import { keptFailures } from '#main/workstation/failures.ts'
import type { CardReaders, ProfessionalCards, ReadersState } from '#main/workstation/ports.ts'
import { followPcscReaders } from '#main/workstation/readers.ts'
import { followReader } from '#main/workstation/sights.ts'
import { PcscFailure } from '#native/pcsc/codes.ts'
import { type Pcsc, readerArrivals, type ReaderSight } from '#native/pcsc/library.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'workstation-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const reader = (name: string, insertion: number | null, training = false): SeenReader => ({
  name,
  training,
  status: insertion === null ? 'empty' : 'card',
  card: insertion === null ? null : { kind: 'cps', model: 'CPS4', atr: '3B', insertion, training },
})

/** Readers whose state is set by the test. */
function shown(service: ReadersState['service'] = 'ready') {
  let state: ReadersState = { service, readers: [] }
  const listeners = new Set<(state: ReadersState) => void>()
  const readers: CardReaders = {
    ...noReaders,
    state: () => state,
    watch: (changed) => {
      listeners.add(changed)
      return () => void listeners.delete(changed)
    },
  }
  const set = (...seen: readonly SeenReader[]) => {
    state = { service, readers: seen }
    for (const listener of listeners) listener(state)
  }
  return { readers, set, watched: () => listeners.size }
}

/** Professional cards that say what they were asked. */
function asked(name: string, heard: string[]): ProfessionalCards {
  const signed = { ok: true, value: { signature: new Uint8Array([1]), certificate: new Uint8Array([2]) } } as const
  return {
    ...noProfessionalCards,
    read: async () => {
      heard.push(`${name} read`)
      return { ok: false, problem: 'card.absent' }
    },
    enterPin: async (insertion) => {
      heard.push(`${name} code ${insertion}`)
      return { ok: true, value: {} }
    },
    signMessage: async (_insertion, message) => {
      heard.push(`${name} ${Buffer.from(message).toString('utf8')}`)
      return signed
    },
  }
}

async function workstation(heard: string[] = []) {
  const real = shown()
  const training = shown()
  const parts: WorkstationParts = {
    installedAuthorities: async () => [],
    readers: { ...real.readers, library: () => 'libpcsclite.so.1', drivers: () => Promise.resolve([]) },
    professionalCards: asked('real', heard),
    training: { ...noTraining, readers: training.readers, professionalCards: asked('training', heard) },
    vitale: () => ({
      read: () => Promise.resolve({ ok: false, problem: 'card.absent' }),
      library: () => Promise.resolve({ status: 'not-installed', path: null }),
      useLibrary: (path) => {
        heard.push(`library ${path}`)
        return Promise.resolve({ status: 'not-loadable', path })
      },
    }),
    failures: keptFailures(),
    settings: await openDeviceSettings(folder),
  }
  return { workstation: composeWorkstation(parts), real, training }
}

test('readers of both sources are told together, each state once, and nothing while nothing changes', async () => {
  const { workstation: seat, real, training } = await workstation()
  const end = new AbortController()
  const told: WorkstationState[] = []
  const following = (async () => {
    for await (const state of seat.watch(end.signal)) told.push(state)
  })()
  const turn = () => new Promise((resolve) => setImmediate(resolve))
  await turn()
  real.set(reader('A', null))
  await turn()
  real.set(reader('A', null))
  await turn()
  training.set(reader('T', 1, true))
  await turn()
  expect(told.map(({ readers }) => readers.map(({ name }) => name))).toEqual([[], ['A'], ['A', 'T']])
  end.abort()
  await following
  expect([real.watched(), training.watched()]).toEqual([0, 0])
})

test('the professional card inserted last is the one meant; a code goes where its insertion is', async () => {
  const heard: string[] = []
  const { workstation: seat, real, training } = await workstation(heard)
  await seat.readProfessionalCard({})
  real.set(reader('A', 1))
  training.set(reader('T', 2, true))
  await seat.readProfessionalCard({})
  real.set(reader('A', 3))
  await seat.readProfessionalCard({})
  await seat.enterPin({ insertion: 2, pin: '1234' })
  await seat.enterPin({ insertion: 3, pin: '1234' })
  expect(heard).toEqual(['real read', 'training read', 'real read', 'training code 2', 'real code 3'])
})

test('what a card signs is made here, and one purpose is never another', async () => {
  const heard: string[] = []
  const { workstation: seat } = await workstation(heard)
  const [cabinetId, slotId, challenge] = ['c'.repeat(8), 's'.repeat(8), 'x'.repeat(43)]
  const proof = await seat.proveSlot({ insertion: 1, cabinetId, slotId, challenge })
  await seat.proveIdentity({ insertion: 1, cabinetId, challenge })
  expect(proof).toEqual({ ok: true, value: { signature: 'AQ' } })
  expect(heard).toEqual([
    `real ${slotMessage(cabinetId, slotId, challenge)}`,
    `real ${identityMessage(cabinetId, challenge)}`,
  ])
})

test('settings stay with the computer; a file that makes no sense counts for nothing', async () => {
  const heard: string[] = []
  const { workstation: seat } = await workstation(heard)
  const settings = { cardModulePath: null, vitaleLibraryPath: '/opt/lec.so' }
  expect((await seat.configure(settings)).settings).toEqual(settings)
  expect(heard).toEqual(['library /opt/lec.so'])
  expect((await openDeviceSettings(folder)).get()).toEqual(settings)
  expect(await readdir(folder)).toEqual(['readers.json'])
  expect(await readFile(join(folder, 'readers.json'), 'utf8')).toContain('/opt/lec.so')
  for (const spoilt of [
    '{',
    '[]',
    '{"cardModulePath":"//share/module.so","vitaleLibraryPath":null}',
    // Windows takes either stroke for the other.
    String.raw`{"cardModulePath":"/\\share\\module.dll","vitaleLibraryPath":null}`,
  ]) {
    await writeFile(join(folder, 'readers.json'), spoilt)
    expect((await openDeviceSettings(folder)).get()).toEqual({ cardModulePath: null, vitaleLibraryPath: null })
  }
})

test('the log of failures keeps the last ones, short', () => {
  const failures = keptFailures(() => new Date(0))
  for (let turn = 0; turn < 50; turn += 1) failures.note({ reader: 'A', doing: 'x'.repeat(99), code: `C${turn}` })
  expect(failures.list()).toHaveLength(30)
  expect(failures.list()[0]).toEqual({
    at: '1970-01-01T00:00:00.000Z',
    reader: 'A',
    doing: 'x'.repeat(60),
    code: 'C49',
  })
})

const present = 0x10020
const seen = (bits: number, atr = '3B00', name = 'A'): ReaderSight => ({
  reader: name,
  bits,
  atr: Buffer.from(atr, 'hex'),
})

test.each([
  ['empty', 0x10, 'empty', false],
  ['with a card', present, 'card', true],
  ['with a card that is not powered', present | 0x400, 'card', true],
  ['with a card another program shares', present | 0x100, 'card', true],
  ['with a card another program keeps', present | 0x80, 'in-use', true],
  ['with a mute card', present | 0x200, 'mute', false],
  ['unavailable', 0x8, 'unusable', false],
  ['unknown', 0x4, 'unusable', false],
] as const)('a reader seen %s is told so', (_words, bits, status, hasCard) => {
  const { seen: told } = followReader(undefined, seen(bits), countInsertions())
  expect(told.status).toBe(status)
  expect(told.card !== null).toBe(hasCard)
})

test('an insertion keeps its number while the card stays, and another card never has it', () => {
  const insertions = countInsertions()
  const first = followReader(undefined, seen(0x1_0022), insertions)
  const shared = followReader(first, seen(0x1_0122), insertions)
  // Nothing that shows: the very same object, so that nobody is told.
  expect(shared.seen).toBe(first.seen)
  const kept = followReader(shared, seen(0x1_00a2), insertions)
  expect(kept.seen).toMatchObject({ status: 'in-use', card: { insertion: 1 } })
  // Taken out and put back between two looks: only the count of events says it.
  const replaced = followReader(kept, seen(0x3_0022), insertions)
  expect(replaced.seen.card?.insertion).toBe(2)
  const gone = followReader(replaced, seen(0x4_0012), insertions)
  expect(gone.seen.card).toBeNull()
  expect(followReader(gone, seen(0x5_0022), insertions).seen.card?.insertion).toBe(3)
})

test('a reader unplugged under the wait leaves the list, and one that comes joins it', async () => {
  let names = ['A', 'B']
  const waits: ((change: () => readonly ReaderSight[]) => void)[] = []
  const known: (readonly ReaderSight[])[] = []
  const library: Pcsc = {
    library: 'test',
    establish: async () => ({
      listReaders: async () => names,
      waitForChange: (before, timeoutMs) => {
        if (timeoutMs === 0) return Promise.resolve(before.map(({ reader: name }) => seen(0x12, '', name)))
        known.push(before)
        return new Promise((resolve, reject) => {
          waits.push((change) => {
            try {
              resolve(change())
            } catch (error) {
              reject(error)
            }
          })
        })
      },
      cancel: () =>
        waits.shift()?.(() => {
          throw new PcscFailure('SCardGetStatusChange', 'SCARD_E_CANCELLED')
        }),
      connect: () => Promise.reject(new PcscFailure('SCardConnect', 'SCARD_E_UNKNOWN_READER')),
      release: async () => undefined,
    }),
  }
  const readers = followPcscReaders({
    insertions: countInsertions(),
    failures: keptFailures(),
    load: () => Promise.resolve(library),
  })
  const listed = () => readers.state().readers.map(({ name }) => name)
  await expect.poll(() => waits.length).toBe(1)
  expect(listed()).toEqual(['A', 'B'])
  expect(known[0]?.map(({ reader: name }) => name)).toEqual([readerArrivals, 'A', 'B'])
  names = ['A']
  waits.shift()?.(() => [seen(0, '', readerArrivals), seen(0x10, '', 'A'), seen(0x6, '', 'B')])
  await expect.poll(listed).toEqual(['A'])
  // A service may also refuse the whole wait for a reader that is gone.
  names = ['C']
  await expect.poll(() => waits.length).toBe(1)
  waits.shift()?.(() => {
    throw new PcscFailure('SCardGetStatusChange', 'SCARD_E_UNKNOWN_READER')
  })
  await expect.poll(listed).toEqual(['C'])
  // And one may come while the wait begins: the list is looked at once more.
  names = ['C', 'D']
  await expect.poll(listed).toEqual(['C', 'D'])
  await readers.close()
})
