import { parentPort, workerData } from 'node:worker_threads'
import { openSqlcipher, quickCheck } from '#native/sqlcipher/database.ts'

/** What `checkDatabase` gives this thread. */
export interface CheckRequest {
  readonly path: string
  readonly key: Uint8Array
}

const request = workerData as CheckRequest
const database = openSqlcipher(request.path, { key: request.key, readonly: true, cacheKib: 2_048 })
request.key.fill(0)
try {
  parentPort?.postMessage(quickCheck(database))
} finally {
  database.close()
}
