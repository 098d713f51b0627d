import { type AnyRouter, implement } from '@orpc/server'
import { type AnyOperation, type OperationPolicy, policyOf } from '#app/kernel/operation.ts'
import { isProblem, type Problem, problem } from '#app/kernel/problem.ts'
import type { CommandKey } from '#app/kernel/reply.ts'
import { Call, type CallHouse } from './call.ts'
import type { Handler } from './handle.ts'
import { findReceipt, KeyUsed, type NamedCommand, nameCommand, NotDone } from './receipts.ts'
import type { ContractShape } from './registry.ts'
import { invalidInput, outOfSight, refusalError, refusalIn } from './refusals.ts'
import type { Seat } from './session-table.ts'

/** What the wire gives with a call: the seat it came from, and the name of a command; nothing else. */
export interface DispatchContext extends CommandKey {
  readonly connection: { readonly id: string }
}

/** What dispatch needs of the core, besides what each call does. */
export interface DispatchHouse extends CallHouse {
  /** Turns anything that is not a refusal into one: a state of the whole cabinet, or `internal` with a reference. */
  failure(error: unknown, event: string): Promise<Problem>
}

interface InCall extends DispatchContext {
  readonly call: Call
}

/**
 * The only caller of handlers. For every operation, in this order: the name is looked up; the cabinet must be open
 * unless the operation says otherwise; the input is parsed; the actor comes from the connection's session; the role must
 * hold the permission; the patient must be in sight; the handler runs; the journal is written; the output is filtered;
 * after commit, the other seats are told.
 */
export function dispatchRouter(
  contract: ContractShape,
  registry: ReadonlyMap<string, Handler>,
  house: DispatchHouse,
): AnyRouter {
  const router: Record<string, Record<string, unknown>> = {}
  for (const [slice, operations] of Object.entries(contract)) {
    const entries = Object.entries(operations).map(([key, operation]) => {
      const handler = registry.get(policyOf(operation).name)
      if (handler === undefined) throw new Error(`${slice}.${key} has no handler`)
      return [key, procedureOf(operation, handler, house)] as const
    })
    router[slice] = Object.fromEntries(entries)
  }
  return router as AnyRouter
}

/** Input and output are checked at the door of the second middleware: after « open », before « who ». */
const checkedAtSecond = { initialInputValidationIndex: 1, initialOutputValidationIndex: 1 }

function procedureOf(operation: AnyOperation, handler: Handler, house: DispatchHouse) {
  const policy = policyOf(operation)
  return implement(operation, checkedAtSecond)
    .$context<DispatchContext>()
    .use(async ({ context, next, signal }) => {
      const seat = house.sessions.seat(context.connection.id)
      if (seat === null) throw refusalError(problem('unauthenticated', {}))
      const call = new Call(house, seat, policy, signal)
      if (policy.needs !== 'nothing' && house.cabinet() === null) throw refusalError(problem('cabinet.not-open', {}))
      try {
        const result = await next({ context: { call } })
        await call.tellOthers()
        return result
      } catch (error) {
        if (call.committed) await call.tellOthers()
        throw refusalError(refusalIn(error) ?? invalidInput(error) ?? (await failureOf(error, call, house)))
      }
    })
    .use(async ({ context, next }, input) => {
      const { call } = context as InCall
      const seat = house.sessions.seat(context.connection.id)
      const refusal = seat === null ? problem('unauthenticated', {}) : await admit(call, seat, policy, input, house)
      if (refusal !== null) {
        await call.journalRefusal(refusal)
        throw refusalError(refusal)
      }
      const run = async () => {
        try {
          const result = await next({})
          await call.journalSuccess()
          return result
        } catch (error) {
          // Nobody hears this answer, and nothing was done: sent again, the command is done then.
          throw call.isGivenUp && !call.committed && refusalIn(error) === null ? new NotDone({ cause: error }) : error
        }
      }
      if (seat === null || policy.kind !== 'command') return run()
      const command = nameCommand(context.key, policy.name, call.maybeActor?.userId ?? null, input)
      return command === null ? run() : once(run, call, seat, command, context.again === true, house)
    })
    .handler(async ({ context, input }) => {
      const { call } = context as InCall
      const answer = await handler.run(input as never, call)
      if (!isProblem(answer)) return answer
      mustBeDeclared(answer, policy)
      await call.journalRefusal(answer)
      throw refusalError(answer)
    })
}

/**
 * Runs a command once, however often it is sent under its name. What it left is looked for beforehand when the caller says it
 * was sent before; said or not, its receipt cannot be written twice, and with it nothing is.
 */
async function once<T>(
  run: () => Promise<T>,
  call: Call,
  seat: Seat,
  command: NamedCommand,
  again: boolean,
  house: DispatchHouse,
): Promise<T> {
  call.setCommand(command)
  const refused = async (refusal: Problem): Promise<never> => {
    await call.journalRefusal(refusal)
    throw refusalError(refusal)
  }
  const reply = seat.replies.once(command, async () => {
    const cabinet = again ? house.cabinet() : null
    const former = cabinet === null ? null : await findReceipt(cabinet.reader(null), command)
    if (former !== null) return refused(former)
    try {
      return await run()
    } catch (error) {
      if (error instanceof KeyUsed) return refused(error.refusal)
      throw error
    }
  })
  return reply ?? refused(problem('command.key-reused', {}))
}

/** Who acts, whether they may, and whether they see the patient. */
async function admit(
  call: Call,
  seat: Seat,
  policy: OperationPolicy<never>,
  input: unknown,
  house: DispatchHouse,
): Promise<Problem | null> {
  const session = await house.sessions.fresh(seat)
  const needsSession = policy.needs === 'session' || policy.needs === 'active-session'
  if (session === null && needsSession) return problem('unauthenticated', {})
  const locked = session !== null && session.lockedAt !== null
  if (locked && policy.needs === 'active-session') {
    return problem('locked', {})
  }
  const actor = session !== null && (!locked || needsSession) ? session.actor : null
  call.setActor(actor)
  if (actor !== null && policy.kind === 'command') house.sessions.touch(seat)
  if (typeof policy.permission === 'string' && actor?.permissions.includes(policy.permission) !== true) {
    return problem('forbidden', {})
  }
  if ('patient' in policy.scope) {
    const patientId = policy.scope.patient(input as never)
    call.journal({ patientId })
    if ((await house.cabinet()?.mayFind(actor, patientId)) !== true) return problem('not-found', {})
  }
  return null
}

/** What a thrown error means: a row out of sight, a state of the cabinet, or a bug under a reference. */
async function failureOf(error: unknown, call: Call, house: DispatchHouse): Promise<Problem> {
  if (call.isGivenUp) throw error instanceof NotDone ? error.cause : error
  const refusal = outOfSight(error) ?? (await house.failure(error, call.policy.name))
  try {
    await call.journalRefusal(refusal)
  } catch {
    // A journal that cannot be written must not hide the first failure.
  }
  return refusal
}

function mustBeDeclared(answer: Problem, policy: OperationPolicy<never>): void {
  const always = ['not-found', 'forbidden', 'invalid-input']
  if (!policy.problems.includes(answer.problem) && !always.includes(answer.problem)) {
    throw new Error(`${policy.name} does not declare ${answer.problem}`)
  }
}
