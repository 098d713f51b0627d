import { z } from 'zod'
import { type PrescriptionFields, prescriptionLine } from '#app/features/prescriptions/model.ts'
import { civilDate } from '#app/kernel/civil-date.ts'

/** A prescription being written: what is kept as a draft. */
export interface EditedPrescription extends PrescriptionFields {
  readonly prescriptionId: string
  /** Reasons to pass over alerts, by the key of the alert. */
  readonly reasons: Readonly<Record<string, string>>
  /** What is typed and not yet a line. */
  readonly typed: string
}

const kept = z.object({
  prescriptionId: z.uuid(),
  prescribedOn: civilDate,
  lines: z.array(z.unknown()),
  twoZones: z.boolean(),
  reasons: z.record(z.string(), z.string()),
  typed: z.string(),
})

/** A prescription with nothing in it. */
export function blank(today: string): EditedPrescription {
  return {
    prescriptionId: crypto.randomUUID(),
    prescribedOn: today,
    lines: [],
    twoZones: false,
    reasons: {},
    typed: '',
  }
}

/** What a draft holds, or `null` when it is not one; a line that an older program wrote otherwise is left out. */
export function readDraft(fields: Readonly<Record<string, unknown>>): EditedPrescription | null {
  const read = kept.safeParse(fields)
  if (!read.success) return null
  const lines = read.data.lines.flatMap((line) => {
    const known = prescriptionLine.safeParse(line)
    return known.success ? [known.data] : []
  })
  return { ...read.data, lines }
}

/** Whether there is anything to keep. */
export function isEmpty({ lines, typed }: EditedPrescription): boolean {
  return lines.length === 0 && typed.trim() === ''
}

/** The day it is at this seat. */
export function todayHere(): string {
  const now = new Date()
  return [now.getFullYear(), String(now.getMonth() + 1).padStart(2, '0'), String(now.getDate()).padStart(2, '0')].join(
    '-',
  )
}
