import { type Judged, measureKinds } from './limits.ts'
import { type MeasureCode, measureCodes } from './model.ts'

/** Where a value stands against a threshold. */
export type MeasureFlag = 'high' | 'low' | null

/** Whom a measure is about, as far as judging it goes. */
export interface MeasuredPerson {
  /** Civil date; parts may be unknown (`00`). */
  readonly birthDate: string
}

const adultFrom = 18

/**
 * Whether a measure stands out, in an adult: pressure at the surgery from 140/90 mmHg (HAS 2016, ESH 2023), temperature
 * from 38 °C, body mass index outside 18.5–25 (WHO). Nothing is said of a child, nor of what depends on a context that is
 * not written (a glycaemia, fasting or not).
 */
export function flagOf({ code, value, second }: Judged, person: MeasuredPerson, measuredAt: string): MeasureFlag {
  if (code === 'temperature') return value >= 38 ? 'high' : value < 35 ? 'low' : null
  if (!isAdult(person, measuredAt)) return null
  if (code === 'blood-pressure') return value >= 140 || (second ?? 0) >= 90 ? 'high' : value < 90 ? 'low' : null
  return null
}

/** The same for a body mass index, in kg/m². */
export function bodyMassIndexFlag(value: number, person: MeasuredPerson, measuredAt: string): MeasureFlag {
  if (!isAdult(person, measuredAt)) return null
  return value >= 25 ? 'high' : value < 18.5 ? 'low' : null
}

/** Full years between a birth and an instant; `null` when the year is not known. A part of the birth unknown counts as early. */
export function ageInYears(birthDate: string, at: string): number | null {
  const [year, month, day] = birthDate.split('-').map(Number)
  if (year === undefined || month === undefined || day === undefined || !(year > 0)) return null
  const [atYear, atMonth, atDay] = at.slice(0, 10).split('-').map(Number)
  if (atYear === undefined || atMonth === undefined || atDay === undefined) return null
  const isBefore = atMonth < month || (atMonth === month && atDay < day)
  return atYear - year - (isBefore ? 1 : 0)
}

function isAdult({ birthDate }: MeasuredPerson, at: string): boolean {
  return (ageInYears(birthDate, at) ?? 0) >= adultFrom
}

/** Body mass index in kg/m², to one decimal; from kilograms and centimetres. */
export function bodyMassIndex(weightKg: number, heightCm: number): number {
  return Math.round((weightKg / (heightCm / 100) ** 2) * 10) / 10
}

/** A measure with the instant it was taken at. */
export interface DatedMeasure extends Judged {
  readonly measuredAt: string
}

/** One body mass index of a series. */
export interface DatedIndex {
  readonly measuredAt: string
  readonly value: number
}

/** How long a height stands for: for good in an adult; a child is measured again the same day. */
const childHeightDays = 31

/**
 * The body mass indexes of a series of measures, oldest first: one for each weight, with the last height known at that
 * instant — in a child, only one of the same month.
 */
export function bodyMassIndexes(measures: readonly DatedMeasure[], person: MeasuredPerson): readonly DatedIndex[] {
  const inOrder = measures.toSorted(
    (a, b) =>
      (a.measuredAt < b.measuredAt ? -1 : a.measuredAt > b.measuredAt ? 1 : 0) ||
      // Measured together, the height is known before the weight.
      Number(b.code === 'height') - Number(a.code === 'height'),
  )
  const indexes: DatedIndex[] = []
  let height: DatedMeasure | null = null
  for (const measure of inOrder) {
    if (measure.code === 'height') height = measure
    if (measure.code !== 'weight' || height === null) continue
    const days = (Date.parse(measure.measuredAt) - Date.parse(height.measuredAt)) / 86_400_000
    if (days > childHeightDays && !isAdult(person, height.measuredAt)) continue
    indexes.push({ measuredAt: measure.measuredAt, value: bodyMassIndex(measure.value, height.value) })
  }
  return indexes
}

/**
 * Reads measures as they are typed: « TA 15/8, pouls 74, poids 78,4 kg, T 36,8 », « 152/88 », « sat 97 % », « taille 1,62 ».
 * `null` when something in it is no measure: what is not understood is never half kept.
 *
 * A pressure of two low numbers is in centimetres of mercury, as it is said (15/8 is 150/80); a height under 3 is in metres;
 * a weight followed by « g » is in grams.
 */
export function readMeasures(typed: string): readonly Judged[] | null {
  const found: Judged[] = []
  let rest = folded(typed)
  while (rest !== '') {
    const next = readOne(rest)
    if (next === null || found.some(({ code }) => code === next.measure.code)) return null
    found.push(next.measure)
    rest = rest.slice(next.length).replace(/^[\s,;.·-]+/, '')
  }
  return found.length === 0 ? null : found
}

const names: Readonly<Record<MeasureCode, string>> = {
  'blood-pressure': 'ta|pa|tension(?: arterielle)?|pression(?: arterielle)?',
  pulse: 'pouls|fc|frequence cardiaque|pls',
  weight: 'poids|pds',
  height: 'taille',
  temperature: 'temperature|temp|t°|t',
  'oxygen-saturation': 'spo2|sao2|saturation|sat',
  glycaemia: 'glycemie(?: capillaire)?|dextro|gly|hgt',
  'respiratory-rate': 'fr|frequence respiratoire',
  waist: 'tour de taille|perimetre abdominal|tt',
  'head-circumference': 'perimetre cranien|pc',
  pain: 'eva|douleur',
}

const units: Readonly<Record<MeasureCode, string>> = {
  'blood-pressure': 'mmhg|mm ?hg|cmhg',
  pulse: '/ ?min|bpm|puls(?:ations)?/min',
  weight: 'kg|g(?![a-z])',
  height: 'cm|m(?![a-z])',
  temperature: '°? ?c(?![a-z])|°',
  'oxygen-saturation': '%',
  glycaemia: 'g/l|mmol/l',
  'respiratory-rate': '/ ?min|c/min',
  waist: 'cm',
  'head-circumference': 'cm',
  pain: '/ ?10',
}

const number = '(\\d{1,6}(?:[.,]\\d{1,3})?)'
/** Longest names first: « tour de taille » before « taille ». */
const readers = measureCodes
  .flatMap((code) => names[code].split('|').map((name) => ({ code, name })))
  .toSorted((a, b) => b.name.length - a.name.length)
  .map(({ code, name }) => ({ code, pattern: patternOf(code, name) }))
const barePressure = new RegExp(`^(?!0)${number} ?/ ?(?!0)${number}(?: ?(?:${units['blood-pressure']}))?(?![\\d/])`)

function patternOf(code: MeasureCode, name: string): RegExp {
  // « 15/08 » is a day.
  const value = code === 'blood-pressure' ? `(?!0)${number} ?[/-] ?(?!0)${number}` : number
  // « 1m62 », as a height is said.
  const metres = code === 'height' ? ' ?(?:m ?(\\d{2})(?!\\d))?' : ''
  return new RegExp(`^${name}(?![a-z])(?: ?[:=] ?| a | )?${value}${metres}(?: ?(${units[code]}))?(?![\\d/a-z%])`)
}

function readOne(text: string): { readonly measure: Judged; readonly length: number } | null {
  for (const { code, pattern } of readers) {
    const match = pattern.exec(text)
    if (match === null) continue
    const [all, first = '', second, third] = match
    const measure =
      code === 'blood-pressure'
        ? pressure(first, second ?? '')
        : code === 'height'
          ? { code, value: heightOf(first, second, third), second: null }
          : { code, value: inUnit(code, numeric(first), second ?? ''), second: null }
    return { measure, length: all.length }
  }
  const bare = barePressure.exec(text)
  // Without its name, « 15/8 » may be a day and « 10/8 » what an eye sees.
  return bare === null || numeric(bare[1] ?? '') < 50
    ? null
    : { measure: pressure(bare[1] ?? '', bare[2] ?? ''), length: bare[0].length }
}

function pressure(systolic: string, diastolic: string): Judged {
  const [high, low] = [numeric(systolic), numeric(diastolic)]
  const scale = high < 30 && low < 20 ? 10 : 1
  return { code: 'blood-pressure', value: Math.round(high * scale), second: Math.round(low * scale) }
}

function heightOf(first: string, centimetres: string | undefined, unit: string | undefined): number {
  if (centimetres !== undefined) return numeric(first) * 100 + Number(centimetres)
  const value = numeric(first)
  return unit === 'm' || (unit === undefined && value < 3) ? rounded('height', value * 100) : value
}

/** Millimoles of glucose in a gram, over a litre. */
const glucoseMolarMass = 0.180_16

function inUnit(code: MeasureCode, value: number, unit: string): number {
  if (code === 'weight' && unit === 'g') return value / 1000
  if (code === 'glycaemia' && unit === 'mmol/l') return rounded(code, value * glucoseMolarMass)
  return value
}

function rounded(code: MeasureCode, value: number): number {
  const scale = 10 ** measureKinds[code].decimals
  return Math.round(value * scale) / scale
}

function numeric(text: string): number {
  return Number(text.replace(',', '.'))
}

function folded(typed: string): string {
  return typed
    .normalize('NFD')
    .replace(/[\u0300-\u036F]/g, '')
    .toLowerCase()
    .replace(/\s+/gu, ' ')
    .trim()
}
