import type { Duration, TreatmentView } from '#app/features/treatments/model.ts'
import type { DrugLine, PrescriptionFields, PrescriptionLine } from '../model.ts'

/** A line that renews a treatment. */
export function lineOf({ treatmentId, fields }: TreatmentView, lineId: string): DrugLine {
  const { drug, posology, duration, chronic, ald } = fields
  return {
    kind: 'drug',
    lineId,
    treatmentId,
    drug,
    posology,
    duration,
    renewals: 0,
    chronic,
    ald,
    noSubstitution: null,
  }
}

/** Lines that renew what is taken today and is not on the sheet yet, in their order. */
export function renewalsOf(
  treatments: readonly TreatmentView[],
  lines: readonly PrescriptionLine[],
  newId: () => string,
): DrugLine[] {
  const present = new Set(lines.map((line) => (line.kind === 'drug' ? line.treatmentId : null)))
  return treatments
    .filter(({ isCurrent, treatmentId }) => isCurrent && !present.has(treatmentId))
    .map((treatment) => lineOf(treatment, newId()))
}

/** Every line of drug for the same length. */
export function withDuration(lines: readonly PrescriptionLine[], duration: Duration | null): PrescriptionLine[] {
  return lines.map((line) => (line.kind === 'drug' ? { ...line, duration } : line))
}

/** The lines with one a place higher or lower, among those of its zone when there are two. */
export function moved(
  lines: readonly PrescriptionLine[],
  lineId: string,
  by: 1 | -1,
  twoZones: boolean,
): PrescriptionLine[] {
  const from = lines.findIndex((line) => line.lineId === lineId)
  const line = lines[from]
  if (line === undefined) return [...lines]
  let to = from + by
  while (twoZones && lines[to] !== undefined && lines[to]?.ald !== line.ald) to += by
  if (lines[to] === undefined) return [...lines]
  const rest = lines.filter((one) => one.lineId !== lineId)
  return [...rest.slice(0, to), line, ...rest.slice(to)]
}

/** Lines as a new prescription or a template takes them: of their own, and tied to no treatment unless it is kept. */
export function copied(
  lines: readonly PrescriptionLine[],
  newId: () => string,
  keepsTreatment: boolean,
): PrescriptionLine[] {
  return lines.map((line) =>
    line.kind === 'drug'
      ? { ...line, lineId: newId(), treatmentId: keepsTreatment ? line.treatmentId : null }
      : { ...line, lineId: newId() },
  )
}

/** The two zones of a sheet: what relates to the long-term condition above, the rest below. */
export function zonesOf({ lines }: Pick<PrescriptionFields, 'lines'>): {
  readonly ald: PrescriptionLine[]
  readonly other: PrescriptionLine[]
} {
  return { ald: lines.filter(({ ald }) => ald), other: lines.filter(({ ald }) => !ald) }
}
