declare module '#core/kernel/tables.ts' {
  interface CabinetTables {
    backup_run: BackupRunTable
  }
}

/** How one backup went. */
export interface BackupRunTable {
  backup_run_id: string
  reason: 'on-demand' | 'scheduled' | 'closing' | 'migration'
  outcome: 'verified' | 'failed'
  path: string
  size_bytes: number | null
  ended_at: string
}
