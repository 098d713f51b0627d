import { z } from 'zod'
import { civilDate } from '#app/kernel/civil-date.ts'
import { id, instantUtc, version } from '#app/kernel/ids.ts'
import { operation } from '#app/kernel/operation.ts'
import { measurement, measurementFields, reading } from './model.ts'

const inSight = { patients: 'visible' } as const

/**
 * The measures of a record, newest first; the 5,000 newest of a longer series. With `last`, the last of each alone, of those
 * made before that instant where one is given: what a summary and a consultation show.
 */
export const listMeasurements = operation({
  name: 'measurements.list',
  kind: 'query',
  needs: 'active-session',
  permission: 'record.read',
  scope: { patient: (input) => input.patientId },
  audit: 'measurement.read',
  input: z.strictObject({
    patientId: id,
    last: z.strictObject({ before: instantUtc.nullable() }).optional(),
  }),
  /** `birthDate`: what a value means depends on the age. */
  output: z.object({ measurements: z.array(measurement), birthDate: civilDate }),
  problems: [],
})

/** Writes what was measured together, outside any note. */
export const addMeasurements = operation({
  name: 'measurements.add',
  kind: 'command',
  needs: 'active-session',
  permission: 'record.write',
  scope: { patient: (input) => input.patientId },
  audit: 'measurement.add',
  input: z.strictObject({ patientId: id, measuredAt: instantUtc, fields: measurementFields }),
  output: z.object({ measurements: z.array(measurement) }),
  problems: ['measurement.in-future'],
})

/** Corrects one measure. One that comes from a note is corrected there. */
export const changeMeasurement = operation({
  name: 'measurements.change',
  kind: 'command',
  needs: 'active-session',
  permission: 'record.write',
  scope: inSight,
  audit: 'measurement.change',
  input: z.strictObject({ measurementId: id, expectedVersion: version, measuredAt: instantUtc, reading }),
  output: z.object({ measurement }),
  problems: ['edit.conflict', 'measurement.in-future', 'measurement.of-note'],
})

/** Takes one measure out of the record, where it is kept; `measurements.restore` brings it back. */
export const removeMeasurement = operation({
  name: 'measurements.remove',
  kind: 'command',
  needs: 'active-session',
  permission: 'record.write',
  scope: inSight,
  audit: 'measurement.remove',
  input: z.strictObject({ measurementId: id, expectedVersion: version }),
  output: z.object({ version }),
  problems: ['edit.conflict', 'measurement.of-note'],
})

/** Brings a removed measure back. */
export const restoreMeasurement = operation({
  name: 'measurements.restore',
  kind: 'command',
  needs: 'active-session',
  permission: 'record.write',
  scope: inSight,
  audit: 'measurement.restore',
  input: z.strictObject({ measurementId: id, expectedVersion: version }),
  output: z.object({ measurement }),
  problems: ['edit.conflict', 'measurement.of-note'],
})

/** The operations of `measurements`, by the second part of their name. */
export const measurementsContract = {
  list: listMeasurements,
  add: addMeasurements,
  change: changeMeasurement,
  remove: removeMeasurement,
  restore: restoreMeasurement,
}
