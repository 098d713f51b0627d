import { getSettings, updateSettings } from '#app/features/settings/contract.ts'
import { cabinetSettings } from '#app/features/settings/model.ts'
import { problem } from '#app/kernel/problem.ts'
import { displayNameOf } from '#core/features/people/index.ts'
import { handle } from '#core/kernel/handle.ts'
import { isProblem } from '#core/kernel/work.ts'
import { cabinetSection, usualSettings } from './cabinet-settings.ts'
import { findSection, writeSection } from './repository.ts'

const get = handle(getSettings, async (_input, work) => {
  const section = await work.read((db) => findSection(db, cabinetSection, cabinetSettings))
  return {
    settings: section?.value ?? usualSettings(work.vault.open()?.name ?? ''),
    version: section?.version ?? 1,
  }
})

const update = handle(updateSettings, async ({ settings, expectedVersion }, work) => {
  const before = work.vault.open()?.name
  const written = await work.write(async (db) => {
    const present = await findSection(db, cabinetSection, cabinetSettings)
    const presentVersion = present?.version ?? 1
    if (presentVersion !== expectedVersion) {
      return problem('edit.conflict', {
        currentVersion: presentVersion,
        changedBy: await displayNameOf(db, present?.changedBy ?? null),
        changedAt: present?.changedAt ?? work.now(),
      })
    }
    const version = await writeSection(db, cabinetSection, settings, { presentVersion, at: work.now(), by: work.actor })
    work.announce('settings', cabinetSection, version)
    return { settings, version }
  })
  if (isProblem(written)) return written
  // After commit: the manifest is a file of its own, and it only shows what the settings now say.
  if (before !== settings.name) await work.vault.rename(settings.name)
  return written
})

/** What answers « Paramètres › Cabinet ». */
export const settingsHandlers = [get, update]
