import { getBackupSettings, listBackups, startBackup } from '#app/features/backups/contract.ts'
import type { CabinetClient } from '#renderer/client/index.ts'
import { type StartedJob, useStartedJob } from '#renderer/features/jobs/index.ts'

const begin = (call: CabinetClient['call']) => call(startBackup, {})
const changed = [getBackupSettings, listBackups] as const

/**
 * Makes a backup when asked. `present` is one that this user began before the page was loaded, on this seat or another.
 */
export function useMakeBackup(present: string | null): StartedJob {
  return useStartedJob('backup', begin, changed, present)
}
