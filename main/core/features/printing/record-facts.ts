import type { AllergyFields, AntecedentsView, ProblemFields } from '#app/features/antecedents/model.ts'
import type { MeasureCode } from '#app/features/measurements/model.ts'
import type { TreatmentFields, TreatmentView } from '#app/features/treatments/model.ts'
import { localTime } from '#app/kernel/local-time.ts'
import { sayReaction } from '#app/text/fr/antecedent-words.ts'
import { paperText } from '#app/text/fr/printing.ts'
import { sayDosesInWords, sayDuration } from '#app/text/fr/treatments.ts'
import { antecedentsOf } from '#core/features/antecedents/index.ts'
import { formatDate } from '#core/features/patients/index.ts'
import { treatmentsOf } from '#core/features/treatments/index.ts'
import type { ReadDb } from '#core/kernel/tables.ts'

/** A measure as paper says it: with its unit, and the day it was taken. */
export interface LastMeasure {
  readonly code: MeasureCode
  readonly name: string
  readonly value: string
  readonly day: string
}

/** What printed pages and letters say of a record, in words. */
export interface RecordFacts {
  readonly antecedents: AntecedentsView
  /** Those taken on the day. */
  readonly treatments: readonly TreatmentView[]
  /** The last ones, the newest first. */
  readonly vaccinations: readonly { readonly vaccine: string; readonly givenOn: string }[]
  readonly measures: readonly LastMeasure[]
}

/** The measures a summary gives, with their French name, unit and decimals. */
const given = {
  'blood-pressure': { name: 'Tension artérielle', unit: 'mmHg', decimals: 0 },
  pulse: { name: 'Pouls', unit: '/min', decimals: 0 },
  weight: { name: 'Poids', unit: 'kg', decimals: 3 },
  height: { name: 'Taille', unit: 'cm', decimals: 1 },
  temperature: { name: 'Température', unit: '°C', decimals: 1 },
  'oxygen-saturation': { name: 'Saturation', unit: '%', decimals: 0 },
} as const satisfies Partial<Record<MeasureCode, { name: string; unit: string; decimals: number }>>

/** Where and when the facts are read. */
export interface ReadingDay {
  readonly today: string
  readonly timeZone: string
}

/** Everything printed of one record in sight. */
export async function factsOf(db: ReadDb, patientId: string, { today, timeZone }: ReadingDay): Promise<RecordFacts> {
  return {
    antecedents: await antecedentsOf(db, patientId),
    treatments: (await treatmentsOf(db, patientId, today)).filter(({ isCurrent }) => isCurrent),
    vaccinations: await lastVaccinations(db, patientId),
    measures: await lastMeasures(db, patientId, timeZone),
  }
}

/** As many as a page holds beside the rest. */
const mostVaccinations = 12

async function lastVaccinations(db: ReadDb, patientId: string): Promise<RecordFacts['vaccinations']> {
  const rows = await db
    .selectFrom('vaccination')
    .select(['vaccination.vaccine', 'vaccination.given_on'])
    .where('vaccination.patient_id', '=', patientId)
    .where('vaccination.removed_at', 'is', null)
    .orderBy('vaccination.given_on', 'desc')
    .limit(mostVaccinations)
    .execute()
  return rows.map(({ vaccine, given_on: givenOn }) => ({ vaccine, givenOn }))
}

/** The last of each measure: one row each, found by the index of the record. */
async function lastMeasures(db: ReadDb, patientId: string, timeZone: string): Promise<LastMeasure[]> {
  const found: LastMeasure[] = []
  for (const [code, { name, unit, decimals }] of Object.entries(given)) {
    const row = await db
      .selectFrom('measurement')
      .select(['measurement.value', 'measurement.second_value', 'measurement.measured_at'])
      .where('measurement.patient_id', '=', patientId)
      .where('measurement.code', '=', code as MeasureCode)
      .where('measurement.removed_at', 'is', null)
      .orderBy('measurement.measured_at', 'desc')
      .limit(1)
      .executeTakeFirst()
    if (row === undefined) continue
    const say = (value: number) => value.toLocaleString('fr-FR', { maximumFractionDigits: decimals })
    const value = row.second_value === null ? say(row.value) : `${say(row.value)}/${say(row.second_value)}`
    const { day, month, year } = localTime(row.measured_at, timeZone)
    found.push({ code: code as MeasureCode, name, value: `${value}\u00A0${unit}`, day: `${day}/${month}/${year}` })
  }
  return found
}

/** « Diabète de type 2 (E11.9), ALD, depuis 2019 ». */
export function sayProblem({ label, code, ald, onset }: ProblemFields): string {
  return [
    code === null ? label : `${label} (${code})`,
    ald === null ? '' : paperText.summary.ald,
    onset === null ? '' : paperText.summary.since(sayPartial(onset)),
  ]
    .filter((part) => part !== '')
    .join(', ')
}

/** « Pénicilline : urticaire sévère, 1994, à confirmer »: as the tab says it. */
export function sayAllergy(fields: AllergyFields): string {
  const { substance, certainty } = fields
  const doubt = { 'to-confirm': paperText.summary.toConfirm, likely: paperText.summary.likely, confirmed: '' }[
    certainty
  ]
  const after = [sayReaction(fields), doubt].filter((part) => part !== '')
  return after.length === 0 ? substance : `${substance}\u00A0: ${after.join(', ')}`
}

/** How a treatment is taken, in whole words for the patient: « 1 comprimé le matin, si besoin ». */
export function sayDosage({ posology }: TreatmentFields): string {
  const { doses, text, unit, route, asNeeded } = posology
  return [
    doses === null ? '' : sayDosesInWords(doses, unit),
    text,
    route,
    asNeeded ? paperText.treatmentList.asNeeded : '',
  ]
    .filter((part) => part !== '')
    .join(', ')
}

/** For how long: « au long cours », « 3 mois », nothing. */
export function sayCourse({ chronic, duration }: TreatmentFields): string {
  if (duration !== null) return sayDuration(duration)
  return chronic ? paperText.treatmentList.longTerm : ''
}

/** « 2019 », « 03/2019 », « 12/03/2019 », from a date whose unknown parts are 00 or absent. */
export function sayPartial(date: string): string {
  const [year = '', month = '00', day = '00'] = date.split('-')
  if (month === '00') return year
  return day === '00' ? `${month}/${year}` : formatDate(date)
}
