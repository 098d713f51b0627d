import { z } from 'zod'
import { id } from '#app/kernel/ids.ts'
import { operation } from '#app/kernel/operation.ts'
import { presentPerson } from './model.ts'

const ofPatient = { patient: (input: { readonly patientId: string }) => input.patientId } as const

/** Says that this seat shows a record, or edits it, or no longer does. Ends by itself at lock and when the seat goes away. */
export const setPresence = operation({
  name: 'presence.set',
  kind: 'command',
  needs: 'active-session',
  permission: 'patient.read',
  scope: ofPatient,
  audit: { none: 'opening the record is journaled' },
  input: z.strictObject({ patientId: id, activity: z.enum(['reading', 'editing', 'none']) }),
  output: z.object({ noted: z.literal(true) }),
  problems: [],
})

/** Who else has the record open, at any other seat: « Dossier ouvert par Dr H. MARCHAND ». */
export const listPresence = operation({
  name: 'presence.of',
  kind: 'query',
  needs: 'active-session',
  permission: 'patient.read',
  scope: ofPatient,
  audit: { none: 'colleagues at work on a record the caller sees' },
  input: z.strictObject({ patientId: id }),
  output: z.object({ others: z.array(presentPerson) }),
  problems: [],
})

/** The operations of `presence`, by the second part of their name. */
export const presenceContract = { set: setPresence, of: listPresence }
