import { fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { ModuleRequest } from './card-module-frames.ts'

// In the packaged program this module and the process's are both built, beside each other.
const moduleFile = import.meta.url.endsWith('.ts') ? './card-module.ts' : './card-module.js'

/** A process that holds a module, as its line sees it. */
export interface ModuleChild {
  readonly send: (request: ModuleRequest) => void
  readonly onAnswer: (heard: (answer: unknown) => void) => void
  readonly onEnd: (ended: () => void) => void
  readonly kill: () => void
  readonly pid: number | undefined
}

/** Starts what holds the module: a process, or a thread where this program may start no other process. */
export function startModuleChild(): ModuleChild {
  const runtime = nodeRuntime()
  return runtime === null ? startModuleThread() : startProcess(runtime)
}

interface Runtime {
  readonly path: string
  readonly env: Readonly<Record<string, string>>
}

/**
 * Under Electron, the Node packed beside it where there is one; else Electron itself as Node, which a packed one refuses to
 * be (`electron-builder.yml`): it would open a window instead.
 */
function nodeRuntime(): Runtime | null {
  if (process.versions['electron'] === undefined) return { path: process.execPath, env: {} }
  const { resourcesPath } = process as { resourcesPath?: string }
  const packed = join(resourcesPath ?? '', 'node', process.platform === 'win32' ? 'node.exe' : 'node')
  if (existsSync(packed)) return { path: packed, env: {} }
  return import.meta.url.includes('app.asar') ? null : { path: process.execPath, env: { ELECTRON_RUN_AS_NODE: '1' } }
}

/** Variables that change what a Node process runs, and the one that makes the module write its exchanges in a file. */
const dangerousVariables = /^(?:ELECTRON_|NODE_|npm_|CPS3_DEBUG$)/i

function startProcess(runtime: Runtime): ModuleChild {
  const kept = Object.entries(process.env).filter(([name]) => !dangerousVariables.test(name))
  const child = fork(fileURLToPath(new URL(moduleFile, import.meta.url)), [], {
    execPath: runtime.path,
    execArgv: [],
    env: { ...Object.fromEntries(kept), ...runtime.env },
    serialization: 'advanced',
    // A module that writes on its outputs may write what it was given.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  return {
    ...heardFrom(child, ['exit', 'error']),
    send: (request) => {
      // What cannot be sent, its end says.
      child.send(request, () => undefined)
    },
    kill: () => {
      // A process inside a call of its module hears nothing softer.
      child.kill('SIGKILL')
    },
    pid: child.pid,
  }
}

/**
 * The module in a thread of this process: one that hangs is left there, and one that dies takes the readers with it, which
 * their supervisor starts again.
 */
export function startModuleThread(): ModuleChild {
  Reflect.deleteProperty(process.env, 'CPS3_DEBUG')
  const thread = new Worker(new URL(moduleFile, import.meta.url), { execArgv: [], stdout: true, stderr: true })
  thread.unref()
  return {
    ...heardFrom(thread, ['exit', 'error']),
    send: (request) => thread.postMessage(request),
    kill: () => {
      void thread.terminate()
    },
    pid: undefined,
  }
}

interface Speaks {
  on(event: 'message', heard: (message: unknown) => void): unknown
  once(event: string, heard: () => void): unknown
}

/** Answers and the end of what was started: told to who listens last, and once. */
function heardFrom(child: Speaks, ends: readonly string[]): Pick<ModuleChild, 'onAnswer' | 'onEnd'> {
  let ended = false
  let onEnd: () => void = () => undefined
  let onAnswer: (answer: unknown) => void = () => undefined
  for (const event of ends) {
    child.once(event, () => {
      if (ended) return
      ended = true
      onEnd()
    })
  }
  child.on('message', (answer) => onAnswer(answer))
  return {
    onAnswer: (heard) => {
      onAnswer = heard
    },
    onEnd: (told) => {
      onEnd = told
      if (ended) told()
    },
  }
}
