import { z } from 'zod'
import { id } from '#app/kernel/ids.ts'
import { operation } from '#app/kernel/operation.ts'
import { consentFields, consentView } from './model.ts'

/** What a patient consents to, as they told the cabinet. */
export const readConsents = operation({
  name: 'consents.read',
  kind: 'query',
  needs: 'active-session',
  permission: 'patient.read',
  scope: { patient: (input) => input.patientId },
  audit: { none: 'part of a record whose opening is journaled' },
  input: z.strictObject({ patientId: id }),
  output: z.object({ consent: consentView }),
  problems: [],
})

/** Writes what the patient answered. Each change is kept by the journal, with what it was before. */
export const saveConsents = operation({
  name: 'consents.save',
  kind: 'command',
  needs: 'active-session',
  permission: 'patient.edit',
  scope: { patient: (input) => input.patientId },
  audit: 'consent.save',
  input: z.strictObject({ patientId: id, expectedVersion: z.int().min(0), fields: consentFields }),
  output: z.object({ consent: consentView }),
  problems: ['edit.conflict'],
})

/** The operations of `consents`, by the second part of their name. */
export const consentsContract = { read: readConsents, save: saveConsents }
