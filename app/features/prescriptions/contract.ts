import { z } from 'zod'
import { id, version } from '#app/kernel/ids.ts'
import { operation } from '#app/kernel/operation.ts'
import { prescriptionFields, prescriptionLine, prescriptionTemplate, prescriptionView } from './model.ts'

const onePatient = { patient: (input: { readonly patientId: string }) => input.patientId } as const
const nobody = { patients: 'none', because: 'a template names no patient' } as const

/** A signed prescription. */
export const getPrescription = operation({
  name: 'prescriptions.get',
  kind: 'query',
  needs: 'active-session',
  permission: 'record.read',
  scope: onePatient,
  audit: 'prescription.read',
  input: z.strictObject({ patientId: id, prescriptionId: id }),
  output: z.object({ prescription: prescriptionView }),
  problems: [],
})

/** The sheet as it was signed, as a PDF in base64. */
export const getPrescriptionPdf = operation({
  name: 'prescriptions.pdf',
  kind: 'query',
  needs: 'active-session',
  permission: 'record.read',
  scope: onePatient,
  audit: 'prescription.read',
  input: z.strictObject({ patientId: id, prescriptionId: id }),
  output: z.object({ pdf: z.string() }),
  problems: [],
})

/** The sheet as it would be signed, as a PDF in base64, marked as a draft. Writes nothing. */
export const previewPrescription = operation({
  name: 'prescriptions.preview',
  kind: 'query',
  needs: 'active-session',
  permission: 'prescription.write',
  scope: onePatient,
  audit: { none: 'nothing is written; the record it is for was opened' },
  input: z.strictObject({ patientId: id, fields: prescriptionFields }),
  output: z.object({ pdf: z.string() }),
  problems: ['printing.failed'],
})

/**
 * Signs a prescription: checked once more, frozen, its sheet made and kept, its treatments written, all or nothing. An alert
 * without a reason to pass over it is a refusal.
 */
export const signPrescription = operation({
  name: 'prescriptions.sign',
  kind: 'command',
  needs: 'active-session',
  permission: 'prescription.write',
  scope: onePatient,
  audit: 'prescription.sign',
  input: z.strictObject({
    patientId: id,
    /** Made by the editor: sent again after a cut, it is the same prescription; with other words, `prescription.already-signed`. */
    prescriptionId: id,
    fields: prescriptionFields,
    overrides: z
      .array(z.strictObject({ key: z.string().max(200), reason: z.string().trim().min(3).max(300) }))
      .max(200),
  }),
  output: z.object({ prescription: prescriptionView }),
  problems: ['prescription.alerts', 'prescription.already-signed', 'printing.failed'],
})

/** Cancels a signed prescription: marked with the reason, never erased. Its treatments stay as they are. */
export const cancelPrescription = operation({
  name: 'prescriptions.cancel',
  kind: 'command',
  needs: 'active-session',
  permission: 'prescription.write',
  scope: onePatient,
  audit: 'prescription.cancel',
  input: z.strictObject({
    patientId: id,
    prescriptionId: id,
    expectedVersion: version,
    reason: z.string().trim().min(1).max(300),
  }),
  output: z.object({ prescription: prescriptionView }),
  problems: ['edit.conflict'],
})

/** Templates of the cabinet and of the caller, by name. */
export const listPrescriptionTemplates = operation({
  name: 'prescriptions.templates',
  kind: 'query',
  needs: 'active-session',
  permission: 'prescription.write',
  scope: nobody,
  audit: { none: 'a list of templates' },
  input: z.strictObject({}),
  output: z.object({ templates: z.array(prescriptionTemplate) }),
  problems: [],
})

/** Keeps lines as a template of the cabinet (`isShared`) or of the caller. */
export const savePrescriptionTemplate = operation({
  name: 'prescriptions.saveTemplate',
  kind: 'command',
  needs: 'active-session',
  permission: 'prescription.write',
  scope: nobody,
  audit: 'prescription.save-template',
  input: z.strictObject({
    name: z.string().trim().min(1).max(80),
    isShared: z.boolean(),
    lines: z.array(prescriptionLine).min(1).max(60),
  }),
  output: z.object({ template: prescriptionTemplate }),
  problems: [],
})

/** Removes a template of the cabinet, or one’s own. */
export const removePrescriptionTemplate = operation({
  name: 'prescriptions.removeTemplate',
  kind: 'command',
  needs: 'active-session',
  permission: 'prescription.write',
  scope: nobody,
  audit: 'prescription.remove-template',
  input: z.strictObject({ templateId: id, expectedVersion: version }),
  output: z.object({ removed: z.literal(true) }),
  problems: ['edit.conflict'],
})

/** The operations of `prescriptions`, by the second part of their name. */
export const prescriptionsContract = {
  get: getPrescription,
  pdf: getPrescriptionPdf,
  preview: previewPrescription,
  sign: signPrescription,
  cancel: cancelPrescription,
  templates: listPrescriptionTemplates,
  saveTemplate: savePrescriptionTemplate,
  removeTemplate: removePrescriptionTemplate,
}
