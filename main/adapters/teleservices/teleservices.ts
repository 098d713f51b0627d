import { TeleserviceFailure, type TeleservicePost, type Teleservices } from '#core/ports/teleservices.ts'
import { type Egress, EgressFailure, type EgressProfile } from '#main/adapters/egress/egress.ts'
import { addressOf, answerMs, longestAnswer } from './addresses.ts'
import type { RunningTeleservices } from './training-teleservices.ts'

/** What calling stands on. */
export interface TeleserviceHouse {
  readonly egress: Egress
  /** The training servers, started at the first call. Throws when they cannot be. */
  readonly startSimulator: () => Promise<RunningTeleservices>
}

/** The services of the Assurance Maladie, and in training those that come with the program. */
export interface TeleserviceCalls extends Teleservices {
  /** The training servers, started if they were not. Throws {@link TeleserviceFailure}. */
  simulator(): Promise<RunningTeleservices>
}

/** Calls the services through the only door to the world. */
export function callTeleservices(house: TeleserviceHouse): TeleserviceCalls {
  let starting: Promise<RunningTeleservices> | null = null
  const simulator = () => {
    starting ??= house.startSimulator().catch((error: unknown) => {
      starting = null
      throw new TeleserviceFailure('not-started', { cause: error })
    })
    return starting
  }
  return {
    simulator,
    training: async () => {
      const { authorisation, establishment } = await simulator()
      return { authorisation, establishment }
    },
    post: async (request) => {
      const { url, profile } = await placeOf(request, simulator)
      const { line, contentType, body, signal } = request
      try {
        const { status, body: answer } = await house.egress(profile, {
          method: 'POST',
          url: new URL(url),
          headers: { 'content-type': contentType, accept: 'application/soap+xml' },
          body: new TextEncoder().encode(body),
          ...(line.kind === 'certificate' ? { identity: line.identity } : {}),
          timeoutMs: answerMs,
          longestBytes: longestAnswer,
          signal,
        })
        return { status, body: answer }
      } catch (error) {
        if (!(error instanceof EgressFailure)) throw error
        throw new TeleserviceFailure(faults[error.fault], { cause: error })
      }
    },
    dispose: async () => {
      const running = await starting?.catch(() => null)
      starting = null
      await running?.stop()
    },
  }
}

async function placeOf(
  { service, place, line }: TeleservicePost,
  simulator: () => Promise<RunningTeleservices>,
): Promise<{ readonly url: string; readonly profile: EgressProfile }> {
  if (place.environment === 'training') {
    const { cardUrl, certificateUrl, authority } = await simulator()
    const url = line.kind === 'card' ? cardUrl : certificateUrl
    return { url, profile: { kind: 'simulators', origins: [new URL(url).host], anchors: [authority] } }
  }
  const url = addressOf(service, place.environment, line.kind)
  // The chain of these servers is in no public list: it is believed once the cabinet was given it.
  const anchors = place.authorities.length === 0 ? null : place.authorities
  return { url, profile: { kind: 'outside', hosts: [new URL(url).hostname], anchors } }
}

const faults = {
  'not-allowed': 'unreachable',
  unreachable: 'unreachable',
  timeout: 'timeout',
  certificate: 'certificate',
  cut: 'cut',
  'too-large': 'garbled',
  garbled: 'garbled',
  cancelled: 'cancelled',
} as const satisfies Readonly<Record<EgressFailure['fault'], TeleserviceFailure['fault']>>
