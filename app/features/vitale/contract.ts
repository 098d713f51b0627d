import { z } from 'zod'
import { readerName } from '#app/devices/workstation.ts'
import { civilDate } from '#app/kernel/civil-date.ts'
import { id } from '#app/kernel/ids.ts'
import { operation } from '#app/kernel/operation.ts'
import { vitaleDifference, vitalePrefill, vitaleReading } from './model.ts'

const ofReading = { readingId: id, index: z.int().min(0).max(29) }

/**
 * « Rechercher avec la carte Vitale » (VIT-1): reads the card that is at the caller's seat, and says whose records its
 * beneficiaries may be, among those the caller sees. What was read stays in memory for five minutes, for this session of
 * this seat, until another card is read, the seat locks or its session ends; nothing of it is written. The training cabinet
 * reads training cards only.
 */
export const readVitale = operation({
  name: 'vitale.read',
  kind: 'command',
  needs: 'active-session',
  permission: 'patient.read',
  scope: { patients: 'visible' },
  audit: 'vitale.read',
  input: z.strictObject({ reader: readerName.nullable() }),
  output: z.object({ reading: vitaleReading }),
  problems: ['device.refused', 'vitale.real-card'],
})

/**
 * What the card fills in of the record of a beneficiary who has none. `birthDate` is the one a person chose among
 * `possibleBirthDates`. Cards of demonstration and training create nobody in a cabinet of patients.
 */
export const prefillFromVitale = operation({
  name: 'vitale.prefill',
  kind: 'query',
  needs: 'active-session',
  permission: 'patient.create',
  scope: { patients: 'none', because: 'what is written on the card in the caller’s reader' },
  audit: { none: 'the card was read by the caller, which is journaled; so is the record it helps to create' },
  input: z.strictObject({ ...ofReading, birthDate: civilDate.optional() }),
  output: z.object({ prefill: vitalePrefill }),
  problems: ['vitale.reading-over', 'vitale.demonstration-card'],
})

/** « Carte / Dossier »: where the card and a record do not say the same. Nothing is changed. */
export const compareWithVitale = operation({
  name: 'vitale.compare',
  kind: 'query',
  needs: 'active-session',
  permission: 'patient.read',
  scope: { patient: (input) => input.patientId },
  audit: 'patient.read',
  input: z.strictObject({ ...ofReading, patientId: id }),
  output: z.object({ differences: z.array(vitaleDifference) }),
  problems: ['vitale.reading-over'],
})

/** Forgets what was read, before its time. */
export const forgetVitale = operation({
  name: 'vitale.forget',
  kind: 'command',
  needs: 'active-session',
  permission: 'patient.read',
  scope: { patients: 'none', because: 'drops what the caller’s seat had read' },
  audit: { none: 'forgets; nothing is shown or written' },
  input: z.strictObject({}),
  output: z.object({ forgotten: z.literal(true) }),
  problems: [],
})

/** The operations of `vitale`, by the second part of their name. */
export const vitaleContract = {
  read: readVitale,
  prefill: prefillFromVitale,
  compare: compareWithVitale,
  forget: forgetVitale,
}
