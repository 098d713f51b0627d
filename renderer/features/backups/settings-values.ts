import type { BackupSettings } from '#app/features/backups/model.ts'
import { backupSectionText } from '#app/text/fr/backup-section.ts'
import type { FieldRemarks } from '#renderer/client/index.ts'

const fr = backupSectionText.form.errors

/** Where and when backups are made, as typed. */
export type BackupValues = {
  readonly folder: string
  readonly dailyAt: readonly string[]
  readonly atClosing: boolean
}

/** Fields in reading order. */
export const backupFields = ['folder', 'dailyAt', 'atClosing'] as const satisfies readonly (keyof BackupValues)[]

/** Settings as the form shows them. */
export function backupValuesOf(settings: BackupSettings): BackupValues {
  return { folder: settings.folder, dailyAt: settings.dailyAt, atClosing: settings.atClosing }
}

/** « 12:30 » for « 12h30 », « 1230 », « 12.30 », « 9h »; `null` for what is no time of day. */
export function readTimeOfDay(typed: string): string | null {
  const found = /^(\d{1,2})\s*(?:[:hH.]\s*(\d{2})?|(\d{2}))?$/.exec(typed.trim())
  if (found === null) return null
  const hour = Number(found[1])
  const minute = Number(found[2] ?? found[3] ?? 0)
  if (hour > 23 || minute > 59) return null
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}

/** Times as they are kept: read where they can be, each once, in order of the day. */
export function tidyTimes(times: readonly string[]): readonly string[] {
  return [...new Set(times.map((time) => readTimeOfDay(time) ?? time))].toSorted()
}

/** What is to be corrected. */
export function judgeBackup(values: BackupValues): FieldRemarks<BackupValues> {
  const wrong = values.dailyAt.find((time) => readTimeOfDay(time) === null)
  return {
    ...(values.folder.trim() === '' ? { folder: fr.folder } : {}),
    ...(wrong === undefined ? {} : { dailyAt: fr.time(wrong) }),
  }
}

/** Settings as the cabinet takes them. */
export function settingsOf(values: BackupValues): BackupSettings {
  return { folder: values.folder.trim(), dailyAt: [...tidyTimes(values.dailyAt)], atClosing: values.atClosing }
}
