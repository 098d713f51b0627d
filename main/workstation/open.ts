import { noTraining } from './absent.ts'
import { composeWorkstation, type ComposedWorkstation, countInsertions } from './compose.ts'
import { openDeviceSettings } from './device-settings.ts'
import { keptFailures } from './failures.ts'
import type { WorkstationStart } from './frames.ts'
import { authorityFolders, readInstalledAuthorities } from './installed-authorities.ts'
import { professionalCards } from './professional-cards.ts'
import { followPcscReaders } from './readers.ts'
import { trainingReader } from './training.ts'
import { vitaleReading } from './vitale.ts'

/** The workstation of this computer: its readers are followed from now on. It opens whatever is installed, or nothing. */
export async function openWorkstation({ stateFolder, trainingCards }: WorkstationStart): Promise<ComposedWorkstation> {
  const insertions = countInsertions()
  const failures = keptFailures()
  const settings = await openDeviceSettings(stateFolder)
  const { cardModulePath, vitaleLibraryPath } = settings.get()
  const readers = followPcscReaders({ insertions, failures })
  return composeWorkstation({
    readers,
    professionalCards: professionalCards({ readers, insertions, failures, modulePath: cardModulePath }),
    vitale: (merged) =>
      vitaleReading({
        readers: merged,
        failures,
        libraryPath: vitaleLibraryPath,
        byCommands: () => settings.get().vitaleByCommands !== false,
      }),
    training: trainingCards === null ? noTraining : trainingReader({ program: trainingCards, insertions, failures }),
    installedAuthorities: () => readInstalledAuthorities(authorityFolders(process.platform)),
    failures,
    settings,
  })
}
