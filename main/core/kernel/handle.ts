import type { AnyOperation, DeclaredProblemOf, ParsedInputOf, ResultOf } from '#app/kernel/operation.ts'
import type { Problem } from '#app/kernel/problem.ts'
import type { Work } from './work.ts'

/** What answers one operation. Only dispatch calls `run`. */
export interface Handler {
  readonly operation: AnyOperation
  readonly run: (input: never, work: Work) => Promise<unknown>
}

/**
 * Answers an operation: returns the output, or a refusal the operation declares (`not-found` is always allowed, for a
 * subject that does not exist, `forbidden`, for a person whose access has ended, and
 * `invalid-input`, for what a schema cannot see, such as the key of a number). Anything thrown reaches the person as `internal` with a reference.
 *
 * @example
 * export const openPatientHandler = handle(openPatient, async (input, work) => {
 *   const record = await work.read((db) => patients.find(db, input.patientId))
 *   return record === null ? problem('not-found', {}) : { record }
 * })
 */
export function handle<O extends AnyOperation>(
  operation: O,
  run: (
    input: ParsedInputOf<O>,
    work: Work,
  ) => Promise<ResultOf<O> | Problem<DeclaredProblemOf<O> | 'not-found' | 'forbidden' | 'invalid-input'>>,
): Handler {
  return { operation, run }
}
