import { IconAlertTriangle } from '@tabler/icons-react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { listIdentityWork } from '#app/features/identity/contract.ts'
import { type WorkReason, workReason } from '#app/features/identity/model.ts'
import type { OutputOf } from '#app/kernel/operation.ts'
import { identityText } from '#app/text/fr/identity.ts'
import { verificationText } from '#app/text/fr/verification.ts'
import { useDesk, useLiveQuery, useSession } from '#renderer/client/index.ts'
import { Refusal } from '#renderer/features/forms/index.ts'
import {
  type Action,
  Button,
  type Column,
  DataTable,
  type DataTableHandle,
  EmptyState,
  SelectField,
  Skeleton,
  useActions,
} from '#ui/index.ts'
import { sayPatient, summaryColumns } from './patients.tsx'
import classes from './Verification.module.css'

const text = verificationText.work
type WorkItem = OutputOf<typeof listIdentityWork>['items'][number]

const actions: readonly Action<{ readonly close: () => void }>[] = [
  { id: 'identities.close', label: text.close, keys: 'Escape', run: ({ close }) => close() },
]

/** Rows asked for at once, and by how many the window of them moves. */
const rowsAtOnce = 200
const step = 100
/** A burst of changes (a verification by night) makes one question. */
const settleMs = 2_000
const regard = () => settleMs

/** « Identités à revoir »: what the identities in sight leave to look at, why, and what to do. */
export function IdentityWork() {
  const { go, openRecord } = useDesk()
  const { permissions } = useSession()
  const [reason, setReason] = useState<WorkReason | null>(null)
  const [offset, setOffset] = useState(0)
  const [chosen, setChosen] = useState<WorkItem | null>(null)
  const answer = useLiveQuery(
    listIdentityWork,
    { reason, offset, limit: rowsAtOnce },
    { kinds: ['patient', 'verification'], regard },
  )
  const { value, problem, former, askAgain } = answer
  const table = useRef<DataTableHandle>(null)
  const isThere = value !== undefined
  useEffect(() => {
    if (isThere && document.activeElement === document.body) table.current?.focus()
  }, [isThere])
  const close = useCallback(() => go({ kind: 'list' }), [go])
  useActions(
    actions,
    useMemo(() => ({ close }), [close]),
  )
  const items = former ? [] : (value?.items ?? [])
  const range = useCallback((first: number) => setOffset(Math.max(0, Math.floor(first / step) * step - step / 2)), [])
  const open = (item: WorkItem) => openRecord(item.patient.patientId, 'etat-civil')
  const reasons = value?.totals.reasons
  const options = [
    { value: 'all', label: text.every },
    ...workReason.options
      .filter((one) => (reasons?.[one] ?? 0) > 0 || one === reason)
      .map((one) => ({ value: one, label: text.option(identityText.work[one], reasons?.[one] ?? 0) })),
  ]
  return (
    <section className={classes.screen} aria-label={text.title} data-region tabIndex={-1}>
      <header className={classes.toolbar}>
        <h1>{text.title}</h1>
        <span className="co-tabular">{value === undefined ? '' : text.count(value.total)}</span>
        {permissions.includes('identity.qualify') ? (
          <Button onClick={() => go({ kind: 'settings', section: 'verification' })}>{text.toVerifications}</Button>
        ) : null}
        <Button keys="Escape" onClick={close}>
          {text.close}
        </Button>
      </header>
      <div className={classes.filters}>
        <div className={classes.reason}>
          <SelectField
            label={text.reason}
            value={reason ?? 'all'}
            options={options}
            onChange={(one) => {
              setReason(one === 'all' ? null : (one as WorkReason | null))
              setOffset(0)
              setChosen(null)
            }}
          />
        </div>
        {value === undefined ? null : (
          <span className={`${classes.quiet ?? ''} co-tabular`}>{text.statuses(value.totals.statuses)}</span>
        )}
      </div>
      {problem === undefined ? null : (
        <div className={classes.notice}>
          <Refusal problem={problem} onRetry={askAgain} />
        </div>
      )}
      <div className={classes.table}>
        <DataTable
          ref={table}
          label={text.list}
          columns={columns}
          rowCount={value?.total ?? 0}
          rowAt={(index) => items[index - offset]}
          rowKey={keyOf}
          selectedKey={chosen === null ? null : keyOf(chosen)}
          onSelect={setChosen}
          onActivate={open}
          onRange={range}
          empty={
            value === undefined ? (
              problem === undefined ? (
                <Skeleton lines={8} />
              ) : undefined
            ) : (
              <EmptyState title={text.empty}>{reason === null ? text.emptyHint : text.emptyReason}</EmptyState>
            )
          }
        />
      </div>
      <ToDo item={chosen} onOpen={(patientId) => openRecord(patientId, 'etat-civil')} />
    </section>
  )
}

/** What to do about the chosen record, and what it is to be compared with. */
function ToDo({ item, onOpen }: { readonly item: WorkItem | null; readonly onOpen: (patientId: string) => void }) {
  if (item === null) return <p className={classes.foot}>{text.choose}</p>
  return (
    <div className={classes.foot} role="region" aria-label={text.todo}>
      <div className={classes.todo}>
        <strong>{sayPatient(item.patient)}</strong>
        <ul>
          {item.reasons.map((reason) => (
            <li key={reason}>{text.whole[reason]}</li>
          ))}
        </ul>
        {item.others.length === 0 ? null : (
          <p className={classes.others}>
            <span>{text.others}</span>
            {item.others.map((other) => (
              <Button key={other.patientId} kind="bare" size="small" onClick={() => onOpen(other.patientId)}>
                {sayPatient(other)}
              </Button>
            ))}
          </p>
        )}
      </div>
      <Button kind="primary" onClick={() => onOpen(item.patient.patientId)}>
        {text.openRecord}
      </Button>
    </div>
  )
}

function keyOf(item: WorkItem): string {
  return item.patient.patientId
}

const columns: readonly Column<WorkItem>[] = [
  ...summaryColumns<WorkItem>(({ patient }) => patient),
  {
    id: 'reasons',
    header: text.columns.reasons,
    width: 520,
    cell: ({ reasons }) => (
      <span className={classes.why}>
        <IconAlertTriangle size={14} stroke={1.75} aria-hidden="true" />
        <span>{reasons.map((reason) => identityText.work[reason]).join(', ')}</span>
      </span>
    ),
  },
  {
    id: 'todo',
    header: text.columns.todo,
    width: 260,
    cell: ({ reasons: [gravest] }) => (gravest === undefined ? '' : text.short[gravest]),
  },
]
