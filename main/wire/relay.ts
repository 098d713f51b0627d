import {
  onMessagePortClose,
  onMessagePortMessage,
  postMessagePortMessage,
  type SupportedMessagePort,
} from '@orpc/client/message-port'
import { X509Certificate } from 'node:crypto'
import { connect, type ConnectionOptions, type PeerCertificate } from 'node:tls'
import { type RawData, WebSocket } from 'ws'
import type { LineFailure } from '#app/devices/network.ts'
import { authorityOf, type HostPlace } from './host-place.ts'

/** What this computer needs to reach a host it was joined to. All in PEM. */
export interface JoinedHost {
  /** The only authority believed for this host, taken when this computer was joined. */
  readonly authority: string
  /** This computer's own certificate for that host, and its key. */
  readonly certificate: string
  readonly key: string
}

/** What the relay tells of its line. */
export interface RelayListener {
  /** The host was recognised and took the line. */
  opened(): void
  /** The line is over; `null` when either end closed it without fault. */
  ended(failure: LineFailure | null): void
}

/** The largest frame passed on, either way: what a host takes. */
const largestFrameBytes = 64 * 1024 * 1024
/** What a page may have waiting for a host that reads slowly: one frame of the largest, and what goes on beside it. */
const mostWaitingBytes = largestFrameBytes + 4 * 1024 * 1024
/** Shorter than a page waits for a greeting: why it failed is known first. */
const handshakeMs = 6_000
/** A line given up while it opens, after this long, is one that does not open. */
const patientMs = 2_000
/**
 * A page asks its host for a sign of life every few seconds, and leaves a line where none comes. A line it leaves after such
 * a silence is one that broke: its session must wait for the next line.
 */
const lifeSignMs = 5_000
/** A host says it is there every few seconds; silent for this long, it is not. */
const silenceMs = 45_000

/** Id-kp-serverAuth, RFC 5280 § 4.2.1.12. */
const serverAuthentication = '1.3.6.1.5.5.7.3.1'

/**
 * What TLS must hold of a host before a word is said to it: its certificate is signed by the authority this computer was
 * joined under, and made to serve. The name is not compared: the address of a host changes, its authority does not.
 */
export function hostConnection(
  host: Pick<JoinedHost, 'authority'> & Partial<JoinedHost>,
  place: HostPlace,
): ConnectionOptions {
  return {
    host: place.hostname,
    port: place.port,
    // Hosts are known by addresses, which have no server name in TLS.
    servername: '',
    ALPNProtocols: ['http/1.1'],
    ca: [host.authority],
    cert: host.certificate,
    key: host.key,
    minVersion: 'TLSv1.3',
    rejectUnauthorized: true,
    // Seats have certificates of the same authority: none of them may pass for the host.
    checkServerIdentity: (_name: string, certificate: PeerCertificate) =>
      certificate.ext_key_usage?.includes(serverAuthentication) === true ? undefined : new NotTheHost(),
  }
}

/** A certificate of the right authority, which was not given to the host. */
class NotTheHost extends Error {
  readonly code = 'CERT_NOT_FOR_A_HOST'
}

/**
 * Carries the frames of one window to a host and back, untouched, until either end closes. The page greets the host itself:
 * nothing is read here. When the line breaks the port is closed, and the page asks for another when it wants.
 */
export function relayLine(
  port: SupportedMessagePort,
  host: JoinedHost,
  place: HostPlace,
  listener: RelayListener,
): { close(): void } {
  let shown: Uint8Array | undefined
  const socket = new WebSocket(`wss://${authorityOf(place)}/rpc`, {
    createConnection: () => {
      const connection = connect(hostConnection(host, place))
      // Before Node judges it: a certificate it refuses is gone with its connection.
      connection.prependListener('secure', () => {
        shown = connection.getPeerCertificate().raw
      })
      return connection
    },
    handshakeTimeout: handshakeMs,
    maxPayload: largestFrameBytes,
    perMessageDeflate: false,
    followRedirects: false,
  })
  const early: (string | Uint8Array)[] = []
  let waitingBytes = 0
  let failure: LineFailure | null = null
  let isOver = false
  let heardAt = performance.now()

  const end = () => {
    if (isOver) return
    isOver = true
    clearInterval(silence)
    early.length = 0
    if ('close' in port && typeof port.close === 'function') port.close()
    listener.ended(failure)
  }
  const silence = setInterval(() => {
    if (performance.now() - heardAt > silenceMs) socket.terminate()
  }, 5_000)
  silence.unref()
  const hear = () => {
    heardAt = performance.now()
  }

  socket.on('open', () => {
    listener.opened()
    for (const frame of early.splice(0)) socket.send(frame)
    waitingBytes = 0
  })
  socket.on('ping', hear)
  socket.on('message', (data: RawData, isBinary: boolean) => {
    hear()
    if (!isOver) postMessagePortMessage(port, frameIn(data, isBinary))
  })
  socket.on('unexpected-response', (request, response) => {
    // 401 and 403 say that this certificate opens nothing; anything else, that the host is not up to it now.
    failure = response.statusCode === 401 || response.statusCode === 403 ? 'revoked' : 'unreachable'
    request.destroy()
    end()
  })
  socket.on('error', (error) => {
    failure ??= failureOf(error, isSignedBy(shown, host.authority))
  })
  socket.on('close', (code) => {
    if (code !== 1000 && code !== 1001 && code !== 1008) failure ??= 'unreachable'
    end()
  })

  onMessagePortMessage(port, (message) => {
    const frame = message as unknown
    if (isOver || !isFrame(frame)) return
    const size = typeof frame === 'string' ? Buffer.byteLength(frame) : frame.byteLength
    const waiting = socket.readyState === WebSocket.CONNECTING ? waitingBytes : socket.bufferedAmount
    // A host that reads slower than its page writes: the page begins again on another line, rather than fill this process.
    if (size > largestFrameBytes || waiting + size > mostWaitingBytes) return socket.terminate()
    const sent = frame instanceof ArrayBuffer ? new Uint8Array(frame) : frame
    if (socket.readyState === WebSocket.CONNECTING) {
      waitingBytes += size
      early.push(sent)
    } else if (socket.readyState === WebSocket.OPEN) socket.send(sent)
  })
  onMessagePortClose(port, () => {
    // The page left: said to the host, which ends its session unless the page told it that another comes.
    if (socket.readyState === WebSocket.CONNECTING) {
      // Nothing came in the time a page waits.
      if (performance.now() - heardAt > patientMs) failure ??= 'unreachable'
      socket.terminate()
    } else if (performance.now() - heardAt > lifeSignMs) {
      failure ??= 'unreachable'
      socket.terminate()
    } else socket.close(1000)
    end()
  })
  if ('start' in port && typeof port.start === 'function') port.start()
  return {
    close: () => {
      socket.close(1000)
      end()
    },
  }
}

/** What an error of the socket says of the host: unknown to TLS, or not there. */
function failureOf(error: Error & { readonly code?: unknown }, isOfAuthority: boolean): LineFailure {
  const code = typeof error.code === 'string' ? error.code : ''
  // A host that lost its clock, or a seat that did, must not see an impostor; nor an impostor pass for a wrong clock.
  if (isOfAuthority && (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID')) return 'dates-disagree'
  if (/^(CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO|ERR_TLS_CERT|INVALID_CA|INVALID_PURPOSE)/.test(code))
    return 'not-recognized'
  // The host's own refusal of this computer's certificate, as TLS says it.
  if (/^ERR_SSL_.*ALERT_(CERTIFICATE|BAD_CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED)/.test(code)) return 'revoked'
  return 'unreachable'
}

/** Whether the computer that answered shows a certificate of that authority, whatever its dates. */
function isSignedBy(shown: Uint8Array | undefined, authority: string): boolean {
  return shown !== undefined && new X509Certificate(shown).verify(new X509Certificate(authority).publicKey)
}

function isFrame(frame: unknown): frame is string | Uint8Array | ArrayBuffer {
  return typeof frame === 'string' || frame instanceof Uint8Array || frame instanceof ArrayBuffer
}

/** `ws` gives bytes for text too, in one piece or several. */
function frameIn(data: RawData, isBinary: boolean): string | Uint8Array<ArrayBuffer> {
  const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as ArrayBuffer)
  // A copy: ports of some runtimes hand over the memory behind a view.
  return isBinary ? Uint8Array.from(bytes) : bytes.toString('utf8')
}
