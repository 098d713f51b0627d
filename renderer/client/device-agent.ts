import { answerRequest, watchRequests } from '#app/features/devices/contract.ts'
import type { DeviceAnswer, DeviceRequest } from '#app/features/devices/model.ts'
import { type Agreements, insertionsIn } from './agreements.ts'
import type { CabinetClient } from './client.ts'
import type { PinRequests } from './pin-requests.ts'
import type { WorkstationClient, WorkstationLine } from './workstation-line.ts'

type Refused = Extract<DeviceAnswer['outcome'], { readonly ok: false }>

/** Whoever is asked at this seat, before a card signs. */
export interface AskedPeople {
  readonly pins: PinRequests
  readonly agreements: Agreements
}

/** How long a workstation that was restarted may take to come back, in ms, before the request is refused. */
const comingBackMs = 2_000
/** A code entered for a card that is then another one is asked for again, so many times. */
const mostCodes = 3
/** Waits before the requests are followed again, in ms. */
const againMs = 1_000

/**
 * Does what the core asks of the cards at this seat, until told to stop. Only the requests of this page's own connection
 * come, and only this computer's workstation answers them.
 */
export function answerDevices(
  client: CabinetClient,
  readers: WorkstationLine,
  { pins, agreements }: AskedPeople,
): () => void {
  const stopped = new AbortController()
  const underWay = new Map<string, AbortController>()
  const answer = async (request: DeviceRequest) => {
    const gone = new AbortController()
    underWay.set(request.requestId, gone)
    const signal = AbortSignal.any([gone.signal, stopped.signal])
    try {
      const given = await doAtSeat(request, readers, { pins, agreements }, signal)
      if (!signal.aborted) await client.call(answerRequest, { requestId: request.requestId, answer: given }, { signal })
    } catch {
      // Withdrawn, or the page goes: nobody waits for the answer.
    } finally {
      underWay.delete(request.requestId)
    }
  }
  const follow = async () => {
    while (!stopped.signal.aborted) {
      try {
        const reply = await client.call(watchRequests, {}, { signal: stopped.signal })
        if (reply.ok)
          for await (const event of reply.value) {
            if (event.kind === 'asked') void answer(event.request)
            else underWay.get(event.requestId)?.abort()
          }
      } catch {
        // Stopped, or the line was cut under the stream: the state of the connection tells which.
      }
      for (const gone of underWay.values()) gone.abort()
      await new Promise((resolve) => setTimeout(resolve, againMs))
    }
  }
  void follow()
  return () => stopped.abort()
}

async function doAtSeat(
  request: DeviceRequest,
  readers: WorkstationLine,
  people: AskedPeople,
  signal: AbortSignal,
): Promise<DeviceAnswer> {
  const workstation = await workstationOf(readers, signal)
  const refused: Refused = { ok: false, problem: 'readers.unavailable' }
  if (request.kind === 'readVitaleCard') {
    const { kind, reader } = request
    if (workstation === null) return { kind, outcome: refused }
    return { kind, outcome: await workstation.readVitaleCard({ reader }, { signal }).catch(() => refused) }
  }
  if (request.kind === 'readProfessionalCard') {
    const { kind } = request
    if (workstation === null) return { kind, outcome: refused }
    return { kind, outcome: await workstation.readProfessionalCard({}, { signal }).catch(() => refused) }
  }
  const { kind } = request
  if (workstation === null) return { kind, outcome: refused }
  if (request.purpose === 'teleservice') {
    const { requestId, cardNumber } = request
    const insertions = insertionsIn(readers.view().state)
    const agreed = await people.agreements.ask(requestId, cardNumber, insertions, signal)
    if (!agreed) return { kind, outcome: { ok: false, problem: 'cancelled' } }
  }
  return { kind, outcome: await sign(request, workstation, people.pins, signal).catch(() => refused) }
}

async function sign(
  { requestId, cardNumber, algorithm, digest }: Extract<DeviceRequest, { readonly kind: 'signDigest' }>,
  workstation: WorkstationClient,
  pins: PinRequests,
  signal: AbortSignal,
) {
  for (let codes = 0; ; codes += 1) {
    const signed = await workstation.signDigest({ cardNumber, algorithm, digest }, { signal })
    if (signed.ok || signed.problem !== 'pin.needed' || codes === mostCodes) return signed
    if (!(await pins.ask(requestId, cardNumber, signal))) return { ok: false, problem: 'cancelled' } as const
  }
}

/** The workstation as soon as it is there; `null` when it does not come back. */
function workstationOf(readers: WorkstationLine, signal: AbortSignal): Promise<WorkstationClient | null> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      clearTimeout(impatience)
      unsubscribe()
      signal.removeEventListener('abort', giveUp)
      settle()
    }
    const look = () => {
      const { workstation, status } = readers.view()
      if (workstation !== null || status === 'absent') end(() => resolve(workstation))
    }
    const giveUp = () => end(() => reject(signal.reason as Error))
    const impatience = setTimeout(() => end(() => resolve(null)), comingBackMs)
    const unsubscribe = readers.subscribe(look)
    signal.addEventListener('abort', giveUp, { once: true })
    if (signal.aborted) giveUp()
    else look()
  })
}
