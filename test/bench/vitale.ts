import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { contract } from '#app/contract.ts'
import { composeCore } from '#main/compose/index.ts'
import { connectInMemory, type MemorySeat } from '#main/wire/index.ts'
import { countInsertions } from '#main/workstation/compose.ts'
import { keptFailures } from '#main/workstation/failures.ts'
import type { CardReaders } from '#main/workstation/ports.ts'
import { followPcscReaders } from '#main/workstation/readers.ts'
import { vitaleReading } from '#main/workstation/vitale.ts'
import { vitaleCard } from '#test/simulators/cards/vitale.ts'
import { pcscdMissing } from '#test/world/pcscd.ts'
import { openVirtualReaders } from '#test/world/virtual-reader.ts'
import type { Bench, BenchRow } from './row.ts'

const patients = 100_000
const rounds = 5
const mostTimes = 1.4
const run = promisify(execFile)

/** The people of the usual training cabinet, and one it does not know. */
const holders = [
  { name: 'LACAZE', firstName: 'FRANÇOISE', birthDate: '19581109', nir: '258113351498715' },
  { name: 'LACAZE', firstName: 'MICHEL', birthDate: '19550323', nir: '155033354192317' },
  { name: 'LACAZE', firstName: 'GABIN', birthDate: '20160412', nir: '258113351498715' },
]

/**
 * From a Vitale card put in a reader of a real PC/SC service to who it is, and whose records among 100,000, at the seat. The
 * floor is what nobody can do without, measured in the same rounds: the service that sees the card, and the commands, each as
 * long as this reader takes for it (a virtual one: some 44 ms). What is drawn then is a dialog of a few lines, which the
 * journey of the card shows.
 */
async function benchVitale(): Promise<readonly BenchRow[]> {
  if (pcscdMissing !== null) {
    process.stderr.write(`vitale: not measured, ${pcscdMissing}\n`)
    return []
  }
  const folder = await mkdtemp(join(tmpdir(), 'cabinet-bench-vitale-'))
  const virtual = await openVirtualReaders()
  const readers = followPcscReaders({ insertions: countInsertions(), failures: keptFailures() })
  try {
    await run(process.execPath, [
      fileURLToPath(new URL('search/make-cabinet.ts', import.meta.url)),
      folder,
      String(patients),
    ])
    const core = composeCore({
      version: '0.0.0-bench',
      stateFolder: join(folder, 'state'),
      cabinetsFolder: join(folder, 'cabinets'),
      backupsFolder: join(folder, 'backups'),
      scheduled: false,
    })
    try {
      const seat = await signedIn(connectInMemory(core, { kind: 'test', name: 'bench' }))
      const timed = timingCommands(readers)
      const workstation = vitaleReading({ readers: timed, failures: keptFailures(), libraryPath: null })
      await answerReadings(seat, workstation)
      const ratios: (readonly [total: number, floor: number])[] = []
      for (let round = 0; round < rounds; round += 1) {
        timed.times.length = 0
        const powered = Promise.withResolvers<number>()
        const card = vitaleCard({ holders })
        const seen = cardSeen(readers)
        await virtual.insert({ ...card, reset: () => (card.reset(), powered.resolve(performance.now())) })
        const inserted = await powered.promise
        const detection = (await seen) - inserted
        const reply = await seat.call(contract.vitale.read, { reader: null })
        if (!reply.ok || reply.value.reading.beneficiaries.length !== holders.length)
          throw new Error('the card was not read')
        const total = performance.now() - inserted
        ratios.push([total, Math.max(0, detection) + timed.times.reduce((sum, one) => sum + one, 0)])
        await virtual.withdraw()
        await cardGone(readers)
      }
      const [total, floor] = ratios.toSorted(([a, b], [c, d]) => a / b - c / d)[Math.floor(rounds / 2)] ?? [0, 1]
      return [
        {
          name: `Vitale card in the reader to its three beneficiaries and their records of 100,000, ${timed.times.length} commands, median`,
          value: total,
          unit: 'ms',
          floor,
          ratio: total / floor,
          budget: `≤ ${mostTimes} × (detection + the commands themselves)`,
          ok: total <= mostTimes * floor,
        },
      ]
    } finally {
      await core.dispose()
    }
  } finally {
    await readers.close()
    await virtual.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** The bench of the Vitale card. */
export const bench: Bench = benchVitale

/** The same readers, which note how long each command takes in the reader. */
function timingCommands(readers: CardReaders): CardReaders & { readonly times: number[] } {
  const times: number[] = []
  return {
    times,
    state: readers.state,
    watch: readers.watch,
    close: readers.close,
    async connect(reader, options) {
      const card = await readers.connect(reader, options)
      return {
        ...card,
        async transmit(apdu, timeoutMs) {
          const started = performance.now()
          try {
            return await card.transmit(apdu, timeoutMs)
          } finally {
            times.push(performance.now() - started)
          }
        },
      }
    },
  }
}

/** When a Vitale card is told to be there. */
function cardSeen(readers: CardReaders): Promise<number> {
  return told(readers, (has) => has)
}

async function cardGone(readers: CardReaders): Promise<void> {
  await told(readers, (has) => !has)
}

function told(readers: CardReaders, wanted: (hasCard: boolean) => boolean): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>()
  const look = () => {
    if (wanted(readers.state().readers.some(({ card }) => card?.kind === 'vitale'))) resolve(performance.now())
  }
  const stop = readers.watch(look)
  look()
  return promise.finally(stop)
}

/** Answers the core as the page of the seat does. */
async function answerReadings(seat: MemorySeat, workstation: ReturnType<typeof vitaleReading>): Promise<void> {
  const stream = await seat.call(contract.devices.watchRequests, {})
  if (!stream.ok) throw new Error(stream.problem)
  const follow = async () => {
    for await (const event of stream.value) {
      if (event.kind !== 'asked' || event.request.kind !== 'readVitaleCard') continue
      const { requestId, reader } = event.request
      const outcome = await workstation.read(reader)
      await seat.call(contract.devices.answer, { requestId, answer: { kind: 'readVitaleCard', outcome } })
    }
  }
  void follow()
}

async function signedIn(seat: MemorySeat): Promise<MemorySeat> {
  const accounts = await seat.call(contract.cabinet.trainingAccounts, {})
  const account = accounts.ok ? accounts.value.accounts.find(({ role }) => role === 'practitioner') : undefined
  if (!accounts.ok || accounts.value.cabinetId === null || account === undefined) throw new Error('nobody to sign in')
  const { userId, password } = account
  const opened = await seat.call(contract.cabinet.open, { cabinetId: accounts.value.cabinetId, userId, password })
  if (!opened.ok) throw new Error(`the cabinet does not open: ${opened.problem}`)
  return seat
}
