import { IconAlertCircle, IconCircleCheck, IconDeviceFloppy, IconFileX, IconFolderOpen } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { getBackupSettings, listBackups } from '#app/features/backups/contract.ts'
import type { BackupListed } from '#app/features/backups/model.ts'
import type { JobView } from '#app/features/jobs/model.ts'
import { backupSectionText as fr } from '#app/text/fr/backup-section.ts'
import { backupsText, sayPhase } from '#app/text/fr/backups.ts'
import { sayDayAndHour, sayNumber, saySize } from '#app/text/fr/common.ts'
import type { OutputOf } from '#app/kernel/operation.ts'
import { isUnderWay, useCabinet, useLiveQuery } from '#renderer/client/index.ts'
import { Refusal } from '#renderer/features/forms/index.ts'
import { JobProgress, type StartedJob } from '#renderer/features/jobs/index.ts'
import {
  type Action,
  Block,
  Button,
  type Column,
  DataTable,
  EmptyState,
  SidePanel,
  Skeleton,
  StatusMark,
  useActions,
} from '#ui/index.ts'
import classes from './BackupSection.module.css'
import { SettingsForm } from './SettingsForm.tsx'
import { useMakeBackup } from './useMakeBackup.ts'

const makeAction: Action<{ start: () => void; enabled: boolean }> = {
  id: 'backups.make',
  label: backupsText.make.action,
  keys: 'Alt+N',
  enabledFor: ({ enabled }) => enabled,
  run: ({ start }) => start(),
}
const actions = [makeAction]

type Standing = OutputOf<typeof getBackupSettings>

/** « Sauvegardes »: how things stand, making one now, the files of the folder, and where and when they are made. */
export function BackupSection() {
  const standing = useLiveQuery(getBackupSettings, {}, { kinds: ['backup', 'settings'] })
  const making = useMakeBackup(standing.value?.underWay ?? null)
  const { start, underWay } = making
  useActions(
    actions,
    useMemo(() => ({ start, enabled: !underWay }), [start, underWay]),
  )
  const { value, problem } = standing
  return (
    <div className={classes.screen}>
      <section className={classes.list} aria-label={fr.title} data-region tabIndex={-1}>
        <header className={classes.toolbar}>
          <h2>{fr.title}</h2>
          <Button
            sends
            kind="primary"
            icon={IconDeviceFloppy}
            keys="Alt+N"
            quietKeys
            disabled={underWay}
            onClick={start}
          >
            {backupsText.make.action}
          </Button>
        </header>
        <div className={classes.standing}>
          {problem === undefined ? null : <Refusal problem={problem} onRetry={standing.askAgain} />}
          {standing.waiting ? <Skeleton lines={2} /> : null}
          {value === undefined ? null : <StandingLines standing={value} />}
          <Making making={making} />
        </div>
        {value === undefined ? null : <BackupFiles folder={value.settings.folder} />}
        <footer className={classes.about}>{fr.about}</footer>
      </section>
      <SidePanel side="right" label={fr.form.title} width={348} bare>
        {value === undefined ? null : <SettingsForm settings={value.settings} version={value.version} />}
      </SidePanel>
    </div>
  )
}

function StandingLines({ standing: { last, nextAt, settings } }: { standing: Standing }) {
  const [now] = useState(() => new Date().toISOString())
  const next =
    nextAt === null
      ? settings.atClosing
        ? fr.atClosingOnly
        : fr.noneScheduled
      : nextAt <= now
        ? fr.overdue
        : sayDayAndHour(nextAt)
  return (
    <dl className={classes.lines}>
      <dt>{fr.last}</dt>
      <dd>
        {last === null ? (
          fr.never
        ) : (
          <>
            <StatusMark
              tone={last.outcome === 'verified' ? 'success' : 'danger'}
              icon={last.outcome === 'verified' ? IconCircleCheck : IconAlertCircle}
            >
              {last.outcome === 'verified' ? fr.verified : fr.failed}
            </StatusMark>
            <span className="co-tabular">{sayDayAndHour(last.at)}</span>
            <span className={classes.path} title={last.path}>
              {last.outcome === 'verified' ? last.path : fr.failedText}
            </span>
          </>
        )}
      </dd>
      <dt>{fr.next}</dt>
      <dd className="co-tabular">{next}</dd>
    </dl>
  )
}

function Making({ making: { job, problem, steer, start } }: { making: StartedJob }) {
  if (problem !== null) {
    return <Refusal problem={problem} title={backupsText.make.failed} onRetry={start} />
  }
  if (job === null) return null
  if (isUnderWay(job))
    return <JobProgress key={job.jobId} label={fr.running} job={job} steer={steer} figures={figuresOf} />
  if (job.state === 'cancelled') return <Block tone="info">{fr.stopped}</Block>
  return <Block tone="success">{backupsText.make.done(job.result?.name ?? nameOf(job.result?.path ?? ''))}</Block>
}

function figuresOf(job: JobView): string {
  return [sayPhase(job.phase), backupsText.progress(job.done, job.total)].filter((part) => part !== '').join(' ')
}

/** The last part of a path, of whichever system. */
function nameOf(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path
}

const columns: readonly Column<BackupListed>[] = [
  {
    id: 'taken',
    header: fr.columns.taken,
    width: 148,
    tabular: true,
    cell: (row) => (row.takenAt === null ? '—' : sayDayAndHour(row.takenAt)),
  },
  {
    id: 'size',
    header: fr.columns.size,
    width: 76,
    align: 'right',
    tabular: true,
    cell: (row) => saySize(row.sizeBytes),
  },
  {
    id: 'patients',
    header: fr.columns.patients,
    width: 80,
    align: 'right',
    tabular: true,
    cell: (row) => (row.patients === null ? '—' : sayNumber(row.patients)),
  },
  {
    id: 'state',
    header: fr.columns.state,
    width: 104,
    cell: (row) => (
      <span className={classes.cell}>
        <StatusMark
          tone={row.readable ? 'success' : 'danger'}
          icon={row.readable ? IconCircleCheck : IconFileX}
          drawing={row.readable ? 'bare' : 'soft'}
        >
          {row.readable ? fr.readable : fr.unreadable}
        </StatusMark>
      </span>
    ),
  },
  { id: 'file', header: fr.columns.file, width: 300, cell: (row) => row.fileName },
]

/** The files of the folder, newest first; the whole path of the chosen one stands under them. */
function BackupFiles({ folder }: { folder: string }) {
  const { seat } = useCabinet()
  const answer = useLiveQuery(
    listBackups,
    useMemo(() => ({ folder }), [folder]),
    { kinds: ['backup'] },
  )
  const [chosen, setChosen] = useState<string | null>(null)
  const backups = answer.value?.backups ?? []
  if (answer.problem !== undefined) {
    return (
      <div className={classes.files}>
        <div className={classes.note}>
          <Refusal problem={answer.problem} onRetry={answer.askAgain} />
        </div>
      </div>
    )
  }
  return (
    <>
      <div className={classes.files}>
        <DataTable
          label={fr.list}
          columns={columns}
          rowCount={backups.length}
          rowAt={(index) => backups[index]}
          rowKey={(row) => row.path}
          selectedKey={chosen}
          onSelect={(row) => setChosen(row.path)}
          loading={answer.waiting ? <Skeleton lines={3} /> : undefined}
          empty={<EmptyState title={fr.emptyTitle}>{fr.emptyText}</EmptyState>}
        />
      </div>
      <div className={classes.where}>
        <span className={classes.path} title={chosen ?? folder}>
          {fr.path(chosen ?? folder)}
        </span>
        {seat === null ? null : (
          <Button size="small" icon={IconFolderOpen} onClick={() => void seat.showFolder({ path: folder })}>
            {fr.showFolder}
          </Button>
        )}
      </div>
    </>
  )
}
