import { IconCalendarOff } from '@tabler/icons-react'
import type { CivilDate } from '#app/kernel/civil-date.ts'
import type { PatientSummary } from '#app/features/patients/model.ts'
import { formatDate } from '#app/features/patients/rules/dates.ts'
import { type MatchRange, matchRanges } from '#app/features/patients/rules/search.ts'
import { patientsListText as text } from '#app/text/fr/patients-list.ts'
import type { Column } from '#ui/DataTable.tsx'
import { Marked } from '#ui/Mark.tsx'
import { InsWord } from '../InsMark.tsx'
import { shownAge } from '../presentation.ts'
import classes from './PatientList.module.css'

type ColumnId = keyof typeof text.columns

/** Shares of the width a column takes by itself; the others have what is left. */
const fixed: Partial<Record<ColumnId, number>> = { fileNumber: 76, birthDate: 160, insStatus: 124 }
const shares: Partial<Record<ColumnId, number>> = { usedName: 1.08, usedFirstName: 1, birthName: 1, birthFirstName: 1 }
const narrowest = 96

/** Widths that fill the table, until the person drags an edge. */
export function columnWidths(tableWidth: number): Readonly<Record<ColumnId, number>> {
  const ids = Object.keys(text.columns) as ColumnId[]
  const taken = Object.values(fixed).reduce((sum, width) => sum + width, 0)
  const whole = Object.values(shares).reduce((sum, share) => sum + share, 0)
  const free = Math.max(0, tableWidth - taken)
  return Object.fromEntries(
    ids.map((id) => [id, fixed[id] ?? Math.max(narrowest, Math.floor((free * (shares[id] ?? 1)) / whole))]),
  ) as Record<ColumnId, number>
}

/** The columns of the specification (PAT-1), what was searched being marked. */
export function patientColumns(
  query: string,
  today: CivilDate,
  widths: Readonly<Record<ColumnId, number>>,
  blocked: ReadonlySet<string>,
): readonly Column<PatientSummary>[] {
  const searched = query.trim()
  // The same names come back in most rows: each is looked through once.
  const known = new Map<string, readonly MatchRange[]>()
  const rangesOf = (value: string) => {
    const found = known.get(value) ?? matchRanges(value, searched)
    known.set(value, found)
    return found
  }
  const marked = (value: string) => (searched === '' ? value : <Marked text={value} ranges={rangesOf(value)} />)
  // No name in use is recorded: that of birth is the one to call, and says that it is.
  const instead = (value: string) => (
    <span className={classes['quiet']} title={text.usedNameOfBirth}>
      {marked(value)}
    </span>
  )
  const column = (id: ColumnId, cell: Column<PatientSummary>['cell'], more: Partial<Column<PatientSummary>> = {}) => ({
    id,
    header: text.columns[id],
    width: widths[id],
    minWidth: 64,
    sortable: true,
    cell,
    ...more,
  })
  return [
    column('fileNumber', (row) => <span className={classes['quiet']}>{text.fileNumber(row.fileNumber)}</span>, {
      align: 'right',
      tabular: true,
      minWidth: 56,
    }),
    column('usedName', (row) => (
      <strong className={classes['name']}>
        {row.usedName === ''
          ? instead(row.birthName.toLocaleUpperCase('fr'))
          : marked(row.usedName.toLocaleUpperCase('fr'))}
        {blocked.has(row.patientId) ? (
          <IconCalendarOff size={14} stroke={1.75} role="img" aria-label={text.blocked} className={classes['blocked']}>
            <title>{text.blocked}</title>
          </IconCalendarOff>
        ) : null}
      </strong>
    )),
    column('usedFirstName', (row) =>
      row.usedFirstName === '' ? instead(row.birthFirstName) : marked(row.usedFirstName),
    ),
    column('birthName', (row) => marked(row.birthName.toLocaleUpperCase('fr'))),
    column('birthFirstName', (row) => marked(row.birthFirstName)),
    column(
      'birthDate',
      (row) => (
        <>
          {marked(formatDate(row.birthDate))}
          <span className={classes['quiet']}>{ageOrDeath(row, today)}</span>
        </>
      ),
      { tabular: true },
    ),
    column('insStatus', (row) => (
      <span className={classes['mark']}>
        <InsWord state={row} />
      </span>
    )),
  ]
}

function ageOrDeath(row: PatientSummary, today: CivilDate): string {
  return text.yearsOld(row.deceased ? text.deceased.toLocaleLowerCase('fr') : shownAge(row.birthDate, today))
}
