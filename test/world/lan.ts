import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { once } from 'node:events'
import { request } from 'node:https'
import type { TLSSocket } from 'node:tls'
import { WebSocket } from 'ws'
import { pairingTranscript, typedCode } from '#app/features/network/pairing.ts'

/**
 * A computer of the network as a stranger would write it: its own keys, frames made by hand, no client of ours. The
 * loopback address 127.0.0.2 stands for the network: it is not one by which this computer calls itself.
 */
export const networkAddress = '127.0.0.2'

/** A key, and the certificate a host gave for it. */
export interface RawSeat {
  readonly key: KeyObject
  /** DER. */
  readonly certificate: Buffer
  readonly fingerprint: string
}

/** Answers of the pairing, as they come. */
export type RawAnswer = { readonly paired: boolean } & Readonly<Record<string, unknown>>

/** Any document over HTTPS, whatever certificate the host shows. */
export function ask(
  port: number,
  path: string,
  options: {
    readonly method?: string
    readonly body?: string | Buffer
    readonly headers?: Readonly<Record<string, string>>
    readonly from?: string
    readonly address?: string
    readonly seat?: RawSeat
  } = {},
): Promise<{ readonly status: number; readonly body: string; readonly certificate: Buffer }> {
  const { method = 'GET', body, headers = {}, from, address = networkAddress, seat } = options
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        host: address,
        port,
        path,
        method,
        rejectUnauthorized: false,
        agent: false,
        ...(from === undefined ? {} : { localAddress: from }),
        ...(seat === undefined ? {} : tlsOf(seat)),
        headers: { host: `${address}:${port}`, ...headers },
      },
      (response) => {
        const shown = (response.socket as TLSSocket).getPeerX509Certificate()?.raw ?? Buffer.alloc(0)
        const pieces: Buffer[] = []
        response.on('data', (piece: Buffer) => pieces.push(piece))
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(pieces).toString(), certificate: shown })
        })
      },
    )
    asked.on('error', reject)
    asked.end(body)
  })
}

function tlsOf({ key, certificate }: RawSeat) {
  const pem =
    certificate
      .toString('base64')
      .match(/.{1,64}/g)
      ?.join('\n') ?? ''
  return {
    key: key.export({ type: 'pkcs8', format: 'pem' }),
    cert: `-----BEGIN CERTIFICATE-----\n${pem}\n-----END CERTIFICATE-----\n`,
  }
}

/** Asks to join as a browser does, with the code as typed. */
export async function tryToJoin(
  port: number,
  code: string,
  name: string,
  changes: Readonly<Record<string, unknown>> = {},
  from?: string,
): Promise<{ readonly answer: RawAnswer; readonly key: KeyObject }> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const nonce = randomBytes(32)
  const terms = { kind: 'browser' as const, name, publicKey: spki, nonce, hostCertificate: new Uint8Array() }
  const possession = sign('sha256', pairingTranscript(terms), { key: privateKey, dsaEncoding: 'ieee-p1363' })
  const document = {
    kind: 'browser',
    protocol: 1,
    name,
    publicKey: spki.toString('base64'),
    nonce: nonce.toString('base64'),
    possession: possession.toString('base64'),
    code: typedCode(code) ?? code,
    ...changes,
  }
  const { body } = await ask(port, '/pairing', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(document),
    ...(from === undefined ? {} : { from }),
  })
  return { answer: JSON.parse(body) as RawAnswer, key: privateKey }
}

/** Joins, and throws when the host refuses. */
export async function join(port: number, code: string, name: string): Promise<RawSeat> {
  const { answer, key } = await tryToJoin(port, code, name)
  if (!answer.paired) throw new Error(`not joined: ${JSON.stringify(answer)}`)
  const certificate = Buffer.from(String(answer['certificate']), 'base64')
  return { key, certificate, fingerprint: createHash('sha256').update(certificate).digest('hex') }
}

/** A web socket and the frames that came, with those not yet taken. */
export interface RawLine {
  readonly socket: WebSocket
  /** The next frame, or `closed CODE` when there is none any more. */
  next(): Promise<string>
  send(frame: string | Buffer): void
  /** Resolves with the code of its end. */
  readonly closed: Promise<number>
}

/** Opens a line: with `seat` by mutual TLS, otherwise as a page does. */
export async function openLine(
  port: number,
  options: {
    readonly seat?: RawSeat
    readonly headers?: Readonly<Record<string, string>>
    readonly from?: string
  } = {},
): Promise<RawLine> {
  const { seat, headers, from } = options
  const socket = new WebSocket(`wss://${networkAddress}:${port}/rpc`, {
    rejectUnauthorized: false,
    ...(from === undefined ? {} : { localAddress: from }),
    ...(seat === undefined ? {} : tlsOf(seat)),
    headers: headers ?? (seat === undefined ? { origin: `https://${networkAddress}:${port}` } : {}),
  })
  const frames: string[] = []
  const waiting: ((frame: string) => void)[] = []
  const come = (frame: string) => {
    const taker = waiting.shift()
    if (taker === undefined) frames.push(frame)
    else taker(frame)
  }
  socket.on('message', (data: Buffer) => come(data.toString('utf8')))
  socket.on('error', () => {})
  const closed = new Promise<number>((resolve) => {
    socket.once('close', (code) => {
      come(`closed ${code}`)
      resolve(code)
    })
  })
  await Promise.race([once(socket, 'open'), closed])
  return {
    socket,
    closed,
    next: () => {
      const frame = frames.shift()
      return frame === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(frame)
    },
    send: (frame) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(frame)
    },
  }
}

/** Answers the host's first word: with `seat` it signs, with `changes` it lies. Returns the verdict. */
export async function greet(
  line: RawLine,
  seat: RawSeat | null,
  changes: Readonly<Record<string, unknown>> = {},
): Promise<Readonly<Record<string, unknown>>> {
  const first = await line.next()
  if (first.startsWith('closed')) return { closed: first }
  const hello = JSON.parse(first) as { readonly contract: string; readonly nonce: string; readonly admission: string }
  const signed = (key: KeyObject) =>
    sign('sha256', Buffer.from(`cabinet-ouvert greeting 1 ${hello.nonce}`), { key, dsaEncoding: 'ieee-p1363' })
  const proof =
    seat === null || hello.admission === 'open'
      ? {}
      : { certificate: seat.certificate.toString('base64'), signature: signed(seat.key).toString('base64') }
  line.send(JSON.stringify({ contract: hello.contract, program: 'raw', kind: 'browser', ...proof, ...changes }))
  const verdict = await line.next()
  return verdict.startsWith('closed') ? { closed: verdict } : (JSON.parse(verdict) as Record<string, unknown>)
}
