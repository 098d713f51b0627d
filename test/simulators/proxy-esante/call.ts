import { request } from 'node:https'

/** An answer of the provider. */
export interface ProviderAnswer {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
}

/** Calls the provider, as a proxy does: a form sent, or a bearer token shown; JSON comes back. */
export function callProvider(
  url: string,
  authority: string,
  { form, authorization }: { readonly form?: Readonly<Record<string, string>>; readonly authorization: string },
): Promise<ProviderAnswer> {
  const body = form === undefined ? undefined : new URLSearchParams(form).toString()
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      {
        method: body === undefined ? 'GET' : 'POST',
        ca: authority,
        agent: false,
        headers: {
          authorization,
          ...(body === undefined
            ? {}
            : { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) }),
        },
      },
      (incoming) => {
        const pieces: Buffer[] = []
        incoming.on('data', (piece: Buffer) => pieces.push(piece))
        incoming.on('error', reject)
        incoming.on('end', () => {
          const text = Buffer.concat(pieces).toString('utf8')
          const parsed = text === '' ? {} : (JSON.parse(text) as Readonly<Record<string, unknown>>)
          resolve({ status: incoming.statusCode ?? 0, body: parsed })
        })
      },
    )
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

/** Carries a request to a server behind the proxy, and gives what it answers; 504 when it does not answer. */
export function carry(
  server: { readonly url: string; readonly authority: string },
  contentType: string,
  body: Buffer,
): Promise<{ readonly status: number; readonly type: string; readonly answer: Buffer }> {
  return new Promise((resolve) => {
    const failed = () => resolve({ status: 504, type: 'application/json', answer: Buffer.from('{"code":"504"}') })
    const headers = { 'content-type': contentType, 'content-length': body.length }
    const outgoing = request(
      server.url,
      { method: 'POST', ca: server.authority, agent: false, headers },
      (incoming) => {
        const pieces: Buffer[] = []
        incoming.on('data', (piece: Buffer) => pieces.push(piece))
        incoming.on('error', failed)
        incoming.on('end', () => {
          const type = incoming.headers['content-type'] ?? 'application/octet-stream'
          resolve({ status: incoming.statusCode ?? 502, type, answer: Buffer.concat(pieces) })
        })
      },
    )
    outgoing.on('error', failed)
    outgoing.end(body)
  })
}
