import { IconTrash } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { type CareHistory, type CareKind, monthsAsked } from '#app/features/reimbursements/model.ts'
import { countCare, filterCare, monthsBefore } from '#app/features/reimbursements/rules.ts'
import { reimbursementsText } from '#app/text/fr/reimbursements.ts'
import { Block, Button, EmptyState, SelectField } from '#ui/index.ts'
import { FilterChip } from '#ui/Mark.tsx'
import { CareTable } from './CareTable.tsx'
import classes from './Reimbursements.module.css'

const fr = reimbursementsText
const periods = [1, 3, 6, monthsAsked] as const

/** A history, by kind and by period, with where it comes from and until when it is there. */
export function HistoryView(props: {
  readonly history: CareHistory
  readonly onForget: () => void
  readonly onAskAgain: (() => void) | null
}) {
  const { history } = props
  const [kinds, setKinds] = useState<readonly CareKind[]>([])
  const [months, setMonths] = useState<number>(monthsAsked)
  const counts = useMemo(() => countCare(history.lines), [history.lines])
  const shown = useMemo(() => {
    const since = months === monthsAsked ? null : monthsBefore(history.to, months)
    return filterCare(history.lines, { kinds, since })
  }, [history, kinds, months])
  const isFiltered = kinds.length > 0 || months !== monthsAsked
  return (
    <>
      {history.lines.length === 0 ? null : (
        <div className={classes['filters']} role="group" aria-label={fr.filters.region}>
          <span className={classes['period']}>
            <SelectField
              label={fr.filters.period}
              value={String(months)}
              options={periods.map((one) => ({ value: String(one), label: fr.filters.months(one) }))}
              onChange={(value) => setMonths(Number(value ?? monthsAsked))}
            />
          </span>
          <span className={classes['chips']}>
            {counts.map(({ kind, count }) => (
              <FilterChip
                key={kind}
                label={fr.kinds[kind]}
                count={count}
                pressed={kinds.includes(kind)}
                onChange={(pressed) => setKinds(pressed ? [...kinds, kind] : kinds.filter((one) => one !== kind))}
              />
            ))}
            {isFiltered ? (
              <Button
                kind="bare"
                size="small"
                onClick={() => {
                  setKinds([])
                  setMonths(monthsAsked)
                }}
              >
                {fr.filters.clear}
              </Button>
            ) : null}
          </span>
          <span className={classes['count']} role="status">
            {fr.count(shown.length, history.lines.length)}
          </span>
        </div>
      )}
      {history.asSupposed ? null : (
        <Block tone="warning" flush>
          {fr.otherShape}
        </Block>
      )}
      {history.unread === 0 ? null : (
        <Block tone="warning" flush>
          {fr.unread(history.unread)}
        </Block>
      )}
      {history.lines.length === 0 ? (
        <EmptyState title={fr.none.title}>{fr.none.text}</EmptyState>
      ) : (
        <CareTable key={`${months} ${kinds.join()}`} lines={shown} />
      )}
      <div className={classes['source']}>
        <span>{fr.source(history.answeredAt, history.keptUntil)}</span>
        {props.onAskAgain === null ? null : (
          <Button size="small" sends onClick={props.onAskAgain}>
            {fr.askAgain}
          </Button>
        )}
        <Button kind="bare" size="small" icon={IconTrash} onClick={props.onForget}>
          {fr.forget}
        </Button>
      </div>
    </>
  )
}
