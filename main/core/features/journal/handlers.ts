import {
  exportJournal,
  journalSettings,
  journalVerdictOf,
  listJournal,
  listPatientAccesses,
  updateJournalSettings,
  verifyJournal,
} from '#app/features/journal/contract.ts'
import { type JournalFilter, journalRetention } from '#app/features/journal/model.ts'
import { usualRetention } from '#app/features/journal/rules.ts'
import { dayStart, nextDay } from '#app/kernel/local-time.ts'
import { problem } from '#app/kernel/problem.ts'
import { displayNameOf } from '#core/features/people/index.ts'
import { findSection, writeSection } from '#core/features/settings/index.ts'
import { handle } from '#core/kernel/handle.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import type { Work } from '#core/kernel/work.ts'
import { chainPage, tablePage } from './export.ts'
import { linesFor } from './lines.ts'
import { findLines, findPlace, type LineFilter } from './repository.ts'
import { retentionSection } from './retention.ts'

const list = handle(listJournal, async ({ filter, before, limit }, work) => {
  work.journal({ ...aboutPatient(filter), details: wordsOf(filter) })
  return work.read(async (db) => {
    if (!(await seesAsked(db, work, filter))) return { lines: [], next: null }
    return page(db, work, { filter: instantsOf(filter, work.timeZone()), before, limit })
  })
})

const ofPatient = handle(listPatientAccesses, ({ patientId, filter, before, limit }, work) => {
  const asked = { ...instantsOf(filter, work.timeZone()), patientId }
  return work.read((db) => page(db, work, { filter: asked, before, limit }))
})

const exportLines = handle(exportJournal, async (input, work) => {
  const { filter, format } = input
  work.journal({ ...aboutPatient(filter), details: { format, ...wordsOf(filter) } })
  const nothing = { text: '', next: null, lines: 0, through: 0, total: 0 }
  return work.read(async (db) => {
    if (!(await seesAsked(db, work, filter))) return nothing
    const request = {
      input,
      filter: instantsOf(filter, work.timeZone()),
      reader: work.actor,
      timeZone: work.timeZone(),
      now: work.now(),
      cabinetId: work.vault.open()?.cabinetId ?? '',
    }
    return format === 'csv' ? tablePage(db, request) : chainPage(db, request)
  })
})

const verify = handle(verifyJournal, async (_input, work) => {
  const underWay = work.jobs.underWay('verify')
  if (underWay !== null) return { jobId: underWay }
  if (work.jobs.isRunning('verify') || work.jobs.isRunning('rekey')) return problem('cabinet.busy', {})
  return { jobId: work.jobs.start(work.vault.journal.verifyPlan()) }
})

const verdict = handle(journalVerdictOf, async (_input, work) => ({ verdict: work.vault.journal.verdict() }))

const settings = handle(journalSettings, async (_input, work) => {
  const section = await work.read((db) => findSection(db, retentionSection, journalRetention))
  return { retention: section?.value ?? usualRetention, version: section?.version ?? 0 }
})

const updateSettings = handle(updateJournalSettings, ({ retention, expectedVersion }, work) =>
  work.write(async (db) => {
    const present = await findSection(db, retentionSection, journalRetention)
    const presentVersion = present?.version ?? 0
    if (presentVersion !== expectedVersion) {
      return problem('edit.conflict', {
        currentVersion: presentVersion,
        changedBy: await displayNameOf(db, present?.changedBy ?? null),
        changedAt: present?.changedAt ?? work.now(),
      })
    }
    const before = present?.value ?? usualRetention
    work.journal({ details: { ...retention, before } })
    const version = await writeSection(db, retentionSection, retention, {
      presentVersion,
      at: work.now(),
      by: work.actor,
    })
    work.announce('settings', retentionSection, version)
    return { retention, version }
  }),
)

/** What answers about the journal. */
export const journalHandlers = [list, ofPatient, exportLines, verify, verdict, settings, updateSettings]

/** One page, newest first. One line more than asked is looked for: whether it is there says if there is a next page. */
async function page(
  db: ReadDb,
  work: Work,
  asked: { readonly filter: LineFilter; readonly before: number | undefined; readonly limit: number },
) {
  const after = asked.before === undefined ? null : ((await findPlace(db, asked.before)) ?? null)
  const rows = await findLines(db, {
    filter: asked.filter,
    after,
    order: 'newest-first',
    limit: asked.limit + 1,
  })
  const shown = rows.slice(0, asked.limit)
  return {
    lines: await linesFor(db, work.actor, shown),
    next: rows.length > asked.limit ? (shown.at(-1)?.sequence ?? null) : null,
  }
}

/** Lines of one record are for who sees it; of a record out of sight there are none, as of one that does not exist. */
async function seesAsked(db: ReadDb, work: Work, { patientId }: JournalFilter): Promise<boolean> {
  if (patientId === undefined) return true
  if (!work.actor.permissions.includes('patient.read')) return false
  const found = await db
    .selectFrom('patient')
    .select('patient_id')
    .where('patient_id', '=', patientId)
    .executeTakeFirst()
  return found !== undefined
}

/** The filter as the journal notes it; the record stands in a column of its own. */
function wordsOf({ patientId: _patientId, ...filter }: JournalFilter) {
  return Object.keys(filter).length === 0 ? {} : { filter }
}

function aboutPatient({ patientId }: JournalFilter) {
  return patientId === undefined ? {} : { patientId }
}

function instantsOf({ from, to, ...filter }: JournalFilter, timeZone: string): LineFilter {
  return {
    ...filter,
    from: from === undefined ? undefined : dayStart(from, timeZone),
    to: to === undefined ? undefined : dayStart(nextDay(to), timeZone),
  }
}
