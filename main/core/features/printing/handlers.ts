import {
  getLetterhead,
  makeLabels,
  makeSummary,
  makeTreatmentList,
  notePrinted,
  setLetterhead,
} from '#app/features/printing/contract.ts'
import { labelFormats, labelsPerPage } from '#app/features/printing/label-formats.ts'
import { logoRefusal } from '#app/features/printing/rules.ts'
import { problem } from '#app/kernel/problem.ts'
import { paperText } from '#app/text/fr/printing.ts'
import { displayNameOf, findPerson } from '#core/features/people/index.ts'
import { writeSection } from '#core/features/settings/index.ts'
import { handle } from '#core/kernel/handle.ts'
import { isProblem, type Work } from '#core/kernel/work.ts'
import { findLetterhead, letterheadSection, plainLetterhead, surroundingsOf } from './letterhead.ts'
import { type PageMaterial, summarySheet, treatmentSheet } from './pages.ts'
import { findPatient, labelOf, patientOnPaper } from './patient.ts'
import { factsOf } from './record-facts.ts'
import { base64Of, typesetOrRefuse } from './typeset.ts'

const labels = handle(makeLabels, async ({ patientId, facts, format, startAt, copies }, work) => {
  const today = work.today()
  const label = await work.read(async (db) => {
    const row = await findPatient(db, patientId)
    return row === undefined ? null : labelOf(db, row, { facts, today })
  })
  if (label === null) return problem('not-found', {})
  if (label.lines.length === 0 && label.mark === '')
    return problem('invalid-input', { fields: [{ path: 'facts', code: 'nothing-to-print' }] })
  const first = Math.min(startAt, labelsPerPage(labelFormats[format]))
  const title = paperText.titles.label
  const bytes = await typesetOrRefuse(work, { kind: 'labels', title, format, startAt: first, copies, ...label })
  return isProblem(bytes) ? bytes : { pdf: base64Of(bytes) }
})

const summary = handle(makeSummary, async ({ patientId }, work) => {
  const material = await materialOf(work, patientId)
  if (material === null) return problem('not-found', {})
  const bytes = await typesetOrRefuse(work, summarySheet(material, work.actor.displayName))
  return isProblem(bytes) ? bytes : { pdf: base64Of(bytes) }
})

const treatments = handle(makeTreatmentList, async ({ patientId }, work) => {
  const material = await materialOf(work, patientId)
  if (material === null) return problem('not-found', {})
  const bytes = await typesetOrRefuse(work, treatmentSheet(material))
  return isProblem(bytes) ? bytes : { pdf: base64Of(bytes) }
})

const printed = handle(notePrinted, async ({ patientId, what, entryId, copies }, work) => {
  await work.write(async () => {
    work.journal({ patientId, ...(entryId === null ? {} : { subjectId: entryId }), details: { what, copies } })
  })
  return { noted: true as const }
})

const read = handle(getLetterhead, async (_input, work) => {
  const section = await work.read(findLetterhead)
  return { settings: section?.value ?? plainLetterhead, version: section?.version ?? 0 }
})

const write = handle(setLetterhead, async ({ settings, expectedVersion }, work) => {
  const { logo } = settings
  if (logo !== null) {
    const refusal = logoRefusal({ type: logo.type, bytes: new Uint8Array(Buffer.from(logo.data, 'base64')) })
    if (refusal !== null) return problem('printing.logo-refused', { reason: refusal })
  }
  const written = await work.write(async (db) => {
    const present = await findLetterhead(db)
    const presentVersion = present?.version ?? 0
    if (presentVersion !== expectedVersion) {
      return problem('edit.conflict', {
        currentVersion: presentVersion,
        changedBy: await displayNameOf(db, present?.changedBy ?? null),
        changedAt: present?.changedAt ?? work.now(),
      })
    }
    work.journal({ subjectId: letterheadSection, details: { logo: logo !== null } })
    return writeSection(db, letterheadSection, settings, { presentVersion, at: work.now(), by: work.actor })
  })
  if (isProblem(written)) return written
  work.announce('settings', letterheadSection, written)
  return { settings, version: written }
})

/** What answers about printed pages and the letterhead. */
export const printingHandlers = [labels, summary, treatments, printed, read, write]

async function materialOf(work: Work, patientId: string): Promise<PageMaterial | null> {
  const day = { today: work.today(), timeZone: work.timeZone() }
  const cabinetName = work.vault.open()?.name ?? ''
  return work.read(async (db) => {
    const row = await findPatient(db, patientId)
    if (row === undefined) return null
    const self = await findPerson(db, work.actor.userId)
    // A secretary prints a page of the cabinet, in nobody's name.
    const practitionerId = self?.rpps === null || self === undefined ? null : self.user_id
    const around = await surroundingsOf(db, { cabinetName, practitionerId }, day.today)
    const patient = await patientOnPaper(db, row, day.today)
    return { patient, around, facts: await factsOf(db, patientId, day), day }
  })
}
