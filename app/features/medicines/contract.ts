import { z } from 'zod'
import { jobStarted } from '#app/features/jobs/model.ts'
import { id } from '#app/kernel/ids.ts'
import { operation } from '#app/kernel/operation.ts'
import { bdpmFileName, cis, medicine, medicineEdition, medicineHit, substance } from './model.ts'

const nobody = { patients: 'none', because: 'the public base of drugs names no patient' } as const
const anyone = { anyone: 'a public list, as useful to whoever reads a record' } as const
const publicList = { none: 'a public list' } as const

/**
 * Drugs as one types, over names and substances; accents and case do not matter, words come in any order. Names that
 * begin with what is typed come first, marketed ones before the others; drugs of one generic group are one line.
 */
export const searchMedicines = operation({
  name: 'medicines.search',
  kind: 'query',
  needs: 'active-session',
  permission: anyone,
  scope: nobody,
  audit: publicList,
  input: z.strictObject({ text: z.string().max(200), limit: z.int().min(1).max(50) }),
  output: z.object({ hits: z.array(medicineHit), isImported: z.boolean() }),
  problems: [],
})

/** What the public base says of a drug; `null` for one the present import does not have. */
export const getMedicine = operation({
  name: 'medicines.get',
  kind: 'query',
  needs: 'active-session',
  permission: anyone,
  scope: nobody,
  audit: publicList,
  input: z.strictObject({ cis }),
  output: z.object({ medicine: medicine.nullable() }),
  problems: [],
})

/** Substances as one types, for an allergy: names that begin with it first. */
export const searchSubstances = operation({
  name: 'medicines.searchSubstances',
  kind: 'query',
  needs: 'active-session',
  permission: anyone,
  scope: nobody,
  audit: publicList,
  input: z.strictObject({ text: z.string().max(200), limit: z.int().min(1).max(50) }),
  output: z.object({ substances: z.array(substance), isImported: z.boolean() }),
  problems: [],
})

/** The import in force, and the one under way at this seat. */
export const getMedicineLibrary = operation({
  name: 'medicines.library',
  kind: 'query',
  needs: 'active-session',
  permission: anyone,
  scope: nobody,
  audit: publicList,
  input: z.strictObject({}),
  output: z.object({ edition: medicineEdition.nullable(), jobId: id.nullable() }),
  problems: [],
})

/**
 * Imports the files of the public base in the background: judged first, then written beside the former import, which stays
 * in force until the new one is whole. A broken file is a refusal that names it, its line and the reason.
 */
export const importMedicines = operation({
  name: 'medicines.import',
  kind: 'command',
  needs: 'active-session',
  permission: 'cabinet.configure',
  scope: nobody,
  audit: 'medicine.import',
  input: z.strictObject({
    /** Text of each file, decoded; 40 MB at the most in all. */
    files: z
      .array(z.strictObject({ name: bdpmFileName, text: z.string().max(20_000_000) }))
      .min(1)
      .max(6),
  }),
  output: jobStarted,
  problems: ['medicines.refused', 'medicines.importing'],
})

/** The operations of `medicines`, by the second part of their name. */
export const medicinesContract = {
  search: searchMedicines,
  get: getMedicine,
  searchSubstances,
  library: getMedicineLibrary,
  import: importMedicines,
}
