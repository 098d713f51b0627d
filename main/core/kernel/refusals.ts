import { ORPCError, ValidationError } from '@orpc/server'
import { type DispatchProblem, type Problem, type ProblemCode, problem, problemData } from '#app/kernel/problem.ts'
import { asRefusal, CabinetRefusal } from '#core/db/refusal.ts'
import { OutOfSight } from './scoped-handle.ts'

/** A refusal on its way to the caller, as oRPC carries it. */
export function refusalError(refusal: Problem): ORPCError<string, unknown> {
  return new ORPCError(refusal.problem, { defined: true, status: 422, message: refusal.problem, data: refusal.data })
}

/** The refusal an oRPC error carries, or `null` when it is none of ours. */
export function refusalIn(error: unknown): Problem | null {
  if (!(error instanceof ORPCError) || !(error.code in problemData)) return null
  return problem(error.code as ProblemCode, error.data)
}

/** An input that does not fit: where and why, never what. */
export function invalidInput(error: unknown): Problem<'invalid-input'> | null {
  if (!(error instanceof ORPCError) || error.code !== 'BAD_REQUEST') return null
  const issues = error.cause instanceof ValidationError ? error.cause.issues : []
  const fields = issues.flatMap((issue) => {
    const path = (issue.path ?? []).map((part) => (typeof part === 'object' ? String(part.key) : String(part)))
    const { code, keys } = issue as { readonly code?: unknown; readonly keys?: unknown }
    const names = Array.isArray(keys) ? keys.map((key) => [...path, String(key).slice(0, 80)]) : [path]
    return names.map((name) => ({ path: name.join('.'), code: typeof code === 'string' ? code : 'invalid' }))
  })
  return problem('invalid-input', { fields: fields.slice(0, 100) })
}

/** A failure of the files that has a name, as the refusal of that name; `null` for anything else. */
export function fileRefusal(error: unknown, folder: string): CabinetRefusal | null {
  const isSqlite =
    typeof error === 'object' && error !== null && 'code' in error && String(error.code).startsWith('SQLITE_')
  const refusal = isSqlite ? asRefusal(error, folder) : error
  return refusal instanceof CabinetRefusal ? refusal : null
}

/** A refusal of the files in the words of the contract. `damaged` is filled in by who knows the backups. */
export function problemOfFile(refusal: CabinetRefusal, damaged: Problem<'cabinet.damaged'>): Problem {
  if (refusal.code === 'cabinet.damaged') return damaged
  const data = problemData[refusal.code].parse(refusal.data)
  return { problem: refusal.code, data } as Problem
}

/** What dispatch answers to a row out of sight. */
export function outOfSight(error: unknown): Problem<DispatchProblem> | null {
  return error instanceof OutOfSight ? problem('not-found', {}) : null
}
