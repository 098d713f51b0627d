import { IconArrowsUpDown, IconHistory, IconLock } from '@tabler/icons-react'
import { memo } from 'react'
import type { EntryMarks } from '#app/features/record/model.ts'
import { sayDay } from '#app/text/fr/common.ts'
import { recordText } from '#app/text/fr/record.ts'
import type { Icon } from '#ui/Button.tsx'
import { Marked, Tag } from '#ui/Mark.tsx'
import classes from './History.module.css'
import { kindDrawings, kindOf } from './kind-words.tsx'
import { type DraftRow, type EntryRow, type HistoryRow, kindOfForm } from './rows.ts'

const text = recordText.history

/** The cells of one line: date, kind, title, marks, author. */
export const HistoryRowLine = memo(function HistoryRowLine(props: {
  readonly row: HistoryRow
  readonly categories: ReadonlyMap<string, string>
}) {
  return props.row.kind === 'draft' ? (
    <DraftCells row={props.row} />
  ) : (
    <EntryCells row={props.row} categories={props.categories} />
  )
})

function DraftCells({ row }: { row: DraftRow }) {
  const kind = kindOfForm(row.form)
  const title = row.subjectId === null ? text.draftTitles[row.form] : text.revisionTitles[row.form]
  return (
    <>
      <DateCell instant={row.savedAt} />
      <KindCell icon={kindDrawings[kind]} word={text.kinds[kind]} />
      <div role="gridcell" className={classes['title']}>
        <span className={classes['main']}>{title}</span>
      </div>
      <div role="gridcell" className={classes['marks']}>
        <Tag tone="warning">{text.draft}</Tag>
      </div>
      <div role="gridcell" className={classes['author']}>
        {text.you}
      </div>
    </>
  )
}

function EntryCells({ row, categories }: { row: EntryRow; categories: ReadonlyMap<string, string> }) {
  const { entry, snippet } = row
  const { icon, word } = kindOf(entry, categories)
  return (
    <>
      <DateCell instant={entry.occurredAt} />
      <KindCell icon={icon} word={word} />
      <div role="gridcell" className={classes['title']}>
        <span
          className={classes['words']}
          title={entry.detail === '' ? entry.title : `${entry.title} — ${entry.detail}`}
        >
          <span className={classes['main']}>
            <Marked text={entry.title} ranges={row.titleHighlights} />
          </span>{' '}
          {entry.detail === '' ? null : <span className={classes['detail']}>{entry.detail}</span>}
        </span>
        {snippet === null ? null : (
          <span className={classes['snippet']}>
            <Marked text={snippet.text} ranges={snippet.highlights} />
          </span>
        )}
      </div>
      <div role="gridcell" className={classes['marks']}>
        <Marks marks={entry.marks} />
      </div>
      <div role="gridcell" className={classes['author']} title={entry.authorName}>
        {entry.authorName}
      </div>
    </>
  )
}

function DateCell({ instant }: { instant: string }) {
  return (
    <div role="gridcell" className={`${classes['date'] ?? ''} co-tabular`}>
      {sayDay(instant)}
    </div>
  )
}

function KindCell({ icon: Drawing, word }: { icon: Icon; word: string }) {
  return (
    <div role="gridcell" className={classes['kind']} title={word}>
      <Drawing size={14} stroke={1.75} aria-hidden="true" />
      <span className={classes['word']}>{word}</span>
    </div>
  )
}

function Marks({ marks }: { marks: EntryMarks }) {
  const abnormal = marks.abnormalCount ?? 0
  return (
    <>
      {marks.ald === true ? <Tag>{text.ald}</Tag> : null}
      {abnormal === 0 ? null : (
        <span className={classes['abnormal']} title={text.abnormal(abnormal)}>
          <IconArrowsUpDown size={14} stroke={2.25} aria-hidden="true" />
          <span aria-hidden="true">{abnormal}</span>
          <span className="co-hidden">{text.abnormal(abnormal)}</span>
        </span>
      )}
      {marks.revised === true ? <Sign icon={IconHistory} word={text.revised} /> : null}
      {marks.signed === true ? <Sign icon={IconLock} word={text.signed} /> : null}
    </>
  )
}

function Sign({ icon: Drawing, word }: { icon: Icon; word: string }) {
  return (
    <span className={classes['sign']} title={word}>
      <Drawing size={14} stroke={1.75} aria-hidden="true" />
      <span className="co-hidden">{word}</span>
    </span>
  )
}
