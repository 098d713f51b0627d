import { EventEmitter } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { composeCore } from '#main/compose/index.ts'
import { knownSeat, serveOverMessagePort } from '#main/wire/index.ts'

/** One frame of the process's own channel: for the echo, or for the core. */
interface Frame {
  readonly to: 'echo' | 'core'
  readonly data: unknown
}

// The core in a process of its own, its frames on that process's channel: as the shell does it under Node.
const folder = mkdtempSync(join(tmpdir(), 'cabinet-bench-wire-'))
const core = composeCore({
  version: '0',
  stateFolder: folder,
  cabinetsFolder: folder,
  backupsFolder: folder,
  scheduled: false,
})
const port = Object.assign(new EventEmitter(), {
  postMessage: (data: unknown) => void process.send?.({ to: 'core', data }),
})
process.on('message', (frame: Frame) => {
  if (frame.to === 'echo') process.send?.(frame)
  else if (frame.data === 'open') serveOverMessagePort(core, port, knownSeat({ kind: 'test', name: 'process' }))
  else port.emit('message', { data: frame.data })
})
process.send?.('ready')
