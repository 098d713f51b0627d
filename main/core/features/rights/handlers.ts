import type { VitaleBeneficiary } from '#app/devices/workstation.ts'
import {
  askRights,
  getRightsSettings,
  readRights,
  reviewRights,
  updateRightsSettings,
} from '#app/features/rights/contract.ts'
import { questionOf, type QuestionReading, reasonToAsk, withAccepted } from '#app/features/rights/rules.ts'
import { problem } from '#app/kernel/problem.ts'
import { writeCivilStatus } from '#core/features/identity/index.ts'
import { findRow, type PatientRow, toFields } from '#core/features/patients/index.ts'
import { displayNameOf } from '#core/features/people/index.ts'
import { isCallRunning } from '#core/features/teleservices/index.ts'
import { reasonOf } from '#core/features/vitale/index.ts'
import { writeSection } from '#core/features/settings/index.ts'
import { handle } from '#core/kernel/handle.ts'
import { isProblem, type Work } from '#core/kernel/work.ts'
import { callAdri } from './asking.ts'
import { findLastAnswer, rightsOf, viewOf, writeReview } from './repository.ts'
import { findRightsSettings, rightsSection, usualRightsSettings } from './settings.ts'
import type { RightsAnswerTable } from './tables.ts'

interface CardName {
  readonly readingId: string
  readonly index: number
}

const read = handle(readRights, async ({ patientId, card }, work) => {
  const person = card === null ? null : beneficiaryOf(work, card)
  if (card !== null && person === null) return problem('vitale.reading-over', {})
  const today = work.today()
  return work.read(async (db) => {
    const row = await findRow(db, patientId)
    if (row === null) return problem('not-found', {})
    const { mode } = (await findRightsSettings(db))?.value ?? usualRightsSettings
    const last = await findLastAnswer(db, patientId)
    const asked = question(row, last, person, today)
    const known = { lastAnsweredOn: last?.asked_on ?? null, today }
    return {
      rights: {
        last: last === undefined ? null : viewOf(last, toFields(row), today),
        due: reasonToAsk(mode, person, known),
        missing: asked.ok ? [] : [...asked.missing],
        version: row.version,
      },
    }
  })
})

const ask = handle(askRights, async ({ patientId, card, reason }, work) => {
  const person = card === null ? null : beneficiaryOf(work, card)
  if (card !== null && person === null) return problem('vitale.reading-over', {})
  const today = work.today()
  const asked = await work.read(async (db) => {
    const row = await findRow(db, patientId)
    if (row === null) return problem('not-found', {})
    if (person !== null && reasonOf(person, row, today) === null) return problem('rights.other-person', {})
    return question(row, await findLastAnswer(db, patientId), person, today)
  })
  if (isProblem(asked)) return asked
  if (isCallRunning(work, 'adri', patientId)) return problem('rights.call-running', {})
  if (!asked.ok) return problem('rights.question-incomplete', { missing: [...asked.missing] })
  // Nothing of the question itself: it is made of numbers.
  work.journal({ details: { reason, card: person !== null } })
  return callAdri(work, { patientId, reason, question: asked.question })
})

const review = handle(reviewRights, async ({ patientId, expectedVersion, rightsId, accepted }, work) => {
  const done = await work.write(async (db) => {
    const before = await findRow(db, patientId)
    const answer = await findLastAnswer(db, patientId)
    // Another answer came since: it is that one which is to be looked at.
    if (before === null || answer?.rights_answer_id !== rightsId) return problem('not-found', {})
    if (before.version !== expectedVersion) {
      return problem('edit.conflict', {
        currentVersion: before.version,
        changedBy: before.updated_by,
        changedAt: before.updated_at,
      })
    }
    // Somebody at another seat went through it, and may have taken nothing: the record alone would not tell.
    if (answer.reviewed_at !== null) {
      return problem('edit.conflict', {
        currentVersion: before.version,
        changedBy: answer.reviewed_by_name ?? '',
        changedAt: answer.reviewed_at,
      })
    }
    const writer = { userId: work.actor.userId, displayName: work.actor.displayName, at: work.now() }
    await writeReview(db, answer, writer)
    work.journal({ details: { accepted } })
    if (accepted.length === 0) return { version: before.version }
    const fields = withAccepted(toFields(before), rightsOf(answer), accepted)
    const { row } = await writeCivilStatus(db, before, { fields, hidden: before.hidden }, writer)
    return { version: row.version }
  })
  if (!isProblem(done)) work.announce('patient', patientId, done.version)
  return done
})

const settings = handle(getRightsSettings, async (_input, work) => {
  const section = await work.read(findRightsSettings)
  return { settings: section?.value ?? usualRightsSettings, version: section?.version ?? 1 }
})

const updateSettings = handle(updateRightsSettings, async ({ settings: wanted, expectedVersion }, work) =>
  work.write(async (db) => {
    const present = await findRightsSettings(db)
    const presentVersion = present?.version ?? 1
    if (presentVersion !== expectedVersion) {
      return problem('edit.conflict', {
        currentVersion: presentVersion,
        changedBy: await displayNameOf(db, present?.changedBy ?? null),
        changedAt: present?.changedAt ?? work.now(),
      })
    }
    const version = await writeSection(db, rightsSection, wanted, { presentVersion, at: work.now(), by: work.actor })
    work.journal({ subjectId: rightsSection })
    work.announce('settings', rightsSection, version)
    return { settings: wanted, version }
  }),
)

/** What answers about rights. */
export const rightsHandlers = [read, ask, review, settings, updateSettings]

/** The one meant on the card read here; a card of demonstration says nothing of a patient. */
function beneficiaryOf(work: Work, { readingId, index }: CardName): VitaleBeneficiary | null {
  const reading = work.readings.find(readingId)
  if (reading?.demonstration === true && work.vault.open()?.profile !== 'training') return null
  return reading?.beneficiaries[index] ?? null
}

function question(
  row: PatientRow,
  last: RightsAnswerTable | undefined,
  card: VitaleBeneficiary | null,
  today: string,
): QuestionReading {
  const { ins_matricule: matricule, ins_key: key, ins_oid: oid } = row
  // An INS leaves for elsewhere once it is qualified, and not before (RNIV 1 v2.0, EXI DIF 02).
  const isQualified = row.ins_status === 'qualified'
  const ins = !isQualified || matricule === null || key === null || oid === null ? null : { matricule, key, oid }
  return questionOf({ fields: toFields(row), ins, card, last: last === undefined ? null : rightsOf(last) }, today)
}
