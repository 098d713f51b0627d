/**
 * Readers on a real PC/SC service: how soon an insertion and a withdrawal are told, and what following them costs while
 * nothing happens. Nothing is measured where the service or its virtual reader is not installed.
 */
import { fork } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { countInsertions } from '#main/workstation/compose.ts'
import { keptFailures } from '#main/workstation/failures.ts'
import { workstationStartVariable } from '#main/workstation/frames.ts'
import { workstationOverChannel } from '#main/workstation/over-channel.ts'
import type { ReadersState } from '#main/workstation/ports.ts'
import { followPcscReaders, type PcscReaders } from '#main/workstation/readers.ts'
import { loadPcsc, readerBits, type ReaderSight } from '#native/pcsc/library.ts'
import { answer, bytes, type VirtualCard } from '#test/simulators/cards/virtual-card.ts'
import { pcscdMissing } from '#test/world/pcscd.ts'
import { openVirtualReaders, type VirtualReaders } from '#test/world/virtual-reader.ts'
import type { BenchRow } from './row.ts'

const rounds = 12
const restMs = 10_000

const card = (): VirtualCard => ({
  atr: bytes('3B751300004309EA9000'),
  reset: () => undefined,
  transmit: (command) => answer(0x9000, command),
})

export async function bench(): Promise<readonly BenchRow[]> {
  if (pcscdMissing !== null) {
    process.stderr.write(`readers: ${pcscdMissing}\n`)
    return []
  }
  await using virtual = await openVirtualReaders()
  const readers = followPcscReaders({ insertions: countInsertions(), failures: keptFailures() })
  await until(readers, ({ readers }) => readers.length === 2)
  const events = await measureEvents(virtual, readers)
  await readers.close()
  const rest = await measureRest()
  return [...events, ...rest]
}

/** The same event heard by us and by a bare wait: the service looks at these virtual readers every 400 ms. */
async function measureEvents(virtual: VirtualReaders, readers: PcscReaders): Promise<readonly BenchRow[]> {
  const [name] = virtual.daemon.readers
  const context = await (await loadPcsc()).establish()
  const bare = async (sight: ReaderSight, wanted: number) => {
    let [seen] = await context.waitForChange([sight], null)
    while (seen !== undefined && (seen.bits & wanted) === 0) [seen] = await context.waitForChange([seen], null)
    return { seen: seen ?? sight, at: performance.now() }
  }
  const told = { inserted: [] as number[], withdrawn: [] as number[] }
  const floor = { inserted: [] as number[], withdrawn: [] as number[] }
  let [sight] = await context.waitForChange([{ reader: name, bits: 0, atr: new Uint8Array() }], 0)
  for (let round = 0; round < rounds && sight !== undefined; round += 1) {
    for (const what of ['inserted', 'withdrawn'] as const) {
      // At every moment of the service's own round.
      await pause(150 + Math.random() * 400)
      const heard = bare(sight, what === 'inserted' ? readerBits.present : readerBits.empty)
      const ours = until(readers, ({ readers }) => readers[0]?.status === (what === 'inserted' ? 'card' : 'empty'))
      const since = performance.now()
      if (what === 'inserted') await virtual.insert(card())
      else await virtual.withdraw()
      told[what].push((await ours) - since)
      const { seen, at } = await heard
      floor[what].push(at - since)
      sight = seen
    }
  }
  await context.release()
  return (['inserted', 'withdrawn'] as const).map((what) => {
    const value = median(told[what])
    const least = median(floor[what])
    return {
      name: `card ${what} → state told, median`,
      value,
      unit: 'ms',
      floor: least,
      ratio: value / least,
      budget: '≤ 300 ms, or ≤ 1.1 × a bare wait of the service',
      ok: value <= 300 || value <= 1.1 * least,
    }
  })
}

/** The process that follows the readers, with a page that watches, while nobody touches a card. */
async function measureRest(): Promise<readonly BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'readers-bench-'))
  const child = fork(fileURLToPath(new URL('../../main/workstation/process.ts', import.meta.url)), [], {
    env: { ...process.env, [workstationStartVariable]: JSON.stringify({ stateFolder: folder, trainingCards: null }) },
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const ready = Promise.withResolvers<void>()
  const ended = Promise.withResolvers<void>()
  const workstation = workstationOverChannel(child, { ready: ready.resolve, ended: () => ended.resolve() })
  await ready.promise
  let frames = 0
  const line = workstation.attach({
    send: () => {
      frames += 1
    },
    close: () => undefined,
  })
  // What oRPC's client sends to ask for the states.
  line.hear(JSON.stringify({ i: '1', p: { u: '/watch', b: { json: {} } } }))
  await pause(3000)
  const [before, framesBefore] = [cpuMs(child.pid), frames]
  const since = performance.now()
  await pause(restMs)
  const share = (100 * (cpuMs(child.pid) - before)) / (performance.now() - since)
  const spoken = frames - framesBefore
  workstation.close()
  await ended.promise
  rmSync(folder, { recursive: true, force: true })
  return [
    {
      name: `readers followed at rest, processor over ${restMs / 1000} s`,
      value: share,
      unit: '%',
      budget: '≤ 0.5 % of one core',
      ok: share <= 0.5 && framesBefore > 0,
    },
    {
      name: 'frames told at rest, with a page that watches (a core is told none, ever)',
      value: spoken,
      unit: 'tasks',
      budget: '0',
      ok: spoken === 0,
    },
  ]
}

/** Time of processor of a process and its threads, in ms; Linux counts it in hundredths of a second. */
function cpuMs(pid: number | undefined): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * 10
}

function until(readers: PcscReaders, wanted: (state: ReadersState) => boolean): Promise<number> {
  return new Promise((resolve) => {
    const look = (state: ReadersState) => {
      if (!wanted(state)) return
      stop()
      resolve(performance.now())
    }
    const stop = readers.watch(look)
    look(readers.state())
  })
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN
}
