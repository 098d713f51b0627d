import { type RightsSettings, rightsSettings } from '#app/features/rights/model.ts'
import { usualRightsMode } from '#app/features/rights/rules.ts'
import { findSection, type Section } from '#core/features/settings/index.ts'
import type { ReadDb } from '#core/kernel/tables.ts'

/** The section of `setting` that says when rights are asked for. */
export const rightsSection = 'rights'

/** Until somebody chooses. */
export const usualRightsSettings: RightsSettings = { mode: usualRightsMode }

/** The settings as they were last written; `null` before anybody did. */
export function findRightsSettings(db: ReadDb): Promise<Section<RightsSettings> | null> {
  return findSection(db, rightsSection, rightsSettings)
}
