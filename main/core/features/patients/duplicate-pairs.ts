import type { DuplicateCandidate, PatientSummary } from '#app/features/patients/model.ts'
import { compareForDuplicate } from '#app/features/patients/rules/duplicates.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import { type SummaryRow, summaryColumns, toSummary } from './rows.ts'

/** Two records that may be one person. */
export interface FoundPair {
  readonly first: PatientSummary
  readonly second: PatientSummary
  readonly reasons: DuplicateCandidate['reasons']
  readonly score: number
}

/** Pairs looked at for one list: beyond, a cabinet has other worries, and is told that the list is cut. */
const looked = 2_000

/** Below, only namesakes: proposed to who creates a record, they would bury the duplicates here. */
const leastScore = 60

/**
 * Records in sight that may be one person, the surest first: born the same day with a name in common, or of the same names,
 * or with the same matricule. By the rules of a creation.
 */
export async function findPairs(db: ReadDb, limit: number): Promise<{ pairs: FoundPair[]; isCut: boolean }> {
  const ids = [...(await bornTheSameDay(db)), ...(await ofTheSameName(db)), ...(await ofTheSameMatricule(db))]
  const known = new Map(ids.map(({ first, second }) => [`${first} ${second}`, { first, second }]))
  const rows = await rowsOf(db, [...new Set(ids.flatMap(({ first, second }) => [first, second]))])
  const pairs: FoundPair[] = []
  for (const { first, second } of known.values()) {
    const [a, b] = [rows.get(first), rows.get(second)]
    if (a === undefined || b === undefined) continue
    const verdict = compareForDuplicate(personOf(a), personOf(b))
    if (verdict === null || verdict.score < leastScore) continue
    pairs.push({ first: toSummary(a), second: toSummary(b), reasons: [...verdict.reasons], score: verdict.score })
  }
  const sorted = pairs.toSorted((a, b) => b.score - a.score || a.first.fileNumber - b.first.fileNumber)
  return { pairs: sorted.slice(0, limit), isCut: sorted.length > limit || ids.length >= looked }
}

function twice(db: ReadDb) {
  return db
    .selectFrom('patient as a')
    .innerJoin('patient as b', (join) => join.onRef('a.patient_id', '<', 'b.patient_id'))
    .select(['a.patient_id as first', 'b.patient_id as second'])
    .limit(looked)
}

function bornTheSameDay(db: ReadDb) {
  return (
    twice(db)
      // The index of birth dates begins with this.
      .where('b.hidden', 'in', [0, 1])
      .whereRef('a.birth_date', '=', 'b.birth_date')
      .where((eb) =>
        eb.or([
          eb('a.birth_name_key', '=', eb.ref('b.birth_name_key')),
          eb('a.birth_first_name_key', '=', eb.ref('b.birth_first_name_key')),
          eb('a.birth_name_key', '=', eb.ref('b.used_name_key')),
          eb('a.used_name_key', '=', eb.ref('b.birth_name_key')),
          eb('a.birth_name_key', '=', eb.ref('b.birth_first_name_key')),
        ]),
      )
      .execute()
  )
}

function ofTheSameName(db: ReadDb) {
  return twice(db)
    .whereRef('a.birth_name_key', '=', 'b.birth_name_key')
    .whereRef('a.birth_first_name_key', '=', 'b.birth_first_name_key')
    .execute()
}

function ofTheSameMatricule(db: ReadDb) {
  return twice(db)
    .where('b.ins_matricule', 'is not', null)
    .whereRef('a.ins_matricule', '=', 'b.ins_matricule')
    .execute()
}

type PairRow = SummaryRow & { readonly ins_matricule: string | null }

const idsAtOnce = 500

async function rowsOf(db: ReadDb, ids: readonly string[]): Promise<ReadonlyMap<string, PairRow>> {
  const rows: PairRow[] = []
  for (let from = 0; from < ids.length; from += idsAtOnce) {
    rows.push(
      ...(await db
        .selectFrom('patient')
        .select([...summaryColumns, 'patient.ins_matricule'])
        .where('patient.patient_id', 'in', ids.slice(from, from + idsAtOnce))
        .execute()),
    )
  }
  return new Map(rows.map((row) => [row.patient_id, row]))
}

function personOf(row: PairRow) {
  return {
    birthName: row.birth_name,
    usedName: row.used_name,
    firstName: row.first_birth_first_name,
    otherFirstName: row.used_first_name,
    birthDate: row.birth_date,
    sex: row.sex,
    matricule: row.ins_matricule,
  }
}
