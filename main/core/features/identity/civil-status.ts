import type { IdentityStep, StrictTrait } from '#app/features/identity/model.ts'
import { changedTraits } from '#app/features/identity/rules/comparison.ts'
import { applyEvent } from '#app/features/identity/rules/events.ts'
import type { PatientRow } from '#core/features/patients/index.ts'
import type { WriteDb } from '#core/kernel/tables.ts'
import { readHouse } from './house.ts'
import { identityOf, strictTraitsIn } from './repository.ts'
import { type BesideIdentity, type IdentityWriter, writeIdentity } from './write.ts'

/** What writing a civil status came to. */
export interface CivilStatusChange {
  readonly row: PatientRow
  /** As the national services see them: an accent changes none. */
  readonly changedTraits: readonly StrictTrait[]
  readonly steps: readonly IdentityStep[]
}

/**
 * Writes a civil status somebody typed over the one held, raising its version by one. The proofs that do not say the
 * traits typed fall, each with its reason (RNIV 1 v2.0, EXI SI 07). Tags must be written before.
 */
export async function writeCivilStatus(
  db: WriteDb,
  before: PatientRow,
  edit: BesideIdentity,
  writer: IdentityWriter,
): Promise<CivilStatusChange> {
  const identity = await identityOf(db, before)
  const traits = strictTraitsIn(edit.fields)
  const held = { row: before, identity }
  // Nothing of the identity was typed: how its traits came in stays what it was.
  if (JSON.stringify(traits) === JSON.stringify(identity.traits))
    return { row: await writeIdentity(db, held, identity, writer, edit), changedTraits: [], steps: [] }
  const act = { at: writer.at, userId: writer.userId, by: writer.displayName }
  const outcome = applyEvent(identity, { kind: 'traits-edited', traits, channel: 'SM', act }, await readHouse(db))
  if (!outcome.ok) throw new Error(`traits typed were refused: ${outcome.refusal}`)
  return {
    row: await writeIdentity(db, held, outcome.identity, writer, edit),
    changedTraits: changedTraits(identity.traits, traits),
    steps: outcome.steps,
  }
}
