import { useSyncExternalStore } from 'react'
import { type AgreementRequest, insertionsIn } from './agreements.ts'
import { useCabinet } from './CabinetProvider.tsx'
import type { PinRequest } from './pin-requests.ts'
import type { WorkstationView } from './workstation-line.ts'

/**
 * Readers and cards of the computer this page is shown on, live. The same object while nothing changes; after a lost line,
 * the state is followed again by itself.
 *
 * @example
 * const { status, state, workstation } = useWorkstation()
 * if (status === 'absent') return <NoReadersHere />
 * const read = () => workstation?.readProfessionalCard({})
 */
export function useWorkstation(): WorkstationView {
  const { readers } = useCabinet()
  return useSyncExternalStore(readers.subscribe, readers.view)
}

/**
 * The code that is asked for now, or `null`. One screen shows it, whatever the person was doing: without one, what needs a
 * code is refused (`pin.needed`). It goes away by itself when the signature no longer matters.
 */
export function usePinRequests(): PinRequest | null {
  const { pinRequests } = useCabinet()
  return useSyncExternalStore(pinRequests.subscribe, pinRequests.current)
}

/** The agreement that is asked for now, or `null`. One screen shows it; without one, nothing is signed for a call. */
export function useAgreementRequests(): AgreementRequest | null {
  const { agreements } = useCabinet()
  return useSyncExternalStore(agreements.subscribe, agreements.current)
}

/**
 * Whether the card of a professional in a reader here would sign a call without its holder being asked; `null`: there is no
 * such card.
 */
export function useSigningAgreed(): boolean | null {
  const { agreements } = useCabinet()
  const insertions = insertionsIn(useWorkstation().state)
  const isAgreed = useSyncExternalStore(agreements.subscribe, () => agreements.holds(insertions))
  return insertions.length === 0 ? null : isAgreed
}
