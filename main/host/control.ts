import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { request } from 'node:https'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { pairingCode, type PairingCode } from '#app/features/network/model.ts'
import { NetworkRefusal } from '#core/ports/network.ts'
import { readPresent } from './certificate-files.ts'
import type { HostNetwork } from './network.ts'
import { answer, refuse } from './requests.ts'
import { writeDocument } from './seat-register.ts'

/**
 * How the account that runs a host has a code shown without a screen: over the loopback address, with a secret that only
 * this account and the administrator of the computer can read. Whoever reads the host's folder has its keys already.
 */
const controlPath = '/control/pair'
const control = z.strictObject({ port: z.int(), secret: z.string().regex(/^[0-9a-f]{64}$/) })
const fileIn = (folder: string) => join(folder, 'control.json')

/** What `cabinet host pair` prints. */
export const shownPairing = z.object({ pairing: pairingCode, addresses: z.array(z.string()), fingerprint: z.string() })
export type ShownPairing = z.infer<typeof shownPairing>

/** What became of asking a host for a code. */
export type CodeAsked =
  | { readonly ok: true; readonly shown: ShownPairing }
  /** No host runs with this folder, or it does not share its cabinet. */
  | { readonly ok: false; readonly why: 'no-host' | 'not-shared' }

/** The door of a host for its own account. */
export interface Control {
  /** Answers a request for it; false when the request is for something else. */
  answers(request: IncomingMessage, response: ServerResponse): boolean
  /** Takes the secret away. */
  close(): Promise<void>
}

/** Opens the door of a host that answers this computer at `port`. */
export async function openControl(folder: string, port: number, network: HostNetwork): Promise<Control> {
  const secret = randomBytes(32).toString('hex')
  await writeDocument(folder, fileIn(folder), { port, secret })
  const isKnown = (given: string | undefined) => timingSafeEqual(digestOf(given ?? ''), digestOf(`Bearer ${secret}`))
  return {
    answers: (asked, response) => {
      if (asked.url !== controlPath) return false
      // A page has an origin and never the secret; anything else is somebody else's program.
      if (asked.method !== 'POST' || asked.headers.origin !== undefined || !isKnown(asked.headers.authorization))
        refuse(response, 403)
      else void showCode(network, response)
      return true
    },
    close: () => rm(fileIn(folder), { force: true }),
  }
}

async function showCode(network: HostNetwork, response: ServerResponse): Promise<void> {
  try {
    const pairing: PairingCode = await network.startPairing()
    const { addresses, fingerprint } = await network.status()
    network.tell({ kind: 'code-shown' })
    answer(response, { pairing, addresses, fingerprint } satisfies ShownPairing)
  } catch (error) {
    refuse(response, error instanceof NetworkRefusal ? 409 : 500)
  }
}

/** Asks the host that runs with this folder to show a code. Throws when the folder may not be read. */
export async function askForCode(folder: string): Promise<CodeAsked> {
  const text = await readPresent(fileIn(folder))
  const found = text === null ? null : control.safeParse(JSON.parse(text))
  if (found?.success !== true) return { ok: false, why: 'no-host' }
  const { port, secret } = found.data
  const ca = await readFile(join(folder, 'authority.pem'), 'utf8')
  return new Promise((resolve) => {
    const asked = request(
      {
        host: '127.0.0.1',
        servername: 'localhost',
        port,
        ca,
        path: controlPath,
        method: 'POST',
        headers: { host: `localhost:${port}`, authorization: `Bearer ${secret}` },
        timeout: 10_000,
      },
      (response) => {
        const pieces: Buffer[] = []
        response.on('data', (piece: Buffer) => pieces.push(piece))
        response.on('end', () => {
          const shown = shownPairing.safeParse(parsed(Buffer.concat(pieces).toString('utf8')))
          if (response.statusCode === 409) resolve({ ok: false, why: 'not-shared' })
          else resolve(shown.success ? { ok: true, shown: shown.data } : { ok: false, why: 'no-host' })
        })
      },
    )
    asked.on('timeout', () => asked.destroy())
    // Left behind by a host that was killed: nobody answers there.
    asked.on('error', () => resolve({ ok: false, why: 'no-host' }))
    asked.end()
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
