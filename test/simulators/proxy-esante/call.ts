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
