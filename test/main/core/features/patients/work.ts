import type { Kysely } from 'kysely'
import type { CabinetTables, ReadDb, WriteDb } from '#core/kernel/tables.ts'
import type { Work } from '#core/kernel/work.ts'

/** What a handler is given, on a test's own handle; what it journals and announces is kept. */
export interface TestWork {
  readonly work: Work
  readonly journal: Record<string, unknown>[]
  readonly announced: string[]
}

/** Works made in this file: two of them make no identifier twice. */
let works = 0

/** A `Work` over one handle. Only what the slice uses is there: touching anything else fails the test. */
export function workOn(
  db: Kysely<CabinetTables>,
  actor: { readonly userId: string; readonly seesAll: boolean; readonly groupIds: readonly string[] },
): TestWork {
  const journal: Record<string, unknown>[] = []
  const announced: string[] = []
  const place = String(works++).padStart(3, '0')
  let ids = 0
  const work = {
    actor: { ...actor, emergencies: [], displayName: 'Dr Test MARCHAND', role: 'practitioner', permissions: [] },
    signal: new AbortController().signal,
    now: () => '2026-11-24T13:32:00.000Z',
    today: () => '2026-11-24',
    newId: () => {
      ids += 1
      return `01990000-0000-7000-8${place}-${String(ids).padStart(12, '0')}`
    },
    read: <T>(query: (handle: ReadDb) => Promise<T>) => query(db),
    write: <T>(change: (handle: WriteDb) => Promise<T>) => change(db),
    announce: (kind: string, id: string, version: number) => void announced.push(`${kind} ${id} ${version}`),
    journal: (note: Record<string, unknown>) => void journal.push(note),
  }
  return { work: work as unknown as Work, journal, announced }
}
