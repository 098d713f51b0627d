import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { type Algorithm, hashRaw } from '@node-rs/argon2'
import type { Argon2Parameters, WrappedKey } from './manifest.ts'

/** Bytes of every key here: AES-256. */
export const keyLength = 32

/** The least the program accepts or makes: 64 MiB, two passes. */
export const argon2Floor: Argon2Parameters = { memoryKib: 64 * 1024, passes: 2, lanes: 1 }

/**
 * Encrypts a key with another, AES-256-GCM under a fresh nonce. `boundTo` says what the result is for: unwrapping it for
 * anything else fails, so a wrapped key cannot be moved to another slot, user or cabinet.
 */
export function wrapKey(wrapping: Uint8Array, key: Uint8Array, boundTo: readonly string[]): WrappedKey {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', wrapping, nonce)
  cipher.setAAD(additionalData(boundTo))
  const sealed = Buffer.concat([cipher.update(key), cipher.final(), cipher.getAuthTag()])
  return { nonce: nonce.toString('base64'), sealed: sealed.toString('base64') }
}

/** Decrypts what `wrapKey` made; `null` when the wrapping key, the purpose or a bit of it differs. */
export function unwrapKey(wrapping: Uint8Array, wrapped: WrappedKey, boundTo: readonly string[]): Uint8Array | null {
  const sealed = Buffer.from(wrapped.sealed, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', wrapping, Buffer.from(wrapped.nonce, 'base64'), {
    authTagLength: 16,
  })
  decipher.setAAD(additionalData(boundTo))
  decipher.setAuthTag(sealed.subarray(keyLength))
  const key = decipher.update(sealed.subarray(0, keyLength))
  try {
    decipher.final()
  } catch {
    key.fill(0)
    return null
  }
  return key
}

/** A list of texts as bytes, without two lists giving the same bytes. */
function additionalData(boundTo: readonly string[]): Buffer {
  return Buffer.from(JSON.stringify(['cabinet-ouvert', ...boundTo]))
}

/**
 * The wrapping key a password gives, by Argon2id (RFC 9106). Runs on the thread pool: the event loop goes on.
 *
 * The password is taken in Unicode form NFKC, so that an accent typed on another system is the same accent.
 */
export async function deriveFromPassword(
  password: string,
  salt: Uint8Array,
  parameters: Argon2Parameters,
): Promise<Uint8Array> {
  const bytes = Buffer.from(password.normalize('NFKC'))
  try {
    return await hashRaw(bytes, {
      // Not Algorithm.Argon2id: a const enum of a declaration file cannot be read under isolatedModules.
      algorithm: argon2id,
      memoryCost: parameters.memoryKib,
      timeCost: parameters.passes,
      parallelism: parameters.lanes,
      outputLen: keyLength,
      salt,
    })
  } finally {
    bytes.fill(0)
  }
}
const argon2id: Algorithm = 2

/** The wrapping key a random secret gives, by HKDF-SHA256: a secret of 160 bits or more needs no slow derivation. */
export function deriveFromSecret(secret: Uint8Array, salt: Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, salt, `cabinet-ouvert ${purpose}`, keyLength))
}

let tuned: Promise<Argon2Parameters> | undefined

/**
 * Parameters that take 250 to 500 ms on this machine, measured once per process: memory first, up to 128 MiB, since it
 * is what an attacker's hardware pays for; then passes. Never below {@link argon2Floor}, whatever the machine.
 */
export function tunedArgon2(): Promise<Argon2Parameters> {
  tuned ??= tune(async (parameters) => {
    const start = performance.now()
    const derived = await deriveFromPassword('measure', randomBytes(16), parameters)
    derived.fill(0)
    return performance.now() - start
  })
  return tuned
}

/** The measuring itself, with the stopwatch given: `measureMs` derives once with some parameters. */
export async function tune(measureMs: (parameters: Argon2Parameters) => Promise<number>): Promise<Argon2Parameters> {
  // The first derivation of a process also pays for the memory and the threads it touches for the first time.
  await measureMs(argon2Floor)
  const larger = { ...argon2Floor, memoryKib: 2 * argon2Floor.memoryKib }
  const base = (await quickest(measureMs, larger)) <= longestMs ? larger : argon2Floor
  const baseMs = await quickest(measureMs, base)
  const passes = Math.floor((base.passes * aimMs) / Math.max(baseMs, 1))
  return { ...base, passes: Math.min(Math.max(passes, base.passes), 24) }
}
// Rounding passes down takes at most a third off: never below 250.
const aimMs = 380
const longestMs = 500

/** The shorter of two measures: a busy moment of the machine must not weaken the keys. */
async function quickest(
  measureMs: (p: Argon2Parameters) => Promise<number>,
  parameters: Argon2Parameters,
): Promise<number> {
  return Math.min(await measureMs(parameters), await measureMs(parameters))
}
