import type { ChildProcess } from 'node:child_process'
import { type FromWorkstation, type ToWorkstation, type WorkstationStart, workstationStartVariable } from './frames.ts'

/** A page's end of a line, as whoever started the workstation holds it. */
export interface PageEnd {
  /** A frame for the page. */
  send(frame: unknown): void
  /** The workstation is gone: the page is told so. */
  close(): void
}

/** What a page's line does to the workstation. */
export interface WorkstationEnd {
  hear(frame: unknown): void
  /** The page is gone. */
  cut(): void
}

/** One life of a workstation under Node: frames go by its channel, never looked into. */
export interface ForkedWorkstation {
  /** A new line; `page.close` is called when the process ends first. */
  attach(page: PageEnd): WorkstationEnd
  /** Tells it to let the cards go and to end. */
  close(): void
  kill(): void
  readonly pid: number | undefined
}

/** Speaks to a workstation forked with a channel (`serialization: 'advanced'`). `ended` comes once, last. */
export function workstationOverChannel(
  child: ChildProcess,
  listeners: { ready(): void; ended(code: number | null): void },
): ForkedWorkstation {
  const pages = new Map<number, PageEnd>()
  let lines = 0
  let hasEnded = false
  const tell = (message: ToWorkstation) => {
    // A process that ends while it is spoken to says so by `exit`; the lost frame needs no second report.
    if (child.connected) child.send(message, () => undefined)
  }
  const ended = (code: number | null) => {
    if (hasEnded) return
    hasEnded = true
    const left = [...pages.values()]
    pages.clear()
    for (const page of left) page.close()
    listeners.ended(code)
  }
  child.on('message', (received) => {
    const message = received as FromWorkstation
    if (message.type === 'frame') pages.get(message.line)?.send(message.data)
    else if (message.type === 'ready') listeners.ready()
    else if (message.type === 'hung-up') {
      pages.get(message.line)?.close()
      pages.delete(message.line)
    }
  })
  child.on('error', () => {
    if (child.pid === undefined) ended(null)
  })
  child.once('exit', ended)
  return {
    attach(page) {
      lines += 1
      const line = lines
      if (hasEnded) {
        page.close()
        return { hear: () => undefined, cut: () => undefined }
      }
      pages.set(line, page)
      // Only a host of this very computer has such a workstation: its pages see its own cabinets.
      tell({ type: 'line', line, ownCabinets: true })
      return {
        hear: (data) => {
          if (pages.has(line)) tell({ type: 'frame', line, data })
        },
        cut: () => {
          if (pages.delete(line)) tell({ type: 'cut', line })
        },
      }
    },
    close: () => tell({ type: 'close' }),
    kill: () => {
      child.kill('SIGKILL')
    },
    get pid() {
      return child.pid
    },
  }
}

/** Variables that change what a process runs, loads or trusts: none of them reaches the one that is handed codes. */
const dangerousVariables =
  /^(ELECTRON_|NODE_|npm_|LD_PRELOAD$|LD_LIBRARY_PATH$|DYLD_|SSLKEYLOGFILE$|OPENSSL_CONF$|UV_)/i

/** The environment of the workstation's process: that of the program without them, and what it starts with. */
export function workstationEnvironment(start: WorkstationStart): Record<string, string> {
  const kept = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined || dangerousVariables.test(name) ? [] : [[name, value] as const],
  )
  return { ...Object.fromEntries(kept), [workstationStartVariable]: JSON.stringify(start) }
}
