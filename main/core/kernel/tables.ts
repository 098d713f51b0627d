import type { Kysely } from 'kysely'

/**
 * Every table of the cabinet, by name. The kernel declares its own here; each slice adds its tables in its `tables.ts`:
 *
 * @example
 * declare module '#core/kernel/tables.ts' {
 *   interface CabinetTables { patient: PatientTable }
 * }
 */
export interface CabinetTables {
  cabinet_info: CabinetInfoTable
  audit_entry: AuditEntryTable
  setting: SettingTable
  journal_lineage: JournalLineageTable
  journal_seal: JournalSealTable
}

/** One row: what the cabinet is. Its identifier must equal the manifest's. */
export interface CabinetInfoTable {
  cabinet_id: string
  profile: 'production' | 'training'
  created_at: string
}

/** One line of the journal. Append-only by trigger; each line holds the digest of the one before it. */
export interface AuditEntryTable {
  /** 1: the digest covers the columns; 2: it covers them through `content_digest`, so that they can be emptied. */
  format: number
  /** For looking lines up; `expired` once the line is emptied. */
  family: string
  retention: 'technical' | 'record' | 'kept'
  /** Of format 2, until the line is emptied. */
  salt: string | null
  content_digest: string | null
  sequence: number
  at: string
  act: string
  outcome: 'done' | 'refused' | 'failed'
  /** The refusal's code when `outcome` is not `done`. */
  problem: string | null
  operation: string
  actor_user_id: string | null
  /** Why the core acted by itself, when nobody asked. */
  service: string | null
  seat: string
  session_id: string | null
  patient_id: string | null
  subject_id: string | null
  /** Canonical JSON; empty once the line is emptied. */
  details: string
  previous_digest: string
  digest: string
}

/** From which lines on the journal continues a backup that the program restored: each begins another lineage. */
export interface JournalLineageTable {
  sequence: number
  digest: string
  restoration_id: string
}

/** One row: how far the head was last sealed beside the file. An older file put back says an older one. */
export interface JournalSealTable {
  only_row: number
  sequence: number
  sealed_at: string
}

/** Settings of the cabinet by section, each a JSON document with its version. */
export interface SettingTable {
  section: string
  content: string
  version: number
  updated_at: string
  updated_by: string | null
}

/**
 * A handle that reads: no insert, no update, no delete to call, on a connection that refuses them anyway. A `WriteDb` is
 * one too, so that a repository's reads serve both. (Kysely's own `ReadonlyKysely` does not take a `Kysely`.)
 */
export type ReadDb = Pick<
  Kysely<CabinetTables>,
  'selectFrom' | 'selectNoFrom' | 'with' | 'withRecursive' | 'fn' | 'case' | 'dynamic' | 'getExecutor'
>
/** A handle that writes, inside the one transaction of an operation. */
export type WriteDb = Kysely<CabinetTables>

/**
 * Which column of a table names the patient a row belongs to. The scope plugin limits every query on these tables to
 * the patients the actor may see.
 */
export interface PatientColumn {
  readonly column: string
  /** A row without patient (an unlinked result, an unlinked task) is free for all, as GRP-2 says. Default: false. */
  readonly nullable?: boolean
  /** Where those are born that the rows belong to (patients, contacts): a row inserted here is a new one, whom its author then sees. */
  readonly own?: boolean
  /**
   * For what has access groups of its own without being a patient (a contact of the address book): the table that says
   * which, and its column of that identifier. Default: the groups of the patient.
   */
  readonly groups?: GroupsPlace
  /**
   * In which archives the rows go. `record` (the default): those of one patient as well as those of the whole cabinet.
   * `private` (personal notes) and `trace` (who had access): only those of the whole cabinet, as the rules of portability
   * say. `packed`: all of them, in the words of their slice ({@link PatientLife}), because this cabinet numbers its rows.
   * `local`: none, they mean nothing in another cabinet; their reason stands beside.
   */
  readonly archive?: ArchivePlace
  /** Rows with this value in this column go in no archive. */
  readonly notArchived?: { readonly column: string; readonly value: string }
}

/** In which archives the rows of a table go. */
export type ArchivePlace = 'record' | 'private' | 'trace' | 'packed' | 'local'

/** A row as an archive holds it: texts, numbers and nulls by the name of their column. */
export type ArchivedRow = Readonly<Record<string, string | number | null>>

/**
 * What a slice keeps of a patient beside rows that name them: a search index, an order, counts, drafts in a place of their
 * own. Called inside the transaction that deletes a record, merges two or brings one from an archive; everything else is
 * read from the schema (`readPatientTables`).
 */
export interface PatientLife {
  /** Before the rows of a record are deleted, or given to another: takes out what no foreign key reaches. */
  leave?(db: WriteDb, patientId: string): Promise<void>
  /** After rows were given to a record or inserted for it: puts back what is derived from them. */
  enter?(db: WriteDb, patientId: string): Promise<void>
  /** What the slice keeps of a patient in tables whose rows this cabinet numbers, named by things that have a name elsewhere. */
  pack?(db: ReadDb, patientId: string): Promise<readonly ArchivedRow[]>
  /** Writes it where it does not yet exist. Throws for what `pack` does not give. */
  unpack?(db: WriteDb, patientId: string, rows: readonly ArchivedRow[]): Promise<void>
}

/** The table that says which access groups somebody is in, and its column of their identifier. */
export interface GroupsPlace {
  readonly table: string
  readonly column: string
  /**
   * On SQLite, the index that begins with the group. Looked into rather than the key: what somebody sees of it is as small
   * as what they see, and stays in the cache when the rows of all patients would not.
   */
  readonly index?: string
}

/** Where the groups of a patient are. */
export const patientGroups: GroupsPlace = {
  table: 'patient_access_group',
  column: 'patient_id',
  index: 'patient_access_group_by_group',
}

/** Patient-bound tables of a slice, exported by each slice's `index.ts` as `patientColumns`. */
export type PatientColumns = Readonly<Partial<Record<keyof CabinetTables, PatientColumn>>>
