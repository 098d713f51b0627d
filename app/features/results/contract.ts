import { z } from 'zod'
import { id, version } from '#app/kernel/ids.ts'
import { operation } from '#app/kernel/operation.ts'
import { analyteSeries, resultFields, resultView } from './model.ts'

const inSight = { patients: 'visible' } as const

/** One result, each value beside those of the two samples before it. */
export const readResult = operation({
  name: 'results.read',
  kind: 'query',
  needs: 'active-session',
  permission: 'record.read',
  scope: inSight,
  audit: 'result.read',
  input: z.strictObject({ resultId: id }),
  output: z.object({ result: resultView }),
  problems: [],
})

/** The numbers of a record by analyte, oldest first: what is drawn over time. */
export const resultSeries = operation({
  name: 'results.series',
  kind: 'query',
  needs: 'active-session',
  permission: 'record.read',
  scope: { patient: (input) => input.patientId },
  audit: 'result.read-series',
  input: z.strictObject({ patientId: id }),
  output: z.object({ analytes: z.array(analyteSeries) }),
  problems: [],
})

/** Writes a result by hand. */
export const createResult = operation({
  name: 'results.create',
  kind: 'command',
  needs: 'active-session',
  permission: 'record.write',
  scope: { patient: (input) => input.patientId },
  audit: 'result.create',
  input: z.strictObject({ patientId: id, fields: resultFields }),
  output: z.object({ result: resultView }),
  problems: ['result.in-future'],
})

/** Corrects a result. */
export const updateResult = operation({
  name: 'results.update',
  kind: 'command',
  needs: 'active-session',
  permission: 'record.write',
  scope: inSight,
  audit: 'result.update',
  input: z.strictObject({ resultId: id, expectedVersion: version, fields: resultFields }),
  output: z.object({ result: resultView }),
  problems: ['edit.conflict', 'result.in-future'],
})

/** Says that a result was seen, by whom and when; or takes it back. */
export const setResultSeen = operation({
  name: 'results.setSeen',
  kind: 'command',
  needs: 'active-session',
  permission: 'record.write',
  scope: inSight,
  audit: 'result.set-seen',
  input: z.strictObject({ resultId: id, expectedVersion: version, seen: z.boolean() }),
  output: z.object({ result: resultView }),
  problems: ['edit.conflict'],
})

/** Takes a result out of the Historique; it is kept with the record, and `results.restore` brings it back. */
export const removeResult = operation({
  name: 'results.remove',
  kind: 'command',
  needs: 'active-session',
  permission: 'record.write',
  scope: inSight,
  audit: 'result.remove',
  input: z.strictObject({ resultId: id, expectedVersion: version }),
  output: z.object({ version }),
  problems: ['edit.conflict'],
})

/** Brings a removed result back. */
export const restoreResult = operation({
  name: 'results.restore',
  kind: 'command',
  needs: 'active-session',
  permission: 'record.write',
  scope: inSight,
  audit: 'result.restore',
  input: z.strictObject({ resultId: id, expectedVersion: version }),
  output: z.object({ result: resultView }),
  problems: ['edit.conflict'],
})

/** The operations of `results`, by the second part of their name. */
export const resultsContract = {
  read: readResult,
  series: resultSeries,
  create: createResult,
  update: updateResult,
  setSeen: setResultSeen,
  remove: removeResult,
  restore: restoreResult,
}
