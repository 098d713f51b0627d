import { argon2Sync, randomBytes, randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { argon2Floor, deriveFromPassword, tune, tunedArgon2, unwrapKey, wrapKey } from '#core/db/key-wrapping.ts'
import {
  CabinetKey,
  keyringSlotFor,
  mustRemainOpenable,
  passwordSlotFor,
  recoverySlotFor,
  unlockWithKeyring,
  unlockWithPassword,
  unlockWithRecoveryKey,
  unwrapDataKey,
  wrapDataKey,
} from '#core/db/keyslots.ts'
import { type Argon2Parameters, argon2Parameters, type KeySlot, type Manifest } from '#core/db/manifest.ts'

const stamp = () => ({ slotId: randomUUID(), createdAt: '2026-11-22T08:00:00.000Z' })
const anna = { userId: randomUUID(), label: 'Dr Anna Roche', role: 'administrator' }
const bruno = { userId: randomUUID(), label: 'Bruno Petit', role: 'secretary' }
const secret = (password: string) => ({ password, argon2: argon2Floor })

function manifestOf(key: CabinetKey, slots: readonly KeySlot[]): Manifest {
  return {
    format: 'cabinet-ouvert',
    formatVersion: 1,
    cabinetId: key.cabinetId,
    name: 'Cabinet des Lilas',
    profile: 'production',
    createdAt: '2026-11-22T08:00:00.000Z',
    writtenBy: 'Cabinet Ouvert 0.1.0',
    schemaVersion: 10,
    dataKeys: [wrapDataKey(key, 1, randomBytes(32))],
    slots: [...slots],
  }
}

describe('wrapping', () => {
  const wrapping = randomBytes(32)
  const key = randomBytes(32)

  test('gives the key back for the same purpose only', () => {
    const wrapped = wrapKey(wrapping, key, ['slot', 'a', 'b'])
    expect(unwrapKey(wrapping, wrapped, ['slot', 'a', 'b'])).toEqual(key)
    expect(unwrapKey(wrapping, wrapped, ['slot', 'ab', ''])).toBeNull()
    expect(unwrapKey(wrapping, wrapped, ['slot', 'a'])).toBeNull()
    expect(unwrapKey(randomBytes(32), wrapped, ['slot', 'a', 'b'])).toBeNull()
  })

  test('never wraps twice alike, and refuses any altered bit', () => {
    const wrapped = wrapKey(wrapping, key, [])
    expect(wrapKey(wrapping, key, []).sealed).not.toBe(wrapped.sealed)
    const sealed = Buffer.from(wrapped.sealed, 'base64')
    for (let at = 0; at < sealed.length; at++) {
      const altered = Buffer.from(sealed)
      altered[at] = (altered[at] ?? 0) ^ 1
      expect(unwrapKey(wrapping, { ...wrapped, sealed: altered.toString('base64') }, [])).toBeNull()
    }
  })
})

describe('unlocking', () => {
  test('each user with their own password, to the same key', async () => {
    const key = CabinetKey.random(randomUUID())
    const manifest = manifestOf(key, [
      await passwordSlotFor(key, stamp(), anna, secret('cheval-correct')),
      await passwordSlotFor(key, stamp(), bruno, secret('pile-agrafe')),
    ])
    const byAnna = await unlockWithPassword(manifest, anna.userId, 'cheval-correct')
    const byBruno = await unlockWithPassword(manifest, bruno.userId, 'pile-agrafe')
    expect(byAnna?.equals(key)).toBe(true)
    expect(byBruno?.equals(key)).toBe(true)
    expect(await unlockWithPassword(manifest, anna.userId, 'pile-agrafe')).toBeNull()
    expect(await unlockWithPassword(manifest, anna.userId, 'cheval-correct ')).toBeNull()
    expect(await unlockWithPassword(manifest, randomUUID(), 'cheval-correct')).toBeNull()
  })

  test('an accent typed on another system is the same accent', async () => {
    const key = CabinetKey.random(randomUUID())
    const manifest = manifestOf(key, [await passwordSlotFor(key, stamp(), anna, secret('élève'.normalize('NFD')))])
    expect(await unlockWithPassword(manifest, anna.userId, 'élève'.normalize('NFC'))).not.toBeNull()
  })

  test('a slot moved to another user, another cabinet or another place opens nothing', async () => {
    const key = CabinetKey.random(randomUUID())
    const slot = await passwordSlotFor(key, stamp(), anna, secret('cheval-correct'))
    const toBruno = manifestOf(key, [{ ...slot, userId: bruno.userId }])
    expect(await unlockWithPassword(toBruno, bruno.userId, 'cheval-correct')).toBeNull()
    const elsewhere = manifestOf(CabinetKey.random(randomUUID()), [slot])
    expect(await unlockWithPassword(elsewhere, anna.userId, 'cheval-correct')).toBeNull()
    const renumbered = manifestOf(key, [{ ...slot, slotId: randomUUID() }])
    expect(await unlockWithPassword(renumbered, anna.userId, 'cheval-correct')).toBeNull()
  })

  test('with the recovery key, and with this computer’s keyring; neither secret opens the slot of the other', () => {
    const key = CabinetKey.random(randomUUID())
    const recoveryKey = randomBytes(20)
    const keyringSecret = randomBytes(32)
    const manifest = manifestOf(key, [
      recoverySlotFor(key, stamp(), recoveryKey),
      keyringSlotFor(key, stamp(), 'poste de l’accueil', keyringSecret),
    ])
    expect(unlockWithRecoveryKey(manifest, recoveryKey)?.equals(key)).toBe(true)
    expect(unlockWithKeyring(manifest, keyringSecret)?.equals(key)).toBe(true)
    expect(unlockWithRecoveryKey(manifest, keyringSecret)).toBeNull()
    expect(unlockWithKeyring(manifest, recoveryKey)).toBeNull()
    expect(unlockWithRecoveryKey(manifest, randomBytes(20))).toBeNull()
  })

  test('the data key comes out of the manifest under the master key of this cabinet only', () => {
    const key = CabinetKey.random(randomUUID())
    const data = randomBytes(32)
    const wrapped = wrapDataKey(key, 3, data)
    expect(Buffer.from(unwrapDataKey(key, wrapped))).toEqual(data)
    expect(() => unwrapDataKey(key, { ...wrapped, generation: 4 })).toThrow('cabinet.damaged')
    expect(() => unwrapDataKey(CabinetKey.random(key.cabinetId), wrapped)).toThrow('cabinet.damaged')
  })

  test('a disposed key is erased', () => {
    const master = randomBytes(32)
    const key = new CabinetKey(randomUUID(), master)
    key.dispose()
    expect(master.equals(Buffer.alloc(32))).toBe(true)
  })

  test('a person must be able to open what remains', () => {
    const key = CabinetKey.random(randomUUID())
    const keyring = keyringSlotFor(key, stamp(), 'poste', randomBytes(32))
    expect(() => mustRemainOpenable([keyring])).toThrow('key.last-slot')
    expect(() => mustRemainOpenable([])).toThrow('key.last-slot')
    expect(() => mustRemainOpenable([keyring, recoverySlotFor(key, stamp(), randomBytes(20))])).not.toThrow()
  })
})

describe('Argon2id', () => {
  test('agrees with another implementation, that of OpenSSL', async () => {
    const nonce = Buffer.from('0123456789abcdef')
    const parameters = { ...argon2Floor, lanes: 2 }
    const derived = await deriveFromPassword('mot de passe éàü', nonce, parameters)
    const message = Buffer.from('mot de passe éàü'.normalize('NFKC'))
    const memory = parameters.memoryKib
    const other = argon2Sync('argon2id', { message, nonce, memory, passes: 2, parallelism: 2, tagLength: 32 })
    expect(Buffer.from(derived)).toEqual(other)
  })

  test('leaves the event loop free while it works', async () => {
    let turns = 0
    const timer = setInterval(() => turns++, 1)
    await deriveFromPassword('x', randomBytes(16), { ...argon2Floor, passes: 8 })
    clearInterval(timer)
    expect(turns).toBeGreaterThan(5)
  })

  test('is tuned between the floor and the ceiling whatever the machine', async () => {
    const machine = (msPerMibPass: number) => async (p: Argon2Parameters) =>
      (p.memoryKib / 1024) * p.passes * msPerMibPass
    for (const speed of [0.01, 0.2, 0.3, 0.5, 0.95, 1, 1.5, 1.9, 2, 3, 30]) {
      const tuned = await tune(machine(speed))
      expect(argon2Parameters.safeParse(tuned).success, `${speed} ms per MiB`).toBe(true)
      const ms = (tuned.memoryKib / 1024) * tuned.passes * speed
      // Too slow for the floor, or too fast for the ceiling: the bound wins over the aim.
      if (speed < 0.2 || speed > 3) continue
      expect(ms, `${speed} ms per MiB`).toBeGreaterThanOrEqual(250)
      expect(ms, `${speed} ms per MiB`).toBeLessThanOrEqual(500)
    }
  })

  test('takes 250 to 500 ms here, give or take what else this machine does', async () => {
    const tuned = await tunedArgon2()
    expect(argon2Parameters.safeParse(tuned).success).toBe(true)
    const start = performance.now()
    await deriveFromPassword('x', randomBytes(16), tuned)
    expect(performance.now() - start).toBeGreaterThan(100)
  })
})
