import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, type Server, type ServerOptions } from 'node:https'
import type { AddressInfo } from 'node:net'
import { type Identity, makeOrganisationAuthority } from './authority.ts'
import { familyPersonas } from './families.ts'
import type { Misbehaviour } from './misbehave.ts'
import { type Persona, publicPersonas } from './personas.ts'
import { TeleserviceSimulator } from './service.ts'
import type { VerificationChoice } from './verification.ts'

/** What of the simulator may be chosen. */
export interface SimulatorChoice {
  /** Authorities of the professional cards whose assertions are taken, PEM. None by default. */
  readonly professionalAuthorities?: readonly string[]
  /** Numbers of authorisation. Default: {@link trainingAuthorisation}. */
  readonly authorisations?: readonly string[]
  /** People known besides the public personas and the families. */
  readonly people?: readonly Persona[]
  /** How batches of verification are taken. */
  readonly verification?: VerificationChoice
  /** What time it is there, in ms. */
  readonly now?: () => number
}

/** The number of authorisation of the training cabinet: invented. */
export const trainingAuthorisation = 'FORMATION0000001'

/** The téléservices, once they listen on this computer. */
export interface StartedTeleservices {
  /** For a card or Pro Santé Connect: TLS of the server only. */
  readonly cardUrl: string
  /** For an establishment: mutual TLS. */
  readonly certificateUrl: string
  /** The authority of both, PEM. */
  readonly authority: string
  readonly authorisation: string
  /** Where it is told how to behave from another process: `POST /behave`, `POST /people`, `GET /asked`, with the secret. */
  readonly controlUrl: string
  readonly controlSecret: string
  readonly service: TeleserviceSimulator
  /** Makes a certificate of establishment that the second line takes. */
  establishment(commonName: string, structureId: string): Promise<Identity>
  /** From now on, until it is told otherwise or has done it so many times. */
  behave(how: Misbehaviour): void
  stop(): Promise<void>
}

/** Starts three servers: the two lines, and the control. */
export async function startTeleservices(choice: SimulatorChoice = {}): Promise<StartedTeleservices> {
  const authorisations = choice.authorisations ?? [trainingAuthorisation]
  const organisations = await makeOrganisationAuthority()
  const identity = await organisations.server()
  const service = new TeleserviceSimulator({
    authorisations,
    professionalAuthorities: choice.professionalAuthorities ?? [],
    people: [...publicPersonas, ...familyPersonas, ...(choice.people ?? [])],
    now: choice.now ?? Date.now,
    ...(choice.verification === undefined ? {} : { verification: choice.verification }),
  })
  const controlSecret = randomBytes(24).toString('base64url')
  const tls = { cert: identity.certificate, key: identity.key, ca: organisations.certificate }
  const card = await listen(tls, (request, response) => service.serve('card', request, response))
  const mutual = { ...tls, requestCert: true, rejectUnauthorized: true }
  const certificate = await listen(mutual, (request, response) => service.serve('certificate', request, response))
  const control = await listen(tls, (request, response) => serveControl(service, controlSecret, request, response))
  return {
    cardUrl: `${addressOf(card)}/lps`,
    certificateUrl: `${addressOf(certificate)}/lps`,
    authority: organisations.certificate,
    authorisation: authorisations[0] ?? trainingAuthorisation,
    controlUrl: addressOf(control),
    controlSecret,
    service,
    establishment: (commonName, structureId) => organisations.establishment(commonName, structureId),
    behave: (how) => service.behave(how),
    stop: async () => {
      await Promise.all(
        [card, certificate, control].map(
          (server) =>
            new Promise<void>((resolve) => {
              server.close(() => resolve())
              server.closeAllConnections()
            }),
        ),
      )
    },
  }
}

async function serveControl(
  service: TeleserviceSimulator,
  secret: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const reply = (status: number, body: unknown) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }
  const [given, wanted] = [Buffer.from(request.headers.authorization ?? ''), Buffer.from(`Bearer ${secret}`)]
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return reply(401, {})
  if (request.method === 'GET' && request.url === '/asked') return reply(200, service.asked)
  const pieces: Buffer[] = []
  for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece)
  const said = Buffer.concat(pieces).toString('utf8')
  if (request.method === 'POST' && request.url === '/behave') {
    service.behave(JSON.parse(said) as Misbehaviour)
    return reply(200, {})
  }
  if (request.method === 'POST' && request.url === '/people') {
    for (const person of JSON.parse(said) as readonly Persona[]) service.add(person)
    return reply(200, {})
  }
  reply(404, {})
}

type Serve = (request: IncomingMessage, response: ServerResponse) => Promise<void>

function listen(options: ServerOptions, serve: Serve): Promise<Server> {
  const server = createServer(options, (request, response) => {
    serve(request, response).catch(() => {
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => resolve(server))
  })
}

function addressOf(server: Server): string {
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`
}
