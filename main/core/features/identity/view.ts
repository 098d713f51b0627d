import type { Identity, IdentityView } from '#app/features/identity/model.ts'
import { attributeObstacle } from '#app/features/identity/rules/events.ts'
import { proofAgrees } from '#app/features/identity/rules/proofs.ts'
import { matriculeFor } from '#app/features/identity/rules/showing.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import { findCalls } from './answers.ts'
import { readHouse } from './house.ts'
import { listMarkings } from './markings.ts'
import type { HeldIdentity } from './repository.ts'

/** An identity as a screen needs it. */
export async function viewOf(db: ReadDb, { row, identity }: HeldIdentity): Promise<IdentityView> {
  const { withdrawn: _withdrawn, ...shown } = identity
  const { production, documentKinds } = await readHouse(db)
  return {
    patientId: row.patient_id,
    version: row.version,
    identity: shown,
    matricule: matriculeFor(identity, 'screen'),
    ...(await findCalls(db, row.patient_id)),
    history: historyOf(identity),
    markings: await listMarkings(db, row.patient_id),
    house: { production, documentKinds: [...documentKinds] },
  }
}

/** What no longer stands, newest first, without any matricule (RNIV 1 v2.0, EXI SI 08). */
function historyOf(identity: Identity): IdentityView['history'] {
  const mayReturn = attributeObstacle(identity) === null
  return identity.withdrawn
    .map(({ proof, because, act, note, final }) => ({
      proofId: proof.proofId,
      kind: proof.kind,
      channel: proof.kind === 'ins' ? proof.channel : null,
      documentKind: proof.kind === 'document' ? proof.documentKind : null,
      given: proof.act,
      withdrawn: act,
      because,
      note,
      restorable:
        mayReturn && !final && identity[proof.kind] === null && proofAgrees(proof, identity.traits, identity.ins),
    }))
    .toReversed()
}
