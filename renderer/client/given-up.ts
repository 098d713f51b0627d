import type { AnyProblem } from './client.ts'

/** Whether a call ended because the person at the seat would not sign, or typed no code: they chose so, and nothing failed. */
export function isGivenUp(problem: AnyProblem | null): boolean {
  return (
    problem?.problem === 'device.refused' && (problem.data as { readonly because?: unknown }).because === 'cancelled'
  )
}
