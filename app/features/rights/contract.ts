import { z } from 'zod'
import { id, version } from '#app/kernel/ids.ts'
import { operation } from '#app/kernel/operation.ts'
import { jobStarted } from '#app/features/jobs/model.ts'
import { callReason, proposedField, recordRights, rightsSettings } from './model.ts'

const one = { patient: (input: { readonly patientId: string }) => input.patientId } as const
/** A beneficiary of the card read at this seat; `null`: without the card. */
const card = z.strictObject({ readingId: id, index: z.int().min(0).max(29) }).nullable()
const ofCabinet = { patients: 'none', because: 'settings of the cabinet' } as const

/**
 * « Couverture médicale »: the last answer of ADRi about a record, and whether the setting of the cabinet wants another one,
 * given the card just read.
 */
export const readRights = operation({
  name: 'rights.read',
  kind: 'query',
  needs: 'active-session',
  permission: 'patient.read',
  scope: one,
  audit: 'patient.read',
  input: z.strictObject({ patientId: id, card }),
  output: z.object({ rights: recordRights }),
  problems: ['vitale.reading-over'],
})

/**
 * Asks ADRi for the rights of a person (VIT-1), by the card read at this seat, or by what the record says. Goes on as a job,
 * which may be cancelled; what is answered is kept with its date, and changes nothing of the record. Needs the card of a
 * professional or Pro Santé Connect. Refused while another such call for this record is under way.
 */
export const askRights = operation({
  name: 'rights.ask',
  kind: 'command',
  needs: 'active-session',
  permission: 'rights.ask',
  scope: one,
  audit: 'rights.ask',
  input: z.strictObject({ patientId: id, card, reason: callReason }),
  output: jobStarted,
  problems: [
    'rights.question-incomplete',
    'rights.call-running',
    'rights.other-person',
    'vitale.reading-over',
    'teleservice.not-set',
    'teleservice.professional-incomplete',
    'teleservice.professional-needed',
  ],
})

/**
 * Ends the review of an answer: writes in the civil status the lines accepted, none being as good an answer, and says who
 * looked at them. `expectedVersion`: of the record, as it was shown.
 */
export const reviewRights = operation({
  name: 'rights.review',
  kind: 'command',
  needs: 'active-session',
  permission: 'patient.edit',
  scope: one,
  audit: 'rights.review',
  input: z.strictObject({
    patientId: id,
    expectedVersion: version,
    rightsId: id,
    accepted: z.array(proposedField).max(proposedField.options.length),
  }),
  output: z.object({ version }),
  problems: ['edit.conflict'],
})

/** When the cabinet asks for rights by itself. */
export const getRightsSettings = operation({
  name: 'rights.settings',
  kind: 'query',
  needs: 'active-session',
  permission: { anyone: 'when rights are asked for, in one’s own cabinet' },
  scope: ofCabinet,
  audit: { none: 'settings hold no patient' },
  input: z.strictObject({}),
  output: z.object({ settings: rightsSettings, version }),
  problems: [],
})

/** Changes it. */
export const updateRightsSettings = operation({
  name: 'rights.updateSettings',
  kind: 'command',
  needs: 'active-session',
  permission: 'cabinet.configure',
  scope: ofCabinet,
  audit: 'settings.update',
  input: z.strictObject({ settings: rightsSettings, expectedVersion: version }),
  output: z.object({ settings: rightsSettings, version }),
  problems: ['edit.conflict'],
})

/** The operations of `rights`, by the second part of their name. */
export const rightsContract = {
  read: readRights,
  ask: askRights,
  review: reviewRights,
  settings: getRightsSettings,
  updateSettings: updateRightsSettings,
}
