import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { contract } from '#app/contract.ts'
import type { PatientRecord } from '#app/features/patients/model.ts'
import { CabinetInUse } from '#core/kernel/cabinet-in-use.ts'
import { composeCore } from '#main/compose/index.ts'
import { connectInMemory, type MemorySeat } from '#main/wire/index.ts'
import type { Bench, BenchRow } from './row.ts'

const patients = 100_000
const rounds = 400
const run = promisify(execFile)

/**
 * What the journal costs: the same operations with it and without it, in turn, through dispatch in one process (a line to
 * another computer would only make the share smaller). Out of ten: five searches, four readings, one record saved.
 */
async function benchJournalCost(): Promise<readonly BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'cabinet-bench-journal-cost-'))
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
      return await compare(await signedIn(connectInMemory(core, { kind: 'test', name: 'bench' })))
    } finally {
      await core.dispose()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The bench of the journal's share. */
export const bench: Bench = benchJournalCost

async function signedIn(seat: MemorySeat): Promise<MemorySeat> {
  const accounts = await seat.call(contract.cabinet.trainingAccounts, {})
  const account = accounts.ok ? accounts.value.accounts.find(({ role }) => role === 'practitioner') : undefined
  if (!accounts.ok || accounts.value.cabinetId === null || account === undefined) throw new Error('nobody to sign in')
  const { userId, password } = account
  const opened = await seat.call(contract.cabinet.open, { cabinetId: accounts.value.cabinetId, userId, password })
  if (!opened.ok) throw new Error(`the cabinet does not open: ${opened.problem}`)
  return seat
}

async function compare(seat: MemorySeat): Promise<readonly BenchRow[]> {
  const texts = ['ma', 'dup', 'ber', 'lem', 'mo', 'roux', 'gar', 'petit', 'fra', '1977']
  const journaled: number[] = []
  const silent: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const text = texts[round % texts.length] ?? ''
    const found = await seat.call(contract.patients.search, { text, limit: 100 })
    if (!found.ok) throw new Error(found.problem)
    const patientId = found.value.rows[round % 10]?.patientId ?? ''
    const step = stepOf(round, seat, text, patientId)
    // In turn, and not always the same first: both see the same machine and the same caches.
    const order = round % 2 === 0 ? [true, false] : [false, true]
    for (const withJournal of order) {
      const took = withJournal ? await timed(step) : await withoutJournal(() => timed(step))
      // The first rounds warm up.
      if (round >= 50) (withJournal ? journaled : silent).push(took)
    }
  }
  const value = total(journaled) / journaled.length
  const floor = total(silent) / silent.length
  const share = (100 * (value - floor)) / value
  return [
    {
      name: 'an operation with its line of the journal, mean',
      value,
      unit: 'ms',
      floor,
      ratio: value / floor,
      budget: 'for information: the floor is the same without the journal',
      ok: true,
    },
    { name: 'share of the journal in an operation', value: share, unit: '%', budget: '≤ 15 %', ok: share <= 15 },
  ]
}

function stepOf(round: number, seat: MemorySeat, text: string, patientId: string): () => Promise<void> {
  switch (round % 10) {
    case 9: {
      let record: PatientRecord | null = null
      return async () => {
        record ??= await opened(seat, patientId)
        const { version, fields, tags } = record
        const reply = await seat.call(contract.patients.update, {
          patientId,
          expectedVersion: version,
          fields: { ...fields, comments: `mesure ${version}` },
          tagIds: tags.map((tag) => tag.tagId),
        })
        if (!reply.ok) throw new Error(reply.problem)
        record = reply.value.record
      }
    }
    case 1:
    case 3:
    case 5:
    case 7:
      return async () => void (await opened(seat, patientId))
    default:
      return async () => {
        const reply = await seat.call(contract.patients.search, {
          text: `${text}${round % 3 === 0 ? 'a' : ''}`,
          limit: 100,
        })
        if (!reply.ok) throw new Error(reply.problem)
      }
  }
}

async function opened(seat: MemorySeat, patientId: string): Promise<PatientRecord> {
  const reply = await seat.call(contract.patients.open, { patientId })
  if (!reply.ok) throw new Error(reply.problem)
  return reply.value.record
}

/** Takes the journal away for one operation: a bench may, the program has no way to. */
async function withoutJournal<T>(work: () => Promise<T>): Promise<T> {
  const { append, appendAlone } = CabinetInUse.prototype
  CabinetInUse.prototype.append = async () => ({ sequence: 0, digest: '' })
  CabinetInUse.prototype.appendAlone = async () => undefined
  try {
    return await work()
  } finally {
    Object.assign(CabinetInUse.prototype, { append, appendAlone })
  }
}

async function timed(step: () => Promise<void>): Promise<number> {
  const started = performance.now()
  await step()
  return performance.now() - started
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}
