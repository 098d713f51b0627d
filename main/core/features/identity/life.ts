import type { PatientLife } from '#core/kernel/tables.ts'
import { settleIdentity } from './write.ts'

/**
 * What repeats the proofs of a record, after rows were given to it or brought from an archive. Must be called before the
 * list is written again: it says the status the list shows.
 */
export const patientLife: PatientLife = {
  enter: settleIdentity,
}
