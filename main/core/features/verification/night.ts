import { isNightRunDue } from '#app/features/verification/rules.ts'
import { hasCertificate } from '#core/features/teleservices/index.ts'
import { findUnfinishedRun, insertRun, lastStartedAt, listDue } from './repository.ts'
import type { RunHouse } from './running.ts'
import { findVerificationSettings } from './settings.ts'

/** What the night is looked at with. */
export interface NightHouse extends Pick<RunHouse, 'caller' | 'service'> {
  timeZone(): string
}

/**
 * The run that the program may go on with by itself: one that a kill, or a service without an answer, left behind; else the
 * one of this night, begun here when identities are due. `null`: there is none. Without the certificate of the
 * establishment there is never one.
 *
 * @param lookedAt when it was last found that no identity was due, ISO 8601 in UTC, or `null`
 */
export async function nightRun(
  { caller, service, timeZone }: NightHouse,
  lookedAt: string | null,
): Promise<{ readonly runId: string } | 'nothing-due' | null> {
  const now = caller.now()
  const found = await service.read(async (db) => {
    if (!(await hasCertificate(db, caller.profile))) return null
    const unfinished = await findUnfinishedRun(db)
    if (unfinished !== undefined) return unfinished.state === 'running' ? { runId: unfinished.run_id } : null
    const section = await findVerificationSettings(db)
    if (section === null) return null
    const since = [section.changedAt, await lastStartedAt(db), lookedAt].reduce<string>(
      (latest, one) => (one !== null && one > latest ? one : latest),
      '',
    )
    if (!isNightRunDue(section.value, since, now, timeZone())) return null
    return { due: await listDue(db, section.value.years, now) }
  })
  if (found === null || found.due === undefined) return found
  if (found.due.length === 0) return 'nothing-due'
  const runId = caller.newId()
  await service.write(
    'verification.began',
    (db) => {
      const row = { run_id: runId, started_at: now, started_by_user_id: null, started_by: '' }
      return insertRun(db, { ...row, origin: 'night' }, found.due, () => caller.newId())
    },
    { runId, identities: found.due.length },
  )
  return { runId }
}
