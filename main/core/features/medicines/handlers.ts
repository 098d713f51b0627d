import {
  getMedicine,
  getMedicineLibrary,
  importMedicines,
  searchMedicines,
  searchSubstances,
} from '#app/features/medicines/contract.ts'
import { missingFiles } from '#app/features/medicines/rules/files.ts'
import { problem } from '#app/kernel/problem.ts'
import { medicinesText } from '#app/text/fr/medicines.ts'
import { handle } from '#core/kernel/handle.ts'
import { importPlan } from './import-job.ts'
import { currentEdition, editionOf, findMedicines, searchHits, searchSubstanceRows } from './repository.ts'

const search = handle(searchMedicines, ({ text, limit }, work) =>
  work.read(async (db) => {
    const edition = await currentEdition(db)
    if (edition === null) return { hits: [], isImported: false }
    return { hits: [...(await searchHits(db, edition.edition_id, text, limit))], isImported: true }
  }),
)

const get = handle(getMedicine, ({ cis }, work) =>
  work.read(async (db) => {
    const edition = await currentEdition(db)
    const found = edition === null ? null : await findMedicines(db, edition.edition_id, [cis])
    return { medicine: found?.get(cis) ?? null }
  }),
)

const substances = handle(searchSubstances, ({ text, limit }, work) =>
  work.read(async (db) => {
    const edition = await currentEdition(db)
    if (edition === null) return { substances: [], isImported: false }
    return { substances: [...(await searchSubstanceRows(db, edition.edition_id, text, limit))], isImported: true }
  }),
)

const library = handle(getMedicineLibrary, async (_input, work) => {
  const edition = await work.read(currentEdition)
  return { edition: edition === null ? null : editionOf(edition), jobId: work.jobs.underWay('medicines') }
})

const importing = handle(importMedicines, async ({ files }, work) => {
  const [missing] = missingFiles(files.map(({ name }) => name))
  if (missing !== undefined)
    return problem('medicines.refused', { file: `${missing}.txt`, line: 0, reason: medicinesText.refusals.missing })
  // One at a time, whoever started it: two would take each other’s half-written rows away.
  if (work.jobs.isRunning('medicines')) return problem('medicines.importing', {})
  work.journal({ details: { files: files.map(({ name }) => name) } })
  const plan = importPlan(work, new Map(files.map(({ name, text }) => [name, text])))
  return { jobId: work.jobs.start(plan) }
})

/** What answers about drugs. */
export const medicinesHandlers = [search, get, substances, library, importing]
