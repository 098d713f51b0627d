import type { DrugLine, OverriddenAlert, PrescriptionFields } from '#app/features/prescriptions/model.ts'
import type { TreatmentFields } from '#app/features/treatments/model.ts'
import {
  changeTreatment,
  fieldsOf,
  findTreatment,
  insertTreatments,
  lastDay,
  withRenewals,
} from '#core/features/treatments/index.ts'
import type { WriteDb } from '#core/kernel/tables.ts'
import type { Work } from '#core/kernel/work.ts'

/** Alerts that were passed over, and those that still ask why. */
export function answered(
  alerts: readonly OverriddenAlert['alert'][],
  overrides: readonly { readonly key: string; readonly reason: string }[],
): { readonly overridden: OverriddenAlert[]; readonly open: number } {
  const reasons = new Map(overrides.map(({ key, reason }) => [key, reason]))
  const overridden = alerts.flatMap((alert) => {
    const reason = reasons.get(alert.key)
    return reason === undefined ? [] : [{ alert, reason }]
  })
  return { overridden, open: alerts.length - overridden.length }
}

/**
 * What a signature does to the treatments: what is renewed takes the posology of the line and the day it lasts until, what
 * is new becomes a treatment. A treatment taken out of the record meanwhile is written anew.
 *
 * @returns the lines, each with the treatment it is now of.
 */
export async function writeTreatments(
  db: WriteDb,
  work: Work,
  patientId: string,
  { lines, prescribedOn }: PrescriptionFields,
): Promise<PrescriptionFields['lines']> {
  const stamp = { at: work.now(), by: work.actor.userId, byName: work.actor.displayName }
  const kept: PrescriptionFields['lines'] = []
  for (const line of lines) {
    if (line.kind === 'advice') {
      kept.push(line)
      continue
    }
    const renewedUntil = untilOf(line, prescribedOn)
    const present = line.treatmentId === null ? undefined : await findTreatment(db, patientId, line.treatmentId)
    if (present !== undefined && present.removed_at === null) {
      const fields: TreatmentFields = {
        ...fieldsOf(present),
        ...partOf(line),
        // Prescribed again: it is taken again.
        stoppedOn: null,
        stopReason: '',
        prescriber: work.actor.displayName,
      }
      await changeTreatment(db, present, { fields, renewed_until: renewedUntil }, stamp)
      kept.push(line)
      continue
    }
    const treatmentId = work.newId()
    const fields: TreatmentFields = {
      ...partOf(line),
      startedOn: prescribedOn,
      stoppedOn: null,
      stopReason: '',
      prescriber: work.actor.displayName,
    }
    await insertTreatments(db, [{ treatmentId, patientId, fields, renewedUntil }], stamp)
    kept.push({ ...line, treatmentId })
  }
  return kept
}

function partOf({ drug, posology, duration, chronic, ald }: DrugLine) {
  return { drug, posology, duration, chronic, ald }
}

function untilOf({ duration, renewals }: DrugLine, prescribedOn: string): string | null {
  return duration === null ? null : lastDay(prescribedOn, withRenewals(duration, renewals))
}
