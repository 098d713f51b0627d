import { type CivilStatusFields, civilStatusFields, type Sex } from '#app/features/patients/model.ts'
import { civilStatusErrors } from '#app/features/patients/rules/civil-status.ts'
import { parseDate } from '#app/features/patients/rules/dates.ts'
import { nameKey } from '#app/kernel/letters.ts'
import { parseNir } from '#app/features/patients/rules/matricule.ts'
import type { CivilDate } from '#app/kernel/civil-date.ts'
import { patientsText } from '#app/text/fr/patients.ts'
import type { ImportField } from './import-columns.ts'

/** Why a line is not taken, in words for whoever made the file. */
export interface LineRefusal {
  readonly line: number
  readonly field: string
  readonly reason: string
}

/** One line of a file, read without fault. */
export interface LineRead {
  readonly fields: CivilStatusFields
  readonly fileNumber: number | null
}

const words = patientsText.imports
const sexes: Readonly<Record<string, Sex>> = {
  f: 'F',
  feminin: 'F',
  femme: 'F',
  mme: 'F',
  madame: 'F',
  mlle: 'F',
  '2': 'F',
  m: 'M',
  masculin: 'M',
  homme: 'M',
  h: 'M',
  monsieur: 'M',
  mr: 'M',
  '1': 'M',
  i: 'I',
  indetermine: 'I',
  u: 'I',
  '3': 'I',
}
const flags: Readonly<Record<string, boolean>> = {
  '': false,
  non: false,
  n: false,
  '0': false,
  faux: false,
  oui: true,
  o: true,
  '1': true,
  vrai: true,
  x: true,
}

/** A civil status from one line, or everything that is wrong with it. */
export function readLine(
  line: number,
  columns: readonly (ImportField | null)[],
  cells: readonly string[],
  today: CivilDate,
): { readonly ok: true; readonly read: LineRead } | { readonly ok: false; readonly refused: LineRefusal[] } {
  const refused: LineRefusal[] = []
  const refuse = (field: string, reason: string): void => void refused.push({ line, field: labelOf(field), reason })
  if (cells.length > columns.length) refuse('', words.malformed)
  const typed = new Map<ImportField, string>()
  columns.forEach((field, index) => {
    if (field === null) return
    const cell = (cells[index] ?? '').trim()
    // A spreadsheet would run such a cell again when this base is exported: it never enters.
    if (/^[=@\t]/.test(cell) || /^[+-](?![\d\s().-]*$)/.test(cell)) refuse(field, words.formula)
    typed.set(field, cell)
  })
  if (refused.length > 0) return { ok: false, refused }
  const cell = (field: ImportField): string => typed.get(field) ?? ''
  const date = (field: 'birthDate' | 'deathDate'): string => {
    const reading = parseDate(cell(field), today)
    if (reading.ok) return reading.date
    const { code, ...data } = reading.refusal
    refuse(field, patientsText.civilStatus[code](data))
    return '0000-00-00'
  }
  const whole = (field: 'coverage.birthRank' | 'fileNumber'): number | null => {
    if (cell(field) === '') return null
    if (/^\d{1,7}$/.test(cell(field)) && Number(cell(field)) > 0) return Number(cell(field))
    refuse(field, words.number)
    return null
  }

  const firstNames = splitFirstNames(cell('birthFirstNames'))
  const sex = sexes[nameKey(cell('sex'))]
  if (sex === undefined) refuse('sex', words.sex)
  const nir = cell('coverage.insuredNir') === '' ? null : parseNir(cell('coverage.insuredNir'))
  if (nir?.ok === false)
    refuse(
      'coverage.insuredNir',
      patientsText.civilStatus[nir.code](nir.code === 'nir.key' ? { expected: nir.expected } : {}),
    )
  const deathDate = cell('deathDate') === '' ? null : date('deathDate')
  const deceased = flags[nameKey(cell('deceased'))]
  if (deceased === undefined) refuse('deceased', words.flag)
  const fileNumber = whole('fileNumber')
  const candidate = {
    birthName: cell('birthName'),
    birthFirstNames: firstNames,
    firstBirthFirstName: cell('firstBirthFirstName') || firstNames[0] || '',
    usedName: cell('usedName'),
    usedFirstName: cell('usedFirstName'),
    sex: sex ?? 'I',
    birthDate: date('birthDate'),
    birthPlaceCode: cell('birthPlaceCode').toUpperCase() || '99999',
    birthPlaceText: cell('birthPlaceText'),
    addressLine: cell('addressLine'),
    addressComplement: cell('addressComplement'),
    postalCode: cell('postalCode'),
    town: cell('town'),
    country: cell('country'),
    mobile: cell('mobile'),
    phone: cell('phone'),
    otherPhone: cell('otherPhone'),
    email: cell('email'),
    profession: cell('profession'),
    maritalStatus: null,
    comments: cell('comments'),
    billing: { payerName: '', payerAddress: '', note: '' },
    otherIdentifiers: [],
    coverage: {
      insuredNir: nir?.ok === true ? `${nir.body}${nir.key}` : '',
      birthRank: whole('coverage.birthRank'),
      regime: cell('coverage.regime'),
      amcNumber: cell('coverage.amcNumber'),
      amcMemberNumber: cell('coverage.amcMemberNumber'),
    },
    attendingPhysician: {
      name: cell('attendingPhysician.name'),
      rpps: cell('attendingPhysician.rpps').replace(/\s/g, ''),
    },
    deceased: deceased === true || deathDate !== null,
    deathDate,
    rcp: false,
    vsmReminderOn: null,
  }
  if (refused.length > 0) return { ok: false, refused }
  const parsed = civilStatusFields.safeParse(candidate)
  if (!parsed.success) {
    for (const issue of parsed.error.issues) refuse(fieldOfPath(issue.path), reasonOf(issue))
    return {
      ok: false,
      refused: refused.filter((one, index) => refused.findIndex((same) => same.field === one.field) === index),
    }
  }
  for (const issue of civilStatusErrors(parsed.data, today)) {
    refuse(fieldOfPath(issue.field.split('.')), patientsText.civilStatus[issue.code](issue.data))
  }
  return refused.length > 0 ? { ok: false, refused } : { ok: true, read: { fields: parsed.data, fileNumber } }
}

/** « Jean, Pierre » or « Jean Pierre »; a comma, where there is one, is the only separator. */
function splitFirstNames(text: string): string[] {
  const separator = /[,;|/]/.test(text) ? /[,;|/]/ : /\s+/u
  return text
    .split(separator)
    .map((name) => name.trim())
    .filter((name) => name !== '')
}

interface SchemaIssue {
  readonly code: string
  readonly path: readonly PropertyKey[]
}

function reasonOf(issue: SchemaIssue): string {
  if (issue.code === 'too_small') return patientsText.civilStatus.required()
  if (issue.code === 'too_big' && 'maximum' in issue) return words.tooLong(Number(issue.maximum))
  const field = fieldOfPath(issue.path)
  if (field === 'email') return words.email
  if (field === 'birthPlaceCode') return words.place
  return words.unreadable
}

function fieldOfPath(path: readonly PropertyKey[]): string {
  const [first, second] = path.map(String)
  return first === 'coverage' || first === 'attendingPhysician' || first === 'billing'
    ? `${first}.${second ?? ''}`
    : (first ?? '')
}

function labelOf(field: string): string {
  const labels: Readonly<Record<string, string>> = patientsText.fields
  return labels[field] ?? words.wholeLine
}
