import { type FormEvent, useState } from 'react'
import { type DeviceSettings, type Diagnostic, libraryPath } from '#app/devices/workstation.ts'
import { readersText } from '#app/text/fr/readers.ts'
import type { WorkstationClient } from '#renderer/client/index.ts'
import { Block, Button, Checkbox, TextField } from '#ui/index.ts'
import classes from './Readers.module.css'

const fr = readersText.settings

interface PlacesProps {
  readonly settings: DeviceSettings
  readonly workstation: WorkstationClient | null
  readonly onSaved: (found: Diagnostic) => void
}

/** Where a module and a library are, for this computer, when the program does not find them by itself. */
export function Places({ settings, workstation, onSaved }: PlacesProps) {
  const [module, setModule] = useState(settings.cardModulePath ?? '')
  const [library, setLibrary] = useState(settings.vitaleLibraryPath ?? '')
  const [byCommands, setByCommands] = useState(settings.vitaleByCommands !== false)
  const [judged, setJudged] = useState(false)
  const [outcome, setOutcome] = useState<'none' | 'sending' | 'failed'>('none')
  const wanted = {
    cardModulePath: placeOf(module),
    vitaleLibraryPath: placeOf(library),
    vitaleByCommands: byCommands,
  }
  const errors = {
    module: judged && isWrong(wanted.cardModulePath),
    library: judged && isWrong(wanted.vitaleLibraryPath),
  }
  const isChanged =
    wanted.cardModulePath !== settings.cardModulePath ||
    wanted.vitaleLibraryPath !== settings.vitaleLibraryPath ||
    byCommands !== (settings.vitaleByCommands !== false)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setJudged(true)
    if (workstation === null || isWrong(wanted.cardModulePath) || isWrong(wanted.vitaleLibraryPath)) return
    setOutcome('sending')
    try {
      onSaved(await workstation.configure(wanted))
      setOutcome('none')
    } catch {
      setOutcome('failed')
    }
  }
  return (
    <form className={classes.part} aria-label={fr.title} onSubmit={(event) => void save(event)} noValidate>
      <h3>{fr.title}</h3>
      <p className={classes.quiet}>{fr.hint}</p>
      <div className={classes.fields}>
        <TextField
          label={fr.cardModulePath}
          optional
          value={module}
          onChange={setModule}
          onBlur={() => setJudged(true)}
          maxLength={1024}
          error={errors.module ? fr.invalid : undefined}
        />
        <TextField
          label={fr.vitaleLibraryPath}
          optional
          value={library}
          onChange={setLibrary}
          onBlur={() => setJudged(true)}
          maxLength={1024}
          error={errors.library ? fr.invalid : undefined}
        />
        <Checkbox
          label={fr.vitaleByCommands}
          hint={fr.vitaleByCommandsHint}
          checked={byCommands}
          onChange={setByCommands}
        />
      </div>
      {outcome === 'failed' ? (
        <Block tone="error" announce="assertive">
          {fr.failed}
        </Block>
      ) : null}
      <div>
        <Button type="submit" disabled={workstation === null || !isChanged || outcome === 'sending'}>
          {fr.save}
        </Button>
      </div>
    </form>
  )
}

function placeOf(typed: string): string | null {
  const place = typed.trim()
  return place === '' ? null : place
}

function isWrong(place: string | null): boolean {
  return place !== null && !libraryPath.safeParse(place).success
}
