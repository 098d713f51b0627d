import { IconFolderOpen } from '@tabler/icons-react'
import { useMemo } from 'react'
import { listBackups } from '#app/features/backups/contract.ts'
import type { BackupListed } from '#app/features/backups/model.ts'
import { sayDayAndHour, sayNumber, sayRefusal, saySize } from '#app/text/fr/common.ts'
import { backupsText } from '#app/text/fr/backups.ts'
import { useCabinet, useLiveQuery } from '#renderer/client/index.ts'
import { Block, Button, type Column, DataTable, EmptyState, Skeleton, Tag, TextField } from '#ui/index.ts'
import classes from './Backups.module.css'

const fr = backupsText.restore

/** Columns of a list of backups, here and in « Paramètres ». */
export const backupColumns: readonly Column<BackupListed>[] = [
  {
    id: 'takenAt',
    header: fr.columns.taken,
    width: 150,
    tabular: true,
    cell: (row) => (row.takenAt === null ? '—' : sayDayAndHour(row.takenAt)),
  },
  {
    id: 'cabinet',
    header: fr.columns.cabinet,
    width: 400,
    cell: (row) =>
      row.readable ? (
        row.cabinetName
      ) : (
        <>
          <span>{row.fileName}</span> <Tag tone="danger">{fr.unreadable}</Tag>
        </>
      ),
  },
  {
    id: 'patients',
    header: fr.columns.patients,
    width: 100,
    align: 'right',
    tabular: true,
    cell: (row) => (row.patients === null ? '—' : sayNumber(row.patients)),
  },
  {
    id: 'size',
    header: fr.columns.size,
    width: 100,
    align: 'right',
    tabular: true,
    cell: (row) => saySize(row.sizeBytes),
  },
]

/** Step 1: the backups of this computer, or the path of any other. */
export function ChooseBackup(props: {
  readonly path: string
  readonly onPath: (path: string) => void
  readonly onExamine: () => void
  readonly busy: boolean
}) {
  const { seat } = useCabinet()
  const found = useLiveQuery(
    listBackups,
    useMemo(() => ({}), []),
  )
  const backups = found.value?.backups ?? []
  const chooseFile = async () => {
    const chosen = await seat?.chooseFile({ kind: 'backup' })
    if (chosen?.path !== null && chosen?.path !== undefined) props.onPath(chosen.path)
  }
  return (
    <>
      <h2>{fr.found}</h2>
      {found.problem === undefined ? (
        <div className={classes.found}>
          <DataTable
            label={fr.found}
            columns={backupColumns}
            rowCount={backups.length}
            rowAt={(index) => backups[index]}
            rowKey={(row) => row.path}
            selectedKey={props.path}
            onSelect={(row) => props.onPath(row.path)}
            onActivate={props.onExamine}
            loading={found.waiting ? <Skeleton lines={4} /> : undefined}
            empty={<EmptyState title={fr.noneFound}>{fr.noneFoundHint}</EmptyState>}
          />
        </div>
      ) : (
        <Block tone="error">{sayRefusal(found.problem)}</Block>
      )}
      <div className={classes.pathLine}>
        <TextField
          label={fr.path}
          size="dialog"
          value={props.path}
          onChange={props.onPath}
          hint={props.busy ? fr.examining : fr.pathHint}
          maxLength={1024}
        />
        {seat === null ? null : (
          <Button size="dialog" icon={IconFolderOpen} onClick={() => void chooseFile()}>
            {fr.chooseFile}
          </Button>
        )}
      </div>
    </>
  )
}
