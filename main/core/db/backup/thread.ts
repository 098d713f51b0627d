import { dirname } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { CabinetRefusal, type RefusalCode, type RefusalData } from '../refusal.ts'
import { copyDatabase, type CopyResult, type CopyTask } from './copy.ts'
import { type Examination, type ExaminationDepth, examine } from './examine.ts'
import { type ExtractTask, extractDatabase } from './extract.ts'
import type { BackupDescription } from './format.ts'
import { withOrdinaryFile } from './ordinary-file.ts'
import {
  BackupRefusal,
  type BackupRefusalCode,
  type BackupRefusalData,
  isOutOfSpace,
  systemCode,
  WorkCancelled,
} from './refusal.ts'
import { Steering, type WorkProgress } from './steering.ts'

/** Looks at a file without opening its database. */
export interface ExamineTask {
  readonly kind: 'examine'
  readonly path: string
  readonly depth: ExaminationDepth
  readonly knownSchema: number
}

/** What this thread can be asked, and what each task answers. */
export type ThreadTask = CopyTask | ExtractTask | ExamineTask
export type ThreadResult<T extends ThreadTask> = T extends CopyTask
  ? CopyResult
  : T extends ExtractTask
    ? BackupDescription
    : Examination

/** What the thread says: how far it is, then once how it ended. Refusals cross as data, since errors lose their class. */
export type ThreadMessage =
  | { readonly type: 'progress'; readonly progress: WorkProgress }
  | { readonly type: 'done'; readonly result: CopyResult | BackupDescription | Examination }
  | { readonly type: 'cancelled' }
  | { readonly type: 'no-space' }
  | {
      readonly type: 'backup-refusal'
      readonly code: BackupRefusalCode
      readonly data: BackupRefusalData[BackupRefusalCode]
    }
  | { readonly type: 'cabinet-refusal'; readonly code: RefusalCode; readonly data: RefusalData[RefusalCode] }

/** What the thread is started with. */
export interface ThreadStart {
  readonly task: ThreadTask
  readonly steering: SharedArrayBuffer
}

/** A person sees no more than some ten changes in a second. */
const progressEveryMs = 80

const { task, steering: shared } = workerData as ThreadStart
const steering = new Steering(shared)

function say(message: ThreadMessage): void {
  parentPort?.postMessage(message)
}

let lastPhase = ''
let lastSaidAt = 0
function report(progress: WorkProgress): void {
  const now = performance.now()
  const isEnd = progress.total > 0 && progress.done === progress.total
  if (progress.phase === lastPhase && !isEnd && now - lastSaidAt < progressEveryMs) return
  lastPhase = progress.phase
  lastSaidAt = now
  say({ type: 'progress', progress })
}

function work(): CopyResult | BackupDescription | Examination {
  switch (task.kind) {
    case 'copy':
      return copyDatabase(task, steering, report)
    case 'extract':
      return extractDatabase(task, steering, report)
    case 'examine':
      return withOrdinaryFile(task.path, (file) => examine(file, task, steering, report))
  }
}

/** The disk of the backup answered with an error, or went away. */
function unreadable(): ThreadMessage {
  const path = task.kind === 'copy' ? dirname(task.partialPath) : task.path
  return { type: 'backup-refusal', code: 'backup.unreadable', data: { path } }
}

try {
  say({ type: 'done', result: work() })
} catch (error) {
  if (error instanceof WorkCancelled) say({ type: 'cancelled' })
  else if (isOutOfSpace(error)) say({ type: 'no-space' })
  else if (error instanceof BackupRefusal) say({ type: 'backup-refusal', code: error.code, data: error.data })
  else if (error instanceof CabinetRefusal) say({ type: 'cabinet-refusal', code: error.code, data: error.data })
  else if (systemCode(error)?.startsWith('E') === true) say(unreadable())
  else throw error
} finally {
  if ('dataKey' in task) task.dataKey?.fill(0)
}
