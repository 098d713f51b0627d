import { type SignIn, SignInFailure } from '#core/ports/index.ts'

/**
 * Pro Santé Connect in words only: whoever is asked for has approved. For tests of what stands around signing in; signing in
 * itself is tried against `test/simulators/proxy-esante`.
 */
export function signInByWord(): SignIn {
  return {
    connect: async ({ nationalId }) => ({
      identity: { nationalId, activities: [] },
      send: async () => Promise.reject(new SignInFailure('unreachable')),
      end: async () => undefined,
    }),
    telephone: { requests: async () => [], answer: async () => false },
    dispose: async () => undefined,
  }
}
