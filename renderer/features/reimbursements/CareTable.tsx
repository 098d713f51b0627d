import { useMemo, useState } from 'react'
import type { CareLine } from '#app/features/reimbursements/model.ts'
import { reimbursementsText } from '#app/text/fr/reimbursements.ts'
import { writtenDate } from '#renderer/features/patients/index.ts'
import { type Column, DataTable, EmptyState } from '#ui/index.ts'
import classes from './Reimbursements.module.css'

const fr = reimbursementsText.table

/** A line, and where it stands: the same care may be there twice. */
interface NumberedLine extends CareLine {
  readonly at: number
}

/** Care, line by line. */
export function CareTable({ lines }: { readonly lines: readonly CareLine[] }) {
  const rows = useMemo(() => lines.map((line, at): NumberedLine => ({ ...line, at })), [lines])
  const [selected, setSelected] = useState<string | null>(null)
  const { none } = reimbursementsText.filters
  return (
    <DataTable
      label={fr.label}
      columns={columns}
      rowCount={rows.length}
      rowAt={(index) => rows[index]}
      rowKey={({ at }) => String(at)}
      selectedKey={selected}
      onSelect={({ at }) => setSelected(String(at))}
      empty={<EmptyState title={none.title}>{none.text}</EmptyState>}
    />
  )
}

const columns: readonly Column<NumberedLine>[] = [
  { id: 'days', header: fr.days, width: 168, minWidth: 96, tabular: true, cell: sayDays },
  { id: 'kind', header: fr.kind, width: 124, cell: ({ kind }) => reimbursementsText.kinds[kind] },
  {
    id: 'label',
    header: fr.line,
    width: 320,
    cell: ({ label, code }) => (
      <span title={[label, code].filter((one) => one !== null).join(' · ')}>
        {label ?? code}
        {label === null || code === null ? null : <span className={classes['code']}> {code}</span>}
      </span>
    ),
  },
  { id: 'quantity', header: fr.quantity, width: 48, align: 'right', tabular: true, cell: ({ quantity }) => quantity },
  { id: 'executor', header: fr.executor, width: 230, cell: ({ executor }) => <Professional of={executor} /> },
  {
    id: 'prescriber',
    header: fr.prescriber,
    width: 140,
    cell: ({ prescriber }) => prescriber?.name ?? prescriber?.specialty,
  },
]

function sayDays({ from, to }: CareLine): string {
  return to === null || to === from ? writtenDate(from) : fr.until(writtenDate(from), writtenDate(to))
}

function Professional({ of }: { readonly of: CareLine['executor'] }) {
  if (of === null) return null
  return (
    <span title={[of.name, of.specialty].filter((one) => one !== null).join(' · ')}>
      {of.name ?? of.specialty}
      {of.name === null || of.specialty === null ? null : <span className={classes['code']}> {of.specialty}</span>}
    </span>
  )
}
