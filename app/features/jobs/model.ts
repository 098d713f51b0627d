import { z } from 'zod'
import { id, instantUtc } from '#app/kernel/ids.ts'
import { problemData, type ProblemCode } from '#app/kernel/problem.ts'

/** The kinds of work that go on in the background. */
export const jobKind = z.enum([
  'training',
  'backup',
  'verify',
  'restore',
  'rekey',
  'medicines',
  'export',
  'import',
  // Calls to the services of the Assurance Maladie.
  'insi',
  'insi-verification',
  'adri',
  'hri',
])
export type JobKind = z.infer<typeof jobKind>

/** The answer of a command that goes on in the background. */
export const jobStarted = z.object({ jobId: id })

const problemCode = z.enum(Object.keys(problemData) as [ProblemCode, ...ProblemCode[]])

/** How far a background work is. `total` is 0 while unknown; `unit` says what is counted. */
export const jobView = z.object({
  jobId: id,
  kind: jobKind,
  state: z.enum(['running', 'paused', 'done', 'cancelled', 'failed']),
  phase: z.string(),
  done: z.int(),
  total: z.int(),
  unit: z.enum(['bytes', 'documents', 'patients', 'pages', 'lines', 'steps']),
  startedAt: instantUtc,
  endedAt: instantUtc.nullable(),
  canPause: z.boolean(),
  canCancel: z.boolean(),
  /** Set when `failed`: the same codes as an operation's refusals. */
  problem: z.object({ problem: problemCode, data: z.record(z.string(), z.unknown()) }).nullable(),
  /** What the work produced: a cabinet to open, a backup file, the trace of a call. */
  result: z
    .object({
      cabinetId: id.optional(),
      path: z.string().optional(),
      name: z.string().optional(),
      exchangeId: id.optional(),
    })
    .nullable(),
})
export type JobView = z.infer<typeof jobView>
