declare module '#core/kernel/tables.ts' {
  interface CabinetTables {
    workspace: WorkspaceTable
  }
}

/** What a user left open, as JSON. */
export interface WorkspaceTable {
  user_id: string
  content: string
  saved_at: string
}
