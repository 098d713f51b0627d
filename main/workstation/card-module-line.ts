import { moduleAnswer, moduleCodes, type ModuleRequest, type ModuleValue, moduleValues } from './card-module-frames.ts'
import { type ModuleChild, startModuleChild } from './card-module-start.ts'

/** What the module, or the process that holds it, did not do. `code` is the name PKCS#11 gives it, or one of ours. */
export class ModuleFailure extends Error {
  readonly code: string

  constructor(doing: string, code: string) {
    super(`${doing}: ${code}`)
    this.name = 'ModuleFailure'
    this.code = code
  }
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
export function openModuleLine(
  path: string,
  loadTimeoutMs: number,
  start: () => ModuleChild = startModuleChild,
): ModuleLine {
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
