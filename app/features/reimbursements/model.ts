import { z } from 'zod'
import { civilDate } from '#app/kernel/civil-date.ts'
import { instantUtc } from '#app/kernel/ids.ts'

/** What a reimbursed care was. `unknown`: the Assurance Maladie gave a code that is in no list here. */
export const careKind = z.enum([
  'acts',
  'imaging',
  'laboratory',
  'pharmacy',
  'other-care',
  'transport',
  'sick-leave',
  'unknown',
])
export type CareKind = z.infer<typeof careKind>

/** Who cared or prescribed, as the Assurance Maladie names them; `null` where it is silent. */
export const careProfessional = z.object({ name: z.string().nullable(), specialty: z.string().nullable() })

/** One care that was reimbursed. Texts are as they were answered. */
export const careLine = z.object({
  kind: careKind,
  /** First day of care. */
  from: civilDate,
  /** Last day, for what lasts. */
  to: civilDate.nullable(),
  code: z.string().nullable(),
  label: z.string().nullable(),
  quantity: z.int().nullable(),
  executor: careProfessional.nullable(),
  prescriber: careProfessional.nullable(),
})
export type CareLine = z.infer<typeof careLine>

/** A history of reimbursements, as it is held in the memory of a seat. */
export const careHistory = z.object({
  /** When it was answered. */
  answeredAt: instantUtc,
  /** When it is forgotten at the latest. */
  keptUntil: instantUtc,
  /** The days it was asked for, both included. */
  from: civilDate,
  to: civilDate,
  /** Newest first. */
  lines: z.array(careLine),
  /** Lines that could not be read: there were some more. */
  unread: z.int().min(0),
  /** The answer was of the shape that is supposed; if not, something of it may have been left out. */
  asSupposed: z.boolean(),
})
export type CareHistory = z.infer<typeof careHistory>

/** How many months of care are asked for. */
export const monthsAsked = 12
