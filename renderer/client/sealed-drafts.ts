import { z } from 'zod'
import { type DraftPlace, draftFields, draftPlace } from '#app/features/drafts/model.ts'

/** One text kept at this seat while the cabinet cannot be reached. */
export interface SealedText {
  readonly place: DraftPlace
  readonly fields: Readonly<Record<string, unknown>>
  readonly basedOnVersion: number | null
}

const texts = z.array(z.strictObject({ place: draftPlace, fields: draftFields, basedOnVersion: z.int().nullable() }))
const algorithm = 'AES-GCM'
const nonceBytes = 12

/** The key of one user's texts, from the bytes their session gives; the page cannot read it back. */
export function sealingKeyOf(base64url: string): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', bytesOf(base64url), algorithm, false, ['encrypt', 'decrypt'])
}

/** Whether this tab holds sealed texts of a user. */
export function hasSealed(userId: string): boolean {
  return typeof globalThis.sessionStorage?.getItem(nameFor(userId)) === 'string'
}

/**
 * Seals a user's texts in this tab, in the place of those of before; none leaves nothing. Only the key their session gives
 * opens them: another user of this seat finds bytes.
 */
export async function sealTexts(userId: string, key: CryptoKey, kept: readonly SealedText[]): Promise<void> {
  if (kept.length === 0) return sessionStorage.removeItem(nameFor(userId))
  const iv = crypto.getRandomValues(new Uint8Array(nonceBytes))
  const plain = new TextEncoder().encode(JSON.stringify(kept))
  const sealed = await crypto.subtle.encrypt({ name: algorithm, iv, additionalData: boundTo(userId) }, key, plain)
  sessionStorage.setItem(nameFor(userId), `${base64urlOf(iv)}.${base64urlOf(new Uint8Array(sealed))}`)
}

/** Opens a user's texts; none when there are none, or when they were sealed under another key. */
export async function openSealed(userId: string, key: CryptoKey): Promise<readonly SealedText[]> {
  const [iv, sealed] = (globalThis.sessionStorage?.getItem(nameFor(userId)) ?? '').split('.')
  if (iv === undefined || sealed === undefined) return []
  try {
    const given = { name: algorithm, iv: bytesOf(iv), additionalData: boundTo(userId) }
    const plain = await crypto.subtle.decrypt(given, key, bytesOf(sealed))
    return texts.parse(JSON.parse(new TextDecoder().decode(plain)))
  } catch {
    // Sealed before the database was encrypted anew, or by an older program: nothing opens it any more.
    sessionStorage.removeItem(nameFor(userId))
    return []
  }
}

function nameFor(userId: string): string {
  return `co.sealed.${userId}`
}

function boundTo(userId: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(userId)
}

function base64urlOf(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}
