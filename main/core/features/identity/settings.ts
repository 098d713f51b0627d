import { getIdentitySettings, updateIdentitySettings } from '#app/features/identity/contract.ts'
import { problem } from '#app/kernel/problem.ts'
import { displayNameOf } from '#core/features/people/index.ts'
import { writeSection } from '#core/features/settings/index.ts'
import { handle } from '#core/kernel/handle.ts'
import { findIdentitySettings, identitySection, proposedKinds } from './house.ts'

/** Answers `identity.settings`. */
export const settingsHandler = handle(getIdentitySettings, async (_input, work) => {
  const section = await work.read(findIdentitySettings)
  return { settings: section?.value ?? { documentKinds: [...proposedKinds] }, version: section?.version ?? 1 }
})

/** Answers `identity.updateSettings`. */
export const updateSettingsHandler = handle(updateIdentitySettings, async ({ settings, expectedVersion }, work) =>
  work.write(async (db) => {
    const present = await findIdentitySettings(db)
    const presentVersion = present?.version ?? 1
    if (presentVersion !== expectedVersion) {
      return problem('edit.conflict', {
        currentVersion: presentVersion,
        changedBy: await displayNameOf(db, present?.changedBy ?? null),
        changedAt: present?.changedAt ?? work.now(),
      })
    }
    const version = await writeSection(db, identitySection, settings, {
      presentVersion,
      at: work.now(),
      by: work.actor,
    })
    work.journal({ subjectId: identitySection, details: { documentKinds: settings.documentKinds } })
    work.announce('settings', identitySection, version)
    return { settings, version }
  }),
)
