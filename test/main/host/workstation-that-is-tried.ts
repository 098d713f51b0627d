import { WorkstationDesk } from '#main/wire/workstation.ts'
import { workstationSide } from '#main/workstation/lines.ts'
import { testWorkstation } from '#test/world/workstation.ts'

// A workstation in words only, in a process as the real one runs: the host and the pages see no difference.
const side = workstationSide()
const workstation = testWorkstation()
workstation.insert('8025000001/2800000001')
const desk = new WorkstationDesk(workstation, { mayConfigure: side.isForWindows })
side.closing(() => {
  side.sayClosed()
  setTimeout(() => process.exit(0), 20)
})
side.listen((port, about) => desk.serve(port as never, about))
