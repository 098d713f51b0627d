import { z } from 'zod'
import { id, instantUtc, version } from '#app/kernel/ids.ts'
import { isWithinLimits } from './limits.ts'

/** What is measured at the cabinet. The body mass index is derived, never written. */
export const measureCodes = [
  'blood-pressure',
  'pulse',
  'weight',
  'height',
  'temperature',
  'oxygen-saturation',
  'glycaemia',
  'respiratory-rate',
  'waist',
  'head-circumference',
  'pain',
] as const
/** One of {@link measureCodes}. */
export const measureCode = z.enum(measureCodes)
export type MeasureCode = z.infer<typeof measureCode>

/**
 * One measure, in the unit of its code. `second` is the diastolic pressure and nothing else. A value that no living body
 * has is refused; one that is only surprising is for its author to confirm.
 */
export const reading = z
  .strictObject({ code: measureCode, value: z.number(), second: z.number().nullable() })
  .refine(isWithinLimits, { message: 'impossible value' })
export type Reading = z.infer<typeof reading>

/** What was measured together, each thing once. */
export const measurementFields = z.strictObject({
  readings: z
    .array(reading)
    .min(1)
    .max(measureCodes.length)
    .refine((readings) => new Set(readings.map(({ code }) => code)).size === readings.length, {
      message: 'measured twice',
    }),
})
export type MeasurementFields = z.infer<typeof measurementFields>

/** A measure as it is kept. */
export const measurement = z.object({
  measurementId: id,
  code: measureCode,
  value: z.number(),
  second: z.number().nullable(),
  measuredAt: instantUtc,
  /** Who measured, « Dr H. MARCHAND ». */
  authorName: z.string(),
  /** The note it comes from: changed there, not apart. */
  sourceNoteId: id.nullable(),
  version,
})
export type Measurement = z.infer<typeof measurement>
