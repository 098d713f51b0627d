import type { SessionUser, SessionView } from '#app/features/sessions/model.ts'
import { findPerson, listPeople, mayAct, readRoles, shortNameOf } from '#core/features/people/index.ts'
import { readCabinetSettings } from '#core/features/settings/index.ts'
import type { Session } from '#core/kernel/sessions.ts'
import type { Work } from '#core/kernel/work.ts'

/** A session as the screens show it. */
export async function viewOfSession(session: Session, work: Work): Promise<SessionView> {
  const cabinet = work.vault.open()
  if (cabinet === null) throw new Error('a session needs an open cabinet')
  const { actor } = session
  const { settings, person } = await work.read(async (db) => ({
    settings: await readCabinetSettings(db, cabinet),
    person: await findPerson(db, actor.userId),
  }))
  return {
    sessionId: session.sessionId,
    cabinetId: cabinet.cabinetId,
    cabinetName: cabinet.name,
    profile: cabinet.profile,
    userId: actor.userId,
    displayName: actor.displayName,
    shortName: person === undefined ? actor.displayName : shortNameOf(person),
    role: actor.role,
    roleName: actor.roleName,
    permissions: [...actor.permissions],
    locked: session.lockedAt !== null,
    lockedAt: session.lockedAt,
    lockReason: session.lockReason,
    lockAfterMinutes: settings.lockAfterMinutes,
    draftKey: session.lockedAt === null ? work.vault.draftKey(actor.userId) : null,
    openedWith: session.openedWith,
    cabinetDamaged: cabinet.isDamaged,
  }
}

/** Users who may sign in today, as the lock screen lists them. */
export async function listSessionUsers(work: Work): Promise<SessionUser[]> {
  const withKey = new Map(
    work.vault
      .slots()
      .flatMap(({ kind, userId, label }) => (kind === 'password' && userId !== null ? [[userId, label]] : [])),
  )
  const { people, drafts, roles } = await work.read(async (db) => ({
    people: await listPeople(db),
    roles: await readRoles(db),
    // Counted for everybody: how many, never on what.
    drafts: await db.selectFrom('draft_count').selectAll().execute(),
  }))
  const counts = new Map(drafts.map((row) => [row.user_id, Number(row.drafts)]))
  return people
    .filter((person) => mayAct(person, work.today()) && withKey.has(person.user_id))
    .map((person) => ({
      userId: person.user_id,
      displayName: withKey.get(person.user_id) ?? '',
      role: person.role,
      roleName: roles.of(person).name,
      lastOpenedAt: person.last_opened_at,
      openElsewhere: work.sessions.openElsewhere(person.user_id)[0] ?? null,
      draftCount: counts.get(person.user_id) ?? 0,
      validUntil: person.valid_until,
    }))
}
