import type { MessagePortMain } from 'electron'
import type { ChildProcess } from 'node:child_process'
import type { CoreListeners, CoreProcess } from './core-process.ts'
import type { FromCore, ToCore } from './core-frames.ts'

/** The core in a Node process of its own: every window's line shares the one channel, by number. */
export function coreOverChannel(child: ChildProcess, listeners: CoreListeners): CoreProcess {
  const ports = new Map<number, Pick<MessagePortMain, 'postMessage' | 'close'>>()
  const tell = (message: ToCore) => {
    if (child.connected) child.send(message, ignoreClosedChannel)
  }
  let hasEnded = false
  const end = (code: number | null) => {
    if (hasEnded) return
    hasEnded = true
    for (const port of ports.values()) port.close()
    ports.clear()
    listeners.ended(code)
  }
  child.on('message', (received) => {
    const message = received as FromCore
    if (message.type === 'frame') ports.get(message.line)?.postMessage(message.data)
    else if (message.type === 'hung-up') {
      ports.get(message.line)?.close()
      ports.delete(message.line)
    } else listeners.said(message)
  })
  // Without a process, it could not start at all: the same loss as one that ended. With one, a message or a signal did not
  // reach it: it still holds the file, and says its end by `exit`.
  child.on('error', () => {
    if (child.pid === undefined) end(null)
  })
  child.once('exit', end)
  return {
    attach(line, seat, hostId, port) {
      if (hasEnded) return port.close()
      ports.set(line, port)
      tell({ type: 'line', line, seat, hostId })
      port.on('message', ({ data }) => tell({ type: 'frame', line, data }))
      port.on('close', () => {
        if (ports.delete(line)) tell({ type: 'cut', line })
      })
      port.start()
    },
    ask: tell,
    answerKeyring: tell,
    close: (withBackup) => tell({ type: 'close', withBackup }),
    kill: () => {
      child.kill('SIGKILL')
    },
    get pid() {
      return child.pid
    },
  }
}

/** A process that ends while it is spoken to says so by `exit`; the lost frame needs no second report. */
function ignoreClosedChannel(): void {}
