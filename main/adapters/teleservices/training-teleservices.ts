import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { trainingAuthorities } from '#main/protocols/training-authority.ts'

/** The téléservices of the training cabinet, once they answer. */
export interface RunningTeleservices {
  /** For a card or Pro Santé Connect: TLS of the server only. */
  readonly cardUrl: string
  /** For an establishment: mutual TLS. */
  readonly certificateUrl: string
  /** Of both, PEM, made at their start. */
  readonly authority: string
  readonly authorisation: string
  /** What the second line takes, PEM. */
  readonly establishment: { readonly certificate: string; readonly key: string }
  stop(): Promise<void>
}

/**
 * Where the packaged simulator is: beside the built core, or in the build of the sources. A folder of its own, so that
 * nothing of the program is in it.
 */
export const packagedTeleservices = join(
  import.meta.dirname,
  ...(import.meta.filename.endsWith('.ts') ? ['..', '..', '..', 'dist'] : ['..']),
  'simulators',
  'training-teleservices.js',
)

/** Starts them in a thread of its own, which ends with this process. They believe the training cards, and nobody else’s. */
export async function startTeleservices(entry: string = packagedTeleservices): Promise<RunningTeleservices> {
  if (!existsSync(entry)) throw new Error('the simulators of the training cabinet are not built')
  const workerData = { professionalAuthorities: trainingAuthorities.map(pemOf) }
  const worker = new Worker(entry, { execArgv: [], env: {}, stdout: true, stderr: true, workerData })
  // What a server of the simulator says of itself is no line of this program’s log.
  worker.stdout.resume()
  worker.stderr.resume()
  worker.unref()
  try {
    const message = await new Promise<unknown>((resolve, reject) => {
      worker.once('message', resolve)
      worker.once('error', reject)
      worker.once('exit', () => reject(new Error('the simulator ended')))
    })
    worker.on('error', () => undefined)
    return { ...runningTeleservices(message), stop: async () => void (await worker.terminate()) }
  } catch (error) {
    await worker.terminate()
    throw error
  }
}

function runningTeleservices(said: unknown): Omit<RunningTeleservices, 'stop'> {
  const fields = fieldsIn(said)
  const establishment = fieldsIn(fields['establishment'])
  return {
    cardUrl: textIn(fields, 'cardUrl'),
    certificateUrl: textIn(fields, 'certificateUrl'),
    authority: textIn(fields, 'authority'),
    authorisation: textIn(fields, 'authorisation'),
    establishment: { certificate: textIn(establishment, 'certificate'), key: textIn(establishment, 'key') },
  }
}

function fieldsIn(value: unknown): Readonly<Record<string, unknown>> {
  return (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>
}

function textIn(fields: Readonly<Record<string, unknown>>, name: string): string {
  const value = fields[name]
  if (typeof value !== 'string') throw new Error(`the simulator does not say its ${name}`)
  return value
}

function pemOf(base64: string): string {
  const lines = base64.match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}
