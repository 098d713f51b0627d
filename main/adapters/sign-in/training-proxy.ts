import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { type TrainingRequest, trainingRequest } from '#app/features/psc/model.ts'
import { type SignIn, SignInFailure } from '#core/ports/sign-in.ts'
import { type Egress, EgressFailure } from '#main/adapters/egress/egress.ts'

/** The Proxy e-Santé of the training cabinet, once it answers. */
export interface RunningSimulator {
  /** `https://127.0.0.1:4321`. */
  readonly proxyUrl: string
  readonly clientId: string
  /** Where the telephone is asked what waits, and answers. */
  readonly telephoneUrl: string
  /** Without it the telephone answers nobody: another program of this computer may not approve. */
  readonly telephoneSecret: string
  /** Its authority’s certificate, in PEM, made at its start. */
  readonly authority: string
  /** From now on, what is sent to `/send/<name>/…` is carried to that server. */
  carryTo(name: string, server: { readonly url: string; readonly authority: string }): void
  stop(): Promise<void>
}

/**
 * Where the packaged simulator is: beside the built core, or in the build of the sources. A folder of its own, so that
 * nothing of the program is in it.
 */
export const packagedSimulator = join(
  import.meta.dirname,
  ...(import.meta.filename.endsWith('.ts') ? ['..', '..', '..', 'dist'] : ['..']),
  'simulators',
  'training-proxy.js',
)

/**
 * Starts a simulator in a thread of its own, which ends with this process. A thread, because the packaged program may start
 * no Node beside it; it shares nothing with this one but what it says once it listens.
 */
export async function startSimulator(entry: string = packagedSimulator): Promise<RunningSimulator> {
  if (!existsSync(entry)) throw new Error('the simulators of the training cabinet are not built')
  const worker = new Worker(entry, { execArgv: [], env: {}, stdout: true, stderr: true })
  // What a server of the simulator says of itself is no line of this program’s log.
  worker.stdout.resume()
  worker.stderr.resume()
  worker.unref()
  try {
    const said = await new Promise<unknown>((resolve, reject) => {
      worker.once('message', resolve)
      worker.once('error', reject)
      worker.once('exit', () => reject(new Error('the simulator ended')))
    })
    worker.on('error', () => undefined)
    const carryTo: RunningSimulator['carryTo'] = (name, server) => worker.postMessage({ carry: name, ...server })
    return { ...runningSimulator(said), carryTo, stop: async () => void (await worker.terminate()) }
  } catch (error) {
    await worker.terminate()
    throw error
  }
}

function runningSimulator(said: unknown): Omit<RunningSimulator, 'carryTo' | 'stop'> {
  const names = ['proxyUrl', 'clientId', 'telephoneUrl', 'telephoneSecret', 'authority'] as const
  const fields = (typeof said === 'object' && said !== null ? said : {}) as Readonly<Record<string, unknown>>
  const [proxyUrl, clientId, telephoneUrl, telephoneSecret, authority] = names.map((name) => {
    const value = fields[name]
    if (typeof value !== 'string') throw new Error(`the simulator does not say its ${name}`)
    return value
  }) as [string, string, string, string, string]
  return { proxyUrl, clientId, telephoneUrl, telephoneSecret, authority }
}

/** The telephone of the training cabinet: a page of this program stands for its screen. */
export function simulatedTelephone(
  egress: Egress,
  running: () => Promise<RunningSimulator> | null,
): SignIn['telephone'] {
  const ask = async (method: 'GET' | 'POST', path: string): Promise<unknown> => {
    const simulator = await running()
    if (simulator === null) return null
    const { telephoneUrl, telephoneSecret, authority } = simulator
    const allowed = { kind: 'simulators', origins: [new URL(telephoneUrl).host], anchors: [authority] } as const
    const url = new URL(telephoneUrl + path)
    const headers = { authorization: `Bearer ${telephoneSecret}` }
    try {
      const answer = await egress(allowed, { method, url, headers, timeoutMs: 5_000, longestBytes: 64 * 1024 })
      return answer.status === 200 ? (JSON.parse(new TextDecoder().decode(answer.body)) as unknown) : null
    } catch (error) {
      throw new SignInFailure(error instanceof EgressFailure ? 'unreachable' : 'garbled', { cause: error })
    }
  }
  return {
    requests: async () => {
      const said = await ask('GET', '/requests')
      return Array.isArray(said) ? said.flatMap((one: unknown) => requestIn(one) ?? []) : []
    },
    answer: async (requestId, approve) =>
      (await ask('POST', `/requests/${encodeURIComponent(requestId)}/${approve ? 'approve' : 'refuse'}`)) !== null,
  }
}

function requestIn(said: unknown): TrainingRequest | null {
  const parsed = trainingRequest.safeParse(said)
  return parsed.success ? parsed.data : null
}
