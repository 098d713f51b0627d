import { type CabinetSettings, cabinetSettings } from '#app/features/settings/model.ts'
import { isFiness } from '#app/features/settings/rules.ts'
import { settingsText } from '#app/text/fr/settings.ts'
import type { FieldRemarks } from '#renderer/client/index.ts'

const fr = settingsText.cabinet.errors

/** « Paramètres › Cabinet » as typed. */
export type CabinetValues = {
  readonly name: string
  readonly finess: string
  readonly addressLine: string
  readonly addressComplement: string
  readonly postalCode: string
  readonly town: string
  readonly phone: string
  readonly email: string
  readonly lockAfterMinutes: string
}

/** Fields in reading order. */
export const cabinetFields = [
  'name',
  'finess',
  'lockAfterMinutes',
  'addressLine',
  'addressComplement',
  'postalCode',
  'town',
  'phone',
  'email',
] as const satisfies readonly (keyof CabinetValues)[]

/** Settings as the form shows them. */
export function cabinetValuesOf(settings: CabinetSettings): CabinetValues {
  return { ...settings, lockAfterMinutes: String(settings.lockAfterMinutes) }
}

/** What is typed as the cabinet takes it, or what is to be corrected. */
export function readCabinet(
  values: CabinetValues,
):
  | { readonly ok: true; readonly settings: CabinetSettings }
  | { readonly ok: false; readonly errors: FieldRemarks<CabinetValues> } {
  const minutes = values.lockAfterMinutes.trim()
  const finess = plainFiness(values.finess)
  const candidate = {
    ...values,
    finess,
    postalCode: values.postalCode.replaceAll(' ', ''),
    email: values.email.trim(),
    lockAfterMinutes: /^\d+$/.test(minutes) ? Number(minutes) : Number.NaN,
  }
  const parsed = cabinetSettings.safeParse(candidate)
  const errors: Partial<Record<keyof CabinetValues, string>> = {}
  for (const issue of parsed.error?.issues ?? []) {
    const field = cabinetFields.find((one) => one === issue.path[0])
    if (field !== undefined) errors[field] = sentenceOf(field)
  }
  if (finess !== '' && !isFiness(finess)) errors.finess = fr.finess
  return parsed.success && Object.keys(errors).length === 0
    ? { ok: true, settings: parsed.data }
    : { ok: false, errors }
}

/** A field as it is written back once left. */
export function tidyCabinet(values: CabinetValues, field: keyof CabinetValues): CabinetValues {
  if (field === 'finess') return { ...values, finess: plainFiness(values.finess) }
  return { ...values, [field]: values[field].trim() }
}

function plainFiness(text: string): string {
  return text.replaceAll(/[\s.-]/g, '').toUpperCase()
}

function sentenceOf(field: keyof CabinetValues): string {
  return field in fr ? fr[field as keyof typeof fr] : fr.tooLong
}
