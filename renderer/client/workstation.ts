import { useSyncExternalStore } from 'react'
import { useCabinet } from './CabinetProvider.tsx'
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
