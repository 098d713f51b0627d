import { createPrivateKey, generateKeyPair, randomBytes, X509Certificate } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { Agent, request } from 'node:https'
import type { TLSSocket } from 'node:tls'
import { promisify } from 'node:util'
import type { JoiningProblem } from '#app/devices/network.ts'
import {
  type HostIntroduction,
  hostIntroduction,
  type PairingAnswer,
  pairingAnswer,
  pairingPath,
  pairingProtocol,
  type PairingRefusal,
  type PairingRequest,
  type PairingTerms,
  typedCode,
} from '#app/features/network/pairing.ts'
import { authorityOf, type HostPlace, resolvePlace } from './host-place.ts'
import { fingerprintOf, hostProof, pairingKey, sameProof, seatProof, signTerms } from './pairing.ts'
import type { JoinedHost } from './relay.ts'

/** A host this computer has just been joined to. */
export interface NewlyJoined extends JoinedHost {
  readonly hostId: string
  /** The computer's own name. */
  readonly computerName: string
}

/** What joining comes to. */
export type JoiningOutcome =
  | { readonly ok: true; readonly joined: NewlyJoined }
  | { readonly ok: false; readonly problem: JoiningProblem }

/** Why joining stops. */
class Stopped extends Error {
  readonly problem: JoiningProblem

  constructor(problem: JoiningProblem) {
    super(problem)
    this.problem = problem
  }
}

const keyPair = promisify(generateKeyPair)
const answerMs = 15_000
const longestAnswer = 64 * 1024

/**
 * Joins this computer to the host of that place with the code a person read there.
 *
 * Nothing is believed of the other end until it has proved, over the certificate seen here, that it knows the code; and it
 * is told nothing but a proof, which is worth nothing elsewhere (`main/wire/pairing.ts`).
 */
export async function joinHost(named: HostPlace, typed: string, seatName: string): Promise<JoiningOutcome> {
  const code = typedCode(typed)
  if (code === null) return { ok: false, problem: 'code-malformed' }
  // No session is resumed: each connection shows its certificate.
  const agent = new Agent({ maxSockets: 1, maxCachedSessions: 0, rejectUnauthorized: false, minVersion: 'TLSv1.3' })
  try {
    const place = await resolvePlace(named)
    const seen = await ask(place, agent, null)
    const introduction = introductionIn(seen.body)
    const keys = await keyPair('ec', { namedCurve: 'P-256' })
    const publicKey = keys.publicKey.export({ format: 'der', type: 'spki' })
    const terms: PairingTerms = {
      kind: 'electron',
      name: seatName,
      publicKey,
      nonce: randomBytes(32),
      hostCertificate: Buffer.from(fingerprintOf(seen.certificate), 'hex'),
    }
    const proofs = await pairingKey(code, terms)
    const asked: PairingRequest = {
      kind: 'electron',
      protocol: pairingProtocol,
      name: seatName,
      publicKey: publicKey.toString('base64'),
      nonce: Buffer.from(terms.nonce).toString('base64'),
      possession: signTerms(keys.privateKey, terms).toString('base64'),
      proof: seatProof(proofs, terms).toString('base64'),
    }
    const answered = await ask(place, agent, asked)
    const answer = answerIn(answered.body)
    if (!answer.paired) throw new Stopped(refusals[answer.refused])
    const certificate = Buffer.from(answer.certificate, 'base64')
    const authority = Buffer.from(answer.authority, 'base64')
    const expected = hostProof(proofs, terms, { hostId: answer.hostId, certificate, authority })
    if (!sameProof(Buffer.from(answer.proof, 'base64'), expected)) throw new Stopped('host-unproven')
    const key = keys.privateKey.export({ format: 'pem', type: 'pkcs8' }) as string
    mustBelongTogether({ certificate, authority, server: answered.certificate, key })
    return {
      ok: true,
      joined: {
        hostId: answer.hostId,
        computerName: answer.computerName || introduction.computerName,
        certificate: new X509Certificate(certificate).toString(),
        authority: new X509Certificate(authority).toString(),
        key,
      },
    }
  } catch (error) {
    return { ok: false, problem: error instanceof Stopped ? error.problem : 'unreachable' }
  } finally {
    agent.destroy()
  }
}

const refusals: Readonly<Record<PairingRefusal, JoiningProblem>> = {
  'no-code': 'not-pairing',
  'wrong-code': 'code-refused',
  'too-many-tries': 'too-many-tries',
  full: 'full',
  unavailable: 'unavailable',
  // Both speak this version: what the host was sent is not what was sent here, or was not for it.
  'not-understood': 'host-unproven',
}

/** The host knew the code: what it gave must still be usable, or each opening would fail without a reason. */
function mustBelongTogether(given: {
  readonly certificate: Buffer
  readonly authority: Buffer
  readonly server: Buffer
  readonly key: string
}): void {
  const authority = new X509Certificate(given.authority)
  const own = new X509Certificate(given.certificate)
  const isServers = authority.ca && new X509Certificate(given.server).verify(authority.publicKey)
  if (!isServers || !own.checkPrivateKey(createPrivateKey(given.key))) throw new Stopped('host-unproven')
}

function introductionIn(body: unknown): HostIntroduction {
  const parsed = hostIntroduction.safeParse(body)
  if (!parsed.success) throw new Stopped('not-a-host')
  if (parsed.data.protocol !== pairingProtocol) throw new Stopped('version')
  return parsed.data
}

function answerIn(body: unknown): PairingAnswer {
  const parsed = pairingAnswer.safeParse(body)
  if (!parsed.success) throw new Stopped('not-a-host')
  return parsed.data
}

/** One answer of whatever listens there, with the certificate it came under. */
interface Heard {
  readonly certificate: Buffer
  readonly body: unknown
}

/** Asks the host who it is, or sends it a request to join. Rejects when nothing answers in time. */
function ask(place: HostPlace, agent: Agent, asked: PairingRequest | null): Promise<Heard> {
  const body = asked === null ? null : Buffer.from(JSON.stringify(asked))
  return new Promise((resolve, reject) => {
    const sent = request({
      agent,
      host: place.hostname,
      port: place.port,
      path: pairingPath,
      method: body === null ? 'GET' : 'POST',
      servername: '',
      signal: AbortSignal.timeout(answerMs),
      headers: {
        host: authorityOf(place),
        accept: 'application/json',
        ...(body === null ? {} : { 'content-type': 'application/json', 'content-length': body.length }),
      },
    })
    sent.on('error', (error: NodeJS.ErrnoException) => {
      // It answers, but not in TLS.
      reject(error.code === 'EPROTO' || error.code?.startsWith('ERR_SSL') === true ? new Stopped('not-a-host') : error)
    })
    sent.on('response', (response) => {
      const certificate = (response.socket as TLSSocket).getPeerX509Certificate()?.raw
      if (certificate === undefined) return reject(new Stopped('not-a-host'))
      readJson(response).then((read) => resolve({ certificate, body: read }), reject)
    })
    sent.end(body ?? undefined)
  })
}

async function readJson(response: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of response as AsyncIterable<Buffer>) {
    size += piece.length
    if (size > longestAnswer) throw new Stopped('not-a-host')
    pieces.push(piece)
  }
  try {
    return JSON.parse(Buffer.concat(pieces).toString('utf8'))
  } catch {
    throw new Stopped('not-a-host')
  }
}
