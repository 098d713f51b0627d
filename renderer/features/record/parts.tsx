/**
 * What a record is made of. The one place where slices put their parts: a tab, a block of the summary, what reads an
 * entry of « Historique », what writes one, a line of a menu.
 *
 * A slice exports its parts from its own index, typed by `renderer/features/forms` (`SectionProps`, `SummaryProps`,
 * `ReaderProps`, `EditorProps`, `RecordMenuItem`), and adds one line here; nothing else of this slice changes. What is
 * heavy is loaded by the slice itself, when it is first shown.
 */
import type { ComponentType } from 'react'
import type { PatientRecord } from '#app/features/patients/model.ts'
import type { EntryKind } from '#app/features/record/model.ts'
import { recordText } from '#app/text/fr/record.ts'
import type { Permission } from '#app/kernel/permissions.ts'
import type {
  EditorForm,
  EditorProps,
  ReaderProps,
  RecordMenuItem,
  SectionProps,
  SummaryProps,
} from '#renderer/features/forms/index.ts'
import { DocumentReader, importItem } from '#renderer/features/documents/index.ts'
import {
  AntecedentsSection,
  AllergiesSummary,
  HabitusSummary,
  ProblemsSummary,
} from '#renderer/features/antecedents/index.ts'
import { lifecycleMenuItems } from '#renderer/features/lifecycle/index.ts'
import { exportItem } from '#renderer/features/portability/index.ts'
import { PatientAccesses } from '#renderer/features/journal/index.ts'
import { ExamsSection, MeasuresSummary } from '#renderer/features/measurements/index.ts'
import { LetterEditor, LetterReader } from '#renderer/features/letters/index.ts'
import { NoteEditor, NoteReader } from '#renderer/features/notes/index.ts'
import { MemosSection } from '#renderer/features/memos/index.ts'
import { namesInUse } from '#renderer/features/patients/index.ts'
import { ReimbursementsSection } from '#renderer/features/reimbursements/index.ts'
import { ResultReader } from '#renderer/features/results/index.ts'
import { PatientTasks } from '#renderer/features/tasks/index.ts'
import { PrescriptionEditor, PrescriptionReader } from '#renderer/features/prescriptions/index.ts'
import { printMenuItems } from '#renderer/features/printing/index.ts'
import { TreatmentsSection, TreatmentsSummary } from '#renderer/features/treatments/index.ts'
import { VaccinationReader, VaccinationSection, VaccinationsSummary } from '#renderer/features/vaccinations/index.ts'
import type { Keys } from '#ui/actions/index.ts'
import { adverseEventItem } from './AdverseEvent.tsx'
import { CivilStatusPart } from './CivilStatusPart.tsx'

const text = recordText.tabs

/** What a tab is given: the part of a slice looks at `SectionProps` alone. */
export interface TabProps extends SectionProps {
  /** The civil status was saved: the record shown is this one. */
  readonly onRecord: (record: PatientRecord) => void
  /** Somebody else changed it: it is read again. */
  readonly onConflict: () => void
}

/** A tab of the record. Its key does not change with what its neighbours are. */
export interface RecordSection {
  readonly id: string
  readonly label: string
  readonly keys: Keys
  /** Any of them opens it. */
  readonly needs: readonly Permission[]
  /** `null`: « Historique », which the record draws itself. */
  readonly Section: ComponentType<TabProps> | null
}

/** The tabs, in the order that never changes (DOS-2). */
export const sections: readonly RecordSection[] = [
  {
    id: 'historique',
    label: text.history,
    keys: 'Alt+1',
    needs: ['record.read', 'document.read'],
    Section: null,
  },
  { id: 'etat-civil', label: text.civilStatus, keys: 'Alt+2', needs: ['patient.read'], Section: CivilStatusPart },
  { id: 'antecedents', label: text.antecedents, keys: 'Alt+3', needs: ['record.read'], Section: AntecedentsSection },
  {
    id: 'traitements',
    label: text.treatments,
    keys: 'Alt+4',
    needs: ['record.read'],
    Section: TreatmentsSection,
  },
  { id: 'examens', label: text.exams, keys: 'Alt+5', needs: ['record.read'], Section: ExamsSection },
  {
    id: 'vaccination',
    label: text.vaccinations,
    keys: 'Alt+6',
    needs: ['record.read'],
    Section: VaccinationSection,
  },
  { id: 'notes', label: text.memos, keys: 'Alt+7', needs: ['record.read'], Section: MemosSection },
  { id: 'taches', label: text.tasks, keys: 'Alt+8', needs: ['task.read'], Section: Tasks },
  {
    id: 'remboursements',
    label: text.reimbursements,
    keys: 'Alt+0',
    needs: ['reimbursements.read'],
    Section: ReimbursementsSection,
  },
  { id: 'acces', label: text.accesses, keys: 'Alt+9', needs: ['patient.accesses'], Section: Accesses },
]

/** A block of « Résumé du dossier », under the allergies. */
export interface SummaryPart {
  readonly id: string
  readonly needs: Permission
  /** Only where the window is wide: elsewhere it would push the others out of sight. */
  readonly wide?: true
  readonly Block: ComponentType<SummaryProps>
}

/** Allergies in full, above the other blocks: they never fold. */
export const AllergiesBlock: ComponentType<SummaryProps> = AllergiesSummary

/** The blocks, in their order. */
export const summaryParts: readonly SummaryPart[] = [
  { id: 'problems', needs: 'record.read', Block: ProblemsSummary },
  { id: 'habitus', needs: 'record.read', Block: HabitusSummary },
  { id: 'treatments', needs: 'record.read', Block: TreatmentsSummary },
  { id: 'vaccinations', needs: 'record.read', wide: true, Block: VaccinationsSummary },
  { id: 'measures', needs: 'record.read', wide: true, Block: MeasuresSummary },
]

/** What reads each kind of entry. A kind that nothing writes has no reader. */
export const readers: Readonly<Partial<Record<EntryKind, ComponentType<ReaderProps>>>> = {
  consultation: NoteReader,
  letter: LetterReader,
  document: DocumentReader,
  prescription: PrescriptionReader,
  result: ResultReader,
  vaccination: VaccinationReader,
}

/** What writes, and who may. */
export interface EditorPart {
  readonly Editor: ComponentType<EditorProps>
  readonly needs: Permission
}

/** The editors. A form without one has neither its button nor its key. */
export const editors: Readonly<Partial<Record<EditorForm, EditorPart>>> = {
  note: { Editor: NoteEditor, needs: 'record.write' },
  letter: { Editor: LetterEditor, needs: 'letter.write' },
  prescription: { Editor: PrescriptionEditor, needs: 'prescription.write' },
}

/** The lines of « Imprimer » and of « Autres actions », in their order. */
export const menuItems: readonly RecordMenuItem[] = [
  ...printMenuItems,
  importItem,
  exportItem,
  ...lifecycleMenuItems,
  adverseEventItem,
]

function Tasks({ patient }: TabProps) {
  const { patientId, fields } = patient
  const { name, firstName } = namesInUse({ ...fields, firstName: fields.firstBirthFirstName })
  return <PatientTasks patient={{ patientId, displayName: `${name} ${firstName}`, birthDate: fields.birthDate }} />
}

function Accesses({ patient }: TabProps) {
  return <PatientAccesses patientId={patient.patientId} />
}
