import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import type { AnyOperation, InputOf } from '#app/kernel/operation.ts'
import { connectInMemory, type MemorySeat } from '#main/wire/index.ts'
import { openWorld, personFields, signedIn, testPassword, type World } from '#test/world/open-world.ts'
import {
  type CardIssuer,
  cardIssuer,
  daysFromNow,
  enrol,
  type SoftwareCard,
  trustIssuer,
} from '#test/world/software-card.ts'

const { cabinet, cards, people, sessions } = contract
const annasRpps = '99700000013'

let issuer: CardIssuer
let world: World<'anna' | 'bruno'>
let annas: SoftwareCard

beforeAll(async () => {
  issuer = await cardIssuer()
  world = await openWorld({ people: { anna: { roleKey: 'practitioner', rpps: annasRpps }, bruno: 'secretary' } })
  await trustIssuer(world.as('admin'), issuer)
  annas = await issuer.card({ nationalId: `8${annasRpps}`, serialNumber: '7B01' })
})
afterAll(() => world[Symbol.asyncDispose]())

const seatOf = (name: string, certificate?: string): MemorySeat =>
  connectInMemory(world.core, { kind: 'electron', name, ...(certificate === undefined ? {} : { certificate }) })

async function identified(seat: MemorySeat, card: SoftwareCard, purpose: 'sign-in' | 'unlock' = 'sign-in') {
  const drawn = await seat.call(cards.challenge, { purpose })
  if (!drawn.ok) throw new Error(drawn.problem)
  const { proof } = drawn.value
  return { challenge: proof.challenge, certificate: card.certificate, signature: card.proveIdentity(proof) }
}

async function problemOf<O extends AnyOperation>(seat: MemorySeat, operation: O, input: InputOf<O>) {
  const reply = await seat.call(operation, input)
  return reply.ok ? null : reply.problem
}

describe('enrolling one’s own card', () => {
  const begin = (card: SoftwareCard, password = testPassword) => ({ password, certificate: card.certificate })

  test('asks the password again, and takes only a card of the same person, of an authority that is believed', async () => {
    const anna = world.as('anna')
    const [others, strangers, old, training, endless] = await Promise.all([
      issuer.card({ nationalId: '899700000021' }),
      (await cardIssuer()).card({ nationalId: `8${annasRpps}` }),
      issuer.card({ nationalId: `8${annasRpps}`, dates: { from: daysFromNow(-900), to: daysFromNow(-1) } }),
      issuer.card({ nationalId: `8${annasRpps}`, category: 0x80 }),
      issuer.card({ nationalId: `3${'1'.repeat(40)}`, family: 2 }),
    ])
    expect(await anna.call(cards.enrolBegin, begin(annas, 'pas le bon'))).toMatchObject({ problem: 'password.wrong' })
    expect(await anna.call(cards.enrolBegin, begin(others))).toMatchObject({
      problem: 'card.other-person',
      data: { lastName: 'MARCHAND', firstName: 'HÉLÈNE' },
    })
    const verdictOn = async (card: SoftwareCard) => {
      const reply = await anna.call(cards.enrolBegin, begin(card))
      return reply.ok || reply.problem !== 'card.not-trusted' ? null : reply.data.verdict
    }
    expect(await verdictOn(strangers)).toBe('unknown-authority')
    expect(await verdictOn(old)).toBe('expired')
    expect(await verdictOn(training)).toBe('training-card')
    // No slot could be written for it.
    expect(await verdictOn(endless)).toBe('not-authentication')
  })

  test('needs two signatures of the slot, alike, by the card itself', async () => {
    const anna = world.as('anna')
    const { proof } = await anna.must(cards.enrolBegin, begin(annas))
    const good = annas.proveSlot(proof)
    const finish = (first: string, second: string) =>
      problemOf(anna, cards.enrolFinish, { slotId: proof.slotId, signatures: [first, second], adoptRpps: null })
    const changed = `${good.slice(0, -4)}AAAA`
    expect(await finish(good, changed)).toBe('card.unstable')
    const other = await issuer.card()
    expect(await finish(other.proveSlot(proof), other.proveSlot(proof))).toBe('card.proof-refused')
    const identity = annas.proveIdentity(proof)
    expect(await finish(identity, identity)).toBe('card.proof-refused')
    expect(await world.rowsOf('enrolled_card')).toEqual([])
    const elsewhere = await seatOf('ailleurs').call(cards.enrolFinish, {
      slotId: proof.slotId,
      signatures: [good, good],
      adoptRpps: null,
    })
    expect(elsewhere).toMatchObject({ problem: 'unauthenticated' })
    expect(await finish(good, good)).toBeNull()
    expect(await world.lastLine()).toMatchObject({ act: 'card.enrol', outcome: 'done' })
    expect(await finish(good, good)).toBe('card.challenge-over')
    expect(await problemOf(anna, cards.enrolBegin, begin(annas))).toBe('card.already-enrolled')
    expect((await anna.must(cards.list, {})).cards).toMatchObject([
      {
        cardNumber: '8025000001/2800000001',
        opens: true,
        standing: { verdict: null, notices: ['revocation-unknown'] },
      },
    ])
    const { slots } = await world.as('admin').must(cabinet.listKeySlots, {})
    expect(slots.filter((slot) => slot.kind === 'card')).toMatchObject([{ userId: world.userId('anna') }])
  })

  test('is over after five minutes, and when the session that began it is', async () => {
    const anna = world.as('anna')
    const second = await issuer.card({ nationalId: `8${annasRpps}`, cardNumber: '8025000001/2800000009' })
    const { proof } = await anna.must(cards.enrolBegin, begin(second))
    const signature = second.proveSlot(proof)
    world.clock.forward(5 * 60_000 + 1)
    await anna.must(sessions.touch, {})
    const input = { slotId: proof.slotId, signatures: [signature, signature] as [string, string], adoptRpps: null }
    expect(await problemOf(anna, cards.enrolFinish, input)).toBe('card.challenge-over')
  })

  test('writes the RPPS of the card for an account without one, once its holder has accepted it', async () => {
    const doctor = world.as('doctor')
    const card = await issuer.card({ nationalId: '899700000039' })
    const { proof, adopts } = await doctor.must(cards.enrolBegin, begin(card))
    expect(adopts).toBe('99700000039')
    const signature = card.proveSlot(proof)
    const finish = (adoptRpps: string | null) =>
      problemOf(doctor, cards.enrolFinish, { slotId: proof.slotId, signatures: [signature, signature], adoptRpps })
    expect(await finish(null)).toBe('card.adoption-needed')
    expect(await finish('99700000013')).toBe('card.adoption-needed')
    expect(await finish('99700000039')).toBeNull()
    const { people: all } = await world.as('admin').must(people.list, {})
    expect(all.find((person) => person.userId === doctor.userId)?.rpps).toBe('99700000039')
  })

  test('is done at the computer that holds the cabinet: what the card signs never travels', async () => {
    const seat = seatOf('réseau', 'c'.repeat(64))
    await seat.call(cabinet.open, { cabinetId: world.cabinetId, userId: world.userId('bruno'), password: testPassword })
    expect(await problemOf(seat, cards.enrolBegin, begin(annas))).toBe('network.host-only')
    expect(await problemOf(seat, cards.slotOf, { cabinetId: world.cabinetId, certificate: annas.certificate })).toBe(
      'network.host-only',
    )
    seat.close()
  })
})

describe('an open cabinet', () => {
  test('recognises the card of a user at a seat of the network, who finds their session; a key never travels', async () => {
    const seat = seatOf('réseau', 'd'.repeat(64))
    const reply = await seat.call(cards.signIn, await identified(seat, annas))
    expect(reply).toMatchObject({
      ok: true,
      value: {
        session: {
          userId: world.userId('anna'),
          locked: false,
          openedWith: { kind: 'card', cardNumber: '8025000001/2800000001' },
        },
        notices: ['revocation-unknown'],
      },
    })
    expect(await world.lastLine()).toMatchObject({ act: 'session.open-with-card', outcome: 'done' })
    seat.close()
  })

  test('unlocks for the same person, and hands the seat over to another with their card', async () => {
    const seat = seatOf('Bureau')
    await seat.call(cards.signIn, await identified(seat, annas))
    const locked = await seat.call(sessions.lock, { reason: 'card' })
    expect(locked).toMatchObject({ ok: true, value: { session: { locked: true, lockReason: 'card', draftKey: null } } })
    const back = await seat.call(cards.unlock, await identified(seat, annas, 'unlock'))
    expect(back).toMatchObject({ ok: true, value: { session: { locked: false, userId: world.userId('anna') } } })
    await seat.call(sessions.lock, { reason: 'card' })
    const brunos = await issuer.card({
      nationalId: '3310000001/CPET0001',
      family: 2,
      cardNumber: '8025000001/2800000777',
    })
    await enrol(world.as('bruno'), brunos)
    const other = await seat.call(cards.unlock, await identified(seat, brunos, 'unlock'))
    expect(other).toMatchObject({ ok: true, value: { session: { userId: world.userId('bruno') } } })
    seat.close()
  })

  test('takes a challenge once, within a minute, at the seat and for the purpose it was drawn for', async () => {
    const [one, two] = [seatOf('un'), seatOf('deux')]
    const first = await identified(one, annas)
    expect(await problemOf(two, cards.signIn, first)).toBe('card.challenge-over')
    expect(await problemOf(one, cards.unlock, await identified(one, annas))).toBe('card.challenge-over')
    expect(await problemOf(one, cards.signIn, first)).toBeNull()
    expect(await problemOf(one, cards.signIn, first)).toBe('card.challenge-over')
    const late = await identified(one, annas)
    world.clock.forward(60_001)
    expect(await problemOf(one, cards.signIn, late)).toBe('card.challenge-over')
    one.close()
    two.close()
  })

  test('believes nobody else’s signature, nor one for another purpose, and makes them wait', async () => {
    const seat = seatOf('guichet')
    const wrong = async (sign: (proof: { cabinetId: string; challenge: string }) => string) => {
      const drawn = await seat.call(cards.challenge, { purpose: 'sign-in' })
      if (!drawn.ok) throw new Error(drawn.problem)
      const { proof } = drawn.value
      return seat.call(cards.signIn, {
        challenge: proof.challenge,
        certificate: annas.certificate,
        signature: sign(proof),
      })
    }
    const other = await issuer.card()
    expect(await wrong((proof) => other.proveIdentity(proof))).toMatchObject({ problem: 'card.proof-refused' })
    expect(await wrong((proof) => annas.proveSlot({ ...proof, slotId: crypto.randomUUID() }))).toMatchObject({
      problem: 'card.proof-refused',
    })
    expect(await wrong((proof) => annas.proveIdentity({ ...proof, cabinetId: crypto.randomUUID() }))).toMatchObject({
      problem: 'card.proof-refused',
    })
    expect(await wrong((proof) => annas.proveIdentity(proof))).toMatchObject({ problem: 'cabinet.wait' })
    // The password is another way in, whose tries are counted apart.
    const byPassword = { cabinetId: world.cabinetId, userId: world.userId('anna'), password: testPassword }
    expect(await problemOf(seat, cabinet.open, byPassword)).toBeNull()
    world.clock.forward(15 * 60_000)
    seat.close()
  })
})

describe('a card that is no longer good', () => {
  test('is refused where a list of its authority names it, everywhere, and the password still opens', async () => {
    const admin = world.as('admin')
    await admin.must(cabinet.open, { cabinetId: world.cabinetId, userId: admin.userId, password: testPassword })
    const [known] = (await admin.must(cards.addRevocations, { file: await issuer.list(['0F0F']) })).lists
    expect(known).toMatchObject({ authorityName: 'AC IGC-SANTE FORT PERSONNES', entries: 1, isStale: false })
    const seat = seatOf('contrôle')
    const checked = await seat.call(cards.signIn, await identified(seat, annas))
    expect(checked).toMatchObject({ ok: true, value: { notices: [] } })
    await admin.must(cards.addRevocations, { file: await issuer.list(['7B01'], { from: daysFromNow(-0.5) }) })
    // Whoever came in with it is out.
    expect(await seat.call(sessions.current, {})).toMatchObject({ ok: true, value: { session: null } })
    expect(await seat.call(cards.signIn, await identified(seat, annas))).toMatchObject({
      problem: 'card.not-trusted',
      data: { verdict: 'revoked' },
    })
    expect(await world.lastLine()).toMatchObject({ act: 'session.open-with-card', outcome: 'refused' })
    // The list from before is not taken back: it would let the card in again.
    expect(await problemOf(admin, cards.addRevocations, { file: await issuer.list([]) })).toBe(
      'card.revocations-refused',
    )
    await admin.must(cards.addRevocations, { file: await issuer.list(['0F0F'], { from: daysFromNow(-0.2) }) })
    expect(await problemOf(seat, cards.signIn, await identified(seat, annas))).toBeNull()
    seat.close()
  })

  test('taken away by who configures people, ends the sessions it opened, there and then', async () => {
    const seat = seatOf('salle 2')
    const drei = await issuer.card({
      nationalId: '3310000001/CPET0001',
      family: 2,
      cardNumber: '8025000001/2800000778',
    })
    const view = await enrol(world.as('bruno'), drei)
    await seat.call(cards.signIn, await identified(seat, drei))
    expect(await problemOf(world.as('bruno'), cards.removeOf, { cardId: view.cardId })).toBe('forbidden')
    expect(await problemOf(world.as('anna'), cards.remove, { cardId: view.cardId })).toBe('not-found')
    const admin = world.as('admin')
    await admin.must(cards.removeOf, { cardId: view.cardId })
    expect(await seat.call(sessions.current, {})).toMatchObject({ ok: true, value: { session: null } })
    expect(await problemOf(seat, cards.signIn, await identified(seat, drei))).toBe('card.renewed')
    const { slots } = await admin.must(cabinet.listKeySlots, {})
    expect(slots.map((slot) => slot.slotId)).not.toContain(view.cardId)
    seat.close()
  })

  test('taken away by its own holder, ends the sessions it opened at other seats, and not the one it is taken away from', async () => {
    const [thief, holder] = [seatOf('salle 3'), seatOf('salle 4')]
    const lost = await issuer.card({
      nationalId: '3310000001/CPET0001',
      family: 2,
      cardNumber: '8025000001/2800000779',
    })
    const view = await enrol(world.as('bruno'), lost)
    await thief.call(cards.signIn, await identified(thief, lost))
    await holder.call(cards.signIn, await identified(holder, lost))
    expect(await problemOf(holder, cards.remove, { cardId: view.cardId })).toBeNull()
    expect(await thief.call(sessions.current, {})).toMatchObject({ ok: true, value: { session: null } })
    expect(await holder.call(sessions.current, {})).toMatchObject({
      value: { session: { userId: world.userId('bruno') } },
    })
    thief.close()
    holder.close()
  })

  test('goes with its user’s access', async () => {
    const admin = world.as('admin')
    const seat = seatOf('accueil')
    const { person } = await admin.must(people.create, {
      fields: personFields('Remi', 'secretary'),
      password: testPassword,
    })
    const card = await issuer.card({ nationalId: '3310000009/CPET0009', family: 2 })
    await enrol(await signedIn(world.core, world.cabinetId, person, 'de Remi'), card)
    await admin.must(people.setActive, { userId: person.userId, expectedVersion: person.version, active: false })
    const { slots } = await admin.must(cabinet.listKeySlots, {})
    expect(slots.filter((slot) => slot.userId === person.userId)).toEqual([])
    expect(await problemOf(seat, cards.signIn, await identified(seat, card))).toBe('card.not-enrolled')
    seat.close()
  })
})

describe('authorities and lists', () => {
  const file = (der: Uint8Array) => ({ file: Buffer.from(der).toString('base64url') })

  test('are refused when they are not, and nothing of the file is kept', async () => {
    const admin = world.as('admin')
    const other = await cardIssuer()
    const reasonOf = async (bytes: Uint8Array) => {
      const reply = await admin.call(cards.addAuthorities, file(bytes))
      return reply.ok || reply.problem !== 'card.authority-refused' ? null : reply.data.reason
    }
    expect(await reasonOf(Buffer.from('n’importe quoi'))).toBe('unreadable')
    expect(await reasonOf(annas.der)).toBe('not-an-authority')
    expect(await reasonOf(other.authority.der)).toBe('bad-signature')
    const listReason = async (text: string) => {
      const reply = await admin.call(cards.addRevocations, { file: text })
      return reply.ok || reply.problem !== 'card.revocations-refused' ? null : reply.data.reason
    }
    expect(await listReason(Buffer.from('pas une liste').toString('base64url'))).toBe('unreadable')
    expect(await listReason(await other.list([]))).toBe('bad-signature')
    expect(await listReason(await issuer.list([], { from: daysFromNow(2) }))).toBe('over')
    expect((await admin.must(cards.authorities, {})).authorities).toHaveLength(2)
  })

  test('in PEM are taken too; one that others depend on stays', async () => {
    const admin = world.as('admin')
    const pem = [issuer.root, issuer.authority]
      .map(
        ({ der }) => `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE-----\n`,
      )
      .join('')
    expect(await admin.must(cards.addAuthorities, file(Buffer.from(pem)))).toMatchObject({ added: 0 })
    const { authorities } = await admin.must(cards.authorities, {})
    const root = authorities.find((one) => one.isRoot)?.authorityId ?? ''
    expect(await problemOf(admin, cards.removeAuthority, { authorityId: root })).toBe('card.authority-in-use')
  })
})
