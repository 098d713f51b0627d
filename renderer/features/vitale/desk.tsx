import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'
import type { VitalePrefill } from '#app/features/vitale/model.ts'

/** What was read of a card for one record, as long as the core keeps it (five minutes, this session of this seat). */
export interface HeldReading {
  readonly readingId: string
  readonly index: number
  /** `null` until the record it helps to create is there. */
  readonly patientId: string | null
}

/** « Rechercher avec la carte Vitale », as the window has it: shown or not, and what it hands to « Nouveau dossier ». */
export interface VitaleDesk {
  readonly shown: boolean
  readonly search: () => void
  readonly close: () => void
  /** What a card fills in of the record being created; `null` when nothing comes from a card. */
  readonly prefill: VitalePrefill | null
  readonly offer: (prefill: VitalePrefill) => void
  /** The form has it, or does without. */
  readonly taken: () => void
  /** The reading that goes on with a record: what is asked next of the national services needs no second one. */
  readonly held: HeldReading | null
  readonly hold: (reading: HeldReading | null) => void
  /** The record that a card helped to fill in was created. */
  readonly created: (patientId: string) => void
}

const VitaleContext = createContext<VitaleDesk | null>(null)

/** A new desk, for the window of one session: locked, it is gone with all it held. */
export function useNewVitaleDesk(): VitaleDesk {
  const [shown, setShown] = useState(false)
  const [prefill, setPrefill] = useState<VitalePrefill | null>(null)
  const [held, setHeld] = useState<HeldReading | null>(null)
  return useMemo(
    () => ({
      shown,
      prefill,
      search: () => setShown(true),
      close: () => setShown(false),
      offer: setPrefill,
      taken: () => setPrefill(null),
      held,
      hold: setHeld,
      created: (patientId) => setHeld((now) => (now !== null && now.patientId === null ? { ...now, patientId } : now)),
    }),
    [shown, prefill, held],
  )
}

/** Gives the desk to the screens of the window. */
export function VitaleProvider({ desk, children }: { readonly desk: VitaleDesk; readonly children: ReactNode }) {
  return <VitaleContext value={desk}>{children}</VitaleContext>
}

/** The desk of this window. */
export function useVitaleDesk(): VitaleDesk {
  const desk = useContext(VitaleContext)
  if (desk === null) throw new Error('useVitaleDesk needs a VitaleProvider')
  return desk
}
