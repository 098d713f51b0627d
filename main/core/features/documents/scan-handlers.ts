import { readScanFolder, saveScanFolder } from '#app/features/documents/contract.ts'
import type { ScanState } from '#app/features/documents/model.ts'
import { problem } from '#app/kernel/problem.ts'
import { displayNameOf } from '#core/features/people/index.ts'
import { findSection, writeSection } from '#core/features/settings/index.ts'
import { scanSettings } from '#app/features/documents/model.ts'
import { handle } from '#core/kernel/handle.ts'
import { isProblem } from '#core/kernel/work.ts'
import { findScanFaults, readScanSettings, scanSection } from './scans.ts'

const read = handle(readScanFolder, async (_input, work) => {
  const { settings, version } = await work.read(readScanSettings)
  const within = work.ports.scanFolder.isWithinReach()
  const state: ScanState = within === null ? 'off' : within ? 'watching' : 'out-of-reach'
  const faults = await work.read(findScanFaults)
  return { settings, state, faults, isAtHost: work.vault.isAtHost, version }
})

const save = handle(saveScanFolder, async ({ settings, expectedVersion }, work) => {
  if (!work.vault.isAtHost) return problem('document.host-only', {})
  const { folder } = settings
  if (folder !== null) {
    // A browser of this computer names only folders that are known: whoever reaches the port may be behind it.
    if (!(await work.ports.scanFolder.isUsable(folder))) return problem('document.folder-unusable', { folder })
  }
  const written = await work.write(async (db) => {
    const present = await findSection(db, scanSection, scanSettings)
    const presentVersion = present?.version ?? 0
    if (presentVersion !== expectedVersion) {
      return problem('edit.conflict', {
        currentVersion: presentVersion,
        changedBy: await displayNameOf(db, present?.changedBy ?? null),
        changedAt: present?.changedAt ?? work.now(),
      })
    }
    work.journal({ details: { watched: folder !== null } })
    return {
      version: await writeSection(db, scanSection, settings, { presentVersion, at: work.now(), by: work.actor }),
    }
  })
  if (isProblem(written)) return written
  work.announce('settings', scanSection, written.version)
  return written
})

/** What answers about the scan folder. */
export const scanHandlers = [read, save]
