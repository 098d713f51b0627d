import { useState } from 'react'
import type { BackupContents } from '#app/features/backups/model.ts'
import { cabinetName } from '#app/features/cabinet/model.ts'
import { backupsText } from '#app/text/fr/backups.ts'
import { Block, Radio, TextField } from '#ui/index.ts'
import classes from './Backups.module.css'
import { StepForm } from './StepForm.tsx'
import type { Restore } from './useRestore.ts'

const fr = backupsText.restore

/** Step 3: beside the cabinets of this computer, or in place of the one it was made from. */
export function NameCabinet({ restore, contents }: { restore: Restore; contents: BackupContents }) {
  const { destination, setDestination } = restore
  const [shown, setShown] = useState(false)
  const replaces = destination.mode === 'replace'
  const refused = !replaces && !cabinetName.safeParse(destination.name).success
  return (
    <StepForm
      problem={restore.problem}
      onSubmit={() => {
        if (refused) setShown(true)
        else void restore.begin()
      }}
      back={{ label: fr.back, run: () => restore.goTo('review') }}
      next={{ label: replaces ? fr.replaceAction : fr.action, disabled: restore.busy }}
    >
      {contents.sameAsCabinetHere ? (
        <fieldset className={classes.choices}>
          <legend>{fr.how}</legend>
          <Radio
            name="restore-mode"
            label={fr.asNew}
            hint={fr.asNewHint}
            checked={!replaces}
            onChange={() => setDestination({ mode: 'new' })}
          />
          <Radio
            name="restore-mode"
            label={fr.replace}
            hint={fr.replaceHint}
            checked={replaces}
            onChange={() => setDestination({ mode: 'replace' })}
          />
        </fieldset>
      ) : null}
      {replaces ? (
        <Block tone="warning">{fr.replaceWarning(contents.cabinetName, contents.takenAt)}</Block>
      ) : (
        <div className={classes.half}>
          <TextField
            label={fr.name}
            size="dialog"
            value={destination.name}
            onChange={(name) => setDestination({ name })}
            onBlur={() => setShown(true)}
            error={shown && refused ? fr.nameRefused : undefined}
            maxLength={60}
          />
        </div>
      )}
    </StepForm>
  )
}
