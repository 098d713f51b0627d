import type { DocumentKind, DocumentSource, QuarterTurn, VersionReason } from '#app/features/documents/model.ts'
import type { PatientColumns } from '#core/kernel/tables.ts'

declare module '#core/kernel/tables.ts' {
  interface CabinetTables {
    blob: BlobTable
    blob_piece: BlobPieceTable
    document: DocumentTable
    document_category: DocumentCategoryTable
    document_habit: DocumentHabitTable
    document_upload: DocumentUploadTable
    document_version: DocumentVersionTable
    document_words: DocumentWordsTable
    scan_fault: ScanFaultTable
  }
}

/** A content, kept once whatever names it. Never shown but through a row in sight that names it. */
export interface BlobTable {
  /** SHA-256, hexadecimal. */
  digest: string
  content_id: string
  bytes: number
  pieces: number
}

/** A piece of a content, of an import under way too. */
export interface BlobPieceTable {
  content_id: string
  position: number
  piece: Uint8Array
  /** SHA-256 of the piece. */
  piece_digest: string
}

/** A file being sent, of the person who sends it. Its pieces are kept under `upload_id`. */
export interface DocumentUploadTable {
  upload_id: string
  user_id: string
  file_name: string
  bytes: number
  received: number
  pieces: number
  started_at: string
}

/** A document, with the content it shows now. */
export interface DocumentTable {
  document_id: string
  /** `null`: to be filed, and everybody's who reads documents. */
  patient_id: string | null
  title: string
  category_id: string | null
  document_date: string
  sender: string
  kind: DocumentKind
  file_name: string
  source: DocumentSource
  blob_digest: string
  /** Of the version shown. */
  number: number
  bytes: number
  pages: number | null
  turn: QuarterTurn
  imported_at: string
  /** `null`: the core itself, from the scan folder. */
  imported_by: string | null
  updated_at: string
  updated_by: string | null
  removed_at: string | null
  removed_by: string | null
  version: number
}

/** One state of a document's content. Added to, never changed. */
export interface DocumentVersionTable {
  document_version_id: string
  document_id: string
  patient_id: string | null
  number: number
  blob_digest: string
  bytes: number
  pages: number | null
  turn: QuarterTurn
  reason: VersionReason
  made_at: string
  made_by: string | null
}

/** The words found in a document's present content, for the search. */
export interface DocumentWordsTable {
  document_id: string
  patient_id: string | null
  words: string
}

/** A category of documents. */
export interface DocumentCategoryTable {
  category_id: string
  name: string
  name_key: string
  tone: string
  /** JSON: an array of words. */
  keywords: string
  position: number
  archived: number
  updated_at: string | null
  updated_by: string | null
  version: number
}

/** The category given to files named alike; names no patient but what a file name may. */
export interface DocumentHabitTable {
  habit_key: string
  category_id: string
  used_at: string
}

/** A file of the scan folder that was set aside. */
export interface ScanFaultTable {
  scan_fault_id: string
  file_name: string
  reason: string
  at: string
}

/** A document is in sight with its patient; to be filed, it is everybody's (GRP-2). */
export const patientColumns: PatientColumns = {
  // An export of the record is not carried by the next one.
  document: { column: 'patient_id', nullable: true, notArchived: { column: 'source', value: 'export' } },
  document_version: { column: 'patient_id', nullable: true },
  document_words: { column: 'patient_id', nullable: true },
}
