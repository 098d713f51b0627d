import { writeMark } from '#app/features/identity/rules/data-matrix.ts'
import { exchangedIdentity } from '#app/features/identity/rules/showing.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import { findIdentity } from './repository.ts'

/**
 * The text of the INS DataMatrix of a record in sight, with the traits of INSi to the letter. `null` unless the identity is
 * qualified (RNIV 1 v2.0, EXI DIF 02), and for the rare one whose traits do not enter the format.
 */
export async function findMark(db: ReadDb, patientId: string): Promise<string | null> {
  const held = await findIdentity(db, patientId)
  const exchanged = held === null ? null : exchangedIdentity(held.identity)
  if (exchanged === null) return null
  const mark = writeMark(exchanged)
  return mark.ok ? mark.text : null
}
