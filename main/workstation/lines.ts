import { EventEmitter } from 'node:events'
import { type FromWorkstation, type ToWorkstation, type WorkstationStart, workstationStartVariable } from './frames.ts'

/** One page's line: a port of Electron's main process, or what looks like one. */
export interface PagePort {
  readonly on: <T extends string>(event: T, callback: (event?: { data: unknown }) => void) => void
  readonly postMessage: (data: unknown) => void
  readonly close: () => void
}

/** The workstation's side of its channel: pages' lines come in, and its end. */
export interface WorkstationSide {
  readonly start: WorkstationStart
  /** Its pages are those of the program's own windows; otherwise, of browsers on this computer. */
  readonly isForWindows: boolean
  /** Each page's line. From then on the process is said to be ready. */
  listen(line: (port: PagePort, about: { readonly ownCabinets: boolean }) => void): void
  /** Readers are let go: the process may end. */
  sayClosed(): void
  /** Whoever started this process tells it to close, or is gone: nobody will come for the cards. Called once. */
  closing(call: () => void): void
}

/** What Electron puts in a utility process; absent under Node. */
interface UtilityProcess {
  readonly parentPort?: {
    on(event: 'message', heard: (event: { data: ToWorkstation; ports: PagePort[] }) => void): void
    postMessage(message: FromWorkstation): void
  }
}

/** The channel of this process. Throws when it was not started as a workstation. */
export function workstationSide(): WorkstationSide {
  const start = JSON.parse(process.env[workstationStartVariable] ?? 'null') as WorkstationStart | null
  Reflect.deleteProperty(process.env, workstationStartVariable)
  const { parentPort } = process as UtilityProcess
  if (start === null || (parentPort === undefined && process.send === undefined))
    throw new Error('the workstation is started by the program')
  // What a terminal sends to the whole group ends the program, which ends this.
  process.on('SIGINT', () => {})
  let close: () => void = () => undefined
  const closing = (call: () => void) => {
    close = once(call)
  }
  if (parentPort !== undefined) {
    return {
      start,
      isForWindows: true,
      closing,
      listen(line) {
        parentPort.on('message', ({ data, ports: [port] }) => {
          if (data.type === 'close') close()
          else if (data.type === 'line' && port !== undefined) line(port, data)
        })
        parentPort.postMessage({ type: 'ready' })
      },
      sayClosed: () => parentPort.postMessage({ type: 'closed' }),
    }
  }
  // Whoever held the channel is gone, whatever became of it.
  process.once('disconnect', () => close())
  return {
    start,
    isForWindows: false,
    closing,
    listen: (line) => listenOverProcess(line, () => close()),
    sayClosed: () => say({ type: 'closed' }),
  }
}

function say(message: FromWorkstation): void {
  if (process.connected) process.send?.(message)
}

/** Under Node, every page's line shares the process's own channel, by number. */
function listenOverProcess(line: Parameters<WorkstationSide['listen']>[0], close: () => void): void {
  const lines = new Map<number, LinePort>()
  process.on('message', (received) => {
    const message = received as ToWorkstation
    if (message.type === 'close') close()
    else if (message.type === 'frame') lines.get(message.line)?.emit('message', { data: message.data })
    else if (message.type === 'cut') {
      lines.get(message.line)?.emit('close')
      lines.delete(message.line)
    } else {
      const port = new LinePort(
        (data) => say({ type: 'frame', line: message.line, data }),
        () => {
          if (!lines.delete(message.line)) return
          say({ type: 'hung-up', line: message.line })
          queueMicrotask(() => port.emit('close'))
        },
      )
      lines.set(message.line, port)
      line(port, message)
    }
  })
  say({ type: 'ready' })
}

/** One page's line, with the face of Electron's own ports. */
class LinePort extends EventEmitter implements PagePort {
  readonly postMessage: (data: unknown) => void
  /** Tells the page, whose own end then closes; `close` is emitted as for a page that left. */
  readonly close: () => void

  constructor(post: (data: unknown) => void, hangUp: () => void) {
    super()
    this.postMessage = post
    this.close = hangUp
  }
}

/** Called once, however often it is told. */
function once(call: () => void): () => void {
  let isCalled = false
  return () => {
    if (isCalled) return
    isCalled = true
    call()
  }
}
