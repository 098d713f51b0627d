import { readFacets, readTimeline, searchCabinet, searchRecord } from '#app/features/record/contract.ts'
import { readableKinds, type WantedWords, wantedWords } from '#app/features/record/rules.ts'
import { sayRecordName } from '#app/text/fr/common.ts'
import { type Handler, handle } from '#core/kernel/handle.ts'
import { openedAt, type Work } from '#core/kernel/work.ts'
import { searchEverywhere, searchInRecord } from './search.ts'
import { findFacets, findTimeline } from './timeline.ts'

const timeline = handle(readTimeline, async (page, work) => {
  const { entries, total, counts } = await work.read((db) => findTimeline(db, { ...page, ...readerOf(work) }))
  work.journal({ details: { rows: entries.length } })
  return { entries: [...entries], total, counts: [...counts] }
})

const facets = handle(readFacets, ({ patientId }, work) =>
  work.read((db) => findFacets(db, patientId, readerOf(work).kinds)),
)

const search = handle(searchRecord, async ({ text, ...request }, work) => {
  const wanted = wantedWords(text)
  if (wanted === null) return { matches: [], total: 0 }
  const found = await work.read((db) => searchInRecord(db, { ...request, ...readerOf(work), wanted }))
  // The record is named: its words would tell whoever reads the journal what is looked for in it, and they read no record.
  work.journal({ details: { words: countOf(wanted), rows: found.total } })
  return { matches: [...found.matches], total: found.total }
})

const searchAll = handle(searchCabinet, async ({ text, ...request }, work) => {
  const wanted = wantedWords(text)
  if (wanted === null) return { matches: [], next: null }
  const { actor } = work
  const sight = { seesAll: actor.seesAll, groupIds: actor.groupIds, opened: openedAt(actor, work.now()) }
  const { rows, next } = await work.read((db) => searchEverywhere(db, { ...request, ...readerOf(work), wanted, sight }))
  work.journal({ details: { words: countOf(wanted), rows: rows.length } })
  return {
    matches: rows.map(({ match, patient }) => ({
      ...match,
      patient: {
        patientId: patient.patient_id,
        displayName: sayRecordName({
          usedName: patient.used_name,
          usedFirstName: patient.used_first_name,
          birthName: patient.birth_name,
          birthFirstName: patient.first_birth_first_name,
        }),
        birthDate: patient.birth_date,
      },
    })),
    next,
  }
})

function countOf({ whole, beginning }: WantedWords): number {
  return whole.length + (beginning === null ? 0 : 1)
}

/** What the caller may read, and where they stand. */
function readerOf(work: Work) {
  return { kinds: readableKinds(work.actor.permissions), timeZone: work.timeZone() }
}

/** What answers `record`. */
export const recordHandlers: readonly Handler[] = [timeline, facets, search, searchAll]
