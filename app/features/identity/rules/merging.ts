import type { Act, Identity, IdentityStep, InsStatus } from '../model.ts'
import { citations } from './citations.ts'
import { inForce } from './numbers.ts'
import { statusOf } from './proofs.ts'

/** Why two identities are not made one. */
export type MergeRefusal =
  /** Nothing tells that both matricules are of one person (reference §2.6: never merged). */
  | 'merge.two-matricules'
  /** An invented identity is nobody’s. */
  | 'merge.fictitious'
  /** As long as it is not known whose a record is, it is not another’s. */
  | 'merge.doubtful'

/** Which identity stays, and what becomes of the other’s proofs. */
export type IdentityMerge =
  | {
      readonly ok: true
      readonly survivor: 'kept' | 'other'
      readonly identity: Identity
      readonly steps: readonly IdentityStep[]
    }
  | { readonly ok: false; readonly refusal: MergeRefusal }

/** A retrieved identity has a matricule, which a validated one has not: it comes first. */
const ranks: Readonly<Record<InsStatus, number>> = { provisional: 0, validated: 1, retrieved: 2, qualified: 3 }

/**
 * Which of two identities survives a merge: the one with the number in force when a history tells it; else the qualified
 * one, the retrieved, the validated, and the kept record’s when they are equal. It survives whole, and its status never
 * rises: the other’s proofs are put aside with its matricule, where a person may count its document again.
 */
export function mergeIdentities(kept: Identity, other: Identity, act: Act): IdentityMerge {
  const both = [kept, other]
  const bears = (attribute: 'doubtful' | 'fictitious') => both.some(({ attributes }) => attributes.includes(attribute))
  if (bears('fictitious')) return { ok: false, refusal: 'merge.fictitious' }
  if (bears('doubtful')) return { ok: false, refusal: 'merge.doubtful' }
  const survivor = survivorOf(kept, other)
  if (survivor === null) return { ok: false, refusal: 'merge.two-matricules' }
  const [stays, goes] = survivor === 'kept' ? [kept, other] : [other, kept]
  const aside = [goes.ins, goes.document].flatMap((proof) =>
    proof === null
      ? []
      : [{ proof, because: 'merged' as const, act, note: '', final: proof.kind === 'ins' || stays.document !== null }],
  )
  const identity: Identity = {
    ...stays,
    // A homonym of somebody else stays one, whichever record said it.
    attributes: both.some(({ attributes }) => attributes.includes('homonym')) ? ['homonym'] : [],
    ko: stays.ko ?? (stays.ins === null ? goes.ko : null),
    withdrawn: [...stays.withdrawn, ...goes.withdrawn.map((one) => ({ ...one, final: true })), ...aside],
  }
  const steps = aside.map(({ proof }) => ({
    what: 'proof-withdrawn' as const,
    proofId: proof.proofId,
    because: 'merged' as const,
    rule: citations.merged,
  }))
  return { ok: true, survivor, identity, steps }
}

function survivorOf(kept: Identity, other: Identity): 'kept' | 'other' | null {
  if (kept.ins !== null && other.ins !== null) {
    const which = inForce(kept.ins.answer, other.ins.answer)
    if (which === null) return null
    if (which !== 'same') return which === 'first' ? 'kept' : 'other'
  }
  return ranks[statusOf(other)] > ranks[statusOf(kept)] ? 'other' : 'kept'
}
