export { findLastVerified, readBackupSettings } from './backup-settings.ts'
export { backupsHandlers } from './handlers.ts'
export type { BackupRunTable } from './tables.ts'
