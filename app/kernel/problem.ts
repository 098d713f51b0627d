import { z } from 'zod'
import { cardVerdict } from './card-verdict.ts'
import { deviceProblem } from './device-problem.ts'

/**
 * Every expected refusal, by code, with the data a screen needs to word it. A handler may only return the ones its
 * operation declares; anything else is a bug and reaches the person as `internal` with a reference.
 *
 * Data never holds a patient datum the caller did not send itself, nor a secret.
 */
export const problemData = {
  // dispatch
  unauthenticated: z.object({}),
  locked: z.object({}),
  forbidden: z.object({}),
  'not-found': z.object({}),
  'invalid-input': z.object({ fields: z.array(z.object({ path: z.string(), code: z.string() })) }),
  'cabinet.not-open': z.object({}),
  internal: z.object({ reference: z.string() }),
  // edits
  'edit.conflict': z.object({ currentVersion: z.int(), changedBy: z.string(), changedAt: z.string() }),
  // cabinet file
  'cabinet.wrong-password': z.object({ retryAfterMs: z.int() }),
  'cabinet.wait': z.object({ retryAfterMs: z.int() }),
  'cabinet.wrong-recovery-key': z.object({
    reason: z.enum(['format', 'checksum', 'not-this-cabinet']),
    group: z.int().optional(),
  }),
  'cabinet.in-use': z.object({}),
  'cabinet.newer': z.object({ writtenBy: z.string() }),
  'cabinet.damaged': z.object({ latestBackup: z.object({ path: z.string(), takenAt: z.string() }).nullable() }),
  'cabinet.read-only': z.object({ folder: z.string() }),
  'cabinet.disk-full': z.object({ folder: z.string() }),
  'cabinet.missing': z.object({}),
  'folder.out-of-reach': z.object({ folder: z.string() }),
  'cabinet.name-taken': z.object({ name: z.string() }),
  'cabinet.busy': z.object({}),
  'cabinet.used-elsewhere': z.object({ names: z.array(z.string()) }),
  'keyring.unavailable': z.object({}),
  'key.last-slot': z.object({}),
  // people
  'password.too-weak': z.object({
    reasons: z.array(
      z.enum(['too-short', 'few-kinds', 'guessable', 'personal', 'same-as-before', 'same-as-other-account']),
    ),
    /** Whose, when two are chosen at once. */
    account: z.enum(['administrator', 'practitioner']).optional(),
  }),
  'password.wrong': z.object({ retryAfterMs: z.int() }),
  'person.last-administrator': z.object({}),
  'person.rpps-taken': z.object({}),
  'person.validity-needed': z.object({}),
  'person.own-password': z.object({}),
  // cards and readers of a seat
  'device.request-over': z.object({}),
  // Vitale cards
  'vitale.reading-over': z.object({}),
  'vitale.demonstration-card': z.object({}),
  'vitale.real-card': z.object({}),
  /** `refusal`: a code of `identityRefusal` (app/features/identity/model.ts). */
  'identity.refused': z.object({ refusal: z.string() }),
  'identity.call-running': z.object({}),
  'identity.answer-decided': z.object({}),
  'identity.mark-unreadable': z.object({ refusal: z.string() }),
  'teleservice.not-set': z.object({}),
  'teleservice.professional-incomplete': z.object({}),
  /** Neither their card nor a session of Pro Santé Connect, and the certificate of the cabinet is no proof for this. */
  'teleservice.professional-needed': z.object({}),
  'teleservice.no-answer': z.object({
    fault: z.enum(['unreachable', 'timeout', 'cut', 'certificate', 'garbled', 'not-started']),
  }),
  /** Pro Santé Connect: the session at the proxy is over. */
  'teleservice.psc-over': z.object({}),
  /** The search cannot be sent as it is written; `reason`: which part of it. */
  'teleservice.request-refused': z.object({ reason: z.string() }),
  'teleservice.certificate-refused': z.object({
    reason: z.enum(['unreadable', 'password', 'no-key', 'other-key', 'not-yet', 'expired', 'not-insi', 'weak-key']),
  }),
  'teleservice.authorities-refused': z.object({ reason: z.enum(['unreadable', 'not-an-authority', 'too-many']) }),
  'teleservice.training-only': z.object({}),
  // INSi gave no identity; `code`: the codes it answered, for its support
  'insi.no-match': z.object({ code: z.string() }),
  'insi.several-matches': z.object({ code: z.string() }),
  'insi.software-unknown': z.object({ code: z.string() }),
  'insi.access-refused': z.object({ code: z.string() }),
  'insi.unavailable': z.object({ code: z.string() }),
  'insi.search-failed': z.object({ code: z.string() }),
  'insi.traits-refused': z.object({ code: z.string() }),
  'insi.request-refused': z.object({ code: z.string() }),
  'insi.failed': z.object({ code: z.string() }),
  'insi.unreadable': z.object({ code: z.string() }),
  'verification.running': z.object({}),
  'verification.nothing-due': z.object({}),
  'verification.over': z.object({}),
  // rights: ADRi gave none; `code`: the codes it answered, for its support
  'rights.question-incomplete': z.object({ missing: z.array(z.enum(['insuredNir', 'regime', 'birthDate'])) }),
  'rights.call-running': z.object({}),
  /** The card is somebody else’s: what is answered about them is of no other record. */
  'rights.other-person': z.object({}),
  'adri.software-unknown': z.object({ code: z.string() }),
  'adri.access-refused': z.object({ code: z.string() }),
  'adri.unavailable': z.object({ code: z.string() }),
  'adri.request-refused': z.object({ code: z.string() }),
  'adri.failed': z.object({ code: z.string() }),
  'adri.unreadable': z.object({ code: z.string() }),
  // reimbursements: HRi gave none; `code`: the codes it answered, for its support
  'reimbursements.other-person': z.object({}),
  'reimbursements.card-incomplete': z.object({ missing: z.array(z.enum(['insuredNir', 'regime', 'birthDate'])) }),
  'reimbursements.call-running': z.object({}),
  'hri.software-unknown': z.object({ code: z.string() }),
  'hri.access-refused': z.object({ code: z.string() }),
  'hri.unavailable': z.object({ code: z.string() }),
  'hri.request-refused': z.object({ code: z.string() }),
  'hri.failed': z.object({ code: z.string() }),
  'hri.unreadable': z.object({ code: z.string() }),
  'device.refused': z.object({ because: deviceProblem, triesLeft: z.int().nullable() }),
  'card.host-closed': z.object({}),
  'card.not-enrolled': z.object({}),
  'card.renewed': z.object({ userId: z.string(), displayName: z.string() }),
  'card.not-trusted': z.object({ verdict: cardVerdict }),
  'card.proof-refused': z.object({ retryAfterMs: z.int() }),
  'card.challenge-over': z.object({}),
  'card.unstable': z.object({}),
  'card.slot-damaged': z.object({}),
  /** The holder as the card names them. */
  'card.other-person': z.object({ lastName: z.string(), firstName: z.string() }),
  'card.adoption-needed': z.object({ rpps: z.string(), lastName: z.string(), firstName: z.string() }),
  'card.already-enrolled': z.object({}),
  'card.too-many': z.object({ most: z.int() }),
  'card.authority-refused': z.object({
    reason: z.enum(['unreadable', 'not-an-authority', 'unknown-issuer', 'bad-signature', 'expired', 'too-many']),
  }),
  'card.authority-in-use': z.object({}),
  'card.revocations-unreachable': z.object({}),
  'card.revocations-refused': z.object({
    reason: z.enum(['unreadable', 'unknown-issuer', 'bad-signature', 'older', 'over', 'too-long']),
  }),
  // roles
  'role.name-taken': z.object({}),
  'role.mixes-privileges': z.object({}),
  'role.in-use': z.object({ people: z.int() }),
  'role.keeps-administration': z.object({}),
  // access groups
  'access.name-taken': z.object({}),
  'access.name-differs': z.object({}),
  'access.not-removable': z.object({}),
  'access.sees-all': z.object({ names: z.array(z.string()) }),
  'access.would-lose-sight': z.object({}),
  'access.emergency-only': z.object({}),
  'access.nobody-matches': z.object({ retryAfterMs: z.int() }),
  'access.wait': z.object({ retryAfterMs: z.int() }),
  // tasks
  'task.assignee-without-sight': z.object({}),
  // contacts and relations
  'contact.unnamed': z.object({}),
  'relation.already-there': z.object({}),
  // allergies
  'allergy.listed': z.object({}),
  // journal
  'journal.too-many-lines': z.object({ lines: z.int(), most: z.int() }),
  // commands sent again after a cut
  'command.already-done': z.object({}),
  'command.key-reused': z.object({}),
  // network
  'network.unavailable': z.object({}),
  'network.port-taken': z.object({ port: z.int() }),
  'network.not-shared': z.object({}),
  'network.host-only': z.object({}),
  'network.keys-unreadable': z.object({ folder: z.string() }),
  'network.seats-unreadable': z.object({ file: z.string() }),
  // backups
  'backup.damaged': z.object({ detail: z.enum(['flipped', 'truncated', 'empty']) }),
  'backup.foreign': z.object({}),
  'backup.newer': z.object({ writtenBy: z.string() }),
  'backup.unreadable': z.object({ path: z.string() }),
  'backup.no-space': z.object({ neededBytes: z.int(), freeBytes: z.int() }),
  'backup.running': z.object({}),
  'backup.wrong-key': z.object({}),
  'job.not-pausable': z.object({}),
  // medicines, prescriptions
  'medicines.refused': z.object({ file: z.string(), line: z.int(), reason: z.string() }),
  'medicines.importing': z.object({}),
  'prescription.alerts': z.object({ alerts: z.int() }),
  'prescription.already-signed': z.object({}),
  // notes
  'note.already-signed': z.object({}),
  'note.item-refused': z.object({ itemId: z.string(), kind: z.string() }),
  'note.in-the-future': z.object({}),
  'note.keyword-taken': z.object({ keyword: z.string() }),
  // documents
  'document.refused': z.object({
    reason: z.enum([
      'empty',
      'too-large',
      'program',
      'archive',
      'macros',
      'media',
      'unknown',
      'image-too-large',
      'damaged',
    ]),
  }),
  'document.too-many-uploads': z.object({}),
  'document.incomplete': z.object({ receivedBytes: z.int() }),
  'document.already-here': z.object({ documentId: z.string(), title: z.string() }),
  'document.damaged': z.object({}),
  'document.not-readable': z.object({}),
  'document.not-arrangeable': z.object({ reason: z.enum(['kind', 'protected', 'damaged', 'pages', 'too-large']) }),
  'document.category-taken': z.object({}),
  'document.folder-unusable': z.object({ folder: z.string() }),
  'document.host-only': z.object({}),
  // life of a record
  'patient.name-differs': z.object({}),
  'patient.already-recreated': z.object({}),
  'merge.two-matricules': z.object({}),
  'merge.fictitious': z.object({}),
  'merge.doubtful': z.object({}),
  'merge.drafts': z.object({ names: z.array(z.string()) }),
  'merge.not-undoable': z.object({ reason: z.enum(['too-old', 'later-merge', 'identity-changed']) }),
  // archives
  'archive.running': z.object({}),
  'archive.file-unusable': z.object({ path: z.string(), reason: z.enum(['exists', 'missing', 'folder']) }),
  'archive.refused': z.object({
    fault: z.enum([
      'not-an-archive',
      'damaged',
      'unsafe-name',
      'same-name-twice',
      'too-big',
      'bomb',
      'no-manifest',
      'newer-edition',
      'file-missing',
      'file-unlisted',
      'wrong-digest',
      'unknown-table',
      'wrong-rows',
      'foreign-identifier',
      'foreign-author',
      'test-matricule',
    ]),
    /** The file or table of the archive at fault, as it names it; never a content. */
    where: z.string(),
  }),
  // letters, printing
  'letter.unfilled': z.object({ fields: z.array(z.object({ name: z.string(), label: z.string() })) }),
  'printing.failed': z.object({ reason: z.enum(['timeout', 'too-big', 'stopped']) }),
  'printing.logo-refused': z.object({ reason: z.enum(['not-an-image', 'too-large', 'four-colours', 'interlaced']) }),
  // measures and results
  'measurement.in-future': z.object({}),
  'measurement.of-note': z.object({}),
  'result.in-future': z.object({}),
  // Pro Santé Connect
  'psc.not-set': z.object({}),
  'psc.no-rpps': z.object({}),
  'psc.attempt-over': z.object({}),
  'psc.unknown-person': z.object({}),
  'psc.already-open': z.object({}),
  'psc.refused': z.object({}),
  'psc.expired': z.object({}),
  'psc.other-person': z.object({}),
  'psc.not-a-user': z.object({}),
  'psc.activity-needed': z.object({}),
  'psc.unavailable': z.object({
    reason: z.enum(['unreachable', 'timeout', 'failed', 'request-refused', 'garbled', 'certificate', 'address']),
  }),
  'psc.address-refused': z.object({
    fault: z.enum([
      'not-an-address',
      'not-https',
      'this-computer',
      'with-secret',
      'with-parameters',
      'client',
      'identity-path',
    ]),
  }),
  'psc.training-only': z.object({}),
  // patients
  'patient.matricule-taken': z.object({ patientId: z.string() }),
  'import.refused': z.object({ lines: z.array(z.object({ line: z.int(), field: z.string(), reason: z.string() })) }),
} as const

export type ProblemCode = keyof typeof problemData
export type ProblemData<C extends ProblemCode> = z.infer<(typeof problemData)[C]>

/**
 * The refusals dispatch itself may answer to any operation: who asks and what, then the states of the whole cabinet
 * that may show at any moment (a page that lost its authentication code, a full disk, a drive that was unplugged).
 */
export const dispatchProblems = [
  'unauthenticated',
  'locked',
  'forbidden',
  'not-found',
  'invalid-input',
  'cabinet.not-open',
  'command.already-done',
  'command.key-reused',
  'cabinet.missing',
  'cabinet.damaged',
  'cabinet.disk-full',
  'cabinet.read-only',
  'internal',
] as const satisfies readonly ProblemCode[]
export type DispatchProblem = (typeof dispatchProblems)[number]

/** A refusal as a value: what a handler returns, and what a screen receives. */
export type Problem<C extends ProblemCode = ProblemCode> = {
  [K in C]: { readonly problem: K; readonly data: ProblemData<K> }
}[C]

/** Makes a refusal. The operation must declare its code. */
export function problem<C extends ProblemCode>(code: C, data: ProblemData<C>): Problem<C> {
  return { problem: code, data } as Problem<C>
}

/** Whether a handler's answer is a refusal rather than a result. */
export function isProblem(answer: unknown): answer is Problem {
  return (
    typeof answer === 'object' &&
    answer !== null &&
    'problem' in answer &&
    'data' in answer &&
    (answer.problem as string) in problemData
  )
}
