import './threads.ts'
import { WorkstationDesk } from '#main/wire/workstation.ts'
import { workstationSide } from './lines.ts'
import { openWorkstation } from './open.ts'

// The process where readers and cards are: drivers block and crash, and must not do it beside the database or the window.
const side = workstationSide()
const workstation = await openWorkstation(side.start)
const desk = new WorkstationDesk(workstation, { mayConfigure: side.isForWindows })

/** A driver that does not let go is not waited for: the process ends, and the service takes its cards back. */
const longestFarewellMs = 1500

side.closing(() => {
  const farewell = setTimeout(end, longestFarewellMs)
  void workstation.close().then(() => {
    clearTimeout(farewell)
    end()
  }, end)
})
side.listen((port, about) => desk.serve(port, about))

function end(): void {
  side.sayClosed()
  setTimeout(() => process.exit(0), 20)
}
