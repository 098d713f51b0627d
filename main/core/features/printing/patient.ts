import type { DocumentSheet, LabelChoice, LabelSheet } from '#app/features/printing/model.ts'
import { patientsText } from '#app/text/fr/patients.ts'
import { paperText } from '#app/text/fr/printing.ts'
import { findMark } from '#core/features/identity/index.ts'
import { ageAt, formatDate, formatNir, natureOfOid, type PatientRow, toFields } from '#core/features/patients/index.ts'
import type { ReadDb } from '#core/kernel/tables.ts'

/** The row of a patient in sight. */
export function findPatient(db: ReadDb, patientId: string): Promise<PatientRow | undefined> {
  return db.selectFrom('patient').selectAll('patient').where('patient.patient_id', '=', patientId).executeTakeFirst()
}

/** The words paper has for a patient on a civil day. Nothing of the matricule unless the identity is qualified. */
export interface PatientWords {
  readonly civility: string
  /** Used name, else that of birth, in capitals. */
  readonly name: string
  readonly firstName: string
  readonly birthName: string
  /** « Mme LACAZE Françoise ». */
  readonly full: string
  readonly birthDate: string
  readonly age: string
  readonly address: readonly string[]
  readonly phone: string
  /** « 2 58 11 33 514 987 15 (NIR) »; empty unless the identity is qualified (RNIV: it is then certain whose it is). */
  readonly matricule: string
}

/** How a patient is named on paper. */
export function wordsOf(row: PatientRow, today: string): PatientWords {
  const name = (row.used_name === '' ? row.birth_name : row.used_name).toLocaleUpperCase('fr')
  const firstName = row.used_first_name === '' ? row.first_birth_first_name : row.used_first_name
  const civility = paperText.civilities[row.sex]
  const age = row.deceased === 1 ? null : ageAt(row.birth_date, today)
  const { ins_matricule: matricule, ins_key: key, ins_oid: oid } = row
  const isQualified = row.ins_status === 'qualified' && matricule !== null && key !== null && oid !== null
  const nature = isQualified ? natureOfOid(oid) : null
  return {
    civility,
    name,
    firstName,
    birthName: row.birth_name.toLocaleUpperCase('fr'),
    full: [civility, name, firstName].filter((part) => part !== '').join(' '),
    birthDate: formatDate(row.birth_date),
    age: age === null ? '' : patientsText.ageUnits[age.unit](age.value),
    address: [
      row.address_line,
      row.address_complement,
      [row.postal_code, row.town].filter((part) => part !== '').join(' '),
    ].filter((line) => line !== ''),
    phone: row.mobile === '' ? row.phone : row.mobile,
    matricule: isQualified ? `${formatNir(`${matricule}${key}`)}${nature === null ? '' : ` (${nature})`}` : '',
  }
}

/**
 * The patient as a document names them: at its top, and at the foot of every page. A matricule never goes without the
 * traits it is that of, nor without the DataMatrix that says both (RNIV 1 v2.0, EXI DIF 02).
 */
export async function patientOnPaper(
  db: ReadDb,
  row: PatientRow,
  today: string,
): Promise<NonNullable<DocumentSheet['patient']>> {
  const words = wordsOf(row, today)
  const isBornOther = words.birthName !== words.name
  const { born, bornOn, ins, traits } = paperText
  return {
    name: words.full,
    lines:
      words.matricule === ''
        ? [
            isBornOther ? `${born[row.sex]} ${words.birthName}` : '',
            bornOn(row.sex, words.birthDate, words.age),
          ].filter((line) => line !== '')
        : [
            traits.birthName(words.birthName),
            traits.birthFirstNames(toFields(row).birthFirstNames.join(' ').toLocaleUpperCase('fr')),
            traits.bornAt(bornOn(row.sex, words.birthDate, words.age), row.birth_place_text, row.birth_place_code),
            traits.sex(paperText.sexes[row.sex]),
            ins(words.matricule),
          ],
    footer: paperText.footer(`${words.name} ${words.firstName}`, row.sex, words.birthDate),
    mark: await markOf(db, row),
  }
}

/** The text of the DataMatrix of a patient; empty unless the identity is qualified. */
export async function markOf(db: ReadDb, row: PatientRow): Promise<string> {
  // Most records have none, and their proofs need no reading.
  return row.ins_status === 'qualified' ? ((await findMark(db, row.patient_id)) ?? '') : ''
}

/** The lines of a label, for the facts chosen, in the order a hand would write them. */
export async function labelOf(
  db: ReadDb,
  row: PatientRow,
  { facts, today }: { readonly facts: readonly LabelChoice[]; readonly today: string },
): Promise<Pick<LabelSheet, 'lines' | 'barcode' | 'mark'>> {
  const words = wordsOf(row, today)
  const has = (fact: LabelChoice) => facts.includes(fact)
  const sex = paperText.sexes[row.sex]
  const born = [has('birth-date') ? paperText.bornOn(row.sex, words.birthDate, '') : '', has('sex') ? sex : ''].filter(
    (part) => part !== '',
  )
  const lines = [
    has('birth-name') && words.birthName !== words.name ? `${paperText.born[row.sex]} ${words.birthName}` : '',
    born.join(' · '),
    ...(has('address') ? words.address : []),
    has('phone') ? words.phone : '',
    has('matricule') && words.matricule !== '' ? paperText.ins(words.matricule) : '',
    has('file-number') ? paperText.fileNumber(row.file_number) : '',
    has('attending-physician') && row.attending_physician_name !== ''
      ? paperText.attendingPhysician(row.attending_physician_name)
      : '',
  ].filter((line) => line !== '')
  return {
    lines: [
      ...(has('name') ? [{ text: `${words.name} ${words.firstName}`, bold: true }] : []),
      ...lines.map((text) => ({ text })),
    ],
    barcode: has('barcode') ? String(row.file_number) : '',
    mark: has('data-matrix') ? await markOf(db, row) : '',
  }
}
