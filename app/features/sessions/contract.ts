import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { id } from '#app/kernel/ids.ts'
import { operation } from '#app/kernel/operation.ts'
import { passwordText } from '#app/features/people/model.ts'
import { changeEvent, type ChangeEvent, lockReason, sessionUser, sessionView, workspace } from './model.ts'

/** Changes as they come; ending the loop ends the subscription. */
export type ChangeStream = AsyncIterableIterator<ChangeEvent>

const own = { patients: 'none', because: 'the caller’s own session' } as const
const anyone = { anyone: 'one’s own session' } as const

/** The session of this connection, or `null`. */
export const currentSession = operation({
  name: 'sessions.current',
  kind: 'query',
  needs: 'nothing',
  permission: anyone,
  scope: own,
  audit: { none: 'one’s own session' },
  input: z.strictObject({}),
  output: z.object({ session: sessionView.nullable() }),
  problems: [],
})

/** Users of the open cabinet for the lock and switch screens. */
export const listSessionUsers = operation({
  name: 'sessions.users',
  kind: 'query',
  needs: 'open-cabinet',
  permission: { anyone: 'the lock screen, as the opening window' },
  scope: own,
  audit: { none: 'the same list as the opening window' },
  input: z.strictObject({}),
  output: z.object({ users: z.array(sessionUser) }),
  problems: [],
})

/** Locks this seat; what is on the screen must go. */
export const lock = operation({
  name: 'sessions.lock',
  kind: 'command',
  needs: 'session',
  permission: anyone,
  scope: own,
  audit: 'session.lock',
  input: z.strictObject({ reason: lockReason }),
  output: z.object({ session: sessionView }),
  problems: [],
})

/** Unlocks this seat for the same user, or gives it to another; each finds their own tabs and drafts. */
export const unlock = operation({
  name: 'sessions.unlock',
  kind: 'command',
  needs: 'open-cabinet',
  permission: { anyone: 'the lock screen' },
  scope: own,
  audit: 'session.unlock',
  input: z.strictObject({ userId: id, password: passwordText }),
  output: z.object({ session: sessionView }),
  problems: ['password.wrong', 'cabinet.wait'],
})

/** Ends the session of this connection; the cabinet stays open for the others. */
export const signOut = operation({
  name: 'sessions.signOut',
  kind: 'command',
  needs: 'session',
  permission: anyone,
  scope: own,
  audit: 'session.close',
  input: z.strictObject({}),
  output: z.object({ signedOut: z.literal(true) }),
  problems: [],
})

/** Says the person is there, so that the core's own inactivity clock does not lock them while they only read. */
export const touch = operation({
  name: 'sessions.touch',
  kind: 'command',
  needs: 'active-session',
  permission: anyone,
  scope: own,
  audit: { none: 'sent every minute, says nothing' },
  input: z.strictObject({}),
  output: z.object({ touched: z.literal(true) }),
  problems: [],
})

/** The caller's own workspace. */
export const getWorkspace = operation({
  name: 'sessions.workspace',
  kind: 'query',
  needs: 'active-session',
  permission: anyone,
  scope: { patients: 'visible' },
  audit: { none: 'identifiers of records the person opened, journaled when opened' },
  input: z.strictObject({}),
  output: z.object({ workspace }),
  problems: [],
})

/** Keeps the caller's workspace, records in sight only; the last one written wins, it is nobody else's. */
export const saveWorkspace = operation({
  name: 'sessions.saveWorkspace',
  kind: 'command',
  needs: 'active-session',
  permission: anyone,
  scope: { patients: 'visible' },
  audit: { none: 'layout of one’s own screens' },
  input: z.strictObject({ workspace }),
  output: z.object({ saved: z.literal(true) }),
  problems: [],
})

/** What changes, as it changes, limited to what the caller may see. Ends with the session. */
export const watchChanges = operation({
  name: 'sessions.watch',
  kind: 'subscription',
  needs: 'active-session',
  permission: anyone,
  scope: { patients: 'visible' },
  audit: { none: 'kinds and identifiers only' },
  input: z.strictObject({}),
  output: eventIterator(changeEvent) as unknown as z.ZodType<ChangeStream, ChangeStream>,
  problems: [],
})

/** The operations of `sessions`, by the second part of their name. */
export const sessionsContract = {
  current: currentSession,
  users: listSessionUsers,
  lock,
  unlock,
  signOut,
  touch,
  workspace: getWorkspace,
  saveWorkspace,
  watch: watchChanges,
}
