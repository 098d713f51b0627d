import { IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { patientReport, recreatePatient } from '#app/features/lifecycle/contract.ts'
import type { ReportFilter, ReportLine } from '#app/features/lifecycle/model.ts'
import { sayDay, sayNumber } from '#app/text/fr/common.ts'
import { lifecycleText } from '#app/text/fr/lifecycle.ts'
import { type AnyProblem, useAskAgain, useCabinet, useDesk, useLiveQuery } from '#renderer/client/index.ts'
import { Refusal } from '#renderer/features/forms/index.ts'
import { todayHere, writtenDate } from '#renderer/features/patients/index.ts'
import { Button, type Column, DataTable, EmptyState, SearchField, SelectField, Skeleton } from '#ui/index.ts'
import classes from './Lifecycle.module.css'
import { csvOf, saveText } from './report-csv.ts'

const text = lifecycleText.report
const linesAtOnce = 200

/** « Rapport patients »: present records in sight and past ones; a past profile is made again from here (PAT-8). */
export function ReportSection() {
  const { call } = useCabinet()
  const askAgainOf = useAskAgain()
  const { openRecord } = useDesk()
  const [filter, setFilter] = useState<ReportFilter>({ state: 'all', text: '' })
  const [limit, setLimit] = useState(linesAtOnce)
  const [selected, setSelected] = useState<string | null>(null)
  const [refusal, setRefusal] = useState<AnyProblem | null>(null)
  const { value, problem } = useLiveQuery(
    patientReport,
    { filter, offset: 0, limit: Math.min(500, limit) },
    { kinds: ['patient'] },
  )
  const lines = value?.lines ?? []
  const change = (next: Partial<ReportFilter>) => {
    setFilter((was) => ({ ...was, ...next }))
    setLimit(linesAtOnce)
  }
  const recreate = async (traceId: string) => {
    const reply = await call(recreatePatient, { traceId })
    askAgainOf(patientReport)
    if (reply.ok) openRecord(reply.value.record.patientId, 'etat-civil')
    else setRefusal(reply)
  }
  const save = async () => {
    const all: ReportLine[] = []
    for (;;) {
      const page = await call(patientReport, { filter, offset: all.length, limit: 500 })
      if (!page.ok) {
        setRefusal(page)
        return
      }
      all.push(...page.value.lines)
      if (page.value.lines.length === 0 || all.length >= page.value.total) break
    }
    saveText(text.fileName(todayHere()), csvOf(all))
  }
  const chosen = lines.find((line) => keyOf(line) === selected)
  const failed = refusal ?? problem
  return (
    <section className={classes.screen} aria-label={text.title} data-region tabIndex={-1}>
      <header className={classes.toolbar}>
        <h2>{text.title}</h2>
        {value === undefined ? null : <span className="co-tabular">{text.count(value.total)}</span>}
        <Button icon={IconDownload} disabled={lines.length === 0} onClick={() => void save()}>
          {text.export}
        </Button>
      </header>
      <p className={classes.hint}>{text.hint}</p>
      <div className={classes.filters}>
        <SearchField
          label={text.search}
          placeholder={text.search}
          value={filter.text}
          onChange={(typed) => change({ text: typed.slice(0, 80) })}
        />
        <SelectField
          label={text.state}
          value={filter.state}
          options={(['all', 'present', 'past'] as const).map((state) => ({ value: state, label: text.states[state] }))}
          onChange={(state) => change({ state: state as ReportFilter['state'] })}
        />
        {chosen === undefined ? null : (
          <Acts line={chosen} onOpen={openRecord} onRecreate={(id) => void recreate(id)} />
        )}
      </div>
      {failed === undefined ? null : (
        <div className={classes.notice}>
          <Refusal problem={failed} />
        </div>
      )}
      <div className={classes.table}>
        <DataTable
          label={text.title}
          columns={columns}
          rowCount={lines.length}
          rowAt={(index) => lines[index]}
          rowKey={keyOf}
          selectedKey={selected}
          onSelect={(line) => setSelected(keyOf(line))}
          onActivate={(line) => {
            if (line.state === 'present') openRecord(line.patient.patientId)
          }}
          onRange={(_first, last) => {
            if (value !== undefined && last >= lines.length - 1 && lines.length < Math.min(500, value.total)) {
              setLimit((was) => Math.min(500, was + linesAtOnce))
            }
          }}
          empty={
            value === undefined ? <Skeleton lines={4} /> : <EmptyState title={text.empty}>{text.emptyHint}</EmptyState>
          }
        />
      </div>
    </section>
  )
}

function Acts(props: {
  readonly line: ReportLine
  readonly onOpen: (patientId: string) => void
  readonly onRecreate: (traceId: string) => void
}) {
  const { line } = props
  if (line.state === 'present') {
    return <Button onClick={() => props.onOpen(line.patient.patientId)}>{text.open}</Button>
  }
  const { traceId, recreatedAs, mergedInto, departure } = line.trace
  const there = recreatedAs ?? mergedInto
  if (there !== null) return <Button onClick={() => props.onOpen(there)}>{text.recreated}</Button>
  if (departure === 'merged') return null
  return (
    <>
      <Button sends kind="primary" onClick={() => props.onRecreate(traceId)}>
        {text.recreate}
      </Button>
      <span className={classes.quiet}>{text.traceHint}</span>
    </>
  )
}

function keyOf(line: ReportLine): string {
  return line.state === 'present' ? line.patient.patientId : line.trace.traceId
}

const columns: readonly Column<ReportLine>[] = [
  {
    id: 'state',
    header: text.columns.state,
    width: 92,
    cell: (line) => (line.state === 'present' ? text.present : text.departures[line.trace.departure]),
  },
  { id: 'name', header: text.columns.name, width: 150, cell: (line) => named(line).usedName },
  { id: 'firstName', header: text.columns.firstName, width: 120, cell: (line) => named(line).usedFirstName },
  { id: 'birthName', header: text.columns.birthName, width: 150, cell: (line) => named(line).birthName },
  { id: 'birthDate', header: text.columns.birthDate, width: 96, cell: (line) => writtenDate(named(line).birthDate) },
  { id: 'sex', header: text.columns.sex, width: 60, cell: (line) => named(line).sex },
  { id: 'fileNumber', header: text.columns.fileNumber, width: 80, cell: (line) => sayNumber(named(line).fileNumber) },
  {
    id: 'left',
    header: text.columns.left,
    width: 96,
    cell: (line) => (line.state === 'past' ? sayDay(line.trace.at) : ''),
  },
  { id: 'by', header: text.columns.by, width: 170, cell: (line) => (line.state === 'past' ? line.trace.by : '') },
]

function named(line: ReportLine) {
  return line.state === 'present' ? line.patient : line.trace
}
