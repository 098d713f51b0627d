import { IconArrowsJoin } from '@tabler/icons-react'
import { useState } from 'react'
import { listDuplicates } from '#app/features/lifecycle/contract.ts'
import type { DuplicatePair } from '#app/features/lifecycle/model.ts'
import { lifecycleText } from '#app/text/fr/lifecycle.ts'
import { useDesk, useLiveQuery } from '#renderer/client/index.ts'
import { Refusal } from '#renderer/features/forms/index.ts'
import { Button, type Column, DataTable, EmptyState, Skeleton } from '#ui/index.ts'
import classes from './Lifecycle.module.css'
import { MergeComparison } from './MergeComparison.tsx'
import { sayPatient } from './names.ts'

const text = lifecycleText.duplicates

/** « Doublons »: pairs that may be one person, to compare and merge. */
export function DuplicatesSection() {
  const { openRecord, closeRecord } = useDesk()
  const { value, problem, askAgain } = useLiveQuery(listDuplicates, {}, { kinds: ['patient'] })
  const [selected, setSelected] = useState<string | null>(null)
  const [compared, setCompared] = useState<DuplicatePair | null>(null)
  const pairs = value?.pairs ?? []
  const chosen = pairs.find((pair) => keyOf(pair) === selected)
  return (
    <section className={classes.screen} aria-label={text.title} data-region tabIndex={-1}>
      <header className={classes.toolbar}>
        <h2>{text.title}</h2>
        <Button
          kind="primary"
          icon={IconArrowsJoin}
          disabled={chosen === undefined}
          onClick={() => setCompared(chosen ?? null)}
        >
          {text.compare}
        </Button>
      </header>
      <p className={classes.hint}>
        {text.hint} {value?.isCut === true ? text.cut : ''}
      </p>
      {problem === undefined ? null : (
        <div className={classes.notice}>
          <Refusal problem={problem} onRetry={askAgain} />
        </div>
      )}
      <div className={classes.table}>
        <DataTable
          label={text.title}
          columns={columns}
          rowCount={pairs.length}
          rowAt={(index) => pairs[index]}
          rowKey={keyOf}
          selectedKey={selected}
          onSelect={(pair) => setSelected(keyOf(pair))}
          onActivate={setCompared}
          empty={
            value === undefined ? <Skeleton lines={4} /> : <EmptyState title={text.empty}>{text.emptyHint}</EmptyState>
          }
        />
      </div>
      {compared === null ? null : (
        <MergeComparison
          keptPatientId={compared.first.patientId}
          otherPatientId={compared.second.patientId}
          onClose={() => setCompared(null)}
          onMerged={(keptPatientId, otherPatientId) => {
            setCompared(null)
            closeRecord(otherPatientId)
            openRecord(keptPatientId)
          }}
        />
      )}
    </section>
  )
}

function keyOf(pair: DuplicatePair): string {
  return `${pair.first.patientId} ${pair.second.patientId}`
}

const columns: readonly Column<DuplicatePair>[] = [
  { id: 'first', header: text.columns.first, width: 320, cell: (pair) => sayPatient(pair.first) },
  { id: 'second', header: text.columns.second, width: 320, cell: (pair) => sayPatient(pair.second) },
  {
    id: 'reason',
    header: text.columns.reason,
    width: 260,
    cell: (pair) => pair.reasons.map((reason) => text.reasons[reason]).join(', '),
  },
]
