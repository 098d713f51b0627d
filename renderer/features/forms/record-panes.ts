import type { ComponentType } from 'react'
import type { EntryKind } from '#app/features/record/model.ts'
import type { PatientRecord } from '#app/features/patients/model.ts'
import type { Permission } from '#app/kernel/permissions.ts'

/** An entry of « Historique »: which one, and what reads it. */
export interface ShownEntry {
  readonly entryId: string
  readonly kind: EntryKind
}

/** What is written in the record’s editor, one at a time. */
export type EditorForm = 'note' | 'letter' | 'prescription'

/** Asks the record’s screen for an editor. */
export interface EditorRequest {
  readonly form: EditorForm
  /** The entry revised; `null` for a new one. */
  readonly subjectId: string | null
  /** What a new one starts with, as its form reads it. Kept with the workspace: small, and never a secret. */
  readonly startWith?: Readonly<Record<string, unknown>>
}

/**
 * One entry of « Historique », shown in the reading pane. The reader draws its own head (`ReaderHead`: title, author,
 * actions) and scrolls in the room it is given, a flex column; the pane adds the button that widens it.
 */
export interface ReaderProps {
  readonly patientId: string
  readonly entryId: string
  /** Opens the editor beside, for a revision or for something written from this entry. */
  readonly onEdit: (request: EditorRequest) => void
  /** The entry has just been removed: the pane empties. */
  readonly onRemoved: () => void
}

/** What is being written, beside what is read. The editor keeps its own draft: it may be taken away at any moment. */
export interface EditorProps {
  readonly patient: PatientRecord
  readonly subjectId: string | null
  readonly startWith?: Readonly<Record<string, unknown>>
  /** Puts the editor away; the draft, if any, waits. */
  readonly onClose: () => void
  /** It became an entry: the editor goes and the entry is shown. */
  readonly onSaved: (entryId: string) => void
  /** Changes to another editor of the same record. */
  readonly onOpen: (request: EditorRequest) => void
}

/** A block of « Résumé du dossier »: a `SummaryBlock` with its lines, or nothing where there is nothing to say. */
export interface SummaryProps {
  readonly patientId: string
}

/** A tab of the record. */
export interface SectionProps {
  readonly patient: PatientRecord
  /** Opens an editor beside « Historique » (« Renouveler » of a treatment). */
  readonly onOpen: (request: EditorRequest) => void
  /** Shows an entry of « Historique ». */
  readonly onShow: (entry: ShownEntry) => void
}

/** What was chosen in a menu of the record, for as long as it lasts. */
export interface RecordActProps {
  readonly patient: PatientRecord
  /** It is done, or was given up: the component goes, and the focus is given back. */
  readonly onClose: () => void
  readonly onOpen: (request: EditorRequest) => void
  readonly onShow: (entry: ShownEntry) => void
}

/** A line of the menus « Imprimer » (Alt I) and « Autres actions » (Alt M) of the record. */
export interface RecordMenuItem {
  readonly id: string
  readonly menu: 'print' | 'more'
  readonly label: string
  /** Who sees it; the core refuses the others anyway. */
  readonly needs: Permission
  /** Whether it concerns this record (« Débloquer » only of a blocked one); always, unless given. */
  readonly concerns?: (patient: PatientRecord) => boolean
  /** Drawn last and apart: what takes something away. */
  readonly danger?: boolean
  /** Mounted when it is chosen, until it calls `onClose`: a dialog, or nothing drawn while it acts. */
  readonly Act: ComponentType<RecordActProps>
}
