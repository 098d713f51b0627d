import type { EmergencyAccess } from '#app/features/access/model.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'
import type { Actor } from '#core/kernel/work.ts'
import type { EmergencyAccessTable } from './tables.ts'

/** An emergency access with the name of its record and whether the reader has said they have seen it. */
export interface EmergencyRow extends EmergencyAccessTable {
  readonly used_name: string
  readonly birth_name: string
  readonly used_first_name: string
  readonly first_birth_first_name: string
  readonly acknowledged_at: string | null
}

/** An emergency access in sight, or nothing. */
export function findEmergency(db: ReadDb, emergencyId: string): Promise<EmergencyAccessTable | undefined> {
  return db
    .selectFrom('emergency_access')
    .selectAll('emergency_access')
    .where('emergency_access.emergency_id', '=', emergencyId)
    .executeTakeFirst()
}

/** Of these records, those no group shows to somebody: the others need no emergency. `db` sees every patient. */
export async function outOfSight(
  db: ReadDb,
  actor: Pick<Actor, 'seesAll' | 'groupIds'>,
  patientIds: readonly string[],
): Promise<string[]> {
  if (actor.seesAll) return []
  if (actor.groupIds.length === 0) return [...patientIds]
  const rows = await db
    .selectFrom('patient_access_group')
    .select('patient_access_group.patient_id')
    .where('patient_access_group.patient_id', 'in', patientIds)
    .where('patient_access_group.access_group_id', 'in', actor.groupIds)
    .execute()
  const inSight = new Set(rows.map((row) => row.patient_id))
  return patientIds.filter((patientId) => !inSight.has(patientId))
}

/** How long a record opened once counts as opened lately, in ms. */
const latelyMs = 24 * 3600_000

/** Whether one of these records was not opened to somebody lately. `db` sees every patient. */
export async function isNewTo(
  db: ReadDb,
  actor: Pick<Actor, 'userId'>,
  patientIds: readonly string[],
  now: string,
): Promise<boolean> {
  if (patientIds.length === 0) return false
  const rows = await db
    .selectFrom('emergency_access')
    .select('emergency_access.patient_id')
    .where('emergency_access.user_id', '=', actor.userId)
    .where('emergency_access.patient_id', 'in', patientIds)
    .where('emergency_access.started_at', '>', new Date(Date.parse(now) - latelyMs).toISOString())
    .execute()
  const known = new Set(rows.map((row) => row.patient_id))
  return patientIds.some((patientId) => !known.has(patientId))
}

/** Opens records to somebody until an instant; those whose access is still open begin again. `db` sees every patient. */
export async function openFor(
  db: WriteDb,
  actor: Pick<Actor, 'userId' | 'displayName'>,
  patientIds: readonly string[],
  access: { readonly reason: string; readonly startedAt: string; readonly endsAt: string },
  newId: () => string,
): Promise<void> {
  if (patientIds.length === 0) return
  await db
    .updateTable('emergency_access')
    .set({ ended_at: access.startedAt })
    .where('emergency_access.user_id', '=', actor.userId)
    .where('emergency_access.patient_id', 'in', patientIds)
    .where('emergency_access.ended_at', 'is', null)
    .where('emergency_access.ends_at', '>', access.startedAt)
    .execute()
  for (const patientId of patientIds) {
    await db
      .insertInto('emergency_access')
      .values({
        emergency_id: newId(),
        patient_id: patientId,
        user_id: actor.userId,
        display_name: actor.displayName,
        reason: access.reason,
        started_at: access.startedAt,
        ends_at: access.endsAt,
        ended_at: null,
      })
      .execute()
  }
}

function withNames(db: ReadDb, readerId: string) {
  return db
    .selectFrom('emergency_access')
    .innerJoin('patient', 'patient.patient_id', 'emergency_access.patient_id')
    .leftJoin('emergency_acknowledgement', (join) =>
      join
        .onRef('emergency_acknowledgement.emergency_id', '=', 'emergency_access.emergency_id')
        .on('emergency_acknowledgement.user_id', '=', readerId),
    )
    .selectAll('emergency_access')
    .select([
      'patient.used_name',
      'patient.birth_name',
      'patient.used_first_name',
      'patient.first_birth_first_name',
      'emergency_acknowledgement.acknowledged_at',
    ])
    .orderBy('emergency_access.started_at', 'desc')
    .orderBy('emergency_access.emergency_id', 'desc')
}

/** A user's own accesses under way. */
export function findOwn(db: ReadDb, userId: string, now: string): Promise<EmergencyRow[]> {
  return withNames(db, userId)
    .where('emergency_access.user_id', '=', userId)
    .where('emergency_access.ended_at', 'is', null)
    .where('emergency_access.ends_at', '>', now)
    .execute()
}

/**
 * Accesses made by others that a practitioner must know of: to records of their own group, or of another group of theirs;
 * and to records that are in « Public » alone, by those who see « Public ». Of those seen, the ones seen since an instant.
 *
 * @param seenSince `null` for all.
 */
export async function findConcerning(db: ReadDb, userId: string, seenSince: string | null): Promise<EmergencyRow[]> {
  const own = await db
    .selectFrom('access_group')
    .select('access_group_id')
    .where('owner_user_id', '=', userId)
    .executeTakeFirst()
  if (own === undefined) return []
  let query = withNames(db, userId)
    .where('emergency_access.user_id', '<>', userId)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('patient_access_group as held')
          .innerJoin('access_group', 'access_group.access_group_id', 'held.access_group_id')
          .innerJoin('access_group_person', 'access_group_person.access_group_id', 'held.access_group_id')
          .select('held.patient_id')
          .whereRef('held.patient_id', '=', 'emergency_access.patient_id')
          .where('access_group_person.user_id', '=', userId)
          .where((inner) =>
            inner.or([
              inner('access_group.kind', '<>', 'public'),
              inner.not(
                inner.exists(
                  inner
                    .selectFrom('patient_access_group as other')
                    .innerJoin('access_group as other_group', 'other_group.access_group_id', 'other.access_group_id')
                    .select('other.patient_id')
                    .whereRef('other.patient_id', '=', 'emergency_access.patient_id')
                    .where('other_group.kind', '<>', 'public'),
                ),
              ),
            ]),
          ),
      ),
    )
  if (seenSince !== null) {
    query = query.where((eb) =>
      eb.or([
        eb('emergency_acknowledgement.acknowledged_at', 'is', null),
        eb('emergency_acknowledgement.acknowledged_at', '>', seenSince),
      ]),
    )
  }
  return query.execute()
}

/** Accesses that came to their time after an instant and until another. */
export async function emergenciesOver(
  db: ReadDb,
  after: string,
  until: string,
): Promise<readonly { readonly patientId: string; readonly userId: string }[]> {
  const rows = await db
    .selectFrom('emergency_access')
    .select(['emergency_access.patient_id', 'emergency_access.user_id'])
    .where('emergency_access.ended_at', 'is', null)
    .where('emergency_access.ends_at', '>', after)
    .where('emergency_access.ends_at', '<=', until)
    .execute()
  return rows.map((row) => ({ patientId: row.patient_id, userId: row.user_id }))
}

/** Notes that somebody has seen an access; the first time counts. */
export async function acknowledge(db: WriteDb, emergencyId: string, userId: string, at: string): Promise<void> {
  await db
    .insertInto('emergency_acknowledgement')
    .values({ emergency_id: emergencyId, user_id: userId, acknowledged_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** An access as those concerned see it. */
export function viewOf(row: EmergencyRow): EmergencyAccess {
  return {
    emergencyId: row.emergency_id,
    patientId: row.patient_id,
    patientName: `${row.used_name || row.birth_name} ${row.used_first_name || row.first_birth_first_name}`,
    userId: row.user_id,
    displayName: row.display_name,
    reason: row.reason,
    startedAt: row.started_at,
    endsAt: row.ends_at,
    endedAt: row.ended_at,
    acknowledged: row.acknowledged_at !== null,
  }
}
