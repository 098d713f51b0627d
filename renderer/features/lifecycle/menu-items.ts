import { lifecycleText as text } from '#app/text/fr/lifecycle.ts'
import type { RecordMenuItem } from '#renderer/features/forms/index.ts'
import { BlockAct } from './BlockAct.tsx'
import { DeleteAct } from './DeleteAct.tsx'
import { MergeAct } from './MergeAct.tsx'
import { MergesAct } from './MergesAct.tsx'

/** What the menu of a record offers of its life (PAT-8, PAT-9). */
export const lifecycleMenuItems: readonly RecordMenuItem[] = [
  { id: 'block', menu: 'more', label: text.block.item, needs: 'patient.edit', Act: BlockAct },
  { id: 'merge', menu: 'more', label: text.merge.item, needs: 'patient.merge', Act: MergeAct },
  { id: 'merges', menu: 'more', label: text.merges.item, needs: 'patient.merge', Act: MergesAct },
  { id: 'delete', menu: 'more', label: text.deletion.item, needs: 'patient.delete', danger: true, Act: DeleteAct },
]
