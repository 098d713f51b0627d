import type { IdentityHouse } from '#app/features/identity/model.ts'
import { identitySettings, type IdentitySettings } from '#app/features/identity/settings.ts'
import { usualDocumentKinds } from '#app/features/identity/rules/proofs.ts'
import { findSection, type Section } from '#core/features/settings/index.ts'
import type { ReadDb } from '#core/kernel/tables.ts'

/** The section of `setting` that « Paramètres › Identités » edits. */
export const identitySection = 'identities'

/** The kinds proposed until the cabinet chooses; the Application carte Vitale is read, never ticked. */
export const proposedKinds = usualDocumentKinds.filter((kind) => kind !== 'AV')

/** What the cabinet accepts as a proof of identity, or `null` as long as nobody chose. */
export async function findIdentitySettings(db: ReadDb): Promise<Section<IdentitySettings> | null> {
  return findSection(db, identitySection, identitySettings)
}

/** What the cabinet decides about identities; a training cabinet takes numbers of test. */
export async function readHouse(db: ReadDb): Promise<IdentityHouse> {
  const cabinet = await db.selectFrom('cabinet_info').select('profile').executeTakeFirst()
  const settings = await findIdentitySettings(db)
  return {
    production: cabinet?.profile !== 'training',
    documentKinds: settings?.value.documentKinds ?? proposedKinds,
  }
}
