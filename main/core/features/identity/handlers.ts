import { readIdentity } from '#app/features/identity/contract.ts'
import { problem } from '#app/kernel/problem.ts'
import { type Handler, handle } from '#core/kernel/handle.ts'
import { findIdentity } from './repository.ts'
import { viewOf } from './view.ts'

const read = handle(readIdentity, async ({ patientId }, work) =>
  work.read(async (db) => {
    const held = await findIdentity(db, patientId)
    return held === null ? problem('not-found', {}) : { identity: await viewOf(db, held) }
  }),
)

/** Who answers about identities, but for what calls INSi. */
export const identityHandlers: readonly Handler[] = [read]
