import { type JournalRetention, journalRetention } from '#app/features/journal/model.ts'
import { expiryLimit, familiesOf, usualRetention } from '#app/features/journal/rules.ts'
import { findSection } from '#core/features/settings/index.ts'
import type { ExpiredLines } from '#core/kernel/audit-retention.ts'
import type { ReadDb } from '#core/kernel/tables.ts'

/** The section of `setting` that says how long lines are kept. */
export const retentionSection = 'journal'

/** How long lines are kept, as things are now. */
export async function readRetention(db: ReadDb): Promise<JournalRetention> {
  const section = await findSection(db, retentionSection, journalRetention)
  return section?.value ?? usualRetention
}

/** Which lines have reached the end of their time. @param now ISO 8601 in UTC with milliseconds. */
export async function expiredLines(db: ReadDb, now: string): Promise<readonly ExpiredLines[]> {
  const retention = await readRetention(db)
  return (['technical', 'record'] as const).map((of) => ({
    retention: of,
    families: familiesOf(of),
    before: expiryLimit(now, retention, of),
  }))
}
