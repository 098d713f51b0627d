import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { contract } from '#app/contract.ts'
import { type ListedIdentity, workList } from '#app/features/identity/rules/work-list.ts'
import { composeCore } from '#main/compose/index.ts'
import { connectInMemory, type MemorySeat } from '#main/wire/index.ts'
import type { Bench, BenchRow } from './row.ts'
import { signIn } from './search.ts'

const patients = 100_000
const runs = 9
const run = promisify(execFile)

/** The INS work-list of a very large cabinet: the rule alone, then through dispatch on the encrypted file. */
export const bench: Bench = async () => [...benchRule(), ...(await benchCabinet())]

/** The rule over every patient, statuses decided again. */
function benchRule(): BenchRow[] {
  const listed = Array.from({ length: patients }, (_, index) => listedPatient(index))
  const times: number[] = []
  let items = 0
  for (let round = 0; round < runs; round += 1) {
    const from = performance.now()
    items = workList(listed).items.length
    times.push(performance.now() - from)
  }
  return [
    row(
      `INS work-list of ${patients} patients by the rule alone, ${items} to look at, median of ${runs}`,
      median(times),
    ),
    row('INS work-list by the rule alone, slowest run, the first being cold', Math.max(...times)),
  ]
}

/** A page of it as a screen asks: made again after a record changed, then as long as nothing changes. */
async function benchCabinet(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'cabinet-bench-ins-'))
  try {
    const make = fileURLToPath(new URL('search/make-cabinet.ts', import.meta.url))
    await run(process.execPath, [make, folder, String(patients)])
    const core = composeCore({
      version: '0.0.0-bench',
      stateFolder: join(folder, 'state'),
      cabinetsFolder: join(folder, 'cabinets'),
      backupsFolder: join(folder, 'backups'),
      scheduled: false,
    })
    try {
      const seat = connectInMemory(core, { kind: 'test', name: 'bench' })
      await signIn(seat)
      return await measure(seat)
    } finally {
      await core.dispose()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function measure(seat: MemorySeat): Promise<BenchRow[]> {
  const found = await seat.call(contract.patients.search, { text: '', limit: runs })
  if (!found.ok) throw new Error(found.problem)
  const again: number[] = []
  const kept: number[] = []
  const edited: number[] = []
  let total = 0
  for (const { patientId } of found.value.rows) {
    const read = await seat.call(contract.patients.read, { patientId })
    if (!read.ok) throw new Error(read.problem)
    const { fields, version, tags } = read.value.record
    const edit = { patientId, expectedVersion: version, fields: { ...fields, comments: 'Vu' } }
    edited.push(
      await timed(() => seat.call(contract.patients.update, { ...edit, tagIds: tags.map(({ tagId }) => tagId) })),
    )
    const page = () => seat.call(contract.identity.workList, { reason: null, offset: 0, limit: 100 })
    again.push(await timed(page))
    const answered = await page()
    if (!answered.ok) throw new Error(answered.problem)
    total = answered.value.total
    kept.push(await timed(page))
  }
  return [
    row(`INS work-list through dispatch after a record changed, ${total} to look at, median of ${runs}`, median(again)),
    row('INS work-list through dispatch, slowest run, the first being cold', Math.max(...again)),
    { ...row('INS work-list through dispatch, nothing changed, median', median(kept)), budget: 'for information' },
    { ...row('civil status edited, proofs looked at, median', median(edited)), budget: 'for information' },
  ]
}

async function timed(call: () => Promise<{ readonly ok: boolean }>): Promise<number> {
  const from = performance.now()
  const reply = await call()
  if (!reply.ok) throw new Error('the call was refused')
  return performance.now() - from
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.POSITIVE_INFINITY
}

function row(name: string, value: number): BenchRow {
  return { name, value, unit: 'ms', budget: '≤ 300 ms', ok: value <= 300 }
}

/** One of a population like that of the field study: a fifth of identities not found, a tenth of married names. */
function listedPatient(index: number): ListedIdentity {
  const hasIns = index % 10 < 7
  const isMarried = index % 10 === 7
  const name = `name${(index * 7919) % 60_000}`
  const year = 1930 + (index % 90)
  return {
    patientId: `01890000-0000-7000-8000-${String(index).padStart(12, '0')}`,
    hasIns,
    hasDocument: index % 3 !== 0,
    attributes: index % 97 === 0 ? ['homonym'] : index % 499 === 0 ? ['doubtful'] : [],
    ko: !hasIns && index % 2 === 0 ? 'none' : null,
    // One in a thousand has the number of the patient before.
    matricule: hasIns ? String(2_000_000_000_000 + (index % 1000 === 1 ? index - 1 : index)) : '',
    formerMatricules: index % 50 === 0 ? [String(1_000_000_000_000 + index)] : [],
    strays: index % 5000 === 0 ? 1 : 0,
    birthNameKey: index % 400 === 3 ? '' : name,
    usedNameKey: isMarried ? name : '',
    firstNameKey: `first${index % 400}`,
    sex: index % 2 === 0 ? 'M' : 'F',
    birthDate: `${year}-${String((index % 12) + 1).padStart(2, '0')}-${String((index % 28) + 1).padStart(2, '0')}`,
  }
}
