import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'
import type { MarkReading } from '#app/features/identity/model.ts'
import { traitsFrom } from '#app/features/identity/rules/comparison.ts'
import type { NewPatientPrefill } from '#renderer/features/patients/index.ts'

/** « Lire un datamatrix INS », as the window has it: asked for or not, and what it hands to « Nouveau dossier ». */
export interface MarkDesk {
  /** The dialog was asked for; a reader needs none. */
  readonly asked: boolean
  readonly ask: () => void
  readonly answered: () => void
  /** What a mark fills in of the record being created; `null` when nothing comes from one. */
  readonly prefill: NewPatientPrefill | null
  readonly offer: (reading: MarkReading) => void
  /** The form has it, or does without. */
  readonly taken: () => void
}

const MarkContext = createContext<MarkDesk | null>(null)

/** A new desk, for the window of one session: locked, it is gone with all it held. */
export function useNewMarkDesk(): MarkDesk {
  const [asked, setAsked] = useState(false)
  const [prefill, setPrefill] = useState<NewPatientPrefill | null>(null)
  return useMemo(
    () => ({
      asked,
      ask: () => setAsked(true),
      answered: () => setAsked(false),
      prefill,
      offer: (reading) => setPrefill(prefillOf(reading)),
      taken: () => setPrefill(null),
    }),
    [asked, prefill],
  )
}

/** A mark that was read whole has every trait; `null` for one that has not. */
function prefillOf({ traits, birthPlaceName }: MarkReading): NewPatientPrefill | null {
  const strict = traitsFrom(traits)
  return strict === null ? null : { from: 'data-matrix', traits: strict, birthPlaceName }
}

/** Gives the desk to the screens of the window. */
export function MarkProvider({ desk, children }: { readonly desk: MarkDesk; readonly children: ReactNode }) {
  return <MarkContext value={desk}>{children}</MarkContext>
}

/** The desk of this window. */
export function useMarkDesk(): MarkDesk {
  const desk = useContext(MarkContext)
  if (desk === null) throw new Error('useMarkDesk needs a MarkProvider')
  return desk
}
