import { z } from 'zod'
import { id } from '#app/kernel/ids.ts'
import { operation } from '#app/kernel/operation.ts'
import { cabinetMatch, kindCount, recordMatch, timelineEntry, timelineFilter } from './model.ts'

const place = z.int().min(0).max(1_000_000)
const typed = z.string().max(200)

/**
 * A part of the Historique, newest first. Kinds the caller may not read are neither shown nor counted. `counts` and
 * `total` are those of the other filters, whatever part is asked: the first of them says how many lines each chip would
 * show.
 */
export const readTimeline = operation({
  name: 'record.timeline',
  kind: 'query',
  needs: 'active-session',
  permission: 'patient.read',
  scope: { patient: (input) => input.patientId },
  audit: 'record.read',
  input: z.strictObject({ patientId: id, filter: timelineFilter, offset: place, limit: z.int().min(1).max(200) }),
  output: z.object({ entries: z.array(timelineEntry), total: z.int(), counts: z.array(kindCount) }),
  problems: [],
})

/** What the Historique of a record can be filtered by: who wrote, which categories, since when. */
export const readFacets = operation({
  name: 'record.facets',
  kind: 'query',
  needs: 'active-session',
  permission: 'patient.read',
  scope: { patient: (input) => input.patientId },
  audit: { none: 'names of authors and categories, of a record whose reading is journaled' },
  input: z.strictObject({ patientId: id }),
  output: z.object({
    authors: z.array(z.object({ name: z.string(), count: z.int() })),
    categories: z.array(z.object({ categoryId: id, count: z.int() })),
    firstAt: z.string().nullable(),
    lastAt: z.string().nullable(),
  }),
  problems: [],
})

/** The lines of one record that hold every word typed, newest first; the last word may be the beginning of one. */
export const searchRecord = operation({
  name: 'record.search',
  kind: 'query',
  needs: 'active-session',
  permission: 'patient.read',
  scope: { patient: (input) => input.patientId },
  audit: 'record.search',
  input: z.strictObject({
    patientId: id,
    text: typed,
    filter: timelineFilter,
    offset: place,
    limit: z.int().min(1).max(100),
  }),
  output: z.object({ matches: z.array(recordMatch), total: z.int() }),
  problems: [],
})

/**
 * The lines of all records in sight that hold every word typed, newest first; hidden records are left out. `next` asks
 * for the older ones; `null` when there are none.
 */
export const searchCabinet = operation({
  name: 'record.searchAll',
  kind: 'query',
  needs: 'active-session',
  permission: 'patient.read',
  scope: { patients: 'visible' },
  audit: 'record.search-all',
  input: z.strictObject({
    text: typed,
    filter: timelineFilter,
    /** What the former answer gave as `next`; `null` for the newest. */
    after: z.int().nullable(),
    limit: z.int().min(1).max(100),
  }),
  output: z.object({ matches: z.array(cabinetMatch), next: z.int().nullable() }),
  problems: [],
})

/** The operations of `record`, by the second part of their name. */
export const recordContract = {
  timeline: readTimeline,
  facets: readFacets,
  search: searchRecord,
  searchAll: searchCabinet,
}
