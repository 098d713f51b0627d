import './threads.ts'
import { WorkstationDesk } from '#main/wire/workstation.ts'
import { noTraining } from './absent.ts'
import { composeWorkstation, countInsertions } from './compose.ts'
import { openDeviceSettings } from './device-settings.ts'
import { keptFailures } from './failures.ts'
import { workstationSide } from './lines.ts'
import { professionalCards } from './professional-cards.ts'
import { followPcscReaders } from './readers.ts'
import { trainingReader } from './training.ts'
import { vitaleReading } from './vitale.ts'

// The process where readers and cards are: drivers block and crash, and must not do it beside the database or the window.
const side = workstationSide()
const { trainingCards } = side.start
const insertions = countInsertions()
const failures = keptFailures()
const settings = await openDeviceSettings(side.start.stateFolder)
const readers = followPcscReaders({ insertions, failures })
const workstation = composeWorkstation({
  readers,
  professionalCards: professionalCards({ readers, insertions, failures, modulePath: settings.get().cardModulePath }),
  vitale: (readers) => vitaleReading({ readers, failures, libraryPath: settings.get().vitaleLibraryPath }),
  training: trainingCards === null ? noTraining : trainingReader({ program: trainingCards, insertions, failures }),
  failures,
  settings,
})
const desk = new WorkstationDesk(workstation)

/** A driver that does not let go is not waited for: the process ends, and the service takes its cards back. */
const longestFarewellMs = 1500

side.closing(() => {
  const farewell = setTimeout(end, longestFarewellMs)
  void workstation.close().then(() => {
    clearTimeout(farewell)
    end()
  }, end)
})
side.listen((port) => desk.serve(port))

function end(): void {
  side.sayClosed()
  setTimeout(() => process.exit(0), 20)
}
