import type { EmergencyRequest } from '#app/features/access/model.ts'
import { nameKey } from '#app/kernel/letters.ts'
import type { ReadDb } from '#core/kernel/tables.ts'

/**
 * The records of exactly that person: birth name, one of the birth first names, birth date. Accents, case, spaces, hyphens
 * and apostrophes do not count, nor anything else: no beginning, no likeness, no other order. Hidden records too.
 */
export async function findByTraits(
  db: ReadDb,
  traits: Pick<EmergencyRequest, 'birthName' | 'firstName' | 'birthDate'>,
): Promise<string[]> {
  const birthName = nameKey(traits.birthName)
  const firstName = nameKey(traits.firstName)
  if (birthName === '' || firstName === '') return []
  const rows = await db
    .selectFrom('patient')
    .select(['patient.patient_id', 'patient.birth_first_names', 'patient.first_birth_first_name'])
    .where('patient.birth_name_key', '=', birthName)
    .where('patient.birth_date', '=', traits.birthDate)
    .orderBy('patient.patient_id')
    .execute()
  return rows
    .filter((row) =>
      [row.first_birth_first_name, ...(JSON.parse(row.birth_first_names) as string[])].some(
        (name) => nameKey(name) === firstName,
      ),
    )
    .map((row) => row.patient_id)
}
