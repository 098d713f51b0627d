import type { BdpmFileName } from '#app/features/medicines/model.ts'
import { problem } from '#app/kernel/problem.ts'
import type { JobPlan, JobProgress } from '#core/kernel/jobs.ts'
import type { WriteDb } from '#core/kernel/tables.ts'
import type { ServiceWork } from '#core/kernel/vault.ts'
import type { Work } from '#core/kernel/work.ts'
import { BdpmRefusal, readBdpm } from './read-bdpm.ts'
import { type EditionRows, rowsOf } from './rows.ts'

/** Drugs written in one transaction: some 50 ms, after which somebody else’s writing has its turn. */
const drugsAtOnce = 1_000
/** Rows of one statement, under the number of values SQLite takes. */
const rowsAtOnce = 100

/**
 * Imports the base: the files are read whole first, then written beside the import in force in short transactions, which
 * takes its place in one. Stopped or broken at any moment, the former import is still the one in force; what was half
 * written is taken away then, or at the next import when the program ended meanwhile.
 */
export function importPlan(work: Work, files: ReadonlyMap<BdpmFileName, string>): JobPlan {
  const by = work.actor.displayName
  const service = work.vault.asService('medicines')
  const editionId = work.newId()
  return {
    kind: 'medicines',
    canPause: false,
    canCancel: true,
    run: async (progress) => {
      try {
        const content = await readBdpm(files, async (done, total) => {
          progress.at('reading', done, total, 'lines')
          await otherWork(progress)
        })
        const rows = await rowsOf(editionId, content, () => otherWork(progress))
        await removeOthers(service, progress)
        await service.write('medicine.store', (db) =>
          db
            .insertInto('medicine_edition')
            .values({
              edition_id: editionId,
              state: 'loading',
              imported_at: work.now(),
              imported_by: by,
              medicines: rows.medicines.length,
              substances: rows.substances.length,
              files: JSON.stringify(content.files),
            })
            .execute(),
        )
        try {
          await write(service, rows, progress)
        } catch (error) {
          await removeEdition(service, editionId).catch(() => undefined)
          throw error
        }
        await service.write(
          'medicine.imported',
          async (db) => {
            await db.updateTable('medicine_edition').set({ state: 'former' }).where('state', '=', 'current').execute()
            await db
              .updateTable('medicine_edition')
              .set({ state: 'current', imported_at: work.now() })
              .where('edition_id', '=', editionId)
              .execute()
          },
          { medicines: rows.medicines.length, substances: rows.substances.length },
        )
        // In force from here: an end of the program now leaves rows that nothing reads, for the next import to take away.
        await removeOthers(service, progress)
        return {}
      } catch (error) {
        if (!(error instanceof BdpmRefusal)) throw error
        return problem('medicines.refused', { file: `${error.file}.txt`, line: error.line, reason: error.reason })
      }
    },
  }
}

async function write(service: ServiceWork, rows: EditionRows, progress: JobProgress): Promise<void> {
  const total = rows.medicines.length
  for (let from = 0; from < total; from += drugsAtOnce) {
    progress.at('writing', from, total, 'lines')
    await otherWork(progress)
    await service.write('medicine.store', (db) => insertSome(db, rows.medicines.slice(from, from + drugsAtOnce)))
  }
  progress.at('writing', total, total, 'lines')
  await service.write('medicine.store', async (db) => {
    for (let from = 0; from < rows.substances.length; from += rowsAtOnce)
      await db
        .insertInto('medicine_substance')
        .values(rows.substances.slice(from, from + rowsAtOnce))
        .execute()
  })
}

async function insertSome(db: WriteDb, some: EditionRows['medicines']): Promise<void> {
  for (let from = 0; from < some.length; from += rowsAtOnce) {
    const part = some.slice(from, from + rowsAtOnce)
    await db
      .insertInto('medicine')
      .values(part.map(({ row }) => row))
      .execute()
    await db
      .insertInto('medicine_search')
      .values(part.map(({ search }) => search))
      .execute()
  }
}

/** Takes away every import but the one in force. */
async function removeOthers(service: ServiceWork, progress: JobProgress): Promise<void> {
  const others = await service.read((db) =>
    db.selectFrom('medicine_edition').select('edition_id').where('state', '!=', 'current').execute(),
  )
  for (const { edition_id } of others) {
    progress.at('replacing', 0, 0, 'lines')
    await removeEdition(service, edition_id)
  }
}

/** In short transactions too, drugs by their places; the edition itself goes last. */
async function removeEdition(service: ServiceWork, editionId: string): Promise<void> {
  for (;;) {
    const codes = await service.read((db) =>
      db
        .selectFrom('medicine')
        .select('cis')
        .where('edition_id', '=', editionId)
        .limit(2 * drugsAtOnce)
        .execute(),
    )
    if (codes.length === 0) break
    await service.write('medicine.store', (db) =>
      db
        .deleteFrom('medicine')
        .where('edition_id', '=', editionId)
        .where(
          'cis',
          'in',
          codes.map(({ cis }) => cis),
        )
        .execute(),
    )
  }
  await service.write('medicine.store', async (db) => {
    await db.deleteFrom('medicine_search').where('edition_id', '=', editionId).execute()
    await db.deleteFrom('medicine_substance').where('edition_id', '=', editionId).execute()
    await db.deleteFrom('medicine_edition').where('edition_id', '=', editionId).execute()
  })
}

async function otherWork(progress: JobProgress): Promise<void> {
  await new Promise((resume) => setImmediate(resume))
  progress.signal.throwIfAborted()
}
