import { Worker } from 'node:worker_threads'
import { ArrangingRefused, type DocumentReading, type ReadContent } from '#core/ports/document-reading.ts'
import type { DocumentAnswers, DocumentTask } from './document-thread.ts'

// In the packaged program this module and the thread are both built, beside each other.
const threadFile = import.meta.url.endsWith('.ts') ? './document-thread.ts' : './document-thread.js'

/** What a document may cost before its reader is stopped. */
export interface ReadingLimits {
  readonly timeoutMs: number
  readonly memoryMb: number
  /** Without work for so long, the thread is let go. */
  readonly idleMs: number
}

const usualLimits: ReadingLimits = { timeoutMs: 10_000, memoryMb: 512, idleMs: 30_000 }
const nothing: ReadContent = { text: '', html: null, mail: null, pages: null }

/** Reads documents in a thread of its own, one after the other, started again after one that broke it. */
export function documentReading(limits: Partial<ReadingLimits> = {}): DocumentReading {
  const reader = new Reader({ ...usualLimits, ...limits })
  return {
    read: async (kind, bytes) => (await reader.ask({ task: 'read', kind, bytes })) ?? nothing,
    enclosure: async (bytes, index) => (await reader.ask({ task: 'enclosure', bytes, index })) ?? null,
    arrange: async (bytes, pages) => {
      const arranged = (await reader.ask({ task: 'arrange', bytes, pages })) ?? { refused: 'damaged' as const }
      if ('refused' in arranged) throw new ArrangingRefused(arranged.refused)
      return arranged.bytes
    },
  }
}

type Reply<T extends DocumentTask> =
  | { readonly ok: true; readonly answer: DocumentAnswers[T['task']] }
  | { readonly ok: false }

class Reader {
  readonly #limits: ReadingLimits
  #worker: Worker | null = null
  #idle: NodeJS.Timeout | null = null
  #last: Promise<unknown> = Promise.resolve()
  /** Told what becomes of the one task under way; `null` for a thread that ended under it. */
  #told: (reply: Reply<DocumentTask> | null) => void = () => undefined

  constructor(limits: ReadingLimits) {
    this.#limits = limits
  }

  /** The answer, or `null` when there is none: it failed, took too long or too much. */
  ask<T extends DocumentTask>(task: T): Promise<DocumentAnswers[T['task']] | null> {
    // One at a time: what one file breaks is its own answer and nobody else's.
    const answer = this.#last.then(() => this.#run(task))
    this.#last = answer
    return answer as Promise<DocumentAnswers[T['task']] | null>
  }

  async #run(task: DocumentTask): Promise<DocumentAnswers[DocumentTask['task']] | null> {
    const worker = this.#started()
    const told = Promise.withResolvers<Reply<DocumentTask> | null>()
    this.#told = told.resolve
    const timer = setTimeout(() => this.#stop(worker), this.#limits.timeoutMs)
    // Awaited words hold the process; an idle thread does not.
    worker.ref()
    worker.postMessage(task)
    const reply = await told.promise
    clearTimeout(timer)
    if (this.#worker === worker) this.#rest(worker)
    return reply?.ok === true ? reply.answer : null
  }

  #started(): Worker {
    if (this.#idle !== null) clearTimeout(this.#idle)
    this.#idle = null
    if (this.#worker !== null) return this.#worker
    const worker = new Worker(new URL(threadFile, import.meta.url), {
      env: {},
      argv: [],
      execArgv: [],
      // What a reader says of a file is a patient's: it goes to no log.
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: this.#limits.memoryMb, stackSizeMb: 8 },
    })
    worker.stdout.resume()
    worker.stderr.resume()
    worker.on('message', (reply: Reply<DocumentTask>) => {
      if (this.#worker === worker) this.#told(reply)
    })
    worker.on('error', () => this.#stop(worker))
    worker.on('exit', () => this.#stop(worker))
    this.#worker = worker
    return worker
  }

  /** Lets a thread go, with what it was doing: the next document starts another. */
  #stop(worker: Worker): void {
    if (this.#worker !== worker) return
    this.#worker = null
    void worker.terminate()
    this.#told(null)
  }

  #rest(worker: Worker): void {
    worker.unref()
    this.#idle = setTimeout(() => this.#stop(worker), this.#limits.idleMs)
    this.#idle.unref()
  }
}
