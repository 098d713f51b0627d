import type { BackupContents } from '#app/features/backups/model.ts'
import { sayDayAndHour, saySize } from '#app/text/fr/common.ts'
import { backupsText } from '#app/text/fr/backups.ts'
import { Block, DescriptionList } from '#ui/index.ts'
import classes from './Backups.module.css'

const fr = backupsText.restore

/** Step 2: what the file holds, once every block was read and compared with its digest. */
export function ReviewBackup({ contents }: { contents: BackupContents }) {
  return (
    <>
      <Block tone="success">{fr.sound}</Block>
      {contents.profile === 'training' ? (
        <Block tone="training" announce="off">
          {fr.training}
        </Block>
      ) : null}
      <div className={classes.contents}>
        <DescriptionList
          entries={[
            { term: fr.cabinet, value: <strong>{contents.cabinetName}</strong> },
            { term: fr.takenAt, value: sayDayAndHour(contents.takenAt) },
            { term: fr.contents, value: fr.counts(contents.counts.patients, contents.counts.users) },
            { term: fr.size, value: saySize(contents.sizeBytes) },
            { term: fr.writtenBy, value: contents.writtenBy },
            { term: fr.users, value: contents.users.map((user) => user.displayName).join(', ') },
          ]}
        />
      </div>
      <p className={classes.muted}>{fr.passwordsOfThen}</p>
    </>
  )
}
