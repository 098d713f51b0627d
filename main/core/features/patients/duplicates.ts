import type { CivilDate } from '#app/kernel/civil-date.ts'
import type { DuplicateCandidate, Sex } from '#app/features/patients/model.ts'
import { compareForDuplicate, type KnownPerson } from '#app/features/patients/rules/duplicates.ts'
import { nameKey } from '#app/kernel/letters.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import { summaryColumns, toSummary } from './rows.ts'

/** Who is being typed. */
export interface PersonTyped {
  readonly birthName: string
  readonly usedName: string
  readonly firstName: string
  readonly birthDate: CivilDate | null
  readonly sex: Sex | null
  readonly exceptPatientId?: string | undefined
}

/** Records looked at for one question: more people than are born on one day in any cabinet. */
const looked = 400
const proposed = 8

/**
 * Records that may be the person typed, best first: those born the same day, and those of the same name and first name.
 * Only among the records the caller may see.
 */
export async function findCandidates(db: ReadDb, person: PersonTyped): Promise<DuplicateCandidate[]> {
  const names = [...new Set([nameKey(person.birthName), nameKey(person.usedName)])].filter((name) => name !== '')
  const first = nameKey(person.firstName)
  if (names.length === 0 || first === '') return []
  const columns = [...summaryColumns, 'patient.ins_matricule'] as const
  const same = db.selectFrom('patient').select(columns)
  const found = [
    ...(person.birthDate === null
      ? []
      : await same
          .where('patient.hidden', 'in', [0, 1])
          .where('patient.birth_date', '=', person.birthDate)
          .limit(looked)
          .execute()),
    ...(await same
      .where('patient.birth_name_key', 'in', names)
      .where('patient.birth_first_name_key', '=', first)
      .limit(looked)
      .execute()),
    ...(await same
      .where('patient.used_name_key', 'in', names)
      .where('patient.used_first_name_key', '=', first)
      .limit(looked)
      .execute()),
  ]
  const typed: KnownPerson = { ...person, matricule: null }
  const candidates = new Map<string, DuplicateCandidate>()
  for (const row of found) {
    if (row.patient_id === person.exceptPatientId || candidates.has(row.patient_id)) continue
    const verdict = compareForDuplicate(typed, {
      birthName: row.birth_name,
      usedName: row.used_name,
      firstName: row.first_birth_first_name,
      otherFirstName: row.used_first_name,
      birthDate: row.birth_date,
      sex: row.sex,
    })
    if (verdict !== null) {
      candidates.set(row.patient_id, { patient: toSummary(row), reasons: [...verdict.reasons], score: verdict.score })
    }
  }
  return [...candidates.values()]
    .toSorted((a, b) => b.score - a.score || a.patient.fileNumber - b.patient.fileNumber)
    .slice(0, proposed)
}
