import type { PatientFilters, PatientSortColumn } from '#app/features/patients/model.ts'
import {
  advancedSearch,
  countPatients,
  createPatient,
  findDuplicates,
  importPatients,
  listTags,
  openPatient,
  previewPatient,
  readPatient,
  saveTag,
  searchPatients,
  updatePatient,
} from '#app/features/patients/contract.ts'
import { civilStatusErrors, type CivilStatusIssue } from '#app/features/patients/rules/civil-status.ts'
import { nameKey, searchWords } from '#app/kernel/letters.ts'
import { parseSearch, type SearchTerm } from '#app/features/patients/rules/search.ts'
import { problem } from '#app/kernel/problem.ts'
import { groupsAtCreation, isPublicGroup } from '#core/features/access/index.ts'
import { writeFirstCapture } from '#core/features/identity/index.ts'
import { findPlaceName } from '#core/features/places/index.ts'
import { type Handler, handle } from '#core/kernel/handle.ts'
import { dialectOf } from '#core/kernel/dialect.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import { isProblem, openedAt, type Work } from '#core/kernel/work.ts'
import { findCandidates } from './duplicates.ts'
import { updatePatient as writePatient } from './edit.ts'
import { importCsv } from './import.ts'
import { countFilters, type ExactTraits, findPage, type Page, type PageRequest } from './list.ts'
import { findNameFirst } from './name-first.ts'
import { findRow, previewOf, recordOf } from './record.ts'
import { countInSight, type ListSight } from './sight.ts'
import { listAccessGroups, listAllTags, writeTag } from './tags.ts'
import { insertPatient, type Writer } from './write.ts'

interface PageInput {
  readonly filters?: PatientFilters | undefined
  readonly sort?: { readonly by: PatientSortColumn; readonly direction: 'ascending' | 'descending' } | undefined
  readonly offset?: number | undefined
  readonly limit?: number | undefined
}

const nothingFound = { total: 0, totalIsExact: true, rows: [] }

async function requestOf(
  db: ReadDb,
  work: Work,
  input: PageInput,
  terms: readonly SearchTerm[],
  exact?: ExactTraits,
): Promise<PageRequest> {
  const { accessGroupId, ...filters } = input.filters ?? {}
  // « Public » holds every patient: asking for it leaves nobody out.
  const byGroup = accessGroupId !== undefined && !(await isPublicGroup(db, accessGroupId))
  return {
    terms,
    ...(exact === undefined ? {} : { exact }),
    filters: byGroup ? { ...filters, accessGroupId } : filters,
    sort: input.sort ?? { by: 'usedName', direction: 'ascending' },
    offset: input.offset ?? 0,
    limit: input.limit ?? 100,
    sight: sightOf(work),
    today: todayOf(work),
  }
}

function sightOf(work: Work): ListSight {
  const { seesAll, groupIds } = work.actor
  return { seesAll, groupIds, opened: openedAt(work.actor, work.now()) }
}

async function pageOf(
  db: ReadDb,
  work: Work,
  input: PageInput,
  terms: readonly SearchTerm[],
  exact?: ExactTraits,
): Promise<Page> {
  return findPage(db, await requestOf(db, work, input, terms, exact), dialectOf(db))
}

/** The first records, families of that name before first names. */
async function firstsOf(
  db: ReadDb,
  work: Work,
  input: PageInput,
  text: string,
  terms: readonly SearchTerm[],
): Promise<Page> {
  const { filters, limit } = input
  const request = await requestOf(db, work, { filters, limit }, terms)
  return findNameFirst(db, request, searchWords(text)[0] ?? '', dialectOf(db))
}

const search = handle(searchPatients, async (input, work) => {
  const terms = parseSearch(input.text)
  const page = await work.read(async (db) =>
    // Signs alone ask for something no record has.
    terms.length === 0 && input.text.trim() !== ''
      ? { ...nothingFound, visible: (await countInSight(db, sightOf(work), dialectOf(db))).shown }
      : input.order === 'name-first' && terms.length > 0
        ? firstsOf(db, work, input, input.text, terms)
        : pageOf(db, work, input, terms),
  )
  work.journal({ details: { text: input.text, rows: page.total } })
  return page
})

const advanced = handle(advancedSearch, async (input, work) => {
  const name = nameKey(input.name ?? '')
  const firstName = nameKey(input.firstName ?? '')
  const words = searchWords(`${input.name ?? ''} ${input.firstName ?? ''}`)
  const terms = words.map((text) => ({ ways: [[{ text, prefix: true }]] }))
  const exact: ExactTraits = {
    ...(name === '' ? {} : { nameKey: name }),
    ...(firstName === '' ? {} : { firstNameKey: firstName }),
    ...(input.birthDate === undefined ? {} : { birthDate: input.birthDate }),
    ...(input.ins === undefined ? {} : { ins: input.ins }),
  }
  const page = await work.read((db) =>
    pageOf(db, work, input, terms, Object.keys(exact).length === 0 ? undefined : exact),
  )
  work.journal({ details: { criteria: Object.keys(exact), rows: page.total } })
  return page
})

const counts = handle(countPatients, async (_input, work) =>
  work.read(async (db) => {
    const { shown, hidden } = await countInSight(db, sightOf(work), dialectOf(db))
    return { visible: shown, hidden, ...(await countFilters(db, todayOf(work))) }
  }),
)

const preview = handle(previewPatient, async (input, work) =>
  work.read(async (db) => {
    const row = await findRow(db, input.patientId)
    return row === null ? problem('not-found', {}) : { preview: await previewOf(db, row) }
  }),
)

async function readRecord(input: { readonly patientId: string }, work: Work) {
  return work.read(async (db) => {
    const row = await findRow(db, input.patientId)
    return row === null
      ? problem('not-found', {})
      : { record: await recordOf(db, row, await findPlaceName(row.birth_place_code)) }
  })
}

const open = handle(openPatient, readRecord)
const read = handle(readPatient, readRecord)

/** Where a civil status was taken from, in national codes (FR Core). */
const channels = { 'vitale-card': 'CV', 'data-matrix': 'CB' } as const

const create = handle(createPatient, async (input, work) => {
  const errors = civilStatusErrors(input.fields, todayOf(work))
  if (errors.length > 0) return problem('invalid-input', { fields: errors.map(asFieldFault) })
  const { bookedFor = null } = input
  if (bookedFor !== null && (await work.colleague(bookedFor)) === null) return problem('not-found', {})
  const patientId = work.newId()
  const birthPlaceName = await findPlaceName(input.fields.birthPlaceCode)
  const record = await work.write(async (db) => {
    const accessGroupIds = await groupsAtCreation(db, work.actor, bookedFor)
    if (accessGroupIds === null) return problem('not-found', {})
    const row = await insertPatient(db, {
      patientId,
      fields: input.fields,
      tagIds: input.tagIds,
      accessGroupIds,
      writer: writerOf(work),
    })
    const channel = input.capture === undefined ? null : channels[input.capture]
    if (channel !== null) await writeFirstCapture(db, row, channel)
    const capture = channel === null ? {} : { capture: channel }
    work.journal({ patientId, details: { fileNumber: row.file_number, ...capture } })
    return recordOf(db, row, birthPlaceName)
  })
  if (isProblem(record)) return record
  work.announce('patient', patientId, record.version)
  return { record }
})

const update = handle(updatePatient, async (input, work) => {
  const errors = civilStatusErrors(input.fields, todayOf(work))
  if (errors.length > 0) return problem('invalid-input', { fields: errors.map(asFieldFault) })
  const birthPlaceName = await findPlaceName(input.fields.birthPlaceCode)
  return work.write(async (db) => {
    const before = await findRow(db, input.patientId)
    if (before === null) return problem('not-found', {})
    if (before.version !== input.expectedVersion) {
      return problem('edit.conflict', {
        currentVersion: before.version,
        changedBy: before.updated_by,
        changedAt: before.updated_at,
      })
    }
    const { row, changedTraits, steps } = await writePatient(db, before, {
      fields: input.fields,
      tagIds: input.tagIds,
      writer: writerOf(work),
    })
    work.journal({
      details: {
        version: row.version,
        ...(changedTraits.length === 0 ? {} : { strictTraits: changedTraits }),
        ...(row.ins_status === before.ins_status ? {} : { identity: `${before.ins_status} > ${row.ins_status}` }),
        ...(steps.length === 0 ? {} : { steps }),
      },
    })
    work.announce('patient', row.patient_id, row.version)
    return { record: await recordOf(db, row, birthPlaceName) }
  })
})

const duplicates = handle(findDuplicates, async (input, work) => ({
  candidates: await work.read((db) => findCandidates(db, input)),
}))

const tags = handle(listTags, async (_input, work) =>
  work.read(async (db) => ({ tags: await listAllTags(db), accessGroups: await listAccessGroups(db, work.actor) })),
)

const tagSave = handle(saveTag, async (input, work) => {
  const newId = work.newId()
  return work.write(async (db) => {
    const saved = await writeTag(db, input, newId)
    if (saved === null) return problem('not-found', {})
    work.journal({ subjectId: saved.tag.tagId })
    work.announce('tag', saved.tag.tagId, saved.version)
    return { tag: saved.tag }
  })
})

const importing = handle(importPatients, (input, work) => importCsv(input, work))

/** The day it is where the cabinet is. */
function todayOf(work: Work): string {
  return work.today()
}

function writerOf(work: Work): Writer {
  return { userId: work.actor.userId, displayName: work.actor.displayName, at: work.now() }
}

function asFieldFault(issue: CivilStatusIssue): { path: string; code: string } {
  return { path: `fields.${issue.field}`, code: issue.code }
}

/** Who answers each operation of the slice. */
export const handlers: readonly Handler[] = [
  search,
  advanced,
  counts,
  preview,
  open,
  read,
  create,
  update,
  duplicates,
  tags,
  tagSave,
  importing,
]
