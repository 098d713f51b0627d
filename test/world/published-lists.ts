import { RevocationListFailure, type RevocationLists } from '#core/ports/index.ts'

/** Revocation lists as their authorities would publish them, by address. Nothing is asked of the network. */
export const publishedLists = new Map<string, Uint8Array>()

/** What worlds fetch revocation lists from. */
export const testRevocationLists: RevocationLists = {
  fetch: async (url) => {
    const list = publishedLists.get(url)
    if (list === undefined) throw new RevocationListFailure('unreachable')
    return list
  },
}
