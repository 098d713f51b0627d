import type { CivilDate } from '#app/kernel/civil-date.ts'
import { type PersonFields, personFields, type PersonView } from '#app/features/people/model.ts'
import { endsBeforeItBegins, isRpps } from '#app/features/people/rules.ts'
import { peopleText } from '#app/text/fr/people.ts'
import type { FieldRemarks } from '#renderer/client/index.ts'
import { inTenYears, readDate, writtenDate } from '#renderer/features/patients/index.ts'

const fr = peopleText.errors

/** A user as typed: every field a text or a box, « none » for no title. */
export type PersonValues = {
  readonly title: string
  readonly lastName: string
  readonly firstName: string
  readonly roleKey: string
  readonly validFrom: string
  readonly validUntil: string
  readonly seesAllPatients: boolean
  /** Every access group of theirs, « Public » among them. */
  readonly groupIds: readonly string[]
  readonly rpps: string
  readonly profession: string
  readonly specialty: string
  readonly sector: string
  readonly emailMss: string
  readonly email: string
  readonly phone: string
  readonly mobile: string
}

/** A field of the form. */
export type PersonField = keyof PersonValues

/** Fields in reading order. */
export const personOrder = [
  'title',
  'firstName',
  'lastName',
  'roleKey',
  'validFrom',
  'validUntil',
  'seesAllPatients',
  'groupIds',
  'rpps',
  'profession',
  'specialty',
  'sector',
  'emailMss',
  'email',
  'phone',
  'mobile',
] as const satisfies readonly PersonField[]

/** A new user, before anything is typed. */
export const blankPerson: PersonValues = {
  title: 'none',
  lastName: '',
  firstName: '',
  roleKey: 'secretary',
  validFrom: '',
  validUntil: '',
  seesAllPatients: true,
  groupIds: [],
  rpps: '',
  profession: '',
  specialty: '',
  sector: '',
  emailMss: '',
  email: '',
  phone: '',
  mobile: '',
}

const emptiable = ['rpps', 'profession', 'specialty', 'sector', 'emailMss', 'email', 'phone', 'mobile'] as const

/** A user as the form shows them. */
export function personValuesOf(fields: PersonFields & Partial<Pick<PersonView, 'groupIds'>>): PersonValues {
  const texts = Object.fromEntries(emptiable.map((field) => [field, fields[field] ?? '']))
  return {
    ...blankPerson,
    ...texts,
    title: fields.title === '' ? 'none' : fields.title,
    lastName: fields.lastName,
    firstName: fields.firstName,
    roleKey: fields.roleKey,
    validFrom: fields.validFrom === null ? '' : writtenDate(fields.validFrom),
    validUntil: fields.validUntil === null ? '' : writtenDate(fields.validUntil),
    seesAllPatients: fields.seesAllPatients,
    groupIds: (fields.groupIds ?? []).toSorted(),
  }
}

/** What a typed first or last day of access is; it may lie ten years ahead. */
function readDay(typed: string, today: CivilDate): { readonly date: CivilDate } | { readonly refusal: string } | null {
  const read = readDate(typed, inTenYears(today))
  if (read === null) return null
  if (!read.ok) return { refusal: fr.date }
  return read.kind === 'full' ? { date: read.date } : { refusal: fr.dateWhole }
}

/** What is typed as the cabinet takes it, or what is to be corrected. */
export function readPerson(
  values: PersonValues,
  today: CivilDate,
):
  | { readonly ok: true; readonly fields: PersonFields }
  | { readonly ok: false; readonly errors: FieldRemarks<PersonValues> } {
  const errors: Partial<Record<PersonField, string>> = {}
  const text = (field: (typeof emptiable)[number]) => (values[field].trim() === '' ? null : values[field].trim())
  const firstDay = readDay(values.validFrom, today)
  const lastDay = readDay(values.validUntil, today)
  const rpps = plainRpps(values.rpps)
  const parsed = personFields.safeParse({
    title: values.title === 'none' ? '' : values.title,
    lastName: values.lastName,
    firstName: values.firstName,
    roleKey: values.roleKey,
    rpps: rpps === '' ? null : rpps,
    profession: text('profession'),
    specialty: text('specialty'),
    sector: text('sector'),
    emailMss: text('emailMss'),
    email: text('email'),
    phone: text('phone'),
    mobile: text('mobile'),
    validFrom: firstDay !== null && 'date' in firstDay ? firstDay.date : null,
    validUntil: lastDay !== null && 'date' in lastDay ? lastDay.date : null,
    seesAllPatients: values.seesAllPatients,
  })
  for (const issue of parsed.error?.issues ?? []) {
    const field = personOrder.find((one) => one === issue.path[0])
    if (field !== undefined) errors[field] = sentenceOf(field, values)
  }
  if (rpps !== '' && !isRpps(rpps)) errors.rpps = fr.rpps
  if (firstDay !== null && 'refusal' in firstDay) errors.validFrom = firstDay.refusal
  if (lastDay !== null && 'refusal' in lastDay) errors.validUntil = lastDay.refusal
  else if (parsed.success && endsBeforeItBegins(parsed.data)) errors.validUntil = fr.beforeStart
  else if (values.roleKey === 'locum' && values.validUntil.trim() === '') errors.validUntil = fr.locumLastDay
  return parsed.success && Object.keys(errors).length === 0 ? { ok: true, fields: parsed.data } : { ok: false, errors }
}

/** A field as it is written back once left: digits together, a date in full. */
export function tidyPerson(values: PersonValues, field: PersonField, today: CivilDate): PersonValues {
  if (field === 'rpps') return { ...values, rpps: plainRpps(values.rpps) }
  if (field === 'validFrom' || field === 'validUntil') {
    const read = readDay(values[field], today)
    return read !== null && 'date' in read ? { ...values, [field]: writtenDate(read.date) } : values
  }
  const value = values[field]
  return typeof value === 'string' ? { ...values, [field]: value.trim() } : values
}

function plainRpps(text: string): string {
  return text.replaceAll(/[\s.-]/g, '')
}

function sentenceOf(field: PersonField, values: PersonValues): string {
  if (field === 'rpps') return fr.rpps
  if (field === 'email' || field === 'emailMss') return fr.email
  return values[field] === '' ? fr.required : fr.tooLong
}
