import { groupSearchMark } from '#core/features/access/index.ts'
import type { QueryDialect } from '#core/kernel/dialect.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import { searchCondition } from './search-query.ts'

/** Whose records a list shows, as the handle limits them, so that figures and pages need not look at each row. */
export interface ListSight {
  readonly seesAll: boolean
  readonly groupIds: readonly string[]
  /** Records opened by an emergency access at this moment. */
  readonly opened: readonly string[]
}

/** Figures of the records somebody sees. */
interface Figures {
  readonly shown: number
  readonly hidden: number
}

/** Whether there is nobody to see. */
export function seesNobody(sight: ListSight): boolean {
  return !sight.seesAll && sight.groupIds.length === 0 && sight.opened.length === 0
}

/**
 * The marks one of which a record in sight bears; `null` where marks do not say it: somebody who sees all, or to whom an
 * emergency access opens records of no group of theirs. The handle limits the rows in any case.
 */
export function marksInSight(sight: ListSight): readonly string[] | null {
  return sight.seesAll || sight.opened.length > 0 ? null : sight.groupIds.map(groupSearchMark)
}

/** Counted once as long as nothing that decides it changes, for each list of groups as an actor holds it. */
const counted = new WeakMap<readonly string[], { readonly version: number; readonly figures: Figures }>()

/** How many records somebody sees, hidden ones apart. */
export async function countInSight(db: ReadDb, sight: ListSight, dialect: QueryDialect): Promise<Figures> {
  const { sight_version: version, ...all } = await db
    .selectFrom('patient_register')
    .select(['shown', 'hidden', 'sight_version'])
    .where('one', '=', 1)
    .executeTakeFirstOrThrow()
  if (sight.seesAll) return all
  const known = counted.get(sight.groupIds)
  const inGroups = known?.version === version ? known.figures : await countInGroups(db, sight.groupIds, dialect)
  counted.set(sight.groupIds, { version, figures: inGroups })
  if (sight.opened.length === 0) return inGroups
  const besides = await openedBesides(db, sight)
  return { shown: inGroups.shown + besides.shown, hidden: inGroups.hidden + besides.hidden }
}

async function countInGroups(db: ReadDb, groupIds: readonly string[], dialect: QueryDialect): Promise<Figures> {
  if (groupIds.length === 0) return { shown: 0, hidden: 0 }
  const count = async (withoutHidden: boolean) => {
    const wanted = { terms: [], withoutHidden, inSight: groupIds.map(groupSearchMark) }
    const row = await db
      .selectFrom('patient_search')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where(searchCondition(wanted, dialect))
      .executeTakeFirstOrThrow()
    return Number(row.count)
  }
  const [shown, all] = [await count(true), await count(false)]
  return { shown, hidden: all - shown }
}

/** Records opened in an emergency that no group shows. */
async function openedBesides(db: ReadDb, { opened, groupIds }: ListSight): Promise<Figures> {
  let query = db.selectFrom('patient').select('patient.hidden').where('patient.patient_id', 'in', opened)
  if (groupIds.length > 0) {
    query = query.where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('patient_access_group')
            .select('patient_access_group.patient_id')
            .whereRef('patient_access_group.patient_id', '=', 'patient.patient_id')
            .where('patient_access_group.access_group_id', 'in', groupIds),
        ),
      ),
    )
  }
  const rows = await query.execute()
  const hidden = rows.filter((row) => row.hidden === 1).length
  return { shown: rows.length - hidden, hidden }
}
