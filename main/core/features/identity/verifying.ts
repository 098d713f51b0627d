import { verifyIdentity } from '#app/features/identity/contract.ts'
import type { IdentityHouse, InsProof } from '#app/features/identity/model.ts'
import { applyEvent } from '#app/features/identity/rules/events.ts'
import { type Problem, problem } from '#app/kernel/problem.ts'
import {
  type CallExchange,
  type CallPlan,
  type CallReading,
  isCallRunning,
  startCall,
} from '#core/features/teleservices/index.ts'
import { type Handler, handle } from '#core/kernel/handle.ts'
import type { WriteDb } from '#core/kernel/tables.ts'
import { insiProblemOf } from '#main/protocols/insi/problems.ts'
import {
  type HeldIdentity as AskedIdentity,
  identityFault,
  readVerification,
  type Verdict,
  type VerificationFailure,
  verificationRequest,
} from '#main/protocols/insi/verification.ts'
import { readHouse } from './house.ts'
import { findIdentities, findIdentity, type HeldIdentity } from './repository.ts'
import { type IdentityChange, writeIdentity } from './write.ts'

/**
 * What INSi is asked about: the number and the traits it gave, unchanged. `null` for an answer of which INSi would not take
 * a part back, as one that an older program kept without its traits.
 */
export function askedOf({ answer }: Pick<InsProof, 'answer'>): AskedIdentity | null {
  const { birthName, firstNames, firstName, sex, birthDate, birthPlaceCode } = answer.traits
  const names = firstNames ?? firstName
  if (birthName === null || names === null || birthDate === null || (sex !== 'F' && sex !== 'M')) return null
  const { number } = answer
  // A place INSi gave and would not take back is left out of the question: it has the number.
  const place = birthPlaceCode !== null && /^\d[\dAB]\d{3}$/.test(birthPlaceCode) ? birthPlaceCode : null
  const asked = { number, birthName, firstNames: names, sex, birthDate, birthPlaceCode: place }
  return identityFault(asked) === null ? asked : null
}

/** The problem of an answer of verification that says nothing of an identity. */
export function verificationProblem(failure: VerificationFailure): Problem {
  const named = insiProblemOf(failure)
  if (named === null) throw new Error('a failure is not an identity')
  return problem(named.problem, { code: named.code })
}

/** The INS that was asked about. */
export interface AskedProof {
  readonly patientId: string
  readonly proofId: string
}

type VerdictExchange = Pick<CallExchange, 'exchangeId' | 'answeredAt' | 'userId' | 'by'>

/** What a verdict made of a record: what it changed, or that it was about another INS than the one held now. */
export type AppliedVerdict =
  | { readonly kind: 'applied'; readonly change: IdentityChange }
  | { readonly kind: 'changed' }

/**
 * Applies what INSi says of an INS, as long as it is the one held. One that is confirmed changes nothing that the record
 * says: it stays as last modified by whoever did.
 */
export async function applyVerdict(
  db: WriteDb,
  about: AskedProof,
  confirmed: boolean,
  exchange: VerdictExchange,
): Promise<AppliedVerdict> {
  const [applied] = await applyVerdicts(db, [about], confirmed, exchange)
  return applied ?? { kind: 'changed' }
}

/** The same for many, of whom one answer says the same, in one reading; what came of each, in their order. */
export async function applyVerdicts(
  db: WriteDb,
  asked: readonly AskedProof[],
  confirmed: boolean,
  exchange: VerdictExchange,
): Promise<AppliedVerdict[]> {
  const house = await readHouse(db)
  const held = await findIdentities(
    db,
    asked.map(({ patientId }) => patientId),
  )
  const applied: AppliedVerdict[] = []
  for (const about of asked) {
    const identity = held.get(about.patientId)
    if (identity?.identity.ins?.proofId !== about.proofId) applied.push({ kind: 'changed' })
    else applied.push({ kind: 'applied', change: await applyOne(db, identity, confirmed, exchange, house) })
  }
  return applied
}

async function applyOne(
  db: WriteDb,
  held: HeldIdentity,
  confirmed: boolean,
  { exchangeId, answeredAt: at, userId, by }: VerdictExchange,
  house: IdentityHouse,
): Promise<IdentityChange> {
  const { row } = held
  const writer = confirmed
    ? { userId: row.updated_by_user_id, displayName: row.updated_by, at: row.updated_at }
    : { userId, displayName: by, at }
  const event = { kind: 'verified', confirmed, exchangeId, act: { at, userId, by } } as const
  const outcome = applyEvent(held.identity, event, house)
  if (!outcome.ok) throw new Error(`an INS that is held could not be verified: ${outcome.refusal}`)
  return { ...outcome, row: await writeIdentity(db, held, outcome.identity, writer) }
}

/** What the journal keeps of a verdict that was applied: statuses, steps and the rules they follow. */
export function verdictDetails(applied: AppliedVerdict): Readonly<Record<string, unknown>> {
  if (applied.kind === 'changed') return { verification: 'changed' }
  const { before, after, steps } = applied.change
  return { identity: before === after ? after : `${before} > ${after}`, steps }
}

const verify = handle(verifyIdentity, async ({ patientId }, work) => {
  const held = await work.read((db) => findIdentity(db, patientId))
  if (held === null) return problem('not-found', {})
  const { ins } = held.identity
  const asked = ins === null ? null : askedOf(ins)
  if (ins === null || asked === null) return problem('identity.refused', { refusal: 'identity.nothing-to-verify' })
  if (isCallRunning(work, 'insi', patientId)) return problem('identity.call-running', {})
  const plan: CallPlan<Verdict | null> = {
    service: 'insi',
    operation: 'verification',
    patientId,
    needsProfessional: false,
    request: (call) => verificationRequest(asked, call),
    read: readOne,
    apply: async (db, verdict, exchange) => {
      if (verdict !== 'confirmed' && verdict !== 'not-confirmed') return
      const about = { patientId, proofId: ins.proofId }
      return verdictDetails(await applyVerdict(db, about, verdict === 'confirmed', exchange))
    },
  }
  return startCall(work, plan, problem('identity.call-running', {}))
})

/** The answer about one identity. A code of no list concludes nothing. */
function readOne(status: number, body: Uint8Array): CallReading<Verdict | null> {
  const answer = readVerification(status, body)
  if (answer.kind !== 'answered') {
    const refusal = insiProblemOf(answer)
    return { outcome: refusal?.code ?? '', problem: verificationProblem(answer), value: null }
  }
  const { verdict, code } = answer
  return { outcome: code, problem: verdict === 'other' ? problem('insi.failed', { code }) : null, value: verdict }
}

/** Who answers about one identity that is verified. */
export const verifyingHandlers: readonly Handler[] = [verify]
