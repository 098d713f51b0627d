import { RevocationListFailure, type RevocationListFault, type RevocationLists } from '#core/ports/revocation-lists.ts'
import { type Egress, EgressFailure, type EgressProfile } from '#main/adapters/egress/egress.ts'

/**
 * Where the national authority of professional cards publishes its lists, for real cards and for test cards: what the
 * certificates of both say. Without TLS, as they say too: the lists are signed.
 */
const allowed: EgressProfile = {
  kind: 'outside',
  hosts: ['igc-sante.esante.gouv.fr'],
  plainHosts: ['igc-sante.esante.gouv.fr'],
  anchors: null,
}

/** Far more than the lists of a national authority weigh. */
const longestBytes = 64 * 1024 * 1024
const timeoutMs = 60_000

/** Lists fetched from the national authority’s own host. */
export function publishedRevocationLists(egress: Egress): RevocationLists {
  return {
    fetch: async (text, signal) => {
      if (!URL.canParse(text)) throw new RevocationListFailure('address')
      const url = new URL(text)
      try {
        const answer = await egress(allowed, { method: 'GET', url, timeoutMs, longestBytes, signal })
        if (answer.status !== 200) throw new RevocationListFailure('refused')
        return answer.body
      } catch (error) {
        if (!(error instanceof EgressFailure)) throw error
        throw new RevocationListFailure(faults[error.fault], { cause: error })
      }
    },
  }
}

const faults = {
  'not-allowed': 'address',
  unreachable: 'unreachable',
  certificate: 'unreachable',
  cut: 'unreachable',
  garbled: 'unreachable',
  timeout: 'timeout',
  cancelled: 'timeout',
  'too-large': 'too-large',
} as const satisfies Readonly<Record<EgressFailure['fault'], RevocationListFault>>
