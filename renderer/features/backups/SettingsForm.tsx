import { IconFolderOpen } from '@tabler/icons-react'
import { useCallback, useMemo } from 'react'
import { getBackupSettings, listBackups, updateBackupSettings } from '#app/features/backups/contract.ts'
import type { BackupSettings } from '#app/features/backups/model.ts'
import { backupSectionText } from '#app/text/fr/backup-section.ts'
import { sayProblemOf } from '#app/text/fr/problems.ts'
import {
  useAskAgain,
  useCabinet,
  useFormDraft,
  useSession,
  useVersionedForm,
  type WriteOutcome,
} from '#renderer/client/index.ts'
import { FormCheck, FormGroup, FormPane, FormText } from '#renderer/features/forms/index.ts'
import { WordsField } from '#renderer/features/patients/index.ts'
import { Button, Skeleton } from '#ui/index.ts'
import classes from './BackupSection.module.css'
import {
  type BackupValues,
  backupFields,
  backupValuesOf,
  judgeBackup,
  settingsOf,
  tidyTimes,
} from './settings-values.ts'

const fr = backupSectionText.form

/** Where and when backups are made. */
export function SettingsForm({ settings, version }: { settings: BackupSettings; version: number }) {
  const { call, seat } = useCabinet()
  const session = useSession()
  const askAgainOf = useAskAgain()
  const current = useMemo(() => ({ values: backupValuesOf(settings), version }), [settings, version])
  const askAgain = useCallback(() => askAgainOf(getBackupSettings, listBackups), [askAgainOf])
  const write = useCallback(
    async (values: BackupValues, expectedVersion: number): Promise<WriteOutcome<BackupValues>> => {
      const reply = await call(updateBackupSettings, { settings: settingsOf(values), expectedVersion })
      if (reply.ok) {
        askAgain()
        return { ok: true, values: backupValuesOf(reply.value.settings), version: reply.value.version }
      }
      if (reply.problem !== 'backup.unreadable') return { ok: false, refusal: reply }
      return { ok: false, refusal: reply, field: 'folder', sentence: sayProblemOf(reply) }
    },
    [call, askAgain],
  )
  const form = useVersionedForm<BackupValues>({
    current,
    order: backupFields,
    readOnly: !session.permissions.includes('backup.configure'),
    judge: judgeBackup,
    tidy,
    write,
    askAgain,
  })
  // The cabinet's own row of settings has no subject; this second one goes by the cabinet's identifier.
  const place = useMemo(
    () => ({ form: 'cabinet-settings', subjectId: session.cabinetId }) as const,
    [session.cabinetId],
  )
  const draft = useFormDraft(form, place)
  const chooseFolder = async () => {
    const startAt = form.values.folder.trim()
    const chosen = await seat?.chooseFolder(startAt === '' ? {} : { startAt })
    if (chosen?.path !== null && chosen?.path !== undefined) form.set('folder', chosen.path)
  }
  if (!draft.ready) return <Skeleton lines={4} />
  return (
    <FormPane title={fr.title} form={form} draft={draft} labelOf={(field) => fr[field]}>
      <FormGroup title={fr.where}>
        <FormText form={form} name="folder" label={fr.folder} maxLength={1024} hint={fr.folderHint} />
        {seat === null || form.readOnly ? null : (
          <div className={classes.buttons}>
            <Button icon={IconFolderOpen} onClick={() => void chooseFolder()}>
              {fr.chooseFolder}
            </Button>
          </div>
        )}
      </FormGroup>
      <FormGroup title={fr.when}>
        <div data-field="dailyAt">
          <WordsField
            label={fr.dailyAt}
            optional
            values={form.values.dailyAt}
            onChange={(times) => form.set('dailyAt', tidyTimes(times))}
            onBlur={() => form.leave('dailyAt')}
            placeholder={fr.dailyAtPlaceholder}
            readOnly={form.readOnly}
            max={6}
            maxLength={8}
            error={form.errors.dailyAt}
            hint={fr.dailyAtHint}
          />
        </div>
        <FormCheck form={form} name="atClosing" label={fr.atClosing} />
        <p className={classes.quiet}>{fr.kept}</p>
      </FormGroup>
    </FormPane>
  )
}

function tidy(values: BackupValues, field: keyof BackupValues): BackupValues {
  if (field === 'folder') return { ...values, folder: values.folder.trim() }
  return field === 'dailyAt' ? { ...values, dailyAt: tidyTimes(values.dailyAt) } : values
}
