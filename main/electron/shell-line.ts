import type { MessagePortMainLike } from '@orpc/client/message-port'
import { EventEmitter } from 'node:events'
import type { FromCore, ToCore } from './core-frames.ts'

/** The core's side of its line with the shell, whichever way its process runs. */
export interface ShellLine {
  /** Each message of the shell; a new window's line comes with its port. Frames and cuts go to that port by themselves. */
  listen(heard: (message: ToCore, port: MessagePortMainLike | undefined) => void): void
  say(message: FromCore): void
  /** The shell is gone: nobody will come for the core. */
  lost(call: () => void): void
}

/** What Electron puts in a utility process; absent under Node. */
interface UtilityProcess {
  readonly parentPort?: {
    on(event: 'message', heard: (event: { data: ToCore; ports: MessagePortMainLike[] }) => void): void
    postMessage(message: FromCore): void
  }
}

/** The line of this process. Throws when it was not started by the shell. */
export function shellLine(): ShellLine {
  const { parentPort } = process as UtilityProcess
  if (parentPort !== undefined) {
    return {
      listen: (heard) => parentPort.on('message', ({ data, ports }) => heard(data, ports[0])),
      say: (message) => parentPort.postMessage(message),
      // Electron ends a utility process with its parent.
      lost: () => {},
    }
  }
  if (process.send === undefined) throw new Error('the core is started by the shell')
  return overProcess(process.send.bind(process))
}

/** Under Node, every line shares the process's own channel, by number. */
function overProcess(send: (message: FromCore) => boolean): ShellLine {
  const lines = new Map<number, LinePort>()
  const say = (message: FromCore) => {
    if (process.connected) send(message)
  }
  return {
    listen(heard) {
      process.on('message', (received) => {
        const message = received as ToCore
        if (message.type === 'frame') lines.get(message.line)?.emit('message', { data: message.data })
        else if (message.type === 'cut') {
          lines.get(message.line)?.emit('close')
          lines.delete(message.line)
        } else if (message.type === 'line') {
          const { line } = message
          const port = new LinePort(
            (data) => say({ type: 'frame', line, data }),
            () => {
              if (!lines.delete(line)) return
              say({ type: 'hung-up', line })
              queueMicrotask(() => port.emit('close'))
            },
          )
          lines.set(line, port)
          heard(message, port)
        } else heard(message, undefined)
      })
    },
    say,
    lost: (call) => process.once('disconnect', call),
  }
}

/** One window's line, with the face of Electron's own ports. */
class LinePort extends EventEmitter implements MessagePortMainLike {
  readonly postMessage: (data: unknown) => void
  /** Tells the window, whose own end then closes; `close` is emitted as for a window that left. */
  readonly close: () => void

  constructor(post: (data: unknown) => void, hangUp: () => void) {
    super()
    this.postMessage = post
    this.close = hangUp
  }
}
