import { type ContractProcedure, type ErrorMap, oc } from '@orpc/contract'
import type { z } from 'zod'
import { outputFilter } from './output-filter.ts'
import type { Permission } from './permissions.ts'
import { type DispatchProblem, dispatchProblems, type Problem, type ProblemCode, problemData } from './problem.ts'

/** What must be true of the cabinet and of the connection before a handler runs. */
export type Needs =
  /** Nothing: the opening window. */
  | 'nothing'
  /** A cabinet is unlocked on this core; nobody needs to be signed in (the lock screen). */
  | 'open-cabinet'
  /** Somebody is signed in on this connection; their session may be locked. */
  | 'session'
  /** Somebody is signed in and the session is not locked: everything that shows or writes data. */
  | 'active-session'

/** Which patients an operation touches. Dispatch reads it; a handler cannot widen it. */
export type PatientScope<I> =
  /** One patient, named by the input: out of the actor's sight, the answer is `not-found`. */
  | { readonly patient: (input: I) => string }
  /** Any number of patients: the handler's database handle shows the visible ones only. */
  | { readonly patients: 'visible' }
  /** Whatever patients a change reaches, in sight or not, and why: nothing of them is answered. Its reads are limited. */
  | { readonly patients: 'every'; readonly because: string }
  /** None, and why that is sure. */
  | { readonly patients: 'none'; readonly because: string }

/** The act written in the journal, or the reason why there is none. */
export type AuditRule = AuditAct | { readonly none: string }
export type AuditAct = `${string}.${string}`

/** What dispatch polices for one operation; carried as oRPC metadata. */
export interface OperationPolicy<I = never> {
  readonly name: string
  readonly kind: 'query' | 'command' | 'subscription'
  readonly needs: Needs
  readonly permission: Permission | { readonly anyone: string }
  readonly scope: PatientScope<I>
  readonly audit: AuditRule
  readonly problems: readonly ProblemCode[]
}

/** The shape every entry of the contract has. `isOperation` marks what `operation()` alone can make. */
export type Operation<
  N extends string = string,
  I extends z.ZodType = z.ZodType,
  O extends z.ZodType = z.ZodType,
  P extends ProblemCode = ProblemCode,
> = ContractProcedure<I, O, ErrorMap, PolicyMeta> & {
  readonly [madeByOperation]: { readonly name: N; readonly input: I; readonly output: O; readonly problems: P }
}

/** oRPC metadata of a procedure: the policy, always. */
export interface PolicyMeta extends Record<string, unknown> {
  readonly policy: OperationPolicy<never>
}

declare const madeByOperation: unique symbol

/** Any operation, whatever its schemas. */
export type AnyOperation = Operation<string, z.ZodType, z.ZodType, ProblemCode>

/** What a caller sends. */
export type InputOf<O> = O extends { readonly [madeByOperation]: { readonly input: infer I extends z.ZodType } }
  ? z.input<I>
  : never
/** What a handler receives, parsed. */
export type ParsedInputOf<O> = O extends { readonly [madeByOperation]: { readonly input: infer I extends z.ZodType } }
  ? z.output<I>
  : never
/** What a handler returns; fields the schema does not name are dropped before the reply leaves. */
export type ResultOf<O> = O extends { readonly [madeByOperation]: { readonly output: infer R extends z.ZodType } }
  ? z.input<R>
  : never
/** What a caller receives. */
export type OutputOf<O> = O extends { readonly [madeByOperation]: { readonly output: infer R extends z.ZodType } }
  ? z.output<R>
  : never
/** The refusals an operation declares, without those of dispatch. */
export type DeclaredProblemOf<O> = O extends {
  readonly [madeByOperation]: { readonly problems: infer P extends ProblemCode }
}
  ? P
  : never
/** Every refusal a caller of this operation must be ready for. */
export type ProblemOf<O> = Problem<DeclaredProblemOf<O> | DispatchProblem>

/** The answer to a call: a value or a named refusal, never an exception. */
export type Reply<O> = { readonly ok: true; readonly value: OutputOf<O> } | ({ readonly ok: false } & ProblemOf<O>)

/**
 * Declares what may be asked of the cabinet, and everything dispatch must police about it.
 *
 * Permission, patient scope and audit have no default: leaving one out does not compile. The input must be a strict
 * object (an unknown field is refused); the output is a filter (a field it does not name does not leave the core).
 *
 * @example
 * export const openPatient = operation({
 *   name: 'patients.open', kind: 'query', needs: 'active-session', permission: 'patient.read',
 *   scope: { patient: input => input.patientId }, audit: 'patient.open',
 *   input: z.strictObject({ patientId: id }), output: patientView, problems: [],
 * })
 */
export function operation<
  const N extends string,
  I extends z.ZodObject,
  O extends z.ZodType,
  const P extends ProblemCode = never,
>(declaration: {
  readonly name: N
  readonly kind: 'query' | 'command' | 'subscription'
  readonly needs: Needs
  readonly permission: Permission | { readonly anyone: string }
  readonly scope: PatientScope<z.output<I>>
  readonly audit: AuditRule
  readonly input: I
  readonly output: O
  readonly problems: readonly P[]
}): Operation<N, I, O, P> {
  const { input, output, ...policy } = declaration
  const codes = [...dispatchProblems, ...declaration.problems]
  const errors = Object.fromEntries(codes.map((code) => [code, { data: problemData[code] }]))
  const procedure = oc
    .$meta<PolicyMeta>({ policy: policy as unknown as OperationPolicy<never> })
    .errors(errors)
    .input(input)
    .output(outputFilter(output))
  return procedure as unknown as Operation<N, I, O, P>
}

/** The policy an operation was declared with. */
export function policyOf(operation: AnyOperation): OperationPolicy<never> {
  return operation['~orpc'].meta.policy
}
