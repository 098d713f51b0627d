import type { VitaleBeneficiary } from '#app/devices/workstation.ts'
import type { MatchReason, VitaleMatch } from '#app/features/vitale/model.ts'
import { birthDatesOf, differencesOf, isWorthSaying, matchOf } from '#app/features/vitale/rules.ts'
import type { CivilDate } from '#app/kernel/civil-date.ts'
import { nameKey } from '#app/kernel/letters.ts'
import { type PatientRow, toFields, toSummary } from '#core/features/patients/index.ts'
import type { ReadDb } from '#core/kernel/tables.ts'

/** Records looked at for one beneficiary: more people than are born on one day in any cabinet. */
const looked = 400
const mostMatches = 8

const order: readonly VitaleMatch['reason'][] = ['matricule', 'insured', 'traits', 'close']

/** The records that are or may be a beneficiary's, surest first; `db` shows those the caller sees, hidden ones too. */
export async function findMatches(db: ReadDb, person: VitaleBeneficiary, today: CivilDate): Promise<VitaleMatch[]> {
  const matches = (await candidates(db, person, today)).flatMap((row): VitaleMatch[] => {
    const fields = toFields(row)
    const reason = matchOf(person, { matricule: row.ins_matricule, fields }, today)
    if (reason === null) return []
    return [{ patient: toSummary(row), reason, differs: isWorthSaying(differencesOf(person, fields, today)) }]
  })
  return matches
    .toSorted(
      (a, b) => order.indexOf(a.reason) - order.indexOf(b.reason) || a.patient.fileNumber - b.patient.fileNumber,
    )
    .slice(0, mostMatches)
}

/** Why a record is or may be a beneficiary's; `null` when it is somebody else's. */
export function reasonOf(person: VitaleBeneficiary, row: PatientRow, today: CivilDate): MatchReason | null {
  return matchOf(person, { matricule: row.ins_matricule, fields: toFields(row) }, today)
}

/** By number, by birth date, and by name for a date typed wrong: each of them an index. */
async function candidates(db: ReadDb, person: VitaleBeneficiary, today: CivilDate): Promise<readonly PatientRow[]> {
  const all = db.selectFrom('patient').selectAll('patient')
  const numbers = [person.ownNir, person.insuredNir].flatMap((nir) => (nir === null ? [] : [nir.slice(0, 13)]))
  const dates = birthDatesOf(person, today)
  const names = [person.birthName, person.usedName].map((name) => nameKey(name ?? '')).filter((key) => key !== '')
  const found = [
    ...(numbers.length === 0 ? [] : await all.where('patient.ins_matricule', 'in', numbers).execute()),
    ...(dates.length === 0
      ? []
      : await all
          .where('patient.hidden', 'in', [0, 1])
          .where('patient.birth_date', 'in', dates)
          .limit(looked)
          .execute()),
    ...(names.length === 0 || person.insuredNir === null
      ? []
      : [
          ...(await all.where('patient.birth_name_key', 'in', names).limit(looked).execute()),
          ...(await all.where('patient.used_name_key', 'in', names).limit(looked).execute()),
        ]),
  ]
  return [...new Map(found.map((row) => [row.patient_id, row])).values()]
}
