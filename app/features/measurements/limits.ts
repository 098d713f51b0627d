import type { MeasureCode } from './model.ts'

/** What a code is measured in, how finely, and which values are impossible or to be checked. */
export interface MeasureKind {
  /** LOINC; for blood pressure, that of the panel. */
  readonly loinc: string
  /** UCUM. */
  readonly ucum: string
  readonly decimals: number
  /** Outside, nobody living has it: refused. */
  readonly possible: Range
  /** Outside, rare enough to be a slip: « à vérifier ». */
  readonly usual: Range
}
type Range = readonly [lowest: number, highest: number]

/**
 * Every code. The limits are those of the program: they catch slips of the finger (a weight in grams, a pressure in
 * centimetres of mercury) and say nothing of health.
 */
export const measureKinds: Readonly<Record<MeasureCode, MeasureKind>> = {
  'blood-pressure': { loinc: '85354-9', ucum: 'mm[Hg]', decimals: 0, possible: [30, 350], usual: [70, 250] },
  pulse: { loinc: '8867-4', ucum: '/min', decimals: 0, possible: [10, 400], usual: [35, 200] },
  weight: { loinc: '29463-7', ucum: 'kg', decimals: 3, possible: [0.2, 650], usual: [2, 250] },
  height: { loinc: '8302-2', ucum: 'cm', decimals: 1, possible: [15, 280], usual: [40, 220] },
  temperature: { loinc: '8310-5', ucum: 'Cel', decimals: 1, possible: [20, 46], usual: [34, 42] },
  'oxygen-saturation': { loinc: '59408-5', ucum: '%', decimals: 0, possible: [1, 100], usual: [70, 100] },
  glycaemia: { loinc: '41653-7', ucum: 'g/L', decimals: 2, possible: [0.05, 20], usual: [0.4, 5] },
  'respiratory-rate': { loinc: '9279-1', ucum: '/min', decimals: 0, possible: [1, 150], usual: [6, 60] },
  waist: { loinc: '8280-0', ucum: 'cm', decimals: 1, possible: [20, 300], usual: [40, 180] },
  'head-circumference': { loinc: '9843-4', ucum: 'cm', decimals: 1, possible: [15, 80], usual: [28, 65] },
  pain: { loinc: '72514-3', ucum: '{score}', decimals: 0, possible: [0, 10], usual: [0, 10] },
}

const possibleDiastolic: Range = [10, 250]
const usualDiastolic: Range = [40, 150]

/** A measure to be judged. */
export interface Judged {
  readonly code: MeasureCode
  readonly value: number
  readonly second: number | null
}

/** Whether a measure can be: within what is possible, whole where it is counted, the diastolic below the systolic. */
export function isWithinLimits({ code, value, second }: Judged): boolean {
  const { possible, decimals } = measureKinds[code]
  if (!isIn(value, possible) || !hasDecimals(value, decimals)) return false
  if (code !== 'blood-pressure') return second === null
  return second !== null && isIn(second, possibleDiastolic) && hasDecimals(second, 0) && second < value
}

/** Whether a possible measure is surprising enough to be looked at again. */
export function isToBeChecked({ code, value, second }: Judged): boolean {
  return !isIn(value, measureKinds[code].usual) || (second !== null && !isIn(second, usualDiastolic))
}

function isIn(value: number, [lowest, highest]: Range): boolean {
  return value >= lowest && value <= highest
}

function hasDecimals(value: number, decimals: number): boolean {
  const scaled = value * 10 ** decimals
  return Math.abs(scaled - Math.round(scaled)) < 1e-6
}
