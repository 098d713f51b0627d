import type { Element } from '@xmldom/xmldom'
import { type NameKind, toInsName } from '#app/kernel/ins-name.ts'
import { answerBounds, readAnswerBody, type TeleserviceFault } from '../teleservice/fault.ts'
import { childrenNamed, isNamed, textOf, XmlFault } from '../xml-reading.ts'
import { type Xml, xmlElement, xmlText } from '../xml-writing.ts'
import type { InsiUnreadable } from './answer.ts'
import { insiProfile } from './profile.ts'
import { type InsiCall, type InsiRequest, InsiRequestFault, type InsiRequestReason, insiRequest } from './request.ts'
import { verificationProfile } from './verification-profile.ts'

/** The identity asked about, as INSi gave it: nothing is rewritten here. */
export interface HeldIdentity {
  /** `key` as it was answered, even when it is not the one computed. */
  readonly number: { readonly matricule: string; readonly key: string; readonly oid: string }
  readonly birthName: string
  /** All of them, a blank between two. */
  readonly firstNames: string
  readonly sex: 'F' | 'M'
  /** `AAAA-MM-JJ`, month maybe `00` or above 12 (lunar). */
  readonly birthDate: string
  readonly birthPlaceCode: string | null
}

/** One identity of a batch. `reference`: our name of it, which says nothing of the person. */
export interface BatchedIdentity {
  readonly reference: string
  readonly identity: HeldIdentity
}

/** Which part of an identity the service would refuse; `null` when it may be asked about. */
export function identityFault(identity: HeldIdentity): InsiRequestReason | null {
  const { number, birthName, firstNames, sex, birthDate, birthPlaceCode } = identity
  if (!/^\d{6}[\dAB]\d{6}$/.test(number.matricule) || !/^\d{2}$/.test(number.key)) return 'number'
  if (!/^[0-9.]{10,40}$/.test(number.oid)) return 'number'
  if (!isWritten(birthName, 'birth-name', insiProfile.longestName.wire)) return 'birth-name'
  if (!isWritten(firstNames, 'first-name', longestFirstNames)) return 'first-name'
  if (sex !== 'F' && sex !== 'M') return 'sex'
  if (!/^\d{4}-\d{2}-\d{2}$/.test(birthDate)) return 'birth-date'
  return birthPlaceCode === null || /^\d[\dAB]\d{3}$/.test(birthPlaceCode) ? null : 'birth-place'
}

/** Asks whether one identity is still right (WS_INS3). Throws {@link InsiRequestFault}. */
export function verificationRequest(identity: HeldIdentity, call: InsiCall): InsiRequest {
  const { action, namespace, root } = verificationProfile.unit.wire
  const body = xmlElement(`v:${root}`, { 'xmlns:v': namespace }, elementsOf(identity))
  return insiRequest(action, call, {}, body)
}

/**
 * Deposits a batch (WS_INS4) under a name that is ours, a UUID. Throws {@link InsiRequestFault}, and `RangeError` for a batch
 * that is empty or larger than the profile allows.
 */
export function depositRequest(batchId: string, identities: readonly BatchedIdentity[], call: InsiCall): InsiRequest {
  const names = verificationProfile.deposit.wire
  const most = verificationProfile.largestBatch.wire
  if (identities.length === 0 || identities.length > most) throw new RangeError(`a batch is of 1 to ${most} identities`)
  const rows = identities.map(({ reference, identity }) =>
    xmlElement(`v:${names.identity}`, {}, [xmlText(`v:${names.reference}`, reference), ...elementsOf(identity)]),
  )
  const body = xmlElement(`v:${names.root}`, { 'xmlns:v': names.namespace }, [
    xmlText(`v:${names.batch}`, batchId),
    ...rows,
  ])
  return insiRequest(names.action, call, {}, body)
}

/** Asks for what came of a batch (WS_INS5). */
export function collectionRequest(batchId: string, call: InsiCall): InsiRequest {
  const names = verificationProfile.collection.wire
  const body = xmlElement(`v:${names.root}`, { 'xmlns:v': names.namespace }, [xmlText(`v:${names.batch}`, batchId)])
  return insiRequest(names.action, call, {}, body)
}

/** What may come instead of what was asked for. */
export type VerificationFailure =
  | { readonly kind: 'fault'; readonly fault: TeleserviceFault }
  /** Neither an answer nor a fault: another status of HTTP. */
  | { readonly kind: 'http'; readonly status: number }
  /** Nothing of it is to be believed. */
  | { readonly kind: 'unreadable'; readonly reason: InsiUnreadable }

/** What is said of one identity. `other`: a code that is in no list, of which nothing may be concluded. */
export type Verdict = 'confirmed' | 'not-confirmed' | 'other'

/** The answer about one identity. `code`: as answered. */
export type VerificationAnswer =
  | { readonly kind: 'answered'; readonly verdict: Verdict; readonly code: string }
  | VerificationFailure

/** The answer to a deposit. `waitSeconds`: before it is collected. */
export type DepositAnswer = { readonly kind: 'deposited'; readonly waitSeconds: number } | VerificationFailure

/** What came of a batch: each identity once, and only those that were named in it. */
export type CollectionAnswer =
  | { readonly kind: 'collected'; readonly verdicts: ReadonlyMap<string, { verdict: Verdict; code: string }> }
  | { readonly kind: 'not-ready'; readonly waitSeconds: number }
  /** It never came there, or was forgotten there. */
  | { readonly kind: 'unknown-batch' }
  | VerificationFailure

/** Reads the answer about one identity. Never throws for what the service may send. */
export function readVerification(status: number, body: Uint8Array): VerificationAnswer {
  return reading(status, body, names.unitRoot, (root) => {
    const code = codeOf(root)
    return { kind: 'answered', verdict: verdictOf(code), code }
  })
}

/** Reads the answer to a deposit of `batchId`. Never throws for what the service may send. */
export function readDeposit(status: number, body: Uint8Array, batchId: string): DepositAnswer {
  return reading(status, body, names.depositRoot, (root) => {
    requireBatch(root, batchId)
    if (codeOf(root) !== verificationProfile.batchAnswers.wire.done) throw new Unbelievable('code')
    return { kind: 'deposited', waitSeconds: waitOf(root) }
  })
}

/** Reads what came of `batchId`. Never throws for what the service may send. */
export function readCollection(
  status: number,
  body: Uint8Array,
  batchId: string,
  references: ReadonlySet<string>,
): CollectionAnswer {
  return reading(status, body, names.collectionRoot, (root) => {
    requireBatch(root, batchId)
    const code = codeOf(root)
    const codes = verificationProfile.batchAnswers.wire
    const rows = childrenNamed(root, names.namespace, names.identity)
    if (code !== codes.done && rows.length > 0) throw new Unbelievable('contradiction')
    if (code === codes.notReady) return { kind: 'not-ready', waitSeconds: waitOf(root) }
    if (code === codes.unknownBatch) return { kind: 'unknown-batch' }
    if (code !== codes.done) throw new Unbelievable('code')
    const verdicts = new Map<string, { verdict: Verdict; code: string }>()
    for (const row of rows) {
      const reference = textAt(row, names.reference)
      // Two verdicts on one: nothing of such an answer is applied to anybody.
      if (reference === null || verdicts.has(reference)) throw new Unbelievable('contradiction')
      const said = codeOf(row)
      // Of a record deleted since, or of nobody: the rest of the batch is answered all the same.
      if (!references.has(reference)) continue
      verdicts.set(reference, { verdict: verdictOf(said), code: said })
    }
    return { kind: 'collected', verdicts }
  })
}

const names = verificationProfile.result.wire

/** As many marks and bytes as the largest batch needs, twice. */
const bounds = {
  bytes: Math.max(answerBounds.bytes, verificationProfile.largestBatch.wire * 1_000),
  marks: Math.max(answerBounds.marks, verificationProfile.largestBatch.wire * 24),
  attributes: answerBounds.attributes,
}

const longestFirstNames = 400
const longestText = 200

class Unbelievable extends Error {
  readonly reason: InsiUnreadable

  constructor(reason: InsiUnreadable) {
    super(`an answer of verification refused (${reason})`)
    this.reason = reason
  }
}

function reading<T>(status: number, body: Uint8Array, root: string, read: (element: Element) => T) {
  if (status !== 200 && status !== 500) return { kind: 'http', status } as const
  try {
    const content = readAnswerBody(body, bounds)
    if (content === null) throw new Unbelievable('envelope')
    if (content.kind === 'fault') return { kind: 'fault', fault: content.fault } as const
    if (!isNamed(content.element, names.namespace, root)) throw new Unbelievable('not-insi')
    return read(content.element)
  } catch (error) {
    // A page of a server in the way, with an error: it is the status that tells.
    if (error instanceof XmlFault && status === 500) return { kind: 'http', status } as const
    if (error instanceof Unbelievable || error instanceof XmlFault)
      return { kind: 'unreadable', reason: error.reason } as const
    throw error
  }
}

function elementsOf(identity: HeldIdentity): (Xml | null)[] {
  const fault = identityFault(identity)
  if (fault !== null) throw new InsiRequestFault(fault)
  const wire = verificationProfile.identity.wire
  const { number, birthName, firstNames, sex, birthDate, birthPlaceCode } = identity
  return [
    xmlElement(`v:${wire.matricule}`, {}, [
      xmlText(`v:${wire.number}`, number.matricule),
      xmlText(`v:${wire.key}`, number.key),
    ]),
    xmlText(`v:${wire.oid}`, number.oid),
    xmlText(`v:${wire.birthName}`, birthName),
    xmlText(`v:${wire.firstNames}`, firstNames),
    xmlText(`v:${wire.sex}`, sex),
    xmlText(`v:${wire.birthDate}`, birthDate),
    xmlText(`v:${wire.birthPlace}`, birthPlaceCode),
  ]
}

function isWritten(text: string, kind: NameKind, longest: number): boolean {
  const { value, faults } = toInsName(text, kind)
  return value === text && faults.length === 0 && text.length <= longest
}

/** What a code says of an identity. */
export function verdictOf(code: string): Verdict {
  const { confirmed, notConfirmed } = verificationProfile.answers.wire
  if (code === confirmed) return 'confirmed'
  return code === notConfirmed ? 'not-confirmed' : 'other'
}

function requireBatch(root: Element, batchId: string): void {
  if (textAt(root, names.batch) !== batchId) throw new Unbelievable('contradiction')
}

/** The code of a report. A row or an answer without one says nothing. */
function codeOf(element: Element): string {
  const report = only(element, names.report)
  const code = report === null ? null : textAt(report, names.code)
  if (code === null || !/^[\w-]{1,20}$/.test(code)) throw new Unbelievable('code')
  return code
}

const longestWait = 24 * 60 * 60

function waitOf(root: Element): number {
  const said = textAt(root, names.wait)
  if (said === null) return verificationProfile.waitSeconds.wire
  if (!/^\d{1,6}$/.test(said)) throw new Unbelievable('structure')
  return Math.min(Number(said), longestWait)
}

/** The only child of that name; `null` when there is none. Two of them contradict each other. */
function only(element: Element, name: string): Element | null {
  const [first, ...others] = childrenNamed(element, names.namespace, name)
  if (others.length > 0) throw new Unbelievable('contradiction')
  return first ?? null
}

function textAt(element: Element, name: string): string | null {
  return textOf(only(element, name), longestText)
}
