import { useElementSize } from '@mantine/hooks'
import { memo, type ReactNode, type Ref, useMemo } from 'react'
import type { CivilDate } from '#app/kernel/civil-date.ts'
import type { PatientSummary } from '#app/features/patients/model.ts'
import { patientsListText as text } from '#app/text/fr/patients-list.ts'
import { useDesk } from '#renderer/client/index.ts'
import { Skeleton } from '#ui/Block.tsx'
import { DataTable, type DataTableHandle, type TableSort } from '#ui/DataTable.tsx'
import { useBlockedPatients } from './useBlockedPatients.ts'
import { columnWidths, patientColumns } from './columns.tsx'
import classes from './PatientList.module.css'
import type { RowsView } from './patient-rows.ts'
import { questionOf } from './usePatientList.ts'

/** What can be asked of the table. Drawn again only when one of these changes: not at each key. */
export interface PatientTableProps {
  readonly view: RowsView
  readonly sort: TableSort
  readonly selectedKey: string | null
  readonly today: CivilDate
  readonly handle: Ref<DataTableHandle>
  readonly onSort: (sort: TableSort) => void
  readonly onSelect: (row: PatientSummary) => void
  readonly onOpen: (row: PatientSummary) => void
  readonly onType: (character: string) => void
  readonly inSight: (first: number, last: number) => void
  readonly empty: ReactNode
}

const rowKey = (row: PatientSummary) => row.patientId

/** The rows, marked with the words they were found by, not with those still being looked for. */
export const PatientTable = memo(function PatientTable(props: PatientTableProps) {
  const { view, today } = props
  const desk = useDesk()
  const { ref, width } = useElementSize()
  const widths = useMemo(() => columnWidths(width), [width])
  const words = useMemo(() => (view.shown === null ? '' : questionOf(view.shown).text), [view.shown])
  const blocked = useBlockedPatients()
  const columns = useMemo(() => patientColumns(words, today, widths, blocked), [words, today, widths, blocked])
  const sizes = useMemo(
    () => Object.fromEntries(columns.map((column) => [column.id, desk.size(`list.column.${column.id}`, column.width)])),
    [columns, desk],
  )
  return (
    // What the rows answer, for who measures the time from a key to them.
    <div ref={ref} className={classes['main']} data-answers={words}>
      <DataTable
        ref={props.handle}
        label={text.tableName}
        columns={columns}
        sizes={sizes}
        onResize={(columnId, pixels) => desk.keepSize(`list.column.${columnId}`, pixels)}
        rowCount={view.length}
        rowAt={view.rowAt}
        rowKey={rowKey}
        selectedKey={props.selectedKey}
        onSelect={props.onSelect}
        onActivate={props.onOpen}
        sort={props.sort}
        onSort={props.onSort}
        onRange={props.inSight}
        onType={props.onType}
      />
      {/* Over the table rather than in it: a grid holds rows only. */}
      {view.failure !== null ? null : view.shown === null ? (
        <div className={classes['over']}>
          <Skeleton lines={8} />
        </div>
      ) : props.empty === undefined ? null : (
        <div className={classes['over']}>{props.empty}</div>
      )}
    </div>
  )
})
