import type { Act, Identity } from '#app/features/identity/model.ts'
import type { IdentityDecision } from '#app/features/lifecycle/rules.ts'
import type { MergeField } from '#app/features/lifecycle/model.ts'
import { identityRows, mergeIdentities } from '#core/features/identity/index.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'

/**
 * Tables whose rows the rules of identity merge (`mergeIdentities`), not the schema: at most one proof of a kind stands, and
 * none is dropped for that.
 */
export const identityTables: ReadonlySet<string> = new Set([
  'patient_identity',
  'identity_proof',
  'patient_known_number',
])

/** The rows that hold what is proved of a patient, as they stand. */
export type IdentityImage = Awaited<ReturnType<typeof identityImage>>

/** Reads them, to be put back by {@link putIdentity}. */
export async function identityImage(db: ReadDb, patientId: string) {
  const about = await db
    .selectFrom('patient_identity')
    .selectAll('patient_identity')
    .where('patient_identity.patient_id', '=', patientId)
    .execute()
  const proofs = await db
    .selectFrom('identity_proof')
    .selectAll('identity_proof')
    .where('identity_proof.patient_id', '=', patientId)
    .orderBy('identity_proof.proof_id')
    .execute()
  return { about, proofs }
}

/** Takes out all that is proved of a patient: the rows are in an image, or in an identity that is written next. */
export async function takeIdentityOut(db: WriteDb, patientId: string): Promise<void> {
  await db.deleteFrom('patient_known_number').where('patient_known_number.patient_id', '=', patientId).execute()
  await db.deleteFrom('identity_proof').where('identity_proof.patient_id', '=', patientId).execute()
  await db.deleteFrom('patient_identity').where('patient_identity.patient_id', '=', patientId).execute()
}

/** Puts rows back, or those of an identity; what repeats them is made again by the life of the identity. */
export async function putIdentity(db: WriteDb, { about, proofs }: IdentityImage): Promise<void> {
  if (about.length > 0) await db.insertInto('patient_identity').values(about).execute()
  if (proofs.length > 0) await db.insertInto('identity_proof').values(proofs).execute()
}

/** An identity as rows to be put. */
export function imageOfIdentity(patientId: string, identity: Identity): IdentityImage {
  const { identity: about, proofs } = identityRows(patientId, identity)
  return { about: [about], proofs: [...proofs] }
}

/**
 * What of an identity must be as a merge left it for the merge to be undone: whose it is, and what is proved. When INSi
 * last confirmed it is left out: that takes nothing away from either record.
 */
export function markOfIdentity({ traits, ins, document, attributes, ko, withdrawn }: Identity): string {
  return JSON.stringify([
    traits,
    [ins, document, ...withdrawn.map(({ proof }) => proof)].map((proof) => proof?.proofId ?? null),
    attributes,
    ko?.reason ?? null,
  ])
}

/** Of what is only looked at, who does it does not matter. */
const nobodyYet: Act = { at: '1970-01-01T00:00:00.000Z', userId: null, by: '' }

/**
 * Whose identity stays, and whether its proofs decide so. Kept where both cannot be merged at all: `mergeIdentities` says
 * why.
 */
export function survivingIdentity(kept: Identity, other: Identity): IdentityDecision {
  const asShown = mergeIdentities(kept, other, nobodyYet)
  const exchanged = mergeIdentities(other, kept, nobodyYet)
  if (!asShown.ok || !exchanged.ok) return { side: 'kept', isDecided: true }
  // Equals survive wherever they are kept.
  const isDecided = asShown.survivor === 'other' || exchanged.survivor === 'other'
  return { side: asShown.survivor, isDecided }
}

/** Whose identity stays, with the proofs of both: the other’s are put aside. Chosen only where both are worth the same. */
export function mergedIdentity(
  kept: Identity,
  other: Identity,
  chosen: readonly MergeField[],
  act: Act,
): { readonly side: IdentityDecision['side']; readonly identity: Identity } {
  const decision = survivingIdentity(kept, other)
  const isExchanged = !decision.isDecided && chosen.includes('identity')
  const merge = isExchanged ? mergeIdentities(other, kept, act) : mergeIdentities(kept, other, act)
  if (!merge.ok) throw new Error(`merged in spite of ${merge.refusal}`)
  return { side: isExchanged ? 'other' : decision.side, identity: merge.identity }
}
