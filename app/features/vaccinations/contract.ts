import { z } from 'zod'
import { id, version } from '#app/kernel/ids.ts'
import { operation } from '#app/kernel/operation.ts'
import { vaccinationFields, vaccinationView } from './model.ts'

const ofPatient = { patient: (input: { readonly patientId: string }) => input.patientId } as const
const partOfRecord = { none: 'part of a record, whose opening is journaled' } as const

/** Every vaccination of a patient, the last first. */
export const listVaccinations = operation({
  name: 'vaccinations.list',
  kind: 'query',
  needs: 'active-session',
  permission: 'record.read',
  scope: ofPatient,
  audit: partOfRecord,
  input: z.strictObject({ patientId: id }),
  output: z.object({ vaccinations: z.array(vaccinationView) }),
  problems: [],
})

/** One vaccination, for the reading pane. */
export const getVaccination = operation({
  name: 'vaccinations.get',
  kind: 'query',
  needs: 'active-session',
  permission: 'record.read',
  scope: ofPatient,
  audit: partOfRecord,
  input: z.strictObject({ patientId: id, vaccinationId: id }),
  output: z.object({ vaccination: vaccinationView }),
  problems: [],
})

/** Adds a vaccination (`vaccinationId: null`, `expectedVersion: null`) or changes one. */
export const saveVaccination = operation({
  name: 'vaccinations.save',
  kind: 'command',
  needs: 'active-session',
  permission: 'record.write',
  scope: ofPatient,
  audit: 'vaccination.save',
  input: z.strictObject({
    patientId: id,
    vaccinationId: id.nullable(),
    expectedVersion: version.nullable(),
    fields: vaccinationFields,
  }),
  output: z.object({ vaccinationId: id, version }),
  problems: ['edit.conflict'],
})

/** Removes a vaccination; `vaccinations.restore` brings it back. */
export const removeVaccination = operation({
  name: 'vaccinations.remove',
  kind: 'command',
  needs: 'active-session',
  permission: 'record.write',
  scope: ofPatient,
  audit: 'vaccination.remove',
  input: z.strictObject({ patientId: id, vaccinationId: id, expectedVersion: version }),
  output: z.object({ version }),
  problems: ['edit.conflict'],
})

/** Brings a removed vaccination back. */
export const restoreVaccination = operation({
  name: 'vaccinations.restore',
  kind: 'command',
  needs: 'active-session',
  permission: 'record.write',
  scope: ofPatient,
  audit: 'vaccination.restore',
  input: z.strictObject({ patientId: id, vaccinationId: id, expectedVersion: version }),
  output: z.object({ version }),
  problems: ['edit.conflict'],
})

/** The operations of `vaccinations`, by the second part of their name. */
export const vaccinationsContract = {
  list: listVaccinations,
  get: getVaccination,
  save: saveVaccination,
  remove: removeVaccination,
  restore: restoreVaccination,
}
