import type { AntecedentKind, FieldsOfKind } from '#app/features/antecedents/model.ts'
import { allergyFields, familyFields, habitusFields, problemFields } from '#app/features/antecedents/model.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'
import type { AllergyStatementTable, LineColumns } from './tables.ts'

/** Who writes, and when. */
export interface Stamp {
  readonly at: string
  readonly by: string
  /** « Dr H. MARCHAND ». */
  readonly byName: string
}

/** A line of one kind as it is kept. */
export interface Line<K extends AntecedentKind = AntecedentKind> extends Readonly<LineColumns> {
  readonly entryId: string
  readonly kind: K
  readonly fields: FieldsOfKind<K>
}

/** Where a new line comes from. */
export interface NewLine<K extends AntecedentKind = AntecedentKind> {
  readonly entryId: string
  readonly patientId: string
  readonly kind: K
  readonly fields: FieldsOfKind<K>
  readonly sourceNoteId: string | null
}

interface Keeping<K extends AntecedentKind> {
  readonly table: 'problem' | 'family_history' | 'habitus' | 'allergy'
  readonly key: string
  readonly columnsOf: (fields: FieldsOfKind<K>) => Readonly<Record<string, string | number | null>>
  readonly fieldsOf: (row: Readonly<Record<string, unknown>>) => FieldsOfKind<K>
}

/** How each kind is kept: its table, its columns, and the fields read back through the shape that wrote them. */
const keeping: { readonly [K in AntecedentKind]: Keeping<K> } = {
  problem: {
    table: 'problem',
    key: 'problem_id',
    columnsOf: ({ end, ald, ...fields }) => ({
      ...fields,
      ended: end,
      ald_kind: ald?.kind ?? null,
      ald_number: ald?.number ?? null,
      ald_starts_on: ald?.startsOn ?? null,
      ald_ends_on: ald?.endsOn ?? null,
    }),
    fieldsOf: (row) =>
      problemFields.parse({
        ...picked(row, ['label', 'code', 'nature', 'state', 'onset', 'comment']),
        end: row['ended'],
        ald:
          row['ald_kind'] === null
            ? null
            : {
                kind: row['ald_kind'],
                number: row['ald_number'],
                startsOn: row['ald_starts_on'],
                endsOn: row['ald_ends_on'],
              },
      }),
  },
  family: {
    table: 'family_history',
    key: 'family_history_id',
    columnsOf: ({ fatal, ...fields }) => ({ ...fields, fatal: fatal ? 1 : 0 }),
    fieldsOf: (row) =>
      familyFields.parse({
        ...picked(row, ['relative', 'label', 'code', 'age', 'comment']),
        fatal: row['fatal'] === 1,
      }),
  },
  habitus: {
    table: 'habitus',
    key: 'habitus_id',
    columnsOf: (fields) => ({
      topic: fields.topic,
      consumption: fields.use,
      cigarettes_per_day: fields.cigarettesPerDay,
      pack_years: fields.packYears,
      glasses_per_week: fields.glassesPerWeek,
      since: fields.since,
      stopped: fields.stopped,
      words: fields.text,
    }),
    fieldsOf: (row) =>
      habitusFields.parse({
        ...picked(row, ['topic', 'since', 'stopped']),
        use: row['consumption'],
        cigarettesPerDay: row['cigarettes_per_day'],
        packYears: row['pack_years'],
        glassesPerWeek: row['glasses_per_week'],
        text: row['words'],
      }),
  },
  allergy: {
    table: 'allergy',
    key: 'allergy_id',
    columnsOf: ({ substanceCode, classCode, ...fields }) => ({
      ...fields,
      substance_code: substanceCode,
      class_code: classCode,
    }),
    fieldsOf: (row) =>
      allergyFields.parse({
        ...picked(row, ['substance', 'category', 'type', 'reaction', 'severity', 'certainty', 'onset', 'comment']),
        substanceCode: row['substance_code'],
        classCode: row['class_code'],
      }),
  },
}

/** The lines of one kind that are not removed, in the order they were recorded. */
export async function findLines<K extends AntecedentKind>(
  db: ReadDb,
  kind: K,
  patientId: string,
): Promise<readonly Line<K>[]> {
  const { table, key } = keeping[kind]
  const rows = await db
    .selectFrom(table)
    .selectAll()
    .where('patient_id', '=', patientId)
    .where('removed_at', 'is', null)
    .orderBy('recorded_at')
    .orderBy(db.dynamic.ref(key))
    .execute()
  return rows.map((row) => lineOf(kind, row))
}

/** One line of a patient, removed or not; or nothing. */
export async function findLine<K extends AntecedentKind>(
  db: ReadDb,
  kind: K,
  patientId: string,
  entryId: string,
): Promise<Line<K> | undefined> {
  const { table, key } = keeping[kind]
  const row = await db
    .selectFrom(table)
    .selectAll()
    .where('patient_id', '=', patientId)
    .where(db.dynamic.ref(key), '=', entryId)
    .executeTakeFirst()
  return row === undefined ? undefined : lineOf(kind, row)
}

/** Adds a line. */
export async function insertLine<K extends AntecedentKind>(db: WriteDb, line: NewLine<K>, stamp: Stamp): Promise<void> {
  await insertLines(db, line.kind, [{ ...line, stamp }])
}

/** Adds many lines of one kind at once, each with who wrote it and when. */
export async function insertLines<K extends AntecedentKind>(
  db: WriteDb,
  kind: K,
  lines: readonly (NewLine<K> & { readonly stamp: Stamp })[],
): Promise<void> {
  if (lines.length === 0) return
  const { table, key, columnsOf } = keeping[kind]
  const values = lines.map(({ entryId, patientId, fields, sourceNoteId, stamp }) => ({
    [key]: entryId,
    patient_id: patientId,
    ...columnsOf(fields),
    source_note_id: sourceNoteId,
    recorded_at: stamp.at,
    recorded_by: stamp.by,
    recorded_by_name: stamp.byName,
    updated_at: stamp.at,
    updated_by: stamp.by,
    updated_by_name: stamp.byName,
    removed_at: null,
    removed_by: null,
    version: 1,
  }))
  // The columns are those of the table that `kind` names, which the compiler cannot follow through the choice.
  await db
    .insertInto(table)
    .values(values as never)
    .execute()
}

/** Writes over the version that was read; `removed`: takes it out, or brings it back. Answers the version it has now. */
export async function changeLine<K extends AntecedentKind>(
  db: WriteDb,
  line: Line<K>,
  change: { readonly fields?: FieldsOfKind<K>; readonly removed?: boolean; readonly sourceNoteId?: string },
  stamp: Stamp,
): Promise<number> {
  const { table, key, columnsOf } = keeping[line.kind]
  const version = line.version + 1
  const columns = {
    ...(change.fields === undefined ? {} : columnsOf(change.fields)),
    ...(change.removed === undefined
      ? {}
      : change.removed
        ? { removed_at: stamp.at, removed_by: stamp.by }
        : { removed_at: null, removed_by: null }),
    ...(change.sourceNoteId === undefined ? {} : { source_note_id: change.sourceNoteId }),
    updated_at: stamp.at,
    updated_by: stamp.by,
    updated_by_name: stamp.byName,
    version,
  }
  await db
    .updateTable(table)
    .set(columns as never)
    .where('patient_id', '=', line.patient_id)
    .where(db.dynamic.ref(key), '=', line.entryId)
    .execute()
  return version
}

/** « Aucune connue » in force, the last one stated; or nothing. */
export async function findStatement(db: ReadDb, patientId: string): Promise<AllergyStatementTable | undefined> {
  return db
    .selectFrom('allergy_statement')
    .selectAll()
    .where('patient_id', '=', patientId)
    .where('ended_at', 'is', null)
    .orderBy('declared_at', 'desc')
    .executeTakeFirst()
}

/** States that no allergy is known. */
export async function insertStatement(
  db: WriteDb,
  statement: { readonly statementId: string; readonly patientId: string },
  stamp: Stamp,
): Promise<void> {
  await db
    .insertInto('allergy_statement')
    .values({
      statement_id: statement.statementId,
      patient_id: statement.patientId,
      declared_at: stamp.at,
      declared_by: stamp.by,
      declared_by_name: stamp.byName,
      ended_at: null,
      ended_by: null,
    })
    .execute()
}

/** Ends every « Aucune connue » of a patient: an allergy came, or somebody took it back. */
export async function endStatements(db: WriteDb, patientId: string, stamp: Stamp): Promise<void> {
  await db
    .updateTable('allergy_statement')
    .set({ ended_at: stamp.at, ended_by: stamp.by })
    .where('patient_id', '=', patientId)
    .where('ended_at', 'is', null)
    .execute()
}

function lineOf<K extends AntecedentKind>(kind: K, row: object): Line<K> {
  const columns = row as LineColumns & Readonly<Record<string, unknown>>
  const { key, fieldsOf } = keeping[kind]
  return { ...columns, kind, entryId: String(columns[key]), fields: fieldsOf(columns) }
}

function picked(row: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, row[name]]))
}
