import { request } from 'node:https'

/** What came back from a server of the test. */
export interface Posted {
  readonly status: number
  readonly body: Uint8Array
}

/** Posts as the adapter of a téléservice does, to a simulator on this computer. `client`: certificate and key, PEM. */
export function post(
  url: string,
  { contentType, body }: { readonly contentType: string; readonly body: string },
  line: {
    readonly authority: string
    readonly client?: { readonly certificate: string; readonly key: string }
    /** Gives up after so long, in ms. */
    readonly within?: number
  },
): Promise<Posted> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      {
        method: 'POST',
        ca: line.authority,
        cert: line.client?.certificate,
        key: line.client?.key,
        agent: false,
        ...(line.within === undefined ? {} : { signal: AbortSignal.timeout(line.within) }),
        headers: { 'content-type': contentType },
      },
      (incoming) => {
        const pieces: Buffer[] = []
        incoming.on('data', (piece: Buffer) => pieces.push(piece))
        incoming.on('error', reject)
        incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, body: Buffer.concat(pieces) }))
      },
    )
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}
