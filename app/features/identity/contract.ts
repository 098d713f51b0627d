import { z } from 'zod'
import { id, instantUtc, version } from '#app/kernel/ids.ts'
import { operation } from '#app/kernel/operation.ts'
import { insAttribute } from '#app/features/patients/model.ts'
import { jobStarted } from '#app/features/jobs/model.ts'
import {
  documentKind,
  identityView,
  insiSearch,
  markMatch,
  markReading,
  strictTrait,
  workItemView,
  workReason,
  workTotals,
} from './model.ts'
import { identitySettings } from './settings.ts'

const note = z.string().trim().max(400)
/** An act on the identity of one record, as its caller saw it. */
const ofRecord = { patientId: id, expectedVersion: version }
const changed = z.object({ identity: identityView })
const one = { patient: (input: { readonly patientId: string }) => input.patientId }

/** How far the identity of a record may be trusted: status, proofs, history, and what INSi answered that nobody decided on yet. */
export const readIdentity = operation({
  name: 'identity.read',
  kind: 'query',
  needs: 'active-session',
  permission: 'patient.read',
  scope: one,
  audit: 'patient.read',
  input: z.strictObject({ patientId: id }),
  output: changed,
  problems: [],
})

/**
 * Asks INSi for the INS of one person, by the Vitale card read at this seat or by traits (INS-2). Goes on as a job, which
 * may be cancelled; what is answered is kept and waits for a decision in `identity.read`. An answer 01 or 02 is applied at
 * once (« INS KO »). Refused while another call for this record is under way.
 */
export const askInsi = operation({
  name: 'identity.ask',
  kind: 'command',
  needs: 'active-session',
  permission: 'identity.qualify',
  scope: one,
  audit: 'identity.ask',
  input: z.strictObject({ patientId: id, search: insiSearch }),
  output: jobStarted,
  problems: [
    'identity.refused',
    'identity.call-running',
    'vitale.reading-over',
    'vitale.demonstration-card',
    'teleservice.request-refused',
    'teleservice.not-set',
    'teleservice.professional-incomplete',
    'teleservice.professional-needed',
  ],
})

/**
 * Decides on an answer of INSi: takes the traits named of it (none: « Garder les traits du cabinet »), and in the same
 * transaction says which document was looked at, when one was. Nothing is ticked for the person (RNIV 1 v2.0, EXI SI 10).
 */
export const decideAnswer = operation({
  name: 'identity.decide',
  kind: 'command',
  needs: 'active-session',
  permission: 'identity.qualify',
  scope: one,
  audit: 'identity.decide',
  input: z.strictObject({
    ...ofRecord,
    exchangeId: id,
    accepted: z.array(strictTrait),
    document: z.strictObject({ documentKind, companionKind: documentKind.nullable() }).nullable(),
  }),
  output: changed,
  problems: ['edit.conflict', 'identity.refused', 'identity.answer-decided'],
})

/** Says that a document of high confidence was looked at, and says the traits held. */
export const checkDocument = operation({
  name: 'identity.checkDocument',
  kind: 'command',
  needs: 'active-session',
  permission: 'identity.qualify',
  scope: one,
  audit: 'identity.check-document',
  input: z.strictObject({ ...ofRecord, documentKind, companionKind: documentKind.nullable() }),
  output: changed,
  problems: ['edit.conflict', 'identity.refused'],
})

/** Sets or lifts homonym, doubtful or fictitious (RNIV 1 v2.0, EXI SI 09, EXI ID 24 and 26). */
export const markIdentity = operation({
  name: 'identity.mark',
  kind: 'command',
  needs: 'active-session',
  permission: 'identity.qualify',
  scope: one,
  audit: 'identity.mark',
  input: z.strictObject({ ...ofRecord, attribute: insAttribute, set: z.boolean(), note }),
  output: changed,
  problems: ['edit.conflict', 'identity.refused'],
})

/** Takes away a proof given by mistake, or makes one withdrawn by mistake stand again: none is lost. */
export const reverseProof = operation({
  name: 'identity.reverse',
  kind: 'command',
  needs: 'active-session',
  permission: 'identity.qualify',
  scope: one,
  audit: 'identity.reverse',
  input: z.strictObject({ ...ofRecord, proofId: id, to: z.enum(['withdrawn', 'standing']), note }),
  output: changed,
  problems: ['edit.conflict', 'identity.refused'],
})

/** Asks INSi whether the INS held is still right; a job like `identity.ask`, whose answer is applied at once. */
export const verifyIdentity = operation({
  name: 'identity.verify',
  kind: 'command',
  needs: 'active-session',
  permission: 'identity.qualify',
  scope: one,
  audit: 'identity.verify',
  input: z.strictObject({ patientId: id }),
  output: jobStarted,
  problems: [
    'identity.refused',
    'identity.call-running',
    'teleservice.not-set',
    'teleservice.professional-incomplete',
    'teleservice.professional-needed',
  ],
})

/** « Identités à revoir »: what the identities in sight leave to look at, the gravest first. */
export const listIdentityWork = operation({
  name: 'identity.workList',
  kind: 'query',
  needs: 'active-session',
  permission: 'patient.read',
  scope: { patients: 'visible' },
  audit: 'patient.search',
  input: z.strictObject({
    reason: workReason.nullable(),
    offset: z.int().min(0).max(200_000),
    limit: z.int().min(1).max(200),
  }),
  output: z.object({ items: z.array(workItemView), total: z.int(), totals: workTotals, at: instantUtc }),
  problems: [],
})

/**
 * Reads the text of an INS DataMatrix, as a reader types it or as an image was decoded, and says whose record in sight it
 * may be. Nothing is written.
 */
export const readMark = operation({
  name: 'identity.readMark',
  kind: 'command',
  needs: 'active-session',
  permission: 'patient.read',
  scope: { patients: 'visible' },
  audit: 'identity.read-mark',
  input: z.strictObject({ text: z.string().min(1).max(4_000) }),
  /** The surest first; only `certain` may be opened without a question. */
  output: z.object({ reading: markReading, matches: z.array(markMatch).max(20) }),
  problems: ['identity.mark-unreadable', 'identity.refused'],
})

const ofCabinet = { patients: 'none', because: 'settings of the cabinet' } as const
const settingsAnswer = z.object({ settings: identitySettings, version })

/** Which documents validate an identity here: « Paramètres › Identités ». */
export const getIdentitySettings = operation({
  name: 'identity.settings',
  kind: 'query',
  needs: 'active-session',
  permission: { anyone: 'the documents accepted in one’s own cabinet' },
  scope: ofCabinet,
  audit: { none: 'settings hold no patient' },
  input: z.strictObject({}),
  output: settingsAnswer,
  problems: [],
})

/** Chooses which documents validate an identity here. Proofs that were given stand. */
export const updateIdentitySettings = operation({
  name: 'identity.updateSettings',
  kind: 'command',
  needs: 'active-session',
  permission: 'cabinet.configure',
  scope: ofCabinet,
  audit: 'identity.set-documents',
  input: z.strictObject({ settings: identitySettings, expectedVersion: version }),
  output: settingsAnswer,
  problems: ['edit.conflict'],
})

/** The operations of `identity`, by the second part of their name. */
export const identityContract = {
  read: readIdentity,
  ask: askInsi,
  decide: decideAnswer,
  checkDocument,
  mark: markIdentity,
  reverse: reverseProof,
  verify: verifyIdentity,
  workList: listIdentityWork,
  readMark,
  settings: getIdentitySettings,
  updateSettings: updateIdentitySettings,
}
