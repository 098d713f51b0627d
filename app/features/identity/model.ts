import { z } from 'zod'
import {
  civilStatusFields,
  insAttribute,
  type InsStatus,
  insStatus,
  patientSummary,
  sex,
} from '#app/features/patients/model.ts'
import { civilDate } from '#app/kernel/civil-date.ts'
import { id, instantUtc } from '#app/kernel/ids.ts'

export type { InsStatus }
export { type InsiSearch, insiSearch } from './search.ts'

/** The strict traits of an identity that are held here (RNIV 1 v2.0; the matricule comes from the national service only). */
export const strictTraits = civilStatusFields.pick({
  birthName: true,
  birthFirstNames: true,
  firstBirthFirstName: true,
  sex: true,
  birthDate: true,
  birthPlaceCode: true,
})
export type StrictTraits = z.infer<typeof strictTraits>

/** The name of one strict trait, in the order of the form. */
export const strictTrait = z.enum([
  'birthName',
  'birthFirstNames',
  'firstBirthFirstName',
  'sex',
  'birthDate',
  'birthPlaceCode',
])
export type StrictTrait = z.infer<typeof strictTrait>

/**
 * Traits as somebody else writes them: INSi, a DataMatrix, a document. `null` where they are silent. INSi gives the list
 * of first names as one text, and most often no first name apart.
 */
export const answeredTraits = z.object({
  birthName: z.string().nullable(),
  firstName: z.string().nullable(),
  firstNames: z.string().nullable(),
  sex: sex.nullable(),
  birthDate: civilDate.nullable(),
  birthPlaceCode: z.string().nullable(),
})
export type AnsweredTraits = z.infer<typeof answeredTraits>

/**
 * A matricule with its key and its OID, never one without the others (reference: OID register of the ANS). The key may
 * not be the one computed: INSi itself answers such numbers, which are kept as answered.
 */
export const insNumber = z.object({
  matricule: z.string().regex(/^\d{6}[0-9A-Z]\d{6}$/),
  key: z.string().regex(/^\d{2}$/),
  oid: z.string().regex(/^[0-9.]{10,40}$/),
})
export type InsNumber = z.infer<typeof insNumber>

/** A matricule the person had before. Its dates are as INSi wrote them, sometimes in the wrong order: only to be shown. */
export const formerNumber = z.object({ number: insNumber, from: z.string().nullable(), to: z.string().nullable() })
export type FormerNumber = z.infer<typeof formerNumber>

/** One identity as INSi answers it (code 00), kept as answered (RNIV 1 v2.0, EXI REC 07). */
export const insiAnswer = z.object({
  number: insNumber,
  history: z.array(formerNumber),
  traits: answeredTraits,
})
export type InsiAnswer = z.infer<typeof insiAnswer>

/**
 * How traits came in, in the national codes (FR Core): typed, Vitale card, search by traits, DataMatrix, radio chip,
 * Application carte Vitale.
 */
export const captureChannel = z.enum(['SM', 'CV', 'INSI', 'CB', 'RFID', 'AV'])
export type CaptureChannel = z.infer<typeof captureChannel>

/** Who did something, and when. `userId` is `null` for the service of the night. */
export const act = z.object({ at: instantUtc, userId: id.nullable(), by: z.string() })
export type Act = z.infer<typeof act>

/** The kinds of proof by which an identity is trusted, in national codes (FR Core; RNIV 1 v2.0, EXI SI 10 and SI 23). */
export const documentKind = z.enum(['CN', 'PA', 'CS', 'eCN', 'IN', 'AV', 'AN', 'LEP', 'CC', 'ANCV', 'LECV', 'TC'])
export type DocumentKind = z.infer<typeof documentKind>

/** First proof: what INSi answered, or the Application carte Vitale. */
export const insProof = z.object({
  kind: z.literal('ins'),
  proofId: id,
  answer: insiAnswer,
  channel: z.enum(['CV', 'INSI', 'AV']),
  /** The exchange that brought it, in the traces of the calls; `null` for the Application carte Vitale. */
  exchangeId: z.string().nullable(),
  act,
  /** When INSi last confirmed it; `null` as long as it was not asked again. */
  verifiedAt: instantUtc.nullable(),
})
export type InsProof = z.infer<typeof insProof>

/** Second proof: a person has looked at a document of high confidence, which said these traits. */
export const documentProof = z.object({
  kind: z.literal('document'),
  proofId: id,
  documentKind,
  /** The document of the parent or guardian who answers for a minor. */
  companionKind: documentKind.nullable(),
  traits: strictTraits,
  act,
})
export type DocumentProof = z.infer<typeof documentProof>

/** Either proof. */
export const proof = z.discriminatedUnion('kind', [insProof, documentProof])
export type Proof = z.infer<typeof proof>

/** Why a proof no longer stands, or never stood. */
export const withdrawalReason = z.enum([
  /** A strict trait it attests was changed. */
  'traits-changed',
  /** INSi answered, and a person kept traits that differ. Never stood. */
  'traits-declined',
  /** INSi answered another person’s number, or a number without tie to the one held. Never stood. */
  'other-matricule',
  /** Asked again, INSi no longer confirms it. */
  'not-confirmed',
  'doubtful',
  'fictitious',
  /** A newer proof of the same kind took its place. */
  'superseded',
  /** A person took it away: given by mistake. */
  'by-person',
  /** It was that of a record merged into this one. */
  'merged',
])
export type WithdrawalReason = z.infer<typeof withdrawalReason>

/** A proof that no longer stands, kept: none is lost silently. */
export const withdrawnProof = z.object({
  proof,
  because: withdrawalReason,
  act,
  note: z.string(),
  /** It can no longer be made to stand again: the same proof has to be given anew. */
  final: z.boolean(),
})
export type WithdrawnProof = z.infer<typeof withdrawnProof>

/** Why an identity is « INS KO »: INSi gave nothing that could be accepted, and somebody must look. */
export const insKoReason = z.enum(['none', 'several', 'traits-declined', 'other-matricule', 'not-confirmed'])
export type InsKoReason = z.infer<typeof insKoReason>

/**
 * All that is known of how far an identity may be trusted. The status is not written here: it is what the standing
 * proofs make it (`statusOf`), so that it can never say more than they do.
 */
export const identity = z.object({
  traits: strictTraits,
  /** How the traits held came in last. */
  capture: z.object({ channel: captureChannel, act }),
  ins: insProof.nullable(),
  document: documentProof.nullable(),
  attributes: z.array(insAttribute),
  ko: z.object({ reason: insKoReason, exchangeId: z.string().nullable(), act }).nullable(),
  /** Oldest first. */
  withdrawn: z.array(withdrawnProof),
})
export type Identity = z.infer<typeof identity>

const event = <Shape extends z.ZodRawShape>(shape: Shape) => z.object({ ...shape, act })

/** What may happen to an identity. Each is applied by `applyEvent`, which cites the rule it follows. */
export const identityEvent = z.discriminatedUnion('kind', [
  /** INSi answered one identity; a person has compared it and accepted these traits of it. */
  event({
    kind: z.literal('answer-accepted'),
    proofId: id,
    answer: insiAnswer,
    accepted: z.array(strictTrait),
    channel: z.enum(['CV', 'INSI']),
    exchangeId: z.string(),
  }),
  /** INSi answered 01 (none) or 02 (several). */
  event({ kind: z.literal('nothing-found'), found: z.enum(['none', 'several']), exchangeId: z.string() }),
  /** A document was looked at, and says the traits held. `documentKind` is `null` as long as nobody has ticked one. */
  event({
    kind: z.literal('document-checked'),
    proofId: id,
    documentKind: documentKind.nullable(),
    companionKind: documentKind.nullable(),
  }),
  /** The patient showed the Application carte Vitale: both proofs at once, without a call to INSi. */
  event({ kind: z.literal('app-vitale-read'), insProofId: id, documentProofId: id, answer: insiAnswer }),
  /** INSi was asked whether the INS held is still right. */
  event({ kind: z.literal('verified'), confirmed: z.boolean(), exchangeId: z.string() }),
  /** Traits were typed, or filled in from a DataMatrix, by somebody who may. */
  event({ kind: z.literal('traits-edited'), traits: strictTraits, channel: z.enum(['SM', 'CB', 'RFID', 'CV']) }),
  event({ kind: z.literal('attribute-set'), attribute: insAttribute }),
  event({ kind: z.literal('attribute-lifted'), attribute: insAttribute }),
  /** A proof given by mistake is taken away. */
  event({ kind: z.literal('proof-withdrawn'), proofId: id, note: z.string() }),
  /** A proof withdrawn by mistake stands again. */
  event({ kind: z.literal('proof-restored'), proofId: id }),
])
export type IdentityEvent = z.infer<typeof identityEvent>

/** What was done to an identity, for the journal and the screen; `rule` cites the text it follows. */
export interface IdentityStep {
  readonly what:
    | 'traits-taken'
    | 'proof-added'
    | 'proof-withdrawn'
    | 'proof-restored'
    | 'answer-set-aside'
    | 'proof-confirmed'
    | 'attribute-set'
    | 'attribute-lifted'
    | 'ko-raised'
    | 'ko-cleared'
  readonly proofId?: string
  readonly because?: WithdrawalReason
  readonly traits?: readonly StrictTrait[]
  readonly rule: string
}

/** Why an event is not possible now. Nothing changes. */
export const identityRefusal = z.enum([
  'identity.doubtful',
  'identity.fictitious',
  'identity.attribute-excluded',
  'identity.attribute-already',
  'identity.attribute-absent',
  'identity.answer-incomplete',
  'identity.oid-unknown',
  'identity.oid-legacy',
  'identity.oid-test',
  'identity.document-none',
  'identity.document-not-accepted',
  'identity.document-companion',
  'identity.document-minors-only',
  'identity.document-app-vitale',
  'identity.traits-invalid',
  'identity.nothing-to-verify',
  'identity.proof-unknown',
  'identity.proof-not-restorable',
  'identity.proof-in-place',
  'identity.proof-says-otherwise',
])
export type IdentityRefusal = z.infer<typeof identityRefusal>

/** What an event comes to. */
export type IdentityOutcome =
  | {
      readonly ok: true
      readonly identity: Identity
      readonly before: InsStatus
      readonly after: InsStatus
      readonly steps: readonly IdentityStep[]
    }
  | { readonly ok: false; readonly refusal: IdentityRefusal }

/** What a cabinet decides about identities. */
export interface IdentityHouse {
  /** Production takes no matricule of test or demonstration. */
  readonly production: boolean
  /** The documents proposed, in their order (RNIV 1 v2.0, EXI SI 10 and SI 23: the list is the structure’s). */
  readonly documentKinds: readonly DocumentKind[]
}

/** An answer of INSi that nobody decided on yet. */
export const pendingAnswer = z.object({
  exchangeId: id,
  channel: z.enum(['CV', 'INSI']),
  act,
  answer: insiAnswer,
})
export type PendingAnswer = z.infer<typeof pendingAnswer>

/** What was asked of INSi last for a record, and what came of it. */
export const lastCall = z.object({
  exchangeId: id,
  operation: z.enum(['vitale', 'traits', 'verification']),
  /** `00`, `01`, `02`, or the name of a problem. */
  outcome: z.string(),
  act,
  tookMs: z.int().min(0),
})

/** A line of the history of an identity. No matricule: one that no longer stands is not shown (RNIV 1 v2.0, EXI SI 08). */
export const identityHistoryLine = z.object({
  proofId: id,
  kind: z.enum(['ins', 'document']),
  /** Of an INS: how it came. */
  channel: z.enum(['CV', 'INSI', 'AV']).nullable(),
  documentKind: documentKind.nullable(),
  given: act,
  withdrawn: act,
  because: withdrawalReason,
  note: z.string(),
  /** It may be made to stand again, as things are. */
  restorable: z.boolean(),
})

/** Homonym, doubtful or fictitious set or lifted, by whom, with the words they left. */
export const identityMarking = z.object({ attribute: insAttribute, set: z.boolean(), note: z.string(), act })

/** The identity of a record as a screen needs it. */
export const identityView = z.object({
  patientId: id,
  version: z.int(),
  /** Without what was withdrawn: see `history`. */
  identity: identity.omit({ withdrawn: true }),
  /** The matricule may be shown, with its nature. */
  matricule: z.object({ number: insNumber, nature: z.enum(['NIR', 'NIA', 'TEST', 'DEMO']).nullable() }).nullable(),
  pending: pendingAnswer.nullable(),
  lastCall: lastCall.nullable(),
  /** Newest first. */
  history: z.array(identityHistoryLine),
  /** Newest first. */
  markings: z.array(identityMarking),
  house: z.object({ production: z.boolean(), documentKinds: z.array(documentKind) }),
})
export type IdentityView = z.infer<typeof identityView>

/** Why a record is to be looked at, the gravest first (codes of the national list of identity vigilance in `work-list`). */
export const workReason = z.enum([
  /** Two people may be in this record. */
  'collision',
  /** Another record has the same matricule, or a former one. */
  'same-matricule',
  'not-confirmed',
  'other-matricule',
  'traits-declined',
  'several',
  'none',
  'doubtful',
  /** Another record has the same name, first name, sex and birth date, and nobody said they are two. */
  'same-traits',
  'birth-name-missing',
  /** Most often a married name in the field of the birth name (reference §1.12). */
  'birth-name-is-used-name',
])
export type WorkReason = z.infer<typeof workReason>

/** A line of « Identités à revoir ». `others`: the records it is compared to, in sight only. */
export const workItemView = z.object({
  patient: patientSummary,
  reasons: z.array(workReason),
  others: z.array(patientSummary),
})

/** How many records in sight there are of each reason, and of each status. */
export const workTotals = z.object({
  reasons: z.record(workReason, z.int()),
  statuses: z.record(insStatus, z.int()),
})

/** What an INS DataMatrix says. What is read proves nothing: it finds and fills in (RNIV 1 v2.0, EXI REC 02). */
export const markReading = z.object({
  number: insNumber,
  traits: answeredTraits,
  /** What the official list calls the birth place; empty when it has none of this code, or the mark says none. */
  birthPlaceName: z.string(),
  notices: z.array(z.enum(['separators-lost', 'keyboard', 'other-version', 'unknown-block', 'key'])),
})
export type MarkReading = z.infer<typeof markReading>

/**
 * How a record is that of somebody named elsewhere, on a scanned mark or a document received, the surest first.
 * - `certain`: the same matricule, and no trait that contradicts;
 * - `number-only`: the same matricule, other traits: one of both is wrong;
 * - `former-number`: a number this person had before;
 * - `traits-only`: the same traits, where one of both has no matricule;
 * - `other-number`: the same traits, another matricule: a homonym, or an error.
 */
export const recognition = z.enum(['certain', 'number-only', 'former-number', 'traits-only', 'other-number'])
export type Recognition = z.infer<typeof recognition>

/** A record in sight that may be that of a mark, and how sure it is. */
export const markMatch = z.object({ patient: patientSummary, recognition })
export type MarkMatch = z.infer<typeof markMatch>
