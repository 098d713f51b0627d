import {
  currentSession,
  getWorkspace,
  listSessionUsers as listSessionUsersOperation,
  lock as lockOperation,
  saveWorkspace,
  signOut as signOutOperation,
  touch as touchOperation,
  unlock as unlockOperation,
  watchChanges,
} from '#app/features/sessions/contract.ts'
import { problem } from '#app/kernel/problem.ts'
import { noteOpened } from '#core/features/people/index.ts'
import { handle } from '#core/kernel/handle.ts'
import { listSessionUsers, viewOfSession } from './session-view.ts'
import { inSight, keptWorkspace } from './workspace.ts'

const current = handle(currentSession, async (_input, work) => {
  const session = work.sessions.current()
  return { session: session === null ? null : await viewOfSession(session, work) }
})

const users = handle(listSessionUsersOperation, async (_input, work) => ({ users: await listSessionUsers(work) }))

const lock = handle(lockOperation, async ({ reason }, work) => {
  work.journal({ details: { reason } })
  return { session: await viewOfSession(work.sessions.lock(reason), work) }
})

const unlock = handle(unlockOperation, async ({ userId, password }, work) => {
  work.journal({ actorId: userId })
  const open = work.vault.open()
  if (open === null) throw new Error('nothing is open to be unlocked')
  const verified = await work.vault.unlock(open.cabinetId, userId, password, async (failuresBefore) => {
    const session = await work.sessions.signIn(userId)
    if (session === null) return problem('forbidden', {})
    if (failuresBefore > 0) work.journal({ details: { failuresBefore } })
    try {
      await work.write((db) => noteOpened(db, userId, work.now()))
    } catch (error) {
      // Nobody is in without a line of the journal that says so.
      work.sessions.signOut()
      throw error
    }
    return { session: await viewOfSession(session, work) }
  })
  if (verified.ok) return verified.admitted
  const { retryAfterMs, again } = verified
  if (again === true) work.journal({ isRepeated: true })
  return verified.waiting ? problem('cabinet.wait', { retryAfterMs }) : problem('password.wrong', { retryAfterMs })
})

const signOut = handle(signOutOperation, async (_input, work) => {
  // In the journal first, while it is known who leaves.
  await work.write(async () => undefined)
  work.sessions.signOut()
  return { signedOut: true as const }
})

const touch = handle(touchOperation, async (_input, work) => {
  work.sessions.touch()
  return { touched: true as const }
})

const getOwnWorkspace = handle(getWorkspace, async (_input, work) => ({
  workspace: await work.read(async (db) => {
    const row = await db
      .selectFrom('workspace')
      .select('content')
      .where('user_id', '=', work.actor.userId)
      .executeTakeFirst()
    return inSight(db, keptWorkspace(row?.content))
  }),
}))

const saveOwnWorkspace = handle(saveWorkspace, async ({ workspace }, work) => {
  await work.write(async (db) => {
    const row = { content: JSON.stringify(await inSight(db, workspace)), saved_at: work.now() }
    await db
      .insertInto('workspace')
      .values({ user_id: work.actor.userId, ...row })
      .onConflict((conflict) => conflict.column('user_id').doUpdateSet(row))
      .execute()
  })
  return { saved: true as const }
})

const watch = handle(watchChanges, async (_input, work) => work.watch())

/** What answers about sessions. */
export const sessionsHandlers = [current, users, lock, unlock, signOut, touch, getOwnWorkspace, saveOwnWorkspace, watch]
