import type { CabinetFile } from '#core/db/cabinet-file.ts'
import { CabinetRefusal } from '#core/db/refusal.ts'
import type { CabinetTables } from '#core/kernel/tables.ts'

/**
 * The manifest is in clear and anybody may write it; the database is not. A file whose two halves disagree on what cabinet
 * it is, or on whether its patients are invented, is closed again.
 */
export async function mustBeItsManifest(file: CabinetFile<CabinetTables>): Promise<void> {
  const { cabinetId, profile } = file.manifest
  // A cabinet interrupted while it was made has not written it yet.
  const inside = await file.reader.selectFrom('cabinet_info').select(['cabinet_id', 'profile']).executeTakeFirst()
  if (inside === undefined || (inside.cabinet_id === cabinetId && inside.profile === profile)) return
  await file.close()
  throw new CabinetRefusal('cabinet.damaged', { what: 'the manifest is not that of the database' })
}
