import { type ListedIdentity, workList } from '#app/features/identity/rules/work-list.ts'
import type { Bench } from './row.ts'

const patients = 100_000
const runs = 9

/** The INS work-list recomputed over every patient of a very large cabinet, statuses decided again. */
export const bench: Bench = () => {
  const listed = Array.from({ length: patients }, (_, index) => listedPatient(index))
  const times: number[] = []
  let items = 0
  for (let run = 0; run < runs; run += 1) {
    const from = performance.now()
    items = workList(listed).items.length
    times.push(performance.now() - from)
  }
  const sorted = times.toSorted((a, b) => a - b)
  const median = sorted[Math.floor(runs / 2)] ?? Number.POSITIVE_INFINITY
  const worst = sorted.at(-1) ?? Number.POSITIVE_INFINITY
  return Promise.resolve([
    {
      name: `INS work-list of ${patients} patients, ${items} to look at, median of ${runs}`,
      value: median,
      unit: 'ms' as const,
      budget: '≤ 300 ms',
      ok: median <= 300,
    },
    {
      name: 'INS work-list, slowest run, the first being cold',
      value: worst,
      unit: 'ms' as const,
      budget: '≤ 300 ms',
      ok: worst <= 300,
    },
  ])
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
