import type { Act, Identity, IdentityEvent, InsiAnswer, InsNumber, StrictTraits } from '#app/features/identity/model.ts'
import { insOids } from '#app/kernel/ins-oid.ts'
import { nirKey } from '#app/kernel/nir.ts'
import { queriesOn } from '#core/db/connection.ts'
import { applyToIdentity, findIdentity } from '#core/features/identity/index.ts'
import type { CabinetTables, WriteDb } from '#core/kernel/tables.ts'
import { isProblem } from '#core/kernel/work.ts'
import { sameAnswer } from './identities.ts'
import type { World } from './open-world.ts'

type OnTheDisk = Pick<World, 'onTheDisk'>

const act: Act = { at: '2026-11-24T13:00:00.000Z', userId: null, by: 'Dr Test' }

/** A number with its right key. */
export function insNumberOf(matricule: string, oid: string = insOids.nir): InsNumber {
  return { matricule, key: nirKey(matricule), oid }
}

/** What is proved of a record, as it is on the disk. */
export async function identityOnTheDisk(world: OnTheDisk, patientId: string): Promise<Identity> {
  return world.onTheDisk(async (database) => {
    const held = await findIdentity(queriesOn<CabinetTables>(database) as WriteDb, patientId)
    if (held === null) throw new Error('no such record')
    return held.identity
  })
}

/** Lets something happen to the identity of a record, beside the core and by its own rules, as one who may would do it. */
export async function happensTo(
  world: OnTheDisk,
  patientId: string,
  eventOf: (traits: StrictTraits) => IdentityEvent,
): Promise<void> {
  await world.onTheDisk(async (database) => {
    const db = queriesOn<CabinetTables>(database) as WriteDb
    const held = await findIdentity(db, patientId)
    if (held === null) throw new Error('no such record')
    const writer = { userId: act.userId, displayName: act.by, at: act.at }
    const change = await applyToIdentity(db, patientId, null, eventOf(held.identity.traits), writer)
    if (isProblem(change)) throw new Error(JSON.stringify(change))
  })
}

/** INSi answers what is held, under this number. */
export function retrieved(
  world: OnTheDisk,
  patientId: string,
  number: InsNumber,
  history: InsiAnswer['history'] = [],
): Promise<void> {
  return happensTo(world, patientId, (traits) => ({
    kind: 'answer-accepted',
    proofId: crypto.randomUUID(),
    answer: { ...sameAnswer(traits, number), history },
    accepted: [],
    channel: 'INSI',
    exchangeId: crypto.randomUUID(),
    act,
  }))
}

/** A national identity card is looked at. */
export function validated(world: OnTheDisk, patientId: string): Promise<void> {
  const checked = { kind: 'document-checked', documentKind: 'CN', companionKind: null, act } as const
  return happensTo(world, patientId, () => ({ ...checked, proofId: crypto.randomUUID() }))
}

/** An attribute is set. */
export function marked(world: OnTheDisk, patientId: string, attribute: Identity['attributes'][number]): Promise<void> {
  return happensTo(world, patientId, () => ({ kind: 'attribute-set', attribute, act }))
}
