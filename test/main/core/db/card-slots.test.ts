import { constants, createHash, generateKeyPairSync, privateEncrypt, randomBytes, randomUUID, sign } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { identityMessage, slotMessage } from '#app/devices/proofs.ts'
import { cardSlot, cardSlotFor, challengeOf, planCardSlot, unlockWithCard } from '#core/db/card-slots.ts'
import { CabinetKey, mustRemainOpenable, wrapDataKey } from '#core/db/keyslots.ts'
import { type CardSlot, type KeySlot, type Manifest, manifestBytes, parseManifest } from '#core/db/manifest.ts'

const stamp = () => ({ slotId: randomUUID(), createdAt: '2026-11-22T08:00:00.000Z' })
const owner = { userId: randomUUID(), cardNumber: '8025000001/2800000001', nationalId: '899700000013' }

function chip(modulusLength = 2048) {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength })
  const spki = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }))
  return {
    privateKey,
    publicKey: spki,
    answer: (text: string) => ({
      publicKey: spki,
      signature: new Uint8Array(sign('sha256', Buffer.from(text), privateKey)),
    }),
  }
}

function manifestOf(key: CabinetKey, slots: readonly KeySlot[], formatVersion: 1 | 2 = 2): Manifest {
  return {
    format: 'cabinet-ouvert',
    formatVersion,
    cabinetId: key.cabinetId,
    name: 'Cabinet des Lilas',
    profile: 'production',
    createdAt: '2026-11-22T08:00:00.000Z',
    writtenBy: 'Cabinet Ouvert 0.1.0',
    schemaVersion: 240,
    dataKeys: [wrapDataKey(key, 1, randomBytes(32))],
    slots: [...slots],
  }
}

const card = chip()
const key = CabinetKey.random(randomUUID())
const plan = planCardSlot(stamp())
const answer = card.answer(slotMessage(key.cabinetId, plan.slotId, plan.challenge))
const slot = cardSlotFor(key, plan, owner, answer)
const manifest = manifestOf(key, [slot])

describe('a card slot', () => {
  test('gives the key for what its card signs, each time the same, and for nothing else', () => {
    expect(challengeOf(slot)).toBe(plan.challenge)
    const again = card.answer(slotMessage(key.cabinetId, slot.slotId, challengeOf(slot)))
    const unlocked = unlockWithCard(manifest, slot, again)
    expect(typeof unlocked !== 'string' && unlocked.equals(key)).toBe(true)
    const others = [
      ['of another message of this card', card.answer(identityMessage(key.cabinetId, plan.challenge))],
      ['for another cabinet', card.answer(slotMessage(randomUUID(), plan.slotId, plan.challenge))],
      ['for another slot', card.answer(slotMessage(key.cabinetId, randomUUID(), plan.challenge))],
      ['of another card', chip().answer(slotMessage(key.cabinetId, plan.slotId, plan.challenge))],
      ['of no bytes', { publicKey: card.publicKey, signature: new Uint8Array(0) }],
      ['of zeros', { publicKey: card.publicKey, signature: new Uint8Array(256) }],
    ] as const
    for (const [what, other] of others) expect(unlockWithCard(manifest, slot, other), what).toBe('refused')
  })

  test('takes one form of a signature only: what is derived from it cannot vary', () => {
    const { signature, publicKey } = answer
    const longer = new Uint8Array([0, ...signature])
    expect(unlockWithCard(manifest, slot, { publicKey, signature: longer })).toBe('refused')
    // The same number once more than the modulus, and a padding that hides other bytes.
    const message = slotMessage(key.cabinetId, plan.slotId, plan.challenge)
    const digest = createHash('sha256').update(message).digest()
    const info = Buffer.from('3031300d060960864801650304020105000420', 'hex')
    const short = Buffer.concat([Buffer.from([0, 1]), Buffer.alloc(8, 0xff), Buffer.from([0]), info, digest])
    const forged = privateEncrypt(
      { key: card.privateKey, padding: constants.RSA_NO_PADDING },
      Buffer.concat([short, randomBytes(256 - short.length)]),
    )
    expect(unlockWithCard(manifest, slot, { publicKey, signature: new Uint8Array(forged) })).toBe('refused')
    const probabilistic = sign('sha256', Buffer.from(message), {
      key: card.privateKey,
      padding: constants.RSA_PKCS1_PSS_PADDING,
    })
    expect(unlockWithCard(manifest, slot, { publicKey, signature: new Uint8Array(probabilistic) })).toBe('refused')
  })

  test.each([
    ['user', { userId: randomUUID() }],
    ['holder', { nationalId: '899700000021' }],
    ['salt', { salt: randomBytes(32).toString('base64') }],
    ['wrapped key', { master: { ...slot.master, sealed: randomBytes(48).toString('base64') } }],
    ['nonce', { master: { ...slot.master, nonce: randomBytes(12).toString('base64') } }],
  ] satisfies readonly (readonly [string, Partial<CardSlot>])[])('whose %s was changed opens nothing', (_, change) => {
    expect(unlockWithCard(manifest, { ...slot, ...change }, answer)).toBe('damaged')
  })

  test.each([
    ['challenge', { challenge: randomBytes(32).toString('base64') }],
    ['identifier', { slotId: randomUUID() }],
    ['card', { publicKeyHash: 'a'.repeat(64) }],
  ] satisfies readonly (readonly [
    string,
    Partial<CardSlot>,
  ])[])('whose %s was changed asks something else', (_, change) => {
    expect(unlockWithCard(manifest, { ...slot, ...change }, answer)).toBe('refused')
  })

  test('is of one cabinet: moved to another, its card opens neither', () => {
    const other = CabinetKey.random(randomUUID())
    const moved = manifestOf(other, [slot])
    expect(unlockWithCard(moved, slot, answer)).toBe('refused')
    const signedThere = card.answer(slotMessage(other.cabinetId, slot.slotId, challengeOf(slot)))
    expect(unlockWithCard(moved, slot, signedThere)).toBe('damaged')
  })

  test('is not made for a card that has not signed it, nor for a key that is too short', () => {
    expect(() => cardSlotFor(key, plan, owner, chip().answer('autre chose'))).toThrow('did not sign')
    const weak = chip(1024)
    const signed = weak.answer(slotMessage(key.cabinetId, plan.slotId, plan.challenge))
    expect(() => cardSlotFor(key, plan, owner, signed)).toThrow('did not sign')
  })

  test('never wraps twice alike', () => {
    const twice = cardSlotFor(key, plan, owner, answer)
    expect(twice.salt).not.toBe(slot.salt)
    expect(twice.master.sealed).not.toBe(slot.master.sealed)
  })
})

describe('the manifest', () => {
  test('of a cabinet with a card says a format that a program from before cards refuses as newer', () => {
    expect(parseManifest(manifestBytes(manifest))).toEqual(manifest)
    expect(cardSlot(manifest, slot.slotId)).toEqual(slot)
    expect(() => parseManifest(Buffer.from(JSON.stringify(manifestOf(key, [slot], 1))))).toThrow('cabinet.damaged')
  })

  test('must keep a password or a recovery key: a card is lost, and ends', () => {
    expect(() => mustRemainOpenable([slot])).toThrow('key.last-slot')
  })
})
