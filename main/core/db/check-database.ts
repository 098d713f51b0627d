import { Worker } from 'node:worker_threads'
import { storageFailureKind } from '#native/sqlcipher/failure.ts'
import type { CheckRequest } from './check-worker.ts'

// In the packaged program this module and the worker are both built, beside each other.
const workerFile = import.meta.url.endsWith('.ts') ? './check-worker.ts' : './check-worker.js'

/**
 * Authenticates every page and checks every b-tree of an encrypted database, in a thread of its own. Returns SQLite's
 * lines about what is wrong, none when the file is sound; a file that does not open is one line, its code.
 */
export async function checkDatabase(path: string, key: Uint8Array): Promise<readonly string[]> {
  const request: CheckRequest = { path, key: Uint8Array.from(key) }
  const worker = new Worker(new URL(workerFile, import.meta.url), {
    workerData: request,
    transferList: [request.key.buffer as ArrayBuffer],
    env: {},
    argv: [],
    execArgv: [],
  })
  return new Promise((resolve, reject) => {
    worker.once('message', (lines: readonly string[]) => resolve(lines))
    worker.once('error', (error) => {
      const kind = storageFailureKind(error)
      if (kind === null) reject(error)
      else resolve([kind])
    })
    worker.once('exit', (status) => reject(new Error(`the checking thread ended with ${status}`)))
  })
}
