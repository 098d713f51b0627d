import { Worker } from 'node:worker_threads'
import type { Sheet } from '#app/features/printing/model.ts'
import { type Typesetting, TypesettingFailure } from '#core/ports/typesetting.ts'
import type { TypesetReply, TypesetRequest } from './typeset-thread.ts'

// In the packaged program this module and the thread are both built, beside each other.
const threadFile = import.meta.url.endsWith('.ts') ? './typeset-thread.ts' : './typeset-thread.js'

/** What a typesetter may take before it is stopped. */
export interface TypesettingLimits {
  /** A letter takes a tenth of a second; a record of hundreds of pages some seconds. */
  readonly timeoutMs: number
  readonly memoryMb: number
  /** Without work for so long, the thread and its fonts are let go. */
  readonly idleMs: number
}

const usualLimits: TypesettingLimits = { timeoutMs: 30_000, memoryMb: 256, idleMs: 120_000 }

/** Makes PDFs in a thread of its own: started at the first sheet, started again after a failure, let go when idle. */
export function pdfTypesetting(limits: Partial<TypesettingLimits> = {}): Typesetting {
  const typesetter = new Typesetter({ ...usualLimits, ...limits })
  return { typeset: (sheet) => typesetter.typeset(sheet) }
}

interface Waiting {
  readonly resolve: (bytes: Uint8Array<ArrayBuffer>) => void
  readonly reject: (failure: TypesettingFailure) => void
  readonly timer: NodeJS.Timeout
}

class Typesetter {
  readonly #limits: TypesettingLimits
  readonly #waiting = new Map<number, Waiting>()
  #worker: Worker | null = null
  #idle: NodeJS.Timeout | null = null
  #requests = 0

  constructor(limits: TypesettingLimits) {
    this.#limits = limits
  }

  typeset(sheet: Sheet): Promise<Uint8Array<ArrayBuffer>> {
    const worker = this.#started()
    this.#requests += 1
    const request: TypesetRequest = { request: this.#requests, sheet }
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#stop(worker, 'timeout'), this.#limits.timeoutMs)
      this.#waiting.set(request.request, { resolve, reject, timer })
      // Awaited pages hold the process; an idle thread does not.
      worker.ref()
      worker.postMessage(request)
    })
  }

  #started(): Worker {
    if (this.#idle !== null) clearTimeout(this.#idle)
    this.#idle = null
    if (this.#worker !== null) return this.#worker
    const worker = new Worker(new URL(threadFile, import.meta.url), {
      env: {},
      argv: [],
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: this.#limits.memoryMb },
    })
    worker.on('message', (reply: TypesetReply) => this.#answer(worker, reply))
    worker.once('error', (error: Error & { code?: string }) =>
      this.#stop(worker, error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'too-big' : 'stopped'),
    )
    worker.once('exit', () => this.#stop(worker, 'stopped'))
    this.#worker = worker
    return worker
  }

  #answer(worker: Worker, { request, bytes }: TypesetReply): void {
    const waiting = this.#waiting.get(request)
    if (waiting === undefined) return
    this.#waiting.delete(request)
    clearTimeout(waiting.timer)
    if (bytes === null) waiting.reject(new TypesettingFailure('stopped'))
    else waiting.resolve(bytes)
    if (this.#waiting.size > 0) return
    worker.unref()
    this.#idle = setTimeout(() => this.#stop(worker, 'stopped'), this.#limits.idleMs)
    this.#idle.unref()
  }

  /** Lets a thread go and refuses what it owed: the next sheet starts another. */
  #stop(worker: Worker, reason: TypesettingFailure['reason']): void {
    if (this.#worker !== worker) return
    this.#worker = null
    void worker.terminate()
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer)
      reject(new TypesettingFailure(reason))
    }
    this.#waiting.clear()
  }
}
