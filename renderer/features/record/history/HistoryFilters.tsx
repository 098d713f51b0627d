import { useState } from 'react'
import { readFacets } from '#app/features/record/contract.ts'
import type { EntryKind, KindCount } from '#app/features/record/model.ts'
import { sayNumber } from '#app/text/fr/common.ts'
import { recordText } from '#app/text/fr/record.ts'
import { useLiveQuery } from '#renderer/client/index.ts'
import { readDate, todayHere, writtenDate } from '#renderer/features/patients/index.ts'
import { Button } from '#ui/Button.tsx'
import { DateField, type ReadDate } from '#ui/DateField.tsx'
import { FilterChip } from '#ui/Mark.tsx'
import classes from './History.module.css'
import { type HistoryQuestion, toggled } from './question.ts'

const text = recordText.history.filters

/** The finer filters of « Historique »: kind, category, author, period. */
export function HistoryFilters(props: {
  readonly id: string
  readonly patientId: string
  readonly question: HistoryQuestion
  readonly kinds: readonly EntryKind[]
  readonly counts: readonly KindCount[]
  readonly categories: ReadonlyMap<string, string>
  readonly onChange: (part: Partial<HistoryQuestion>) => void
  readonly onClear: () => void
  readonly onClose: () => void
}) {
  const { question, kinds, counts, categories, onChange } = props
  const present = (kind: EntryKind) => counts.length === 0 || counts.some((one) => one.kind === kind && one.count > 0)
  const facets = useLiveQuery(
    readFacets,
    { patientId: props.patientId },
    { kinds: ['record'], about: props.patientId },
  ).value
  return (
    <div
      id={props.id}
      className={classes['panel']}
      role="group"
      aria-label={text.region}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        event.stopPropagation()
        props.onClose()
      }}
    >
      <h3>{text.kinds}</h3>
      <div className={classes['choices']}>
        {kinds
          .filter((kind) => present(kind) || question.kinds?.includes(kind) === true)
          .map((kind) => (
            <FilterChip
              key={kind}
              label={recordText.history.kindsPlural[kind]}
              pressed={question.kinds?.includes(kind) ?? false}
              onChange={() => {
                const next = toggled(question.kinds ?? [], kind)
                onChange({ kinds: next.length === 0 ? null : next })
              }}
              {...counted(counts.find((one) => one.kind === kind)?.count)}
            />
          ))}
      </div>
      <h3>{text.categories}</h3>
      <div className={classes['choices']}>
        {facets?.categories.length === 0 ? <p className={classes['quiet']}>{text.noCategory}</p> : null}
        {facets?.categories.map(({ categoryId, count }) => (
          <FilterChip
            key={categoryId}
            label={categories.get(categoryId) ?? text.categories}
            pressed={question.categoryIds.includes(categoryId)}
            onChange={() => onChange({ categoryIds: toggled(question.categoryIds, categoryId) })}
            {...counted(count)}
          />
        ))}
      </div>
      <h3>{text.authors}</h3>
      <div className={classes['choices']}>
        {facets?.authors.length === 0 ? <p className={classes['quiet']}>{text.noAuthor}</p> : null}
        {facets?.authors.map(({ name, count }) => (
          <FilterChip
            key={name}
            label={name}
            pressed={question.authorNames.includes(name)}
            onChange={() => onChange({ authorNames: toggled(question.authorNames, name) })}
            {...counted(count)}
          />
        ))}
      </div>
      <h3>{text.period}</h3>
      <div className={classes['last']}>
        <Period question={question} onChange={onChange} />
        <div className={classes['panelFoot']}>
          <Button size="small" onClick={props.onClear}>
            {text.clear}
          </Button>
          <Button size="small" keys="Escape" quietKeys onClick={props.onClose}>
            {text.close}
          </Button>
        </div>
      </div>
    </div>
  )
}

function counted(count: number | undefined) {
  return count === undefined || count === 0 ? {} : { count: sayNumber(count) }
}

function Period(props: {
  readonly question: HistoryQuestion
  readonly onChange: (part: Partial<HistoryQuestion>) => void
}) {
  const { from, to } = props.question
  const [today] = useState(() => todayHere())
  const parse = (typed: string): ReadDate => {
    const read = readDate(typed, today)
    return read?.ok === true && read.kind === 'full'
      ? { ok: true, value: read.date, shown: writtenDate(read.date) }
      : { ok: false, reason: text.badDate }
  }
  const isReversed = from !== null && to !== null && from > to
  return (
    <div className={classes['period']}>
      <DateField
        label={text.from}
        value={from}
        onChange={(value) => props.onChange({ from: value })}
        parse={parse}
        format={writtenDate}
      />
      <DateField
        label={text.to}
        value={to}
        onChange={(value) => props.onChange({ to: value })}
        parse={parse}
        format={writtenDate}
        {...(isReversed ? { error: text.badPeriod } : {})}
      />
    </div>
  )
}
