import { type IdentityRows, identityRows } from '#core/features/identity/index.ts'
import {
  insertMany,
  insertRows,
  type ManyPatient,
  toColumns,
  unproved,
  writeTag,
} from '#core/features/patients/index.ts'
import { gazetteer } from '#core/features/places/index.ts'
import type { WriteDb } from '#core/kernel/tables.ts'
import { Chance } from './chance.ts'
import { inventIdentity } from './identities.ts'
import { type InventedPatient, Inventor, type SmallTown, type TrainingTag, trainingTags } from './people.ts'

/** What a training cabinet is filled with. */
export interface TrainingPlan {
  /** 0 to 100,000. */
  readonly patients: number
  /** The same seed gives the same people, on the same `today`. */
  readonly seed: number
  /** The day ages are reckoned from, `2026-11-22`. */
  readonly today: string
  /** The groups of a patient beside « Public », by what they are and by how many were made before. */
  readonly groupsOf: (patient: InventedPatient, made: number) => readonly string[]
  /** Called after each batch: phase, and how many of how many. */
  onProgress(phase: 'records' | 'search', done: number, total: number): void
  /** Asked between batches: ends the work by throwing `TrainingCancelled`. */
  isCancelled(): boolean
}

/** The person stopped the making of the training cabinet; nothing of the transaction stays. */
export class TrainingCancelled extends Error {
  constructor() {
    super('the making of the training cabinet was stopped')
    this.name = 'TrainingCancelled'
  }
}

/** The largest training cabinet, in patients. */
export const mostTrainingPatients = 100_000

/** Few statements are quicker than many; none is so long that it holds the connection for a blink. */
const identitiesAtOnce = 240

/** Communes people are born in; more would only make the list longer. */
const birthTowns = 400

/**
 * Fills the cabinet with invented patients and its usual tags, inside the transaction of `db`, a handle that sees every
 * patient.
 *
 * People are invented twice from the same seed: once for their order in the list, once to be written, so that a hundred
 * thousand are never in memory together.
 */
export async function generateTraining(db: WriteDb, plan: TrainingPlan): Promise<{ patients: number }> {
  if (plan.patients < 0 || plan.patients > mostTrainingPatients) throw new RangeError('0 to 100,000 patients')
  const towns = await smallTowns(plan.seed)
  const tagIds = await makeTags(db, plan)
  const orderKeys: string[] = []
  for (const { fields } of new Inventor(plan.seed, plan.today, towns).patients(plan.patients)) {
    orderKeys.push(toColumns(fields).order_key)
    // Inventing is quick, but not so quick that nobody else may speak.
    if (orderKeys.length % 2_000 === 0) await pause()
  }
  const identities: IdentityRows[] = []
  await insertMany(db, orderKeys, rows(plan, towns, tagIds, identities), {
    unlimited: true,
    written: async () => {
      if (identities.length >= identitiesAtOnce) await writeIdentities(db, identities.splice(0))
    },
    at: (phase, done, total) => plan.onProgress(phase, done, total),
    whenRunning: async () => {
      if (plan.isCancelled()) throw new TrainingCancelled()
      await pause()
    },
  })
  await writeIdentities(db, identities)
  return { patients: orderKeys.length }
}

/** Lets waiting messages through: statements of SQLite never give way by themselves. */
function pause(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

function* rows(
  plan: TrainingPlan,
  towns: readonly [SmallTown, ...SmallTown[]],
  tagIds: ReadonlyMap<TrainingTag, string>,
  identities: IdentityRows[],
): Generator<ManyPatient> {
  const ids = new Chance(plan.seed ^ 0x5f3759df)
  const proofs = new Chance(plan.seed ^ 0x27d4eb2f)
  const at = `${plan.today}T08:00:00.000Z`
  const instant = Date.parse(at)
  let made = 0
  for (const patient of new Inventor(plan.seed, plan.today, towns).patients(plan.patients)) {
    made += 1
    const ownInstant = instant - (plan.patients - made) * 1_000
    const patientId = ids.id(ownInstant)
    const columns = toColumns(patient.fields)
    const identity = inventIdentity(patient, proofs, { today: plan.today, names: columns, instant: ownInstant })
    const proved = identity === null ? null : identityRows(patientId, identity)
    if (proved !== null) identities.push(proved)
    yield {
      row: {
        ...columns,
        patient_id: patientId,
        file_number: patient.fileNumber,
        version: 1,
        ...(proved?.copy ?? unproved),
        hidden: patient.tags.some((tag) => trainingTags[tag].hidesRecord) ? 1 : 0,
        created_at: at,
        updated_at: at,
        updated_by_user_id: null,
        updated_by: 'Cabinet de formation',
      },
      tags: patient.tags.map((name) => ({ tagId: tagIds.get(name) ?? '', name })),
      accessGroupIds: plan.groupsOf(patient, made),
    }
  }
}

/** The proofs of patients just written, a table at a time. */
async function writeIdentities(db: WriteDb, identities: readonly IdentityRows[]): Promise<void> {
  await insertRows(
    db,
    'patient_identity',
    identities.map(({ identity }) => identity),
    true,
  )
  await insertRows(
    db,
    'identity_proof',
    identities.flatMap(({ proofs }) => proofs),
    true,
  )
  await insertRows(
    db,
    'patient_known_number',
    identities.flatMap(({ numbers }) => numbers),
    true,
  )
}

async function makeTags(db: WriteDb, plan: TrainingPlan): Promise<ReadonlyMap<TrainingTag, string>> {
  const ids = new Chance(plan.seed ^ 0x7f4a7c15)
  const instant = Date.parse(`${plan.today}T08:00:00.000Z`)
  const made = new Map<TrainingTag, string>()
  for (const name of Object.keys(trainingTags) as TrainingTag[]) {
    const saved = await writeTag(db, { tagId: null, name, ...trainingTags[name] }, ids.id(instant))
    if (saved !== null) made.set(name, saved.tag.tagId)
  }
  return made
}

/** Communes of today of fewer than 10,000 people, spread over the country: half a year of births does not reach 100. */
async function smallTowns(seed: number): Promise<readonly [SmallTown, ...SmallTown[]]> {
  const small = (await gazetteer()).entries.filter(
    (entry) => entry.kind === 'commune' && entry.size > 0 && entry.size <= 4,
  )
  const chance = new Chance(seed ^ 0x1b873593)
  const near = small.filter((town) => town.code.startsWith('33'))
  const [first, ...others] = small
  if (first === undefined) throw new Error('the list of communes is empty')
  const all: readonly [SmallTown, ...SmallTown[]] = [first, ...others]
  const nearby: readonly SmallTown[] = near
  const drawn = Array.from({ length: birthTowns }, (_, index) =>
    index % 2 === 0 ? (nearby[chance.between(0, nearby.length - 1)] ?? first) : chance.one(all),
  )
  return [first, ...drawn]
}
