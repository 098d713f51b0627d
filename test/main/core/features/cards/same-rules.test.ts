import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import type { SessionView } from '#app/features/sessions/model.ts'
import { connectInMemory, type MemorySeat } from '#main/wire/index.ts'
import { durandMarie } from '#test/world/patients.ts'
import { fieldsOf, openWorld, testPassword, type World } from '#test/world/open-world.ts'
import { type CardIssuer, cardIssuer, enrol, type SoftwareCard, trustIssuer } from '#test/world/software-card.ts'

const { cabinet, cards, patients, people, psc, sessions } = contract

/** Everybody has an account, a card, and an RPPS by which Pro Santé Connect knows them. */
const everybody = {
  remi: { roleKey: 'read-only', rpps: '99700000104' },
  louise: { roleKey: 'locum', rpps: '99700000112' },
  paul: { roleKey: 'practitioner', rpps: '99700000120' },
  zoe: { roleKey: 'practitioner', rpps: '99700000138' },
} as const
type Name = keyof typeof everybody
const names = Object.keys(everybody) as Name[]

let issuer: CardIssuer
let world: World<Name>
const held = new Map<Name, SoftwareCard>()

beforeAll(async () => {
  issuer = await cardIssuer()
  world = await openWorld({ people: everybody })
  const admin = world.as('admin')
  await trustIssuer(admin, issuer)
  const { version } = await admin.must(psc.settings, {})
  const settings = {
    proxyUrl: 'https://proxy.editeur.example/esante',
    clientId: 'cabinet-ouvert',
    identityPath: '/send/userinfo',
  }
  await admin.must(psc.updateSettings, { settings, expectedVersion: version })
  for (const [at, name] of names.entries()) {
    const card = await issuer.card({
      nationalId: `8${everybody[name].rpps}`,
      cardNumber: `8025000001/280000010${at}`,
      serialNumber: `7C0${at}`,
    })
    held.set(name, card)
    await enrol(world.as(name), card)
  }
})
afterAll(() => world[Symbol.asyncDispose]())

type Entered = { readonly session: SessionView } | { readonly problem: string }
type Way = (seat: MemorySeat, name: Name) => Promise<Entered>

function cardOf(name: Name): SoftwareCard {
  const card = held.get(name)
  if (card === undefined) throw new Error(`${name} has no card`)
  return card
}

/** Every way into an open cabinet. */
const ways: Readonly<Record<string, Way>> = {
  password: async (seat, name) => {
    const asked = { cabinetId: world.cabinetId, userId: world.userId(name), password: testPassword }
    const reply = await seat.call(cabinet.open, asked)
    return reply.ok ? reply.value : reply
  },
  card: async (seat, name) => {
    const card = cardOf(name)
    const drawn = await seat.call(cards.challenge, { purpose: 'sign-in' })
    if (!drawn.ok) return drawn
    const { proof } = drawn.value
    const signed = { challenge: proof.challenge, certificate: card.certificate, signature: card.proveIdentity(proof) }
    const reply = await seat.call(cards.signIn, signed)
    return reply.ok ? reply.value : reply
  },
  'Pro Santé Connect': async (seat, name) => {
    const { rpps } = everybody[name]
    const asked = { cabinetId: world.cabinetId, who: { rpps }, channel: 'CARD' } as const
    const begun = await seat.call(psc.begin, asked)
    if (!begun.ok) return begun
    const { attemptId } = begun.value
    const progress = await seat.call(psc.progress, { attemptId })
    if (!progress.ok) return progress
    const reply = await seat.call(psc.enter, { attemptId, activity: null })
    return reply.ok ? reply.value : reply
  },
}
const byWay = Object.entries(ways)
const newSeat = () => connectInMemory(world.core, { kind: 'electron', name: 'accueil' })

test.each(byWay)('by %s, a user has the rights of their account and no others', async (_name, way) => {
  const admitted = await admin()
  const { roles } = await admitted.must(contract.roles.list, {})
  const allowed = roles.find(({ role }) => role === 'read-only')?.permissions
  const seat = newSeat()
  const entered = await way(seat, 'remi')
  expect(entered).toMatchObject({ session: { userId: world.userId('remi'), role: 'read-only', locked: false } })
  expect('session' in entered && entered.session.permissions.toSorted()).toEqual(allowed?.toSorted())
  expect(await seat.call(patients.counts, {})).toMatchObject({ ok: true })
  expect(await seat.call(patients.create, { fields: durandMarie, tagIds: [] })).toMatchObject({ problem: 'forbidden' })
  seat.close()
})

/** What takes somebody's access away, and from whom. */
const ends: readonly (readonly [what: string, name: Name, end: (name: Name) => Promise<unknown>])[] = [
  ['a locum whose last day is over', 'louise', (name) => change(name, { validUntil: '2020-01-31' })],
  ['a user before their first day', 'paul', (name) => change(name, { validFrom: '2098-01-01' })],
  ['a user who was taken away', 'zoe', (name) => change(name, null)],
]

async function admin() {
  const seat = world.as('admin')
  await seat.must(cabinet.open, { cabinetId: world.cabinetId, userId: seat.userId, password: testPassword })
  return seat
}

async function change(name: Name, dates: { validFrom?: string; validUntil?: string } | null) {
  const seat = await admin()
  const { people: all } = await seat.must(people.list, {})
  const person = all.find(({ userId }) => userId === world.userId(name))
  if (person === undefined) throw new Error(`nobody called ${name}`)
  const { userId, version: expectedVersion } = person
  if (dates === null) return seat.must(people.setActive, { userId, expectedVersion, active: false })
  return seat.must(people.update, { userId, expectedVersion, fields: { ...fieldsOf(person), ...dates } })
}

test.each(ends)('%s no longer comes in, nor stays in, whichever way they come', async (_what, name, end) => {
  const inside: MemorySeat[] = []
  for (const [by, way] of byWay) {
    const seat = newSeat()
    expect(await way(seat, name), by).toMatchObject({ session: { userId: world.userId(name) } })
    inside.push(seat)
  }
  await end(name)
  for (const seat of inside) {
    expect(await seat.call(sessions.current, {})).toMatchObject({ ok: true, value: { session: null } })
    seat.close()
  }
  for (const [by, way] of byWay) {
    const seat = newSeat()
    expect(await way(seat, name), by).toMatchObject({ problem: expect.any(String) })
    expect(await seat.call(sessions.current, {}), by).toMatchObject({ ok: true, value: { session: null } })
    expect(await seat.call(patients.counts, {}), by).toMatchObject({ ok: false })
    seat.close()
    world.clock.forward(60_000)
  }
})

test('their card opens the closed cabinet no more than their password; that of who may still act does', async () => {
  await world.core.dispose()
  for (const name of [...ends.map(([, who]) => who), 'remi' as const]) {
    await using core = disposable(world.anotherCore())
    const seat = connectInMemory(core.of, { kind: 'electron', name: 'Cabinet' })
    const card = cardOf(name)
    const { cabinetId } = world
    const found = await seat.call(cards.slotOf, { cabinetId, certificate: card.certificate })
    const { certificate } = card
    const opened = found.ok
      ? await seat.call(cards.open, {
          cabinetId,
          slotId: found.value.proof.slotId,
          certificate,
          signature: card.proveSlot(found.value.proof),
        })
      : found
    expect(opened.ok, name).toBe(name === 'remi')
    const described = await seat.call(cabinet.describe, {})
    expect(described.ok && described.value.open !== null, name).toBe(name === 'remi')
  }
})

function disposable<C extends { dispose(): Promise<void> }>(of: C) {
  return { of, [Symbol.asyncDispose]: () => of.dispose() }
}
