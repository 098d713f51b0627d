import {
  type MeasureCode,
  measureCodes,
  type MeasurementFields,
  measurementFields,
} from '#app/features/measurements/model.ts'
import type { FedFrom, NoteFeeder } from '#core/kernel/note-feeding.ts'
import type { WriteDb } from '#core/kernel/tables.ts'
import { findSet, insertMeasurements, rowOf, updateMeasurement } from './repository.ts'
import type { MeasurementTable } from './tables.ts'

/**
 * The identifier of one measure of a note: that of the item, its last two digits those of the code. The same item always
 * gives the same rows, here and in another cabinet.
 */
export function measurementIdOf(itemId: string, code: MeasureCode): string {
  return itemId.slice(0, -2) + measureCodes.indexOf(code).toString(16).padStart(2, '0')
}

/** « Constantes » of a note: each item is what was measured together. */
export const measurementFeeder: NoteFeeder<MeasurementFields> = {
  kind: 'measurement',
  fields: measurementFields,
  async put(db, from, { readings }) {
    const stamp = stampOf(from)
    const present = new Map((await findSet(db, from.patientId, from.itemId)).map((row) => [row.code, row]))
    for (const reading of readings) {
      const row = present.get(reading.code)
      present.delete(reading.code)
      if (row === undefined) {
        const measurementId = measurementIdOf(from.itemId, reading.code)
        const { patientId, noteId: sourceNoteId, itemId: setId, occurredAt: measuredAt } = from
        const measurement = { measurementId, patientId, setId, sourceNoteId, measuredAt, reading }
        await insertMeasurements(db, [rowOf(measurement, stamp)])
      } else if (!saysTheSame(row, reading.value, reading.second, from.occurredAt)) {
        const change = { value: reading.value, second_value: reading.second, measured_at: from.occurredAt }
        await updateMeasurement(db, row, { ...change, removed_at: null, removed_by: null }, stamp)
      }
    }
    await removeAll(db, [...present.values()], from)
  },
  async withdraw(db, from) {
    await removeAll(db, await findSet(db, from.patientId, from.itemId), from)
  },
  async restore(db, from, withdrawnAt) {
    for (const row of await findSet(db, from.patientId, from.itemId)) {
      if (row.removed_at !== withdrawnAt) continue
      await updateMeasurement(db, row, { removed_at: null, removed_by: null }, stampOf(from))
    }
  },
}

function saysTheSame(row: MeasurementTable, value: number, second: number | null, measuredAt: string): boolean {
  return row.value === value && row.second_value === second && row.measured_at === measuredAt && row.removed_at === null
}

async function removeAll(db: WriteDb, rows: readonly MeasurementTable[], from: FedFrom): Promise<void> {
  for (const row of rows) {
    if (row.removed_at !== null) continue
    await updateMeasurement(db, row, { removed_at: from.at, removed_by: from.actorName }, stampOf(from))
  }
}

function stampOf(from: FedFrom) {
  return { at: from.at, userId: from.actorId, name: from.actorName }
}
