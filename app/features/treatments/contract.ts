import { z } from 'zod'
import { civilDate } from '#app/kernel/civil-date.ts'
import { id, version } from '#app/kernel/ids.ts'
import { operation } from '#app/kernel/operation.ts'
import { drug, safetyOutcome, treatmentFields, treatmentView } from './model.ts'

const onePatient = { patient: (input: { readonly patientId: string }) => input.patientId } as const
const written = { treatment: treatmentView }
const named = { patientId: id, treatmentId: id, expectedVersion: version }

/** The treatments of a patient: those taken today, then the past ones, the last stopped first. */
export const listTreatments = operation({
  name: 'treatments.list',
  kind: 'query',
  needs: 'active-session',
  permission: 'record.read',
  scope: onePatient,
  audit: { none: 'part of the record, whose opening is journaled' },
  input: z.strictObject({ patientId: id }),
  output: z.object({ treatments: z.array(treatmentView), safety: safetyOutcome }),
  problems: [],
})

/** Checks drugs about to be taken, with the treatments in progress, against the allergies of a patient. Writes nothing. */
export const checkDrugs = operation({
  name: 'treatments.check',
  kind: 'query',
  needs: 'active-session',
  permission: 'record.read',
  scope: onePatient,
  audit: { none: 'part of the record, whose opening is journaled' },
  input: z.strictObject({
    patientId: id,
    drugs: z.array(drug).max(60),
    /** Treatments these drugs renew or replace: not compared with themselves. */
    instead: z.array(id).max(60),
  }),
  output: z.object({ safety: safetyOutcome }),
  problems: [],
})

/** Adds a treatment. */
export const createTreatment = operation({
  name: 'treatments.create',
  kind: 'command',
  needs: 'active-session',
  permission: 'record.write',
  scope: onePatient,
  audit: 'treatment.create',
  input: z.strictObject({ patientId: id, fields: treatmentFields }),
  output: z.object(written),
  problems: [],
})

/** Corrects a treatment. */
export const updateTreatment = operation({
  name: 'treatments.update',
  kind: 'command',
  needs: 'active-session',
  permission: 'record.write',
  scope: onePatient,
  audit: 'treatment.update',
  input: z.strictObject({ ...named, fields: treatmentFields }),
  output: z.object(written),
  problems: ['edit.conflict'],
})

/** Stops a treatment on a day, with the reason; with `stoppedOn: null`, takes it up again. */
export const stopTreatment = operation({
  name: 'treatments.stop',
  kind: 'command',
  needs: 'active-session',
  permission: 'record.write',
  scope: onePatient,
  audit: 'treatment.stop',
  input: z.strictObject({ ...named, stoppedOn: civilDate.nullable(), reason: z.string().trim().max(200) }),
  output: z.object(written),
  problems: ['edit.conflict'],
})

/** Takes a treatment out of the record, as entered by mistake; `treatments.restore` brings it back. */
export const removeTreatment = operation({
  name: 'treatments.remove',
  kind: 'command',
  needs: 'active-session',
  permission: 'record.write',
  scope: onePatient,
  audit: 'treatment.remove',
  input: z.strictObject(named),
  output: z.object({ version }),
  problems: ['edit.conflict'],
})

/** Brings a removed treatment back. */
export const restoreTreatment = operation({
  name: 'treatments.restore',
  kind: 'command',
  needs: 'active-session',
  permission: 'record.write',
  scope: onePatient,
  audit: 'treatment.restore',
  input: z.strictObject(named),
  output: z.object(written),
  problems: ['edit.conflict'],
})

/** The operations of `treatments`, by the second part of their name. */
export const treatmentsContract = {
  list: listTreatments,
  check: checkDrugs,
  create: createTreatment,
  update: updateTreatment,
  stop: stopTreatment,
  remove: removeTreatment,
  restore: restoreTreatment,
}
