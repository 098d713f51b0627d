import type { AnyProblem } from '#renderer/client/index.ts'
import { deviceReason } from './proving.ts'

/** A wrong code among refusals, with the tries left where the card told them; `null` for any other refusal. */
export function pinRefusal(problem: AnyProblem | null): { readonly triesLeft: number | null } | null {
  if (problem === null || deviceReason(problem) !== 'pin.wrong') return null
  return { triesLeft: (problem.data as { readonly triesLeft: number | null }).triesLeft }
}
