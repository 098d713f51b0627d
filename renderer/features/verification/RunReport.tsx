import { useCallback, useState } from 'react'
import { reportVerification } from '#app/features/verification/contract.ts'
import {
  type VerificationOutcome,
  verificationOutcome,
  type VerificationRun,
} from '#app/features/verification/model.ts'
import type { OutputOf } from '#app/kernel/operation.ts'
import { sayDayAndHour } from '#app/text/fr/common.ts'
import { verificationText } from '#app/text/fr/verification.ts'
import { useDesk, useLiveQuery } from '#renderer/client/index.ts'
import { Refusal } from '#renderer/features/forms/index.ts'
import { type Column, DataTable, EmptyState, SelectField, Skeleton } from '#ui/index.ts'
import { summaryColumns } from './patients.tsx'
import classes from './Verification.module.css'

const text = verificationText.section
type Line = OutputOf<typeof reportVerification>['lines'][number]

/** The order in which results are worth reading. */
const order: readonly VerificationOutcome[] = [
  'not-confirmed',
  'changed',
  'unanswered',
  'confirmed',
  'asked',
  'waiting',
]

const rowsAtOnce = 200
const step = 100
const settleMs = 2_000
const regard = () => settleMs

/** What came of each identity of a run: those to look at first. */
export function RunReport({ run }: { readonly run: VerificationRun }) {
  const { openRecord } = useDesk()
  const [picked, setPicked] = useState<VerificationOutcome | null>(null)
  const outcome = picked ?? order.find((one) => run.counts[one] > 0) ?? 'confirmed'
  const [offset, setOffset] = useState(0)
  const [selected, setSelected] = useState<string | null>(null)
  const { value, problem, former, askAgain } = useLiveQuery(
    reportVerification,
    { runId: run.runId, outcome, offset, limit: rowsAtOnce },
    { kinds: ['verification'], regard },
  )
  const lines = former ? [] : (value?.lines ?? [])
  const range = useCallback((first: number) => setOffset(Math.max(0, Math.floor(first / step) * step - step / 2)), [])
  const options = order
    .filter((one) => run.counts[one] > 0 || one === outcome)
    .map((one) => ({ value: one, label: verificationText.work.option(text.outcomes[one], run.counts[one]) }))
  return (
    <>
      <h3 className={classes.heading}>{text.report}</h3>
      <div className={classes.reason}>
        <SelectField
          label={text.outcome}
          hint={text.outcomeHints[outcome]}
          value={outcome}
          options={options}
          onChange={(one) => {
            setPicked(verificationOutcome.parse(one))
            setOffset(0)
            setSelected(null)
          }}
        />
      </div>
      {problem === undefined ? null : <Refusal problem={problem} onRetry={askAgain} />}
      <div className={classes.lines}>
        <DataTable
          label={text.report}
          columns={columns}
          rowCount={value?.total ?? 0}
          rowAt={(index) => lines[index - offset]}
          rowKey={({ itemId }) => itemId}
          selectedKey={selected}
          onSelect={({ itemId }) => setSelected(itemId)}
          onActivate={({ patient }) => openRecord(patient.patientId, 'etat-civil')}
          onRange={range}
          empty={value === undefined ? <Skeleton lines={4} /> : <EmptyState title={text.noLine} />}
        />
      </div>
    </>
  )
}

const columns: readonly Column<Line>[] = [
  ...summaryColumns<Line>(({ patient }) => patient),
  {
    id: 'answeredAt',
    header: text.lines.answeredAt,
    width: 150,
    cell: ({ answeredAt }) => (answeredAt === null ? '' : sayDayAndHour(answeredAt)),
  },
  { id: 'code', header: text.lines.code, width: 90, cell: ({ code }) => code ?? '' },
]
