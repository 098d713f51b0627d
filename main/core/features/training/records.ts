import type { Antecedent, AntecedentKind } from '#app/features/antecedents/model.ts'
import type { Reading } from '#app/features/measurements/model.ts'
import type { NoteContent, NoteSection } from '#app/features/notes/model.ts'
import type { ResultFields } from '#app/features/results/model.ts'
import type { TreatmentFields } from '#app/features/treatments/model.ts'
import type { VaccinationFields } from '#app/features/vaccinations/model.ts'
import { insertLines, type NewLine } from '#core/features/antecedents/index.ts'
import { measurementIdOf, type MeasurementTable, rowOf as measurementRow } from '#core/features/measurements/index.ts'
import { type NoteRevisionTable, type NoteTable, titleOfNote } from '#core/features/notes/index.ts'
import { insertRows } from '#core/features/patients/index.ts'
import { type EntryFiller, type ManyEntry, type RecordEntry } from '#core/features/record/index.ts'
import {
  entryOf as resultEntry,
  lineRowsOf,
  type ResultTable,
  type ResultValueTable,
  rowOf as resultRow,
} from '#core/features/results/index.ts'
import { insertTreatments, type NewTreatment } from '#core/features/treatments/index.ts'
import { insertVaccinations, type NewVaccination, timelineEntryOf } from '#core/features/vaccinations/index.ts'
import type { WriteDb } from '#core/kernel/tables.ts'
import type { Chance } from './chance.ts'

/** Who writes the records of a patient. */
export interface RecordAuthor {
  readonly userId: string
  /** « Dr H. MARCHAND ». */
  readonly name: string
  readonly initials: string
}

/** Whose record is filled. */
export interface FilledPatient {
  readonly patientId: string
  readonly groupMarks: readonly string[]
  readonly author: RecordAuthor
}

/** What is given of a consultation. */
export interface InventedNote {
  readonly occurredAt: string
  readonly sections: readonly (readonly [sectionId: string, keyword: string, text: string])[]
  readonly readings: readonly Reading[]
}

/**
 * Gathers the records of the training cabinet, then writes them a table at a time: rows by hundreds, and the Historique
 * oldest first.
 */
export class RecordFiller {
  readonly #ids: Chance
  #notes: NoteTable[] = []
  #revisions: NoteRevisionTable[] = []
  #measurements: MeasurementTable[] = []
  #results: ResultTable[] = []
  #values: ResultValueTable[] = []
  #treatments: (NewTreatment & { readonly author: RecordAuthor; readonly at: string })[] = []
  #vaccinations: (NewVaccination & { readonly stamp: { at: string; by: string; byName: string } })[] = []
  #antecedents: { readonly line: NewLine; readonly stamp: { at: string; by: string; byName: string } }[] = []
  #entries: ManyEntry[] = []

  constructor(ids: Chance) {
    this.#ids = ids
  }

  #newId(at: string): string {
    return this.#ids.id(Date.parse(at))
  }

  #enter(entry: RecordEntry, { groupMarks }: FilledPatient): void {
    this.#entries.push({ entry, groupMarks })
  }

  /** How many rows wait to be written, more or less. */
  get waiting(): number {
    return this.#entries.length
  }

  /** A signed consultation, with what was measured in it. */
  note(patient: FilledPatient, note: InventedNote): void {
    const { author, patientId } = patient
    const { occurredAt } = note
    const noteId = this.#newId(occurredAt)
    const revisionId = this.#newId(occurredAt)
    const itemId = this.#newId(occurredAt)
    const sections: NoteSection[] = note.sections.map(([sectionId, keyword, text]) => ({
      sectionId,
      keyword,
      text,
      items: [],
    }))
    if (note.readings.length > 0) {
      const fields = { readings: note.readings.map((reading) => ({ ...reading })) }
      const items = [{ itemId, kind: 'measurement' as const, fields }]
      sections.splice(1, 0, { sectionId: 'constantes', keyword: 'Constantes', text: '', items })
    }
    const content: NoteContent = { occurredAt, sections }
    const signed = { patient_id: patientId, author_id: author.userId, author_name: author.name }
    this.#revisions.push({
      ...signed,
      revision_id: revisionId,
      note_id: noteId,
      revision: 1,
      content: JSON.stringify(content),
      reason: '',
      at: occurredAt,
    })
    this.#notes.push({
      ...signed,
      note_id: noteId,
      revision_id: revisionId,
      revision: 1,
      occurred_at: occurredAt,
      signed_at: occurredAt,
      removed_at: null,
      removed_by: null,
      version: 1,
    })
    for (const reading of note.readings) {
      const measured = { patientId, setId: itemId, sourceNoteId: noteId, measuredAt: occurredAt, reading }
      const stamp = { at: occurredAt, userId: author.userId, name: author.name }
      this.#measurements.push(
        measurementRow({ ...measured, measurementId: measurementIdOf(itemId, reading.code) }, stamp),
      )
    }
    this.#enter(
      {
        entryId: noteId,
        patientId,
        kind: 'consultation',
        categoryId: null,
        occurredAt,
        title: titleOfNote(content),
        detail: '',
        authorId: author.userId,
        authorName: author.initials,
        marks: { signed: true },
        text: note.sections.map(([, keyword, text]) => `${keyword}\u00A0: ${text}`).join('\n'),
      },
      patient,
    )
  }

  /** A result of laboratory; `seenAt`: when its author saw it. */
  result(patient: FilledPatient, fields: ResultFields, seenAt: string | null): void {
    const { author, patientId } = patient
    const at = `${fields.sampledOn}T16:00:00.000Z`
    const stamp = { at, userId: author.userId, name: author.name }
    const row = resultRow({ resultId: this.#newId(at), patientId, fields }, stamp)
    this.#results.push({ ...row, seen_at: seenAt, seen_by: seenAt === null ? null : author.initials })
    this.#values.push(...lineRowsOf(row, fields.lines, () => this.#newId(at)))
    this.#enter(resultEntry(row, fields), patient)
  }

  /** A treatment being taken. */
  treatment({ patientId, author }: FilledPatient, fields: TreatmentFields, at: string): void {
    this.#treatments.push({ treatmentId: this.#newId(at), patientId, fields, author, at })
  }

  /** A vaccination given at the cabinet. */
  vaccination(patient: FilledPatient, fields: VaccinationFields): void {
    const { author, patientId } = patient
    const at = `${fields.givenOn}T10:00:00.000Z`
    const given = { vaccinationId: this.#newId(at), patientId, sourceNoteId: null, fields }
    this.#vaccinations.push({ ...given, stamp: { at, by: author.userId, byName: author.name } })
    this.#enter(timelineEntryOf(given, { id: author.userId, name: author.initials }), patient)
  }

  /** A line of « Antécédents ». */
  antecedent({ patientId, author }: FilledPatient, { kind, fields }: Antecedent, at: string): void {
    const line = { entryId: this.#newId(at), patientId, kind, fields, sourceNoteId: null }
    this.#antecedents.push({ line, stamp: { at, by: author.userId, byName: author.name } })
  }

  /** Writes what was gathered; `between` is called after each batch. Nothing older may be gathered afterwards. */
  async write(db: WriteDb, entries: EntryFiller, between: (written: number) => Promise<void>): Promise<void> {
    await inBatches(this.#revisions, (rows) => insertRows(db, 'note_revision', rows, true))
    await inBatches(this.#notes, (rows) => insertRows(db, 'note', rows, true))
    await inBatches(this.#measurements, (rows) => insertRows(db, 'measurement', rows, true))
    await inBatches(this.#results, (rows) => insertRows(db, 'result', rows, true))
    await inBatches(this.#values, (rows) => insertRows(db, 'result_value', rows, true))
    await between(0)
    for (const [, sameAuthor] of Map.groupBy(this.#treatments, ({ author }) => author.userId)) {
      const [first] = sameAuthor
      if (first === undefined) continue
      await insertTreatments(db, sameAuthor, { at: first.at, by: first.author.userId, byName: first.author.name })
    }
    await inBatches(this.#vaccinations, (rows) => insertVaccinations(db, rows))
    for (const [kind, lines] of Map.groupBy(this.#antecedents, ({ line }) => line.kind)) {
      await inBatches(lines, (some) => insertOfKind(db, kind, some))
    }
    this.#entries.sort((a, b) => (a.entry.occurredAt < b.entry.occurredAt ? -1 : 1))
    let written = 0
    await inBatches(this.#entries, async (some) => {
      await entries.add(some)
      written += some.length
      await between(written)
    })
    this.#notes = []
    this.#revisions = []
    this.#measurements = []
    this.#results = []
    this.#values = []
    this.#treatments = []
    this.#vaccinations = []
    this.#antecedents = []
    this.#entries = []
  }
}

const atOnce = 250

async function inBatches<T>(rows: readonly T[], write: (some: readonly T[]) => Promise<void>): Promise<void> {
  for (let from = 0; from < rows.length; from += atOnce) await write(rows.slice(from, from + atOnce))
}

async function insertOfKind(
  db: WriteDb,
  kind: AntecedentKind,
  lines: readonly { readonly line: NewLine; readonly stamp: { at: string; by: string; byName: string } }[],
): Promise<void> {
  await insertLines(
    db,
    kind,
    lines.map(({ line, stamp }) => ({ ...line, kind, stamp })),
  )
}
