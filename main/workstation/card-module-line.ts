import { fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { moduleAnswer, moduleCodes, type ModuleRequest, type ModuleValue, moduleValues } from './card-module-frames.ts'

// In the packaged program this module and the process's are both built, beside each other.
const moduleFile = import.meta.url.endsWith('.ts') ? './card-module.ts' : './card-module.js'

/** What the module, or the process that holds it, did not do. `code` is the name PKCS#11 gives it, or one of ours. */
export class ModuleFailure extends Error {
  readonly code: string

  constructor(doing: string, code: string) {
    super(`${doing}: ${code}`)
    this.name = 'ModuleFailure'
    this.code = code
  }
}

/** A process that holds a module, as its line sees it. */
export interface ModuleChild {
  readonly send: (request: ModuleRequest) => void
  readonly onAnswer: (heard: (answer: unknown) => void) => void
  readonly onEnd: (ended: () => void) => void
  readonly kill: () => void
  readonly pid: number | undefined
}

/** The line to the process that holds the module. */
export interface ModuleLine {
  /**
   * Asks one thing after the other. Rejects with {@link ModuleFailure}: past `timeoutMs` the process is ended
   * (`MODULE_HUNG`), and so it is when it ended by itself (`MODULE_CRASHED`); the next request starts another.
   */
  readonly ask: <R extends ModuleRequest>(request: R, timeoutMs: number) => Promise<ModuleValue<R['doing']>>
  /** Told when the process is gone, with all it kept: sessions, codes. */
  readonly onLost: (lost: () => void) => void
  readonly pid: () => number | undefined
  readonly close: () => Promise<void>
}

/** Makes a line; `path` is loaded before anything else is asked. The process starts with the first request. */
export function openModuleLine(path: string, loadTimeoutMs: number, start: () => ModuleChild = startChild): ModuleLine {
  let child: ModuleChild | null = null
  let loading = false
  let lost: () => void = () => undefined
  let last: Promise<unknown> = Promise.resolve()

  const once = <R extends ModuleRequest>(
    running: ModuleChild,
    request: R,
    timeoutMs: number,
  ): Promise<ModuleValue<R['doing']>> =>
    new Promise((resolve, reject) => {
      const end = (code: string, kill: boolean) => {
        clearTimeout(timer)
        if (child === running) child = null
        if (kill) running.kill()
        reject(new ModuleFailure(request.doing, code))
        lost()
      }
      const timer = setTimeout(() => end(moduleCodes.hung, true), timeoutMs)
      running.onEnd(() => end(moduleCodes.crashed, false))
      running.onAnswer((heard) => {
        const answer = moduleAnswer.safeParse(heard)
        if (!answer.success) return end(moduleCodes.garbled, true)
        if (!answer.data.ok) {
          clearTimeout(timer)
          return reject(new ModuleFailure(request.doing, answer.data.code))
        }
        const value = moduleValues[request.doing].safeParse(answer.data.value)
        if (!value.success) return end(moduleCodes.garbled, true)
        clearTimeout(timer)
        resolve(value.data as ModuleValue<R['doing']>)
      })
      running.send(request)
      if ('pin' in request) request.pin.fill(0)
    })

  const inTurn = async <R extends ModuleRequest>(request: R, timeoutMs: number): Promise<ModuleValue<R['doing']>> => {
    if (child === null) {
      child = start()
      loading = true
    }
    if (loading) {
      const description = await once(child, { doing: 'load', path }, loadTimeoutMs)
      loading = false
      if (request.doing === 'load') return description as ModuleValue<R['doing']>
    }
    return once(child, request, timeoutMs)
  }

  return {
    ask: (request, timeoutMs) => {
      const asked = last.then(() => inTurn(request, timeoutMs))
      last = asked.catch(() => undefined)
      return asked
    },
    onLost: (told) => {
      lost = told
    },
    pid: () => child?.pid,
    close: async () => {
      child?.kill()
      child = null
      await last
    },
  }
}

/** Variables that change what a Node process runs, and the one that makes the module write its exchanges in a file. */
const dangerousVariables = /^(?:ELECTRON_|NODE_|npm_|CPS3_DEBUG$)/i

function startChild(): ModuleChild {
  const runtime = nodeRuntime()
  const kept = Object.entries(process.env).filter(([name]) => !dangerousVariables.test(name))
  const child = fork(fileURLToPath(new URL(moduleFile, import.meta.url)), [], {
    execPath: runtime.path,
    execArgv: [],
    env: { ...Object.fromEntries(kept), ...runtime.env },
    serialization: 'advanced',
    // A module that writes on its outputs may write what it was given.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  let ended = false
  let onEnd: () => void = () => undefined
  const end = () => {
    if (ended) return
    ended = true
    onEnd()
  }
  child.once('exit', end)
  // One that did not start at all.
  child.once('error', end)
  let onAnswer: (answer: unknown) => void = () => undefined
  child.on('message', (answer) => onAnswer(answer))
  return {
    send: (request) => {
      // What cannot be sent, its end says.
      child.send(request, () => undefined)
    },
    onAnswer: (heard) => {
      onAnswer = heard
    },
    onEnd: (told) => {
      onEnd = told
      if (ended) told()
    },
    kill: () => {
      // A process inside a call of its module hears nothing softer.
      child.kill('SIGKILL')
    },
    pid: child.pid,
  }
}

/** Under Electron, the Node packed beside it where there is one; else Electron itself, as Node. */
function nodeRuntime(): { readonly path: string; readonly env: Readonly<Record<string, string>> } {
  if (process.versions['electron'] === undefined) return { path: process.execPath, env: {} }
  const { resourcesPath } = process as { resourcesPath?: string }
  const packed = join(resourcesPath ?? '', 'node', process.platform === 'win32' ? 'node.exe' : 'node')
  return existsSync(packed) ? { path: packed, env: {} } : { path: process.execPath, env: { ELECTRON_RUN_AS_NODE: '1' } }
}
