import { z } from 'zod'
import { civilDate } from '#app/kernel/civil-date.ts'
import { id, instantUtc, version } from '#app/kernel/ids.ts'

/** How far a value is from its range: outside, or alarmingly so as the laboratory says. */
export const resultFlags = ['high', 'low', 'very-high', 'very-low', 'normal'] as const
/** One of {@link resultFlags}. */
export const resultFlag = z.enum(resultFlags)
export type ResultFlag = z.infer<typeof resultFlag>

/** A line of a result: a number with its unit, or words (« négatif », « > 500 »). */
export const resultLine = z
  .strictObject({
    /** The part of the report it stands in (« Bilan lipidique »); may be empty. */
    panel: z.string().trim().max(80),
    analyte: z.string().trim().min(1).max(120),
    loinc: z
      .string()
      .regex(/^\d{1,7}-\d$/)
      .nullable(),
    value: z.number().nullable(),
    /** What is shown when there is no number; empty with one. */
    text: z.string().trim().max(1000),
    unit: z.string().trim().max(40),
    /** The limits of the range, as the laboratory gives them; `null` where there is none. */
    low: z.number().nullable(),
    high: z.number().nullable(),
    /** The range in words when limits do not say it (« négatif »). */
    reference: z.string().trim().max(200),
    /** What the laboratory says of it; `null` when it says nothing and the range decides. */
    flag: resultFlag.nullable(),
  })
  .refine((line) => (line.value === null) !== (line.text === ''), { message: 'a number or words' })
  .refine((line) => line.low === null || line.high === null || line.low <= line.high, { message: 'range upside down' })
export type ResultLine = z.infer<typeof resultLine>

/** What is written of a result. */
export const resultFields = z.strictObject({
  /** What the Historique calls it; when empty, the names of its first analytes. */
  title: z.string().trim().max(160),
  laboratory: z.string().trim().max(120),
  sampledOn: z.iso.date(),
  comment: z.string().trim().max(4000),
  lines: z.array(resultLine).min(1).max(300),
})
export type ResultFields = z.infer<typeof resultFields>

/** A value of the same analyte, from an earlier sample. */
export const formerValue = z.object({
  value: z.number().nullable(),
  text: z.string(),
  unit: z.string(),
  flag: resultFlag.nullable(),
})
export type FormerValue = z.infer<typeof formerValue>

/** A line as it is read: judged, and beside those of earlier samples. */
export const readLine = z.object({
  valueId: id,
  line: resultLine,
  /** Given or computed; `null` when neither says anything. */
  flag: resultFlag.nullable(),
  /** One for each day of `formerDays`; `null` where it was not measured. */
  former: z.array(formerValue.nullable()),
})
export type ReadLine = z.infer<typeof readLine>

/** A result as it is read. */
export const resultView = z.object({
  resultId: id,
  patientId: id,
  title: z.string(),
  laboratory: z.string(),
  sampledOn: z.iso.date(),
  comment: z.string(),
  lines: z.array(readLine),
  /** Days of the earlier samples, the last first; two at the most. */
  formerDays: z.array(civilDate),
  seenAt: instantUtc.nullable(),
  /** « HM ». */
  seenBy: z.string(),
  recordedAt: instantUtc,
  recordedBy: z.string(),
  version,
})
export type ResultView = z.infer<typeof resultView>

/** The numbers of one analyte in one unit, oldest first. */
export const analyteSeries = z.object({
  analyte: z.string(),
  unit: z.string(),
  /** The last range given; `null` where there is none. */
  low: z.number().nullable(),
  high: z.number().nullable(),
  points: z.array(z.object({ resultId: id, sampledOn: civilDate, value: z.number(), flag: resultFlag.nullable() })),
})
export type AnalyteSeries = z.infer<typeof analyteSeries>
