import type { LetterFieldValues } from '#app/features/letters/model.ts'
import { paperText, sayDay } from '#app/text/fr/printing.ts'
import { findPerson, listPeople, mayAct, nameOf } from '#core/features/people/index.ts'
import {
  factsOf,
  findPatient,
  type RecordFacts,
  sayAllergy,
  sayDosage,
  sayProblem,
  wordsOf,
} from '#core/features/printing/index.ts'
import { readCabinetSettings } from '#core/features/settings/index.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import type { Work } from '#core/kernel/work.ts'

/** What the fields of a letter say now; nothing of what the caller may not read. `null`: no such patient in sight. */
export async function fieldValuesOf(
  work: Work,
  patientId: string,
  practitionerId: string | null,
): Promise<LetterFieldValues | null> {
  const cabinetName = work.vault.open()?.name ?? ''
  const day = { today: work.today(), timeZone: work.timeZone() }
  return work.read(async (db) => {
    const row = await findPatient(db, patientId)
    if (row === undefined) return null
    const words = wordsOf(row, day.today)
    const cabinet = await readCabinetSettings(db, { name: cabinetName })
    const person = practitionerId === null ? undefined : await findPerson(db, practitionerId)
    const mayReadRecord = work.actor.permissions.includes('record.read')
    return withoutBlanks({
      'patient.name': words.full,
      'patient.civility': words.civility,
      'patient.last-name': words.name,
      'patient.first-name': words.firstName,
      'patient.birth-name': words.birthName,
      'patient.born': paperText.born[row.sex],
      'patient.birth-date': words.birthDate,
      'patient.age': words.age,
      'patient.address': words.address.join('\n'),
      'patient.phone': words.phone,
      'patient.matricule': words.matricule,
      'patient.attending-physician': row.attending_physician_name,
      'practitioner.name':
        person === undefined
          ? ''
          : nameOf({ title: person.title, firstName: person.first_name, lastName: person.last_name }),
      'practitioner.speciality': person?.specialty ?? '',
      'practitioner.rpps': person?.rpps ?? '',
      'cabinet.name': cabinet.name,
      'cabinet.address': [
        cabinet.addressLine,
        cabinet.addressComplement,
        [cabinet.postalCode, cabinet.town].filter((part) => part !== '').join(' '),
      ]
        .filter((line) => line !== '')
        .join('\n'),
      'cabinet.town': cabinet.town,
      'cabinet.phone': cabinet.phone,
      today: sayDay(day.today),
      ...(mayReadRecord ? recordValues(await factsOf(db, patientId, day)) : {}),
    })
  })
}

function recordValues({ antecedents, treatments, measures }: RecordFacts): LetterFieldValues {
  const { problems, allergies } = antecedents
  const measure = (code: RecordFacts['measures'][number]['code']) => {
    const found = measures.find((one) => one.code === code)
    return found === undefined ? '' : `${found.value} (${found.day})`
  }
  return {
    'measure.weight': measure('weight'),
    'measure.height': measure('height'),
    'measure.blood-pressure': measure('blood-pressure'),
    'measure.pulse': measure('pulse'),
    'measure.temperature': measure('temperature'),
    'record.problems': listed(problems.map(({ fields }) => sayProblem(fields))),
    'record.treatments': listed(
      treatments.map(({ fields }) => [fields.drug.name, sayDosage(fields)].filter((part) => part !== '').join(', ')),
    ),
    // Not asked is not filled: it never reads as « aucune ».
    'record.allergies':
      allergies.state === 'list'
        ? listed(allergies.entries.map(({ fields }) => sayAllergy(fields)))
        : allergies.state === 'none'
          ? paperText.noKnownAllergy
          : '',
  }
}

/** One in the sentence; several under it, one a line. */
function listed(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : items.map((item) => `\n– ${item}`).join('')
}

function withoutBlanks(values: LetterFieldValues): LetterFieldValues {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ''))
}

/** Who may sign a letter: users with an RPPS number who may act today. */
export async function signatories(
  db: ReadDb,
  today: string,
): Promise<readonly { readonly userId: string; readonly displayName: string }[]> {
  return (await listPeople(db))
    .filter((person) => person.rpps !== null && mayAct(person, today))
    .map((person) => ({
      userId: person.user_id,
      displayName: nameOf({ title: person.title, firstName: person.first_name, lastName: person.last_name }),
    }))
}
