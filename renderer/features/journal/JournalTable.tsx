import { IconAlertCircle, IconBan, IconClockOff } from '@tabler/icons-react'
import { useMemo } from 'react'
import type { JournalLine } from '#app/features/journal/model.ts'
import { sayDay, sayDayAndHour, saySecond } from '#app/text/fr/common.ts'
import { expiredText, fr, outcomeText, outOfSightText, sayActor } from '#app/text/fr/journal.ts'
import { sayAct } from '#app/text/fr/journal-acts.ts'
import { useDesk } from '#renderer/client/index.ts'
import { Refusal } from '#renderer/features/forms/index.ts'
import { type Column, DataTable, EmptyState, Skeleton, StatusMark } from '#ui/index.ts'
import classes from './Journal.module.css'
import type { JournalPages } from './useJournalPages.ts'

/** The lines of the journal, newest first; more are read as they are scrolled to. */
export function JournalTable(props: {
  readonly label: string
  readonly pages: JournalPages
  readonly selected: number | null
  readonly onSelect: (line: JournalLine) => void
  /** Where each line names its record; not where all are of the same one. */
  readonly withRecord: boolean
  readonly empty: { readonly title: string; readonly text: string }
}) {
  const { pages, withRecord } = props
  const { workspace, keepSize } = useDesk()
  const columns = useMemo(() => columnsOf(withRecord), [withRecord])
  const sizes = useMemo(
    () =>
      Object.fromEntries(
        columns.flatMap(({ id }) => {
          const kept = workspace.sizes[`journal.column.${id}`]
          return kept === undefined ? [] : [[id, kept]]
        }),
      ),
    [columns, workspace.sizes],
  )
  return (
    <>
      {pages.problem === null ? null : (
        <div className={classes.notice}>
          <Refusal problem={pages.problem} title={fr.failed} onRetry={pages.askAgain} />
        </div>
      )}
      <DataTable
        label={props.label}
        columns={columns}
        rowCount={pages.lines.length + (pages.hasMore ? 1 : 0)}
        rowAt={(index) => pages.lines[index]}
        rowKey={(line) => String(line.sequence)}
        selectedKey={props.selected === null ? null : String(props.selected)}
        onSelect={props.onSelect}
        onRange={pages.onRange}
        sizes={sizes}
        onResize={(column, width) => keepSize(`journal.column.${column}`, width)}
        loading={pages.waiting ? <Skeleton lines={8} /> : undefined}
        empty={
          pages.problem === null ? <EmptyState title={props.empty.title}>{props.empty.text}</EmptyState> : undefined
        }
      />
    </>
  )
}

function columnsOf(withRecord: boolean): readonly Column<JournalLine>[] {
  const record: Column<JournalLine> = {
    id: 'record',
    header: fr.columns.patient,
    width: 160,
    cell: (line) => <RecordOf line={line} />,
  }
  return [
    { id: 'at', header: fr.columns.at, width: 150, tabular: true, cell: ({ at }) => sayDayAndHour(at) },
    { id: 'act', header: fr.columns.act, width: withRecord ? 172 : 252, cell: (line) => <ActOf line={line} /> },
    { id: 'person', header: fr.columns.person, width: 182, cell: sayActor },
    ...(withRecord ? [record] : []),
    { id: 'outcome', header: fr.columns.outcome, width: 78, cell: (line) => <OutcomeOf line={line} /> },
  ]
}

/** « 24/11/2026 14:32:07 ». */
export function sayMoment(at: string): string {
  return `${sayDay(at)} ${saySecond(at)}`
}

function ActOf({ line }: { readonly line: JournalLine }) {
  if (!line.expired) return sayAct(line.act)
  return (
    <span className={classes.cell}>
      <StatusMark tone="neutral" icon={IconClockOff} drawing="bare">
        {expiredText}
      </StatusMark>
    </span>
  )
}

/** The record a line is about; one out of sight is only said to be there. */
export function RecordOf({ line }: { readonly line: JournalLine }) {
  if (line.patient !== null) return line.patient.displayName
  return line.aboutPatient ? <span className={classes.quiet}>{outOfSightText}</span> : null
}

/** How it ended: what went well is only said, the rest is marked. */
export function OutcomeOf({ line }: { readonly line: JournalLine }) {
  if (line.expired) return null
  if (line.outcome === 'done') return outcomeText.done
  return (
    <span className={classes.cell}>
      <StatusMark
        tone={line.outcome === 'refused' ? 'warning' : 'danger'}
        icon={line.outcome === 'refused' ? IconBan : IconAlertCircle}
        drawing="bare"
      >
        {outcomeText[line.outcome]}
      </StatusMark>
    </span>
  )
}
