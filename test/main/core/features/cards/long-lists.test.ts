import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import { largestRevocationFileBytes } from '#app/features/cards/model.ts'
import { RevocationListFailure } from '#core/ports/index.ts'
import { connectInMemory } from '#main/wire/index.ts'
import { listAddress } from '#test/main/protocols/certificate-maker.ts'
import { listEntries, longList } from '#test/world/long-list.ts'
import { openWorld, signedIn, type World } from '#test/world/open-world.ts'
import {
  type CardIssuer,
  cardIssuer,
  daysFromNow,
  enrol,
  type SoftwareCard,
  trustIssuer,
} from '#test/world/software-card.ts'

const { cards } = contract
const count = 200_000
const first = 0x7c00_0000

let issuer: CardIssuer
let world: World<'anna'>
let card: SoftwareCard
/** What the authority publishes, and the addresses it was asked for. */
let published: Uint8Array | null = null
const asked: string[] = []

beforeAll(async () => {
  issuer = await cardIssuer()
  const fetch = async (url: string) => {
    asked.push(url)
    if (published === null) throw new RevocationListFailure('unreachable')
    return published
  }
  world = await openWorld({
    people: { anna: { roleKey: 'practitioner', rpps: '99700000013' } },
    ports: { revocationLists: { fetch } },
  })
  await trustIssuer(world.as('admin'), issuer)
  card = await issuer.card({ nationalId: '899700000013', serialNumber: '7C03D08F' })
  await enrol(world.as('anna'), card)
})
afterAll(() => world[Symbol.asyncDispose]())

function list(entries: Uint8Array, from: number): Uint8Array {
  return longList(issuer.authority, { entries, from: daysFromNow(from), to: daysFromNow(6) })
}

/** Comes in with the card, at a seat of its own. */
async function comeIn() {
  const seat = connectInMemory(world.core, { kind: 'electron', name: 'salle' })
  const drawn = await seat.call(cards.challenge, { purpose: 'sign-in' })
  if (!drawn.ok) throw new Error(drawn.problem)
  const { proof } = drawn.value
  const signed = { challenge: proof.challenge, certificate: card.certificate, signature: card.proveIdentity(proof) }
  return { seat, reply: await seat.call(cards.signIn, signed) }
}

describe('a list of two hundred thousand cards', () => {
  test('is taken, of which little is read to judge a card, and refuses the one that is on it', async () => {
    const admin = world.as('admin')
    const file = (entries: Uint8Array, from: number) => Buffer.from(list(entries, from)).toString('base64url')
    // Up to the one before the card.
    const upTo = 0x7c03_d08f - first
    const { lists } = await admin.must(cards.addRevocations, { file: file(listEntries(upTo, first), -3) })
    expect(lists).toMatchObject([{ entries: upTo, isStale: false }])
    const good = await comeIn()
    expect(good.reply).toMatchObject({ ok: true, value: { notices: [] } })
    const again = await admin.must(cards.addRevocations, { file: file(listEntries(count + 60_000, first), -2) })
    expect(again.lists).toMatchObject([{ entries: count + 60_000 }])
    // Whoever came in with it is out, and the former list left nothing behind.
    expect(await good.seat.call(contract.sessions.current, {})).toMatchObject({ ok: true, value: { session: null } })
    const refused = await comeIn()
    expect(refused.reply).toMatchObject({ problem: 'card.not-trusted', data: { verdict: 'revoked' } })
    const parts = await world.rowsOf('card_revocation_part')
    expect(parts).toHaveLength(256)
    // What is read to judge a card, with its authority and the root: three of these.
    expect(Math.max(...parts.map(({ content }) => content.length))).toBeLessThan(16_384)
    expect(parts.reduce((sum, { content }) => sum + content.length, 0)).toBe((count + 60_000) * 8)
    await admin.must(cards.addRevocations, { file: file(new Uint8Array(), -1) })
    expect(await world.rowsOf('card_revocation_part')).toEqual([])
    good.seat.close()
    refused.seat.close()
  })

  test('damaged by a byte, is refused, and the one in place is kept', async () => {
    const admin = world.as('admin')
    const [present] = (await admin.must(cards.revocations, {})).lists
    const bytes = list(listEntries(1000, first), -0.5)
    bytes[5000] = (bytes[5000] ?? 0) ^ 1
    const reply = await admin.call(cards.addRevocations, { file: Buffer.from(bytes).toString('base64url') })
    expect(reply).toMatchObject({ problem: 'card.revocations-refused' })
    expect((await admin.must(cards.revocations, {})).lists).toEqual([present])
    const tooLong = 'A'.repeat(Math.ceil((largestRevocationFileBytes * 4) / 3) + 4)
    expect(await admin.call(cards.addRevocations, { file: tooLong })).toMatchObject({ problem: 'invalid-input' })
  })

  test('goes with its authority', async () => {
    const admin = world.as('admin')
    const few = Buffer.from(list(listEntries(3, first), -0.4)).toString('base64url')
    await admin.must(cards.addRevocations, { file: few })
    expect((await world.rowsOf('card_revocation_part')).length).toBeGreaterThan(0)
    const { authorities } = await admin.must(cards.authorities, {})
    const authorityId = authorities.find(({ isRoot }) => !isRoot)?.authorityId ?? ''
    await admin.must(cards.removeAuthority, { authorityId })
    for (const table of ['card_revocation_list', 'card_revocation_part'] as const) {
      expect(await world.rowsOf(table)).toEqual([])
    }
    await admin.must(cards.addAuthorities, { file: Buffer.from(issuer.authority.der).toString('base64url') })
  })
})

describe('a cabinet of real patients, left open', () => {
  /** An hour later, the core has looked twice at what is due; `asks` more addresses were asked for. */
  const anHourLater = async (asks: number) => {
    const before = asked.length
    world.clock.forward(60 * 60_000 + 1)
    await world.timers.tickWhole()
    await world.timers.tickWhole()
    expect(asked.length - before).toBe(asks)
  }
  const lines = async () => (await world.journal()).filter(({ service }) => service === 'revocations')

  test('asks for the list of the day by itself, ends the session of a card it revokes, and is quiet when nobody answers', async () => {
    const { seat, reply } = await comeIn()
    expect(reply).toMatchObject({ ok: true })
    await anHourLater(0)
    await anHourLater(1)
    expect(new Set(asked)).toEqual(new Set([listAddress]))
    expect(await lines()).toEqual([])
    published = list(listEntries(count + 60_000, first), -0.3)
    await anHourLater(1)
    await expect
      .poll(lines, { timeout: 15_000 })
      .toMatchObject([{ act: 'card.add-revocations', outcome: 'done', actor_user_id: null }])
    await expect
      .poll(() => seat.call(contract.sessions.current, {}), { timeout: 15_000 })
      .toMatchObject({ ok: true, value: { session: null } })
    expect((await comeIn()).reply).toMatchObject({ problem: 'card.not-trusted', data: { verdict: 'revoked' } })
    // Once a day, which is counted from the last answer, were it the same list.
    await anHourLater(0)
    world.clock.forward(24 * 60 * 60_000)
    await anHourLater(1)
    await expect.poll(async () => (await lines()).length, { timeout: 15_000 }).toBe(2)
    expect((await lines()).at(-1)?.details).toContain('"lists":[]')
    seat.close()
  })

  test('is asked by hand too, and says how many lists came', async () => {
    const admin = await signedIn(world.core, world.cabinetId, { userId: world.userId('admin') }, 'admin 2')
    expect(await admin.must(cards.refreshRevocations, {})).toMatchObject({ fetched: 1, failed: 0 })
    published = null
    expect(await admin.call(cards.refreshRevocations, {})).toMatchObject({ problem: 'card.revocations-unreachable' })
    expect((await admin.must(cards.revocations, {})).lists).toMatchObject([{ entries: count + 60_000 }])
  })
})
