import { IconDownload, IconFolderOpen, IconUpload } from '@tabler/icons-react'
import { useCallback, useState } from 'react'
import { searchPatients } from '#app/features/patients/contract.ts'
import { exportToFile, importArchive, readImportReport } from '#app/features/portability/contract.ts'
import { portabilityText as text } from '#app/text/fr/portability.ts'
import { type CabinetClient, useCabinet, useLiveQuery, useSession } from '#renderer/client/index.ts'
import { Refusal } from '#renderer/features/forms/index.ts'
import { JobProgress, type StartedJob, useStartedJob } from '#renderer/features/jobs/index.ts'
import { todayHere } from '#renderer/features/patients/index.ts'
import { Block, Button, TextField } from '#ui/index.ts'
import classes from './Portability.module.css'

const nothing = [] as const
const afterImport = [searchPatients] as const

/** « Export et import »: all records to a file, and records from one; on the computer of the cabinet. */
export function ArchivesSection() {
  const { seat } = useCabinet()
  const { permissions } = useSession()
  return (
    <section className={classes.screen} aria-label={text.section} data-region tabIndex={-1}>
      <header>
        <h2>{text.section}</h2>
        <p>{text.sectionHint}</p>
      </header>
      {seat === null ? <Block tone="info">{text.hostOnly}</Block> : null}
      {seat !== null && permissions.includes('patient.export') ? <ExportAll /> : null}
      {seat !== null && permissions.includes('patient.import') ? <ImportArchive /> : null}
    </section>
  )
}

function ExportAll() {
  const { seat } = useCabinet()
  const [path, setPath] = useState('')
  const begin = useCallback(
    (call: CabinetClient['call']) => call(exportToFile, { path: path.trim(), fileNumber: null }),
    [path],
  )
  const work = useStartedJob('export', begin, nothing)
  const choose = async () => {
    const chosen = await seat?.chooseFolder({})
    if (chosen?.path !== undefined && chosen.path !== null) setPath(`${chosen.path}/${text.fileName(todayHere())}`)
  }
  return (
    <section aria-label={text.exportAll}>
      <h3>{text.exportAll}</h3>
      <p>{text.exportAllHint}</p>
      <div className={classes.line}>
        <TextField label={text.path} value={path} onChange={setPath} />
        <Button icon={IconFolderOpen} onClick={() => void choose()}>
          {text.chooseFolder}
        </Button>
        <Button
          sends
          kind="primary"
          icon={IconDownload}
          disabled={work.underWay || path.trim() === ''}
          onClick={work.start}
        >
          {text.exportAction}
        </Button>
      </div>
      <Work work={work} label={text.exporting} done={(file) => text.exported(file)} />
    </section>
  )
}

function ImportArchive() {
  const { seat } = useCabinet()
  const [path, setPath] = useState('')
  const begin = useCallback((call: CabinetClient['call']) => call(importArchive, { path: path.trim() }), [path])
  const work = useStartedJob('import', begin, afterImport)
  const ended = work.job?.state === 'done' ? work.job.jobId : null
  const { value } = useLiveQuery(readImportReport, ended === null ? null : { jobId: ended })
  const choose = async () => {
    const chosen = await seat?.chooseFile({ kind: 'archive' })
    if (chosen?.path !== undefined && chosen.path !== null) setPath(chosen.path)
  }
  return (
    <section aria-label={text.importAll}>
      <h3>{text.importAll}</h3>
      <p>{text.importHint}</p>
      <div className={classes.line}>
        <TextField label={text.path} value={path} onChange={setPath} />
        <Button icon={IconFolderOpen} onClick={() => void choose()}>
          {text.chooseArchive}
        </Button>
        <Button
          sends
          kind="primary"
          icon={IconUpload}
          disabled={work.underWay || path.trim() === ''}
          onClick={work.start}
        >
          {text.importAction}
        </Button>
      </div>
      <Work
        work={work}
        label={text.importing}
        done={() =>
          value === undefined
            ? ''
            : [
                text.imported(value.report.imported, value.report.skipped),
                value.report.keptByName.length === 0 ? '' : text.keptByName(value.report.keptByName),
              ].join(' ')
        }
      />
    </section>
  )
}

function Work(props: { readonly work: StartedJob; readonly label: string; readonly done: (path: string) => string }) {
  const { job, underWay, problem, steer } = props.work
  if (problem !== null) return <Refusal problem={problem} />
  if (job === null) return null
  if (underWay) {
    return (
      <JobProgress
        label={props.label}
        job={job}
        steer={steer}
        figures={({ done, total, unit }) => (total === 0 || unit === 'bytes' ? '' : text.patients(done, total))}
      />
    )
  }
  if (job.state === 'cancelled') return <Block tone="info">{text.stopped}</Block>
  const said = job.state === 'done' ? props.done(job.result?.path ?? '') : ''
  return said === '' ? null : <Block tone="success">{said}</Block>
}
