import { isDeepStrictEqual } from 'node:util'
import {
  cancelPrescription,
  getPrescription,
  getPrescriptionPdf,
  listPrescriptionTemplates,
  previewPrescription,
  removePrescriptionTemplate,
  savePrescriptionTemplate,
  signPrescription,
} from '#app/features/prescriptions/contract.ts'
import type { PrescriptionFields } from '#app/features/prescriptions/model.ts'
import { problem } from '#app/kernel/problem.ts'
import { prescriptionsText } from '#app/text/fr/prescriptions.ts'
import { readBlob, storeBlob } from '#core/features/documents/index.ts'
import { findPerson } from '#core/features/people/index.ts'
import { base64Of, typesetOrRefuse } from '#core/features/printing/index.ts'
import { putEntry } from '#core/features/record/index.ts'
import { checkFor, needsReason } from '#core/features/treatments/index.ts'
import { handle } from '#core/kernel/handle.ts'
import type { WriteDb } from '#core/kernel/tables.ts'
import { isProblem, type Work } from '#core/kernel/work.ts'
import {
  findPrescription,
  findTemplates,
  insertPrescriptions,
  markCancelled,
  templateOf,
  viewOf,
} from './repository.ts'
import { detailOf, sheetOf, textOf, titleOf } from './sheet.ts'
import { answered, writeTreatments } from './signing.ts'
import type { PrescriptionTable } from './tables.ts'

const get = handle(getPrescription, async ({ patientId, prescriptionId }, work) => {
  const row = await work.read((db) => findPrescription(db, patientId, prescriptionId))
  return row === undefined ? problem('not-found', {}) : { prescription: viewOf(row) }
})

const pdf = handle(getPrescriptionPdf, ({ patientId, prescriptionId }, work) =>
  work.read(async (db) => {
    const row = await findPrescription(db, patientId, prescriptionId)
    return row === undefined ? problem('not-found', {}) : { pdf: base64Of(await readBlob(db, row.blob_digest)) }
  }),
)

const preview = handle(previewPrescription, async ({ patientId, fields }, work) => {
  const bytes = await pagesOf(work, patientId, fields, true)
  return isProblem(bytes) ? bytes : { pdf: base64Of(bytes) }
})

const sign = handle(signPrescription, async ({ patientId, prescriptionId, fields, overrides }, work) => {
  const signedBefore = await work.read((db) => findPrescription(db, patientId, prescriptionId))
  if (signedBefore !== undefined) {
    // Sent again after a cut. Corrected meanwhile, it is not what was signed, and nobody must believe it is.
    const isSame = signedBefore.signed_by === work.actor.userId && saysTheSame(viewOf(signedBefore).fields, fields)
    return isSame ? { prescription: viewOf(signedBefore) } : problem('prescription.already-signed', {})
  }
  const drugs = fields.lines.flatMap((line) => (line.kind === 'drug' ? [line] : []))
  const instead = drugs.flatMap(({ treatmentId }) => (treatmentId === null ? [] : [treatmentId]))
  const request = { patientId, drugs: drugs.map(({ drug }) => drug), instead, today: work.today() }
  const safety = await work.read((db) => checkFor(db, request))
  const { overridden, open } = answered(safety.alerts.filter(needsReason), overrides)
  if (open > 0) return problem('prescription.alerts', { alerts: open })
  const bytes = await pagesOf(work, patientId, fields, false)
  if (isProblem(bytes)) return bytes

  const signed = await work.write(async (db) => {
    // An allergy written while the sheet was made would have been passed over by nobody.
    const again = answered((await checkFor(db, request)).alerts.filter(needsReason), overrides)
    if (again.open > 0) return problem('prescription.alerts', { alerts: again.open })
    const lines = await writeTreatments(db, work, patientId, fields)
    const row: PrescriptionTable = {
      prescription_id: prescriptionId,
      patient_id: patientId,
      prescribed_on: fields.prescribedOn,
      content: JSON.stringify({ ...fields, lines }),
      signed_at: work.now(),
      signed_by: work.actor.userId,
      signed_by_name: work.actor.displayName,
      overridden: JSON.stringify(overridden),
      not_checked: JSON.stringify(safety.notChecked),
      blob_digest: await storeBlob(db, bytes),
      cancelled_at: null,
      cancelled_by: null,
      cancelled_by_name: '',
      cancel_reason: '',
      version: 1,
    }
    await insertPrescriptions(db, [row])
    await enter(db, row)
    work.journal({ subjectId: prescriptionId, details: { lines: lines.length, overridden: overridden.length } })
    return row
  })
  if (isProblem(signed)) return signed
  tell(work, patientId, 1)
  work.announce('clinical', patientId, 1, patientId)
  return { prescription: viewOf(signed) }
})

const cancel = handle(cancelPrescription, async ({ patientId, prescriptionId, expectedVersion, reason }, work) => {
  const cancelled = await work.write(async (db) => {
    const row = await findPrescription(db, patientId, prescriptionId)
    if (row === undefined) return problem('not-found', {})
    if (row.version !== expectedVersion || row.cancelled_at !== null)
      return problem('edit.conflict', {
        currentVersion: row.version,
        changedBy: row.cancelled_by_name,
        changedAt: row.cancelled_at ?? row.signed_at,
      })
    await markCancelled(db, row, { at: work.now(), userId: work.actor.userId, name: work.actor.displayName, reason })
    const after = await findPrescription(db, patientId, prescriptionId)
    if (after === undefined) throw new Error('a prescription just cancelled is not there')
    await enter(db, after)
    work.journal({ subjectId: prescriptionId })
    return after
  })
  if (isProblem(cancelled)) return cancelled
  tell(work, patientId, cancelled.version)
  return { prescription: viewOf(cancelled) }
})

const templates = handle(listPrescriptionTemplates, async (_input, work) => ({
  templates: (await work.read((db) => findTemplates(db, work.actor.userId))).map(templateOf),
}))

const saveTemplate = handle(savePrescriptionTemplate, async ({ name, isShared, lines }, work) => {
  const row = {
    template_id: work.newId(),
    owner_id: isShared ? null : work.actor.userId,
    name,
    // Of no patient: nothing of a template leads back to one.
    lines: JSON.stringify(lines.map((line) => (line.kind === 'drug' ? { ...line, treatmentId: null } : line))),
    updated_at: work.now(),
    version: 1,
  }
  await work.write(async (db) => {
    await db.insertInto('prescription_template').values(row).execute()
    work.journal({ subjectId: row.template_id })
  })
  work.announce('library', row.template_id, 1)
  return { template: templateOf(row) }
})

const removeTemplate = handle(removePrescriptionTemplate, async ({ templateId, expectedVersion }, work) => {
  const removed = await work.write(async (db) => {
    // One's own and those of the cabinet: those of somebody else are not there.
    const row = (await findTemplates(db, work.actor.userId)).find(({ template_id }) => template_id === templateId)
    if (row === undefined) return problem('not-found', {})
    if (row.version !== expectedVersion)
      return problem('edit.conflict', { currentVersion: row.version, changedBy: '', changedAt: row.updated_at })
    await db.deleteFrom('prescription_template').where('template_id', '=', templateId).execute()
    work.journal({ subjectId: templateId })
    return { removed: true as const }
  })
  if (!isProblem(removed)) work.announce('library', templateId, expectedVersion)
  return removed
})

/** What answers about prescriptions. */
export const prescriptionsHandlers = [get, pdf, preview, sign, cancel, templates, saveTemplate, removeTemplate]

/** Whether two prescriptions say the same; which treatments their lines are of is written by the signature. */
function saysTheSame(signed: PrescriptionFields, sent: PrescriptionFields): boolean {
  const said = ({ lines, ...rest }: PrescriptionFields) => ({
    ...rest,
    lines: lines.map((line) => (line.kind === 'drug' ? { ...line, treatmentId: null } : line)),
  })
  return isDeepStrictEqual(said(signed), said(sent))
}

/** The pages of a prescription, or why there are none. Never inside `work.write`. */
async function pagesOf(work: Work, patientId: string, fields: PrescriptionFields, isDraft: boolean) {
  const request = {
    patientId,
    fields,
    cabinetName: work.vault.open()?.name ?? '',
    practitionerId: work.actor.userId,
    today: work.today(),
    isDraft,
  }
  const sheet = await work.read((db) => sheetOf(db, request))
  return sheet === null ? problem('not-found', {}) : typesetOrRefuse(work, sheet)
}

/** The line of the timeline: what a list shows of it, and what finds it. */
async function enter(db: WriteDb, row: PrescriptionTable): Promise<void> {
  const { fields } = viewOf(row)
  const person = row.signed_by === null ? undefined : await findPerson(db, row.signed_by)
  await putEntry(db, {
    entryId: row.prescription_id,
    patientId: row.patient_id,
    kind: 'prescription',
    categoryId: null,
    occurredAt: row.signed_at,
    title: row.cancelled_at === null ? titleOf(fields) : `${prescriptionsText.entry.cancelled}, ${titleOf(fields)}`,
    detail: detailOf(fields),
    authorId: row.signed_by,
    authorName:
      person === undefined ? row.signed_by_name : `${person.first_name.slice(0, 1)}${person.last_name.slice(0, 1)}`,
    marks: { signed: true, ...(fields.twoZones ? { ald: true } : {}) },
    text: textOf(fields),
  })
}

function tell(work: Work, patientId: string, version: number): void {
  work.announce('record', patientId, version, patientId)
}
