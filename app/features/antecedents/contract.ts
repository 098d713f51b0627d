import { z } from 'zod'
import { id, version } from '#app/kernel/ids.ts'
import { operation } from '#app/kernel/operation.ts'
import { allergies, antecedent, antecedentKind, antecedentsView, cim10Match, cim10State } from './model.ts'

const ofPatient = { patient: (input: { readonly patientId: string }) => input.patientId } as const
const partOfRecord = { none: 'part of a record, whose opening is journaled' } as const

/** Pathologies, family, habitus and allergies of one patient. */
export const readAntecedents = operation({
  name: 'antecedents.read',
  kind: 'query',
  needs: 'active-session',
  permission: 'record.read',
  scope: ofPatient,
  audit: partOfRecord,
  input: z.strictObject({ patientId: id }),
  output: antecedentsView,
  problems: [],
})

/** The state of allergies alone, for the identity band: it is read at each opening. */
export const readAllergies = operation({
  name: 'antecedents.allergies',
  kind: 'query',
  needs: 'active-session',
  permission: 'record.read',
  scope: ofPatient,
  audit: partOfRecord,
  input: z.strictObject({ patientId: id }),
  output: z.object({ allergies }),
  problems: [],
})

/**
 * Adds a line (`entryId: null`, `expectedVersion: null`) or changes one. A first allergy ends « Aucune connue ».
 */
export const saveAntecedent = operation({
  name: 'antecedents.save',
  kind: 'command',
  needs: 'active-session',
  permission: 'record.write',
  scope: ofPatient,
  audit: 'antecedent.save',
  input: z.strictObject({
    patientId: id,
    entryId: id.nullable(),
    expectedVersion: version.nullable(),
    entry: antecedent,
  }),
  output: z.object({ entryId: id, version }),
  problems: ['edit.conflict'],
})

/** Removes a line; `antecedents.restore` brings it back. The last allergy removed leaves « Non renseigné ». */
export const removeAntecedent = operation({
  name: 'antecedents.remove',
  kind: 'command',
  needs: 'active-session',
  permission: 'record.write',
  scope: ofPatient,
  audit: 'antecedent.remove',
  input: z.strictObject({ patientId: id, kind: antecedentKind, entryId: id, expectedVersion: version }),
  output: z.object({ version }),
  problems: ['edit.conflict'],
})

/** Brings a removed line back. */
export const restoreAntecedent = operation({
  name: 'antecedents.restore',
  kind: 'command',
  needs: 'active-session',
  permission: 'record.write',
  scope: ofPatient,
  audit: 'antecedent.restore',
  input: z.strictObject({ patientId: id, kind: antecedentKind, entryId: id, expectedVersion: version }),
  output: z.object({ version }),
  problems: ['edit.conflict'],
})

/** States that no allergy is known. Refused while there is one. */
export const declareNoAllergy = operation({
  name: 'antecedents.declareNoAllergy',
  kind: 'command',
  needs: 'active-session',
  permission: 'record.write',
  scope: ofPatient,
  audit: 'antecedent.declare-no-allergy',
  input: z.strictObject({ patientId: id }),
  output: z.object({ allergies }),
  problems: ['allergy.listed'],
})

/** Takes « Aucune connue » back: nothing is known again. */
export const withdrawNoAllergy = operation({
  name: 'antecedents.withdrawNoAllergy',
  kind: 'command',
  needs: 'active-session',
  permission: 'record.write',
  scope: ofPatient,
  audit: 'antecedent.withdraw-no-allergy',
  input: z.strictObject({ patientId: id }),
  output: z.object({ allergies }),
  problems: [],
})

/** Codes of the CIM-10 by label, synonym or code, best first. */
export const searchCim10 = operation({
  name: 'antecedents.searchCodes',
  kind: 'query',
  needs: 'active-session',
  permission: 'record.read',
  scope: { patients: 'none', because: 'a classification' },
  audit: { none: 'a classification' },
  input: z.strictObject({ text: z.string().max(120), limit: z.int().min(1).max(50) }),
  output: z.object({ matches: z.array(cim10Match) }),
  problems: [],
})

/** Which CIM-10 the cabinet has. */
export const readCim10State = operation({
  name: 'antecedents.codeList',
  kind: 'query',
  needs: 'active-session',
  permission: 'cabinet.configure',
  scope: { patients: 'none', because: 'a classification' },
  audit: { none: 'a classification' },
  input: z.strictObject({}),
  output: cim10State,
  problems: [],
})

/** The longest file of codes, in characters: the whole ATIH edition is some 4 MB. */
export const longestCim10File = 24_000_000

/**
 * Imports an official file of the CIM-10, all or nothing: one code and its label a line. It replaces the edition imported
 * before; lines of records keep the codes they were written with.
 */
export const importCim10 = operation({
  name: 'antecedents.importCodes',
  kind: 'command',
  needs: 'active-session',
  permission: 'cabinet.configure',
  scope: { patients: 'none', because: 'a classification' },
  audit: 'code-list.import',
  input: z.strictObject({ text: z.string().max(longestCim10File), edition: z.string().trim().min(1).max(80) }),
  output: z.object({ codes: z.int(), state: cim10State }),
  problems: ['import.refused'],
})

/** The operations of `antecedents`, by the second part of their name. */
export const antecedentsContract = {
  read: readAntecedents,
  allergies: readAllergies,
  save: saveAntecedent,
  remove: removeAntecedent,
  restore: restoreAntecedent,
  declareNoAllergy,
  withdrawNoAllergy,
  searchCodes: searchCim10,
  codeList: readCim10State,
  importCodes: importCim10,
}
