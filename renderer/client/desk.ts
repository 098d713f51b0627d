import { createContext, useContext } from 'react'
import type { RecordTab, Workspace } from '#app/features/sessions/model.ts'

/** Where the person is. */
export type Place =
  | { readonly kind: 'list' }
  | { readonly kind: 'new-patient' }
  | { readonly kind: 'tasks' }
  | { readonly kind: 'contacts' }
  | { readonly kind: 'unfiled' }
  | { readonly kind: 'identities' }
  | { readonly kind: 'record'; readonly patientId: string; readonly section: string }
  | { readonly kind: 'settings'; readonly section: string }

/** A change of what a record's tab shows; what is not named stays. */
export interface TabChange {
  readonly entry?: RecordTab['entry']
  readonly editor?: RecordTab['editor']
}

/** What a screen may do to the desk it lies on: open and close records, go elsewhere, remember sizes. The shell is the desk. */
export interface Desk {
  readonly place: Place
  readonly go: (place: Place) => void
  /** Opens a record in a tab of its own, or brings its tab forward. */
  readonly openRecord: (patientId: string, section?: string) => void
  /** Opens a record on one entry of « Historique ». */
  readonly openEntry: (patientId: string, entry: NonNullable<RecordTab['entry']>) => void
  /** What a record's tab shows beside its part: the entry read, what is being written. `undefined` takes it away. */
  readonly keepInTab: (patientId: string, change: TabChange) => void
  /** Closes its tab; a draft stays where it is. */
  readonly closeRecord: (patientId: string) => void
  readonly workspace: Workspace
  /** A size in pixels kept for this person under a name (`list.pane`, `list.column.usedName`), or `otherwise`. */
  readonly size: (name: string, otherwise: number) => number
  readonly keepSize: (name: string, pixels: number) => void
  readonly setTheme: (theme: Workspace['theme']) => void
  /** Sends what is typed, then locks. */
  readonly lock: () => void
}

const DeskContext = createContext<Desk | null>(null)

/** The shell gives it. */
export const DeskProvider = DeskContext.Provider

/** The desk this screen lies on. */
export function useDesk(): Desk {
  const desk = useContext(DeskContext)
  if (desk === null) throw new Error('useDesk is called outside the shell')
  return desk
}
