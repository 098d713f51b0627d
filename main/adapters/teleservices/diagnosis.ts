import { randomUUID } from 'node:crypto'
import { trialTraits } from '#app/features/teleservices/model.ts'
import { TeleserviceFailure, type TeleserviceEnvironment, type Teleservices } from '#core/ports/teleservices.ts'
import { type EstablishmentRefusal, readEstablishmentFile } from '#main/protocols/establishment-certificate.ts'
import { readInsiAnswer } from '#main/protocols/insi/answer.ts'
import { insiProblemOf } from '#main/protocols/insi/problems.ts'
import { InsiRequestFault, traitsRequest } from '#main/protocols/insi/request.ts'

/** What is tried. */
export interface InsiTrial {
  readonly environment: TeleserviceEnvironment
  /** JSON: `birthName`, `firstNames`, `sex`, `birthDate`, `birthPlaceCode`. */
  readonly traits: string
  /** Number of authorisation of the software; not needed in training. */
  readonly authorisation: string | null
  /** PKCS#12 or PEM with its key; not needed in training. */
  readonly certificate: { readonly file: Uint8Array; readonly password: string } | null
  /** PEM; none: those of this computer. */
  readonly authorities: readonly string[]
  readonly version: string
  /** In ms, from any moment. */
  readonly elapsedMs: () => number
}

/** What came of it: codes and times, nothing of anybody. */
export type InsiVerdict =
  | { readonly kind: 'unfit'; readonly reason: 'traits' | 'authorisation' | 'certificate' | EstablishmentRefusal }
  | { readonly kind: 'no-answer'; readonly fault: TeleserviceFailure['fault']; readonly ms: number }
  | {
      readonly kind: 'answered'
      /** `00`, `01`, `siram_100/desir_550`. */
      readonly code: string
      /** A code of `main/protocols/insi/problems.ts`; `null` for one identity found. */
      readonly problem: string | null
      readonly messageId: string
      readonly ms: number
      /** What is odd in the answer: kinds alone. */
      readonly warnings: readonly string[]
    }

/** Asks INSi once by traits with the certificate of an establishment, for who administers: nothing is kept anywhere. */
export async function tryInsi(teleservices: Teleservices, trial: InsiTrial): Promise<InsiVerdict> {
  const traits = trialTraits.safeParse(jsonIn(trial.traits))
  if (!traits.success) return { kind: 'unfit', reason: 'traits' }
  const isTraining = trial.environment === 'training'
  const began = trial.elapsedMs()
  const took = () => Math.round(trial.elapsedMs() - began)
  try {
    const training = isTraining ? await teleservices.training() : null
    const authorisation = training?.authorisation ?? trial.authorisation
    const file =
      training === null
        ? trial.certificate
        : { file: Buffer.from(training.establishment.certificate + training.establishment.key), password: '' }
    if (authorisation === null || authorisation === '') return { kind: 'unfit', reason: 'authorisation' }
    if (file === null) return { kind: 'unfit', reason: 'certificate' }
    const read = readEstablishmentFile(file.file, file.password)
    if (!read.ok) return { kind: 'unfit', reason: read.reason }
    const request = traitsRequest(traits.data, {
      identity: {
        messageId: randomUUID(),
        bamId: randomUUID(),
        lpsId: randomUUID(),
        at: new Date().toISOString(),
        emitter: read.establishment.structureId,
      },
      software: { authorisation, version: trial.version, instance: randomUUID(), name: 'cabinet-ouvert' },
      proof: { mode: 'certificate' },
    })
    const reply = await teleservices.post({
      service: 'insi',
      place: { environment: trial.environment, authorities: trial.authorities },
      line: { kind: 'certificate', identity: read.identity },
      contentType: request.contentType,
      body: request.body,
      signal: AbortSignal.timeout(90_000),
    })
    const answer = readInsiAnswer(reply.status, reply.body)
    const named = insiProblemOf(answer)
    const { messageId } = request
    if (named !== null) {
      return { kind: 'answered', code: named.code, problem: named.problem, messageId, ms: took(), warnings: [] }
    }
    const found = answer.kind === 'found' ? answer.identity.warnings : []
    const warnings = [...new Set(found.map(({ kind }) => kind))]
    return { kind: 'answered', code: '00', problem: null, messageId, ms: took(), warnings }
  } catch (error) {
    if (error instanceof InsiRequestFault) return { kind: 'unfit', reason: 'traits' }
    if (error instanceof TeleserviceFailure) return { kind: 'no-answer', fault: error.fault, ms: took() }
    throw error
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
