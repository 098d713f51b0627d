import {
  usualVerificationSettings,
  type VerificationSettings,
  verificationSettings,
} from '#app/features/verification/model.ts'
import { findSection, type Section } from '#core/features/settings/index.ts'
import type { ReadDb } from '#core/kernel/tables.ts'

/** The section of `setting` that says when identities are verified. */
export const verificationSection = 'verification'

/** The settings as they were last written; `null` before anybody did. */
export function findVerificationSettings(db: ReadDb): Promise<Section<VerificationSettings> | null> {
  return findSection(db, verificationSection, verificationSettings)
}

/** When identities are verified, as things are now. */
export async function readVerificationSettings(db: ReadDb): Promise<VerificationSettings> {
  return (await findVerificationSettings(db))?.value ?? usualVerificationSettings
}
