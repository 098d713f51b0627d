import { Worker } from 'node:worker_threads'
import { CabinetRefusal } from '../refusal.ts'
import { BackupRefusal, WorkCancelled } from './refusal.ts'
import type { Steering, WorkProgress } from './steering.ts'
import type { ThreadMessage, ThreadResult, ThreadStart, ThreadTask } from './thread.ts'

// In the packaged program this module and the thread's are both built, beside each other.
const threadFile = import.meta.url.endsWith('.ts') ? './thread.ts' : './thread.js'

/** The volume filled up under the work. Nothing was left behind. */
export class OutOfSpace extends Error {
  constructor() {
    super('no space')
    this.name = 'OutOfSpace'
  }
}

/**
 * Runs one task in a thread of its own and settles when it has ended, having cleaned after itself. The copy of the data
 * key given to the thread is erased there.
 *
 * Rejects with the task's refusal, with {@link WorkCancelled} or with {@link OutOfSpace}; anything else is a bug.
 */
export async function runInThread<T extends ThreadTask>(
  task: T,
  steering: Steering,
  progress: (progress: WorkProgress) => void = () => undefined,
): Promise<ThreadResult<T>> {
  const start: ThreadStart = { task, steering: steering.shared }
  // The bytes are copied to the thread; it inherits neither the environment nor what this process was started with.
  const worker = new Worker(new URL(threadFile, import.meta.url), {
    workerData: start,
    env: {},
    argv: [],
    execArgv: [],
  })
  let ended: Exclude<ThreadMessage, { type: 'progress' }> | null = null
  try {
    return await new Promise<ThreadResult<T>>((resolve, reject) => {
      worker.on('message', (message: ThreadMessage) => {
        if (message.type === 'progress') progress(message.progress)
        else ended = message
      })
      worker.once('error', reject)
      worker.once('exit', (status) => {
        if (ended === null) reject(new Error(`the backup thread ended with ${status}`))
        else if (ended.type === 'done') resolve(ended.result as ThreadResult<T>)
        else reject(asError(ended))
      })
    })
  } finally {
    worker.removeAllListeners()
  }
}

function asError(message: Exclude<ThreadMessage, { type: 'progress' | 'done' }>): Error {
  switch (message.type) {
    case 'cancelled':
      return new WorkCancelled()
    case 'no-space':
      return new OutOfSpace()
    case 'backup-refusal':
      return new BackupRefusal(message.code, message.data)
    case 'cabinet-refusal':
      return new CabinetRefusal(message.code, message.data)
  }
}
