import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { makeServerIdentity, type ServerIdentity } from './authority.ts'
import type { Misbehaviour } from './misbehave.ts'
import { makeProvider } from './provider.ts'
import { ProxyEsante } from './proxy.ts'
import { Telephone } from './telephone.ts'

/** What of the simulator may be chosen. */
export interface SimulatorChoice {
  /** How long somebody has to answer, in seconds. Default: 120. */
  readonly expiresIn?: number
  /** Between two questions of the proxy to the provider, in ms. Default: 1000, the national interval. */
  readonly pollMs?: number
}

/** The Proxy e-Santé and Pro Santé Connect, once they listen on this computer. */
export interface StartedSimulator {
  readonly proxyUrl: string
  readonly clientId: string
  readonly telephoneUrl: string
  readonly telephoneSecret: string
  /** PEM. */
  readonly authority: string
  readonly telephone: Telephone
  readonly proxy: ProxyEsante
  /** From now on, what is sent to `/send/<name>/…` is carried to that server, which believes this proxy. `authority`: PEM. */
  carryTo(name: string, server: { readonly url: string; readonly authority: string }): void
  /** From now on, until it is told otherwise. */
  behave(how: Misbehaviour): void
  stop(): Promise<void>
}

/** The software client of the training cabinet. */
const softwareClient = 'cabinet-ouvert-formation'

/** Starts three servers: the provider, the proxy in front of it, and the telephone. */
export async function startProxyEsante({
  expiresIn = 120,
  pollMs = 1000,
}: SimulatorChoice = {}): Promise<StartedSimulator> {
  const identity = await makeServerIdentity()
  const telephoneSecret = randomBytes(24).toString('base64url')
  const telephone = new Telephone(telephoneSecret)
  const client = { clientId: 'proxy-e-sante', secret: randomBytes(24).toString('base64url') }
  let behaviour: Misbehaviour = { kind: 'honest' }

  const providerServer = await listen(identity)
  const provider = makeProvider(addressOf(providerServer), client, telephone, { expiresIn })
  providerServer.on('request', provider.callback())

  const proxy = new ProxyEsante({
    issuer: addressOf(providerServer),
    authority: identity.authority,
    client,
    telephone,
    softwareClients: [softwareClient],
    pollMs,
    behaviour: () => behaviour,
  })
  const proxyServer = await listen(identity, (request, response) => proxy.serve(request, response))
  const telephoneServer = await listen(identity, (request, response) => telephone.serve(request, response))
  const servers = [proxyServer, telephoneServer, providerServer]
  return {
    proxyUrl: addressOf(proxyServer),
    clientId: softwareClient,
    telephoneUrl: addressOf(telephoneServer),
    telephoneSecret,
    authority: identity.authority,
    telephone,
    proxy,
    carryTo: (name, server) => proxy.carryTo(name, server),
    behave: (how) => {
      behaviour = how
    },
    stop: async () => {
      await Promise.all(
        servers.map(
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

type Serve = (request: IncomingMessage, response: ServerResponse) => Promise<void>

function listen({ certificate, key }: ServerIdentity, serve?: Serve): Promise<Server> {
  const server = createServer({ cert: certificate, key })
  if (serve !== undefined) {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      serve(request, response).catch(() => {
        if (!response.headersSent) response.writeHead(500)
        response.end()
      })
    })
  }
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => resolve(server))
  })
}

function addressOf(server: Server): string {
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`
}
