import { execFileSync } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cardSlotFor, planCardSlot } from '#core/db/card-slots.ts'
import { CabinetKey } from '#core/db/keyslots.ts'

/** `openssl` 3, which no line of this program goes through; `null` where it is not installed. */
function openssl(): ((args: readonly string[], input?: Uint8Array) => Buffer) | null {
  const run = (args: readonly string[], input?: Uint8Array) =>
    execFileSync('openssl', [...args], { stdio: ['pipe', 'pipe', 'ignore'], ...(input === undefined ? {} : { input }) })
  try {
    return run(['version']).toString().startsWith('OpenSSL 3') ? run : null
  } catch {
    return null
  }
}

const tool = openssl()
// Made before the first test only: where all are skipped, nothing would take it away.
const folder = join(tmpdir(), `emplacement-${randomUUID()}`)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** x^128 + x^7 + x^2 + x + 1, in the order of bits of NIST SP 800-38D, § 6.3. */
const reduction = 0xe1n << 120n
const block = (bytes: Uint8Array) => BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`)

/** Multiplication of two blocks, bit by bit as § 6.3 writes it. */
function times(x: bigint, y: bigint): bigint {
  let [sum, factor] = [0n, y]
  for (let bit = 127n; bit >= 0n; bit--) {
    if ((x >> bit) & 1n) sum ^= factor
    factor = factor & 1n ? (factor >> 1n) ^ reduction : factor >> 1n
  }
  return sum
}

/** GHASH, § 6.4, of the additional data and the ciphertext, each filled up with zeros, then their lengths in bits. */
function ghash(subkey: bigint, additional: Uint8Array, ciphertext: Uint8Array): bigint {
  const filled = (bytes: Uint8Array) => Buffer.concat([bytes, Buffer.alloc((16 - (bytes.length % 16)) % 16)])
  const lengths = Buffer.alloc(16)
  lengths.writeBigUInt64BE(BigInt(additional.length * 8), 0)
  lengths.writeBigUInt64BE(BigInt(ciphertext.length * 8), 8)
  const all = Buffer.concat([filled(additional), filled(ciphertext), lengths])
  let sum = 0n
  for (let at = 0; at < all.length; at += 16) sum = times(sum ^ block(all.subarray(at, at + 16)), subkey)
  return sum
}

describe.skipIf(tool === null)('the key slot of a card, by openssl alone (needs openssl 3)', () => {
  const run = tool as NonNullable<typeof tool>
  const [privateKey, publicKey] = [join(folder, 'carte.pem'), join(folder, 'carte.pub.pem')]
  const key = CabinetKey.random(randomUUID())
  const plan = planCardSlot({ slotId: randomUUID(), createdAt: '2026-11-22T08:00:00.000Z' })
  const owner = { userId: randomUUID(), cardNumber: '8025000001/2800000001', nationalId: '899700000013' }
  // Written out, not asked of the program: what decision 0024 says is signed.
  const message = ['Cabinet Ouvert, emplacement de clé, 1', key.cabinetId, plan.slotId, plan.challenge].join('\n')
  let signature: Buffer
  let spki: Buffer

  beforeAll(() => {
    mkdirSync(folder)
    run(['genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048', '-out', privateKey])
    run(['pkey', '-in', privateKey, '-pubout', '-out', publicKey])
    spki = run(['pkey', '-in', privateKey, '-pubout', '-outform', 'DER'])
    signature = run(['dgst', '-sha256', '-sign', privateKey], Buffer.from(message))
  })

  test('is signed and verified as RSASSA-PKCS1-v1_5 with SHA-256, twice alike', () => {
    writeFileSync(join(folder, 'signature'), signature)
    const said = run(
      ['dgst', '-sha256', '-verify', publicKey, '-signature', join(folder, 'signature')],
      Buffer.from(message),
    )
    expect(said.toString()).toContain('Verified OK')
    expect(run(['dgst', '-sha256', '-sign', privateKey], Buffer.from(message)).equals(signature)).toBe(true)
  })

  test('wraps the key of the cabinet under HKDF-SHA256 and AES-256-GCM, and holds nothing else of it', () => {
    const slot = cardSlotFor(key, plan, owner, { publicKey: spki, signature })
    expect(slot.publicKeyHash).toBe(run(['dgst', '-sha256', '-r'], spki).toString().slice(0, 64))
    const hex = (text: string) => Buffer.from(text, 'base64').toString('hex')
    const wrapping = run([
      ...['kdf', '-keylen', '32', '-kdfopt', 'digest:SHA256', '-kdfopt', `hexkey:${signature.toString('hex')}`],
      ...['-kdfopt', `hexsalt:${hex(slot.salt)}`, '-kdfopt', 'info:cabinet-ouvert card', '-binary', 'HKDF'],
    ]).toString('hex')
    const sealed = Buffer.from(slot.master.sealed, 'base64')
    const [ciphertext, tag] = [sealed.subarray(0, 32), sealed.subarray(32)]
    const nonce = hex(slot.master.nonce)
    // `openssl enc` has no GCM. Its counter mode from the second block on decrypts; the tag takes AES of two blocks and GHASH.
    const counter = ['enc', '-d', '-aes-256-ctr', '-K', wrapping, '-iv', `${nonce}00000002`]
    const master = run(counter, ciphertext)
    expect(master.equals(key.master)).toBe(true)
    const aes = (bytes: Uint8Array) => run(['enc', '-aes-256-ecb', '-nopad', '-K', wrapping], bytes)
    const additional = Buffer.from(
      JSON.stringify([
        ...['cabinet-ouvert', 'slot', key.cabinetId, slot.slotId, 'card', owner.userId, owner.nationalId],
        ...[slot.publicKeyHash, slot.challenge],
      ]),
    )
    const subkey = block(aes(new Uint8Array(16)))
    const mask = block(aes(Buffer.from(`${nonce}00000001`, 'hex')))
    expect(ghash(subkey, additional, ciphertext) ^ mask).toBe(block(tag))
    // What the check rests on: other additional data give another tag.
    expect(ghash(subkey, randomBytes(additional.length), ciphertext) ^ mask).not.toBe(block(tag))
    for (const part of [signature, Buffer.from(wrapping, 'hex'), Buffer.from(key.master)]) {
      const whole = Buffer.from(JSON.stringify(slot))
      expect(whole.includes(part.toString('base64')) || whole.includes(part.toString('hex'))).toBe(false)
    }
  })
})
