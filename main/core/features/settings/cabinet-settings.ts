import { type CabinetSettings, cabinetSettings } from '#app/features/settings/model.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import { findSection } from './repository.ts'

/** The section of `setting` that « Paramètres › Cabinet » edits. */
export const cabinetSection = 'cabinet'

/** Minutes without a gesture before a seat locks, until the cabinet says otherwise. */
export const usualLockAfterMinutes = 15

/** Settings of a cabinet that nobody has edited yet. */
export function usualSettings(name: string): CabinetSettings {
  return {
    name,
    addressLine: '',
    addressComplement: '',
    postalCode: '',
    town: '',
    phone: '',
    email: '',
    finess: '',
    lockAfterMinutes: usualLockAfterMinutes,
  }
}

/** The settings of the cabinet as they are now. */
export async function readCabinetSettings(db: ReadDb, cabinet: { readonly name: string }): Promise<CabinetSettings> {
  const section = await findSection(db, cabinetSection, cabinetSettings)
  return section?.value ?? usualSettings(cabinet.name)
}
