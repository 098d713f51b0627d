import { type Problem, problem } from '#app/kernel/problem.ts'
import type { NoteItem } from '#app/features/notes/model.ts'
import { measurementFeeder } from '#core/features/measurements/index.ts'
import { antecedentFeeders } from '#core/features/antecedents/index.ts'
import { vaccinationFeeder } from '#core/features/vaccinations/index.ts'
import { treatmentFeeder } from '#core/features/treatments/index.ts'
import type { FedFrom, NoteFeeder } from '#core/kernel/note-feeding.ts'
import type { WriteDb } from '#core/kernel/tables.ts'

/** Who takes what a note feeds. One line a kind; a kind without a line here is refused at the signature. */
const feeders: readonly NoteFeeder[] = [
  antecedentFeeders.problem,
  antecedentFeeders.family,
  antecedentFeeders.habitus,
  antecedentFeeders.allergy,
  treatmentFeeder,
  measurementFeeder,
  vaccinationFeeder,
]

/** Feeding as it was asked for: what a note says of where it comes from, before the item is known. */
export type Source = Omit<FedFrom, 'itemId'>

/** The first item that cannot be signed, as a refusal; `null` when all can. */
export function refusedItem(items: readonly NoteItem[]): Problem<'note.item-refused'> | null {
  const refused = items.find(({ kind, fields }) => feederOf(kind)?.fields.safeParse(fields).success !== true)
  return refused === undefined ? null : problem('note.item-refused', { itemId: refused.itemId, kind: refused.kind })
}

/** Puts items where they belong. Their fields were judged by {@link refusedItem}. */
export async function putItems(db: WriteDb, source: Source, items: readonly NoteItem[]): Promise<void> {
  for (const { itemId, kind, fields } of items) {
    const feeder = feederOf(kind)
    await feeder?.put(db, { ...source, itemId }, feeder.fields.parse(fields))
  }
}

/** Takes items out of where they were put. */
export async function withdrawItems(db: WriteDb, source: Source, items: readonly NoteItem[]): Promise<void> {
  for (const { itemId, kind } of items) await feederOf(kind)?.withdraw(db, { ...source, itemId })
}

/** Brings back items withdrawn at an instant. */
export async function restoreItems(
  db: WriteDb,
  source: Source,
  items: readonly NoteItem[],
  withdrawnAt: string,
): Promise<void> {
  for (const { itemId, kind } of items) await feederOf(kind)?.restore(db, { ...source, itemId }, withdrawnAt)
}

/** What items say in plain words, for the search. */
export function wordsOfItems(items: readonly NoteItem[]): string {
  return items
    .flatMap(({ kind, fields }) => {
      const feeder = feederOf(kind)
      const read = feeder?.fields.safeParse(fields)
      return read?.success === true ? [feeder?.words?.(read.data) ?? ''] : []
    })
    .filter((words) => words !== '')
    .join('\n')
}

function feederOf(kind: NoteItem['kind']): NoteFeeder | undefined {
  return feeders.find((feeder) => feeder.kind === kind)
}
