import { isProblem, type Problem, problem } from '#app/kernel/problem.ts'
import type { JobProgress } from '#core/kernel/jobs.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import type { Work } from '#core/kernel/work.ts'
import { SignInFailure, TeleserviceFailure, type TeleserviceReply } from '#core/ports/index.ts'
import { cardAssertion, issuerOf, pscAssertion, signatureGoesAfter } from '#main/protocols/teleservice/assertion.ts'
import type { CallProof } from '#main/protocols/teleservice/envelope.ts'
import { answersAnother } from '#main/protocols/teleservice/fault.ts'
import { signEnveloped, XmlSignatureFault } from '#main/protocols/xml-signature.ts'
import { type Caller, callerOf } from './caller.ts'
import { type BegunExchange, beginExchange, endExchange, findExchange } from './exchanges.ts'
import type { CallMaterial, CallPlan, CallRequest } from './plan.ts'
import { softwareName } from './settings.ts'
import { type CallMeans, readMeans, settleWay, type Way } from './who-calls.ts'

/** How a call ended. With a problem, what was read of the answer was applied all the same. */
export interface CallEnd {
  readonly exchangeId: string
  readonly problem: Problem | null
}

/**
 * Starts a call to a service of the Assurance Maladie, and answers at once with the work it goes on as. Who calls is settled
 * there: their card when it is in the reader, else their session of Pro Santé Connect, else the certificate of the
 * establishment. The trace is written before anything is sent; what the answer means ({@link CallPlan} `apply`) and the
 * end of the trace are written together, as the service `teleservices`, in the name of who asked. Cancelled, refused or
 * without an answer: nothing but the trace. Nothing is sent twice, but once more where nothing was received.
 *
 * Refused at once: `teleservice.not-set`, `teleservice.professional-incomplete`, `teleservice.professional-needed`, and with
 * `underWay` while another call to this service about this record goes on. The work ends `done` with `exchangeId`, or `failed`
 * with the problem of the answer, or `not-found` for a record that was deleted or merged meanwhile: nothing is applied then.
 */
export async function startCall<T, P extends Problem>(
  work: Work,
  plan: CallPlan<T>,
  underWay: P,
): Promise<
  | { readonly jobId: string }
  | Problem<'teleservice.not-set' | 'teleservice.professional-incomplete' | 'teleservice.professional-needed'>
  | P
> {
  const caller = callerOf(work)
  const means = await work.read((db) => readMeans(db, caller, plan.needsProfessional))
  if (isProblem(means)) return means
  // Looked at here, with nothing awaited until it starts: two who ask at once are one call.
  if (plan.patientId !== null && isCallRunning(work, plan.service, plan.patientId)) return underWay
  const jobId = work.jobs.start({
    kind: plan.kind ?? plan.service,
    about: plan.patientId,
    canPause: false,
    canCancel: true,
    run: async (progress) => {
      const end = await makeCall(caller, plan, progress)
      return end.problem ?? { exchangeId: end.exchangeId }
    },
  })
  return { jobId }
}

/** Whether a call to this service about this record is under way, whoever started it. */
export function isCallRunning(work: Work, service: CallPlan<unknown>['service'], patientId: string): boolean {
  return work.jobs.isRunning(service, patientId)
}

/**
 * Makes one call now, within a work that is under way: see {@link startCall}. Throws what the work was stopped with, its
 * trace written; anything else that ends the call is its problem.
 */
export async function makeCall<T>(
  caller: Caller,
  plan: CallPlan<T>,
  progress: Pick<JobProgress, 'at' | 'signal'>,
): Promise<CallEnd> {
  const { signal } = progress
  progress.at('preparing', 0, 4, 'steps')
  const exchange = new Exchange(caller, plan)
  try {
    const means = await caller.service.read((db) => readMeans(db, caller, plan.needsProfessional))
    if (isProblem(means)) return await exchange.unanswered(means.problem, means)
    const way = await settleWay(caller, means, signal)
    signal.throwIfAborted()
    if (isProblem(way)) return await exchange.unanswered(way.problem, way)
    exchange.mode = way.mode
    progress.at('signing', 1, 4, 'steps')
    const material = await materialOf(caller, exchange.messageId, means, way, signal)
    signal.throwIfAborted()
    if (isProblem(material)) return await exchange.unanswered(material.problem, material)
    const request = plan.request(material)
    if (isProblem(request)) return await exchange.unanswered(request.problem, request)
    exchange.messageId = request.messageId
    const gone = await exchange.begin()
    if (gone !== null) return await exchange.unanswered(gone.problem, gone)
    progress.at('calling', 2, 4, 'steps')
    const reply = await post(caller, plan, request, { means, way, signal })
    signal.throwIfAborted()
    if (isProblem(reply)) return await exchange.unanswered(faultIn(reply), reply)
    if (answersAnother(reply.body, request.messageId)) {
      return await exchange.unanswered('garbled', problem('teleservice.no-answer', { fault: 'garbled' }))
    }
    progress.at('reading', 3, 4, 'steps')
    return await exchange.answered(plan.read(reply.status, reply.body))
  } catch (error) {
    // Whatever was awaited says in its own words that it was given up.
    if (signal.aborted) await exchange.unanswered('cancelled', null)
    throw error
  }
}

/** The trace of one call, from its beginning to its end. */
class Exchange<T> {
  readonly #caller: Caller
  readonly #plan: CallPlan<T>
  readonly #exchangeId: string
  readonly #askedAt: string
  #isBegun = false
  mode: BegunExchange['mode'] = 'card'
  messageId: string

  constructor(caller: Caller, plan: CallPlan<T>) {
    this.#caller = caller
    this.#plan = plan
    this.#exchangeId = caller.newId()
    this.#askedAt = caller.now()
    this.messageId = caller.newId()
    if (caller.person === null) this.mode = 'certificate'
  }

  /** Writes the trace; nothing of a record that is no longer there. */
  async begin(): Promise<Problem<'not-found'> | null> {
    this.#isBegun = await this.#caller.service.prepare(async (db) => {
      if (!(await this.#hasRecord(db))) return false
      await beginExchange(db, this.#begun())
      return true
    })
    return this.#isBegun ? null : problem('not-found', {})
  }

  async answered(reading: ReturnType<CallPlan<T>['read']>): Promise<CallEnd> {
    const { service, now, tell, person } = this.#caller
    const begun = this.#begun()
    const { outcome, value, answer } = reading
    const details: Record<string, unknown> = this.#details(outcome)
    const refusal = await service.write(
      'teleservice.answered',
      async (db) => {
        const answeredAt = now()
        // Its trace went with it, or to the record it was merged into, which nobody asked about.
        const isThere = (await findExchange(db, begun.exchangeId))?.patient_id === begun.patientId
        const ending = isThere ? reading.problem : problem('not-found', {})
        const kept = !isThere || answer === undefined || answer === null ? null : JSON.stringify(answer)
        await endExchange(db, begun, { endedAt: answeredAt, outcome, problem: ending?.problem ?? null, answer: kept })
        if (!isThere) {
          Object.assign(details, { record: 'gone' })
          return ending
        }
        const { exchangeId, mode, askedAt, userId, by } = begun
        const applied = await this.#plan.apply?.(db, value, { exchangeId, mode, askedAt, answeredAt, userId, by })
        Object.assign(details, applied ?? {})
        return ending
      },
      details,
      this.#plan.patientId ?? undefined,
      person?.userId,
    )
    await this.#tell(tell)
    return { exchangeId: this.#exchangeId, problem: refusal }
  }

  /** Nothing came back that can be read, or nothing was sent: the trace alone. */
  async unanswered(outcome: string, refusal: Problem | null): Promise<CallEnd> {
    const { service, now, person, tell } = this.#caller
    const begun = this.#begun()
    await service.write(
      'teleservice.unanswered',
      async (db) => {
        if (!this.#isBegun) {
          if (!(await this.#hasRecord(db))) return
          await beginExchange(db, begun)
        }
        await endExchange(db, begun, { endedAt: now(), outcome, problem: refusal?.problem ?? null, answer: null })
      },
      this.#details(outcome),
      this.#plan.patientId ?? undefined,
      person?.userId,
    )
    await this.#tell(tell)
    return { exchangeId: this.#exchangeId, problem: refusal }
  }

  async #hasRecord(db: ReadDb): Promise<boolean> {
    const { patientId } = this.#plan
    if (patientId === null) return true
    const ofRecord = db.selectFrom('patient').select('patient.patient_id').where('patient.patient_id', '=', patientId)
    return (await ofRecord.executeTakeFirst()) !== undefined
  }

  #begun(): BegunExchange {
    const { service, operation, patientId } = this.#plan
    const { person } = this.#caller
    return {
      exchangeId: this.#exchangeId,
      service,
      operation,
      patientId,
      mode: this.mode,
      messageId: this.messageId,
      askedAt: this.#askedAt,
      userId: person?.userId ?? null,
      by: person?.displayName ?? nightName,
    }
  }

  #details(outcome: string): Record<string, unknown> {
    const { service, operation } = this.#plan
    return { exchangeId: this.#exchangeId, service, operation, mode: this.mode, outcome }
  }

  async #tell(tell: Caller['tell']): Promise<void> {
    const { patientId } = this.#plan
    if (patientId === null) return
    const row = await this.#caller.service.read((db) =>
      db.selectFrom('patient').select('version').where('patient.patient_id', '=', patientId).executeTakeFirst(),
    )
    if (row !== undefined) await tell('patient', patientId, row.version)
  }
}

/** As the traces name the service of the night. */
const nightName = 'Cabinet Ouvert'

/** What the request is written with: the assertion is signed by the card here, or by nobody. */
async function materialOf(
  caller: Caller,
  messageId: string,
  means: CallMeans,
  way: Way,
  signal: AbortSignal,
): Promise<CallMaterial | Problem> {
  const isTraining = means.place.environment === 'training'
  const authorisation = isTraining ? (await caller.teleservices.training()).authorisation : means.authorisation
  const at = caller.now()
  const proof = await proofOf(caller, means, way, at, signal)
  if (isProblem(proof)) return proof
  const emitter = way.mode === 'certificate' ? way.structureId : way.nationalId
  return {
    identity: { messageId, bamId: caller.newId(), lpsId: caller.newId(), at, emitter },
    software: { authorisation, version: caller.program.version, instance: caller.cabinetId, name: softwareName },
    proof,
  }
}

async function proofOf(
  caller: Caller,
  { claims }: CallMeans,
  way: Way,
  at: string,
  signal: AbortSignal,
): Promise<CallProof | Problem> {
  if (way.mode === 'certificate') return { mode: 'certificate' }
  const said = {
    id: caller.newId(),
    at,
    nationalId: way.nationalId,
    billingId: claims.billingNumber,
    amoSpecialty: claims.amoSpecialty === '' ? null : claims.amoSpecialty,
    sector: claims.sector === '' ? null : claims.sector,
    profession: way.mode === 'psc' ? way.profession : null,
  }
  if (way.mode === 'psc') return { mode: 'psc', assertion: pscAssertion(said, way.nationalId) }
  const issuer = issuerOf(way.certificate.subject)
  const devices = caller.devices?.(signal) ?? null
  if (issuer === null || devices === null)
    return problem('device.refused', { because: 'certificate.absent', triesLeft: null })
  let refusal: Problem | null = null
  const sign = async (digest: Uint8Array) => {
    const signed = await devices.signDigest({
      cardNumber: way.cardNumber === '' ? null : way.cardNumber,
      algorithm: 'sha-256',
      digest: Buffer.from(digest).toString('base64url'),
      purpose: 'teleservice',
    })
    if (signed.ok) return new Uint8Array(Buffer.from(signed.value.signature, 'base64url'))
    refusal = problem('device.refused', { because: signed.problem, triesLeft: signed.triesLeft ?? null })
    throw new Error('the card has not signed')
  }
  try {
    const xml = cardAssertion(said, issuer)
    const assertion = await signEnveloped({ xml, after: signatureGoesAfter, certificate: way.certificate.der }, sign)
    return { mode: 'card', assertion }
  } catch (error) {
    if (refusal !== null) return refusal
    // What signed is not the card that was read: it was changed meanwhile.
    if (error instanceof XmlSignatureFault)
      return problem('device.refused', { because: 'card.withdrawn', triesLeft: null })
    throw error
  }
}

/** Sends it, and once more where nothing was received there. */
async function post<T>(
  caller: Caller,
  plan: CallPlan<T>,
  request: CallRequest,
  by: { readonly means: CallMeans; readonly way: Way; readonly signal: AbortSignal },
): Promise<TeleserviceReply | Problem> {
  const first = await postOnce(caller, plan, request, by)
  return isProblem(first) && faultIn(first) === 'unreachable' ? postOnce(caller, plan, request, by) : first
}

async function postOnce<T>(
  caller: Caller,
  plan: CallPlan<T>,
  { contentType, body }: CallRequest,
  { means, way, signal }: { readonly means: CallMeans; readonly way: Way; readonly signal: AbortSignal },
): Promise<TeleserviceReply | Problem> {
  try {
    if (way.mode === 'psc' && caller.signIn !== null) {
      const reply = await caller.signIn.send({ path: means.proxyPath, contentType, body, signal })
      return reply.status === 401 ? problem('teleservice.psc-over', {}) : reply
    }
    const line =
      way.mode === 'certificate'
        ? ({ kind: 'certificate', identity: way.identity } as const)
        : ({ kind: 'card' } as const)
    const { service } = plan
    return await caller.teleservices.post({ service, place: means.place, line, contentType, body, signal })
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof TeleserviceFailure && error.fault !== 'cancelled') {
      return problem('teleservice.no-answer', { fault: error.fault })
    }
    if (error instanceof SignInFailure) return problem('teleservice.no-answer', { fault: proxyFault(error.reason) })
    throw error
  }
}

function faultIn(refusal: Problem): string {
  return refusal.problem === 'teleservice.no-answer' ? refusal.data.fault : refusal.problem
}

function proxyFault(reason: SignInFailure['reason']) {
  switch (reason) {
    case 'unreachable':
    case 'timeout':
    case 'certificate':
    case 'garbled':
      return reason
    default:
      return 'cut'
  }
}
