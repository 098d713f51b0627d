import { type Workspace, workspace as workspaceShape } from '#app/features/sessions/model.ts'
import type { PatientLife, ReadDb } from '#core/kernel/tables.ts'
import './tables.ts'

/** What a user sees the first time. */
export const emptyWorkspace: Workspace = {
  tabs: [],
  activeTab: null,
  theme: 'system',
  singleLetterKeys: true,
  sizes: {},
}

/** A workspace as it was kept. What an older program kept and no longer fits is not worth a failure. */
export function keptWorkspace(content: string | undefined): Workspace {
  const kept = workspaceShape.safeParse(content === undefined ? null : JSON.parse(content))
  return kept.success ? kept.data : emptyWorkspace
}

/** The same, with the records in sight only: a tab says which entry was read, and what an editor began with. */
export async function inSight(db: ReadDb, workspace: Workspace): Promise<Workspace> {
  const wanted = workspace.tabs.map(({ patientId }) => patientId)
  if (wanted.length === 0) return workspace
  const rows = await db
    .selectFrom('patient')
    .select('patient.patient_id')
    .where('patient.patient_id', 'in', wanted)
    .execute()
  const seen = new Set(rows.map((row) => row.patient_id))
  return without(workspace, (patientId) => !seen.has(patientId))
}

/** What users left open of a record that goes. */
export const patientLife: PatientLife = {
  async leave(db, patientId) {
    const rows = await db
      .selectFrom('workspace')
      .select(['user_id', 'content'])
      .where('content', 'like', `%${patientId}%`)
      .execute()
    for (const row of rows) {
      const left = without(keptWorkspace(row.content), (id) => id === patientId)
      await db
        .updateTable('workspace')
        .set({ content: JSON.stringify(left) })
        .where('user_id', '=', row.user_id)
        .execute()
    }
  },
}

function without(workspace: Workspace, isGone: (patientId: string) => boolean): Workspace {
  const gone = new Set(workspace.tabs.map(({ patientId }) => patientId).filter(isGone))
  if (gone.size === 0) return workspace
  return {
    ...workspace,
    tabs: workspace.tabs.filter(({ patientId }) => !gone.has(patientId)),
    activeTab: workspace.activeTab !== null && gone.has(workspace.activeTab) ? null : workspace.activeTab,
  }
}
