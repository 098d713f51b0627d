import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'
import type { VitalePrefill } from '#app/features/vitale/model.ts'

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
}

const VitaleContext = createContext<VitaleDesk | null>(null)

/** A new desk, for the window of one session: locked, it is gone with all it held. */
export function useNewVitaleDesk(): VitaleDesk {
  const [shown, setShown] = useState(false)
  const [prefill, setPrefill] = useState<VitalePrefill | null>(null)
  return useMemo(
    () => ({
      shown,
      prefill,
      search: () => setShown(true),
      close: () => setShown(false),
      offer: setPrefill,
      taken: () => setPrefill(null),
    }),
    [shown, prefill],
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
