import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import type { SlotProof } from '#app/features/cards/model.ts'
import type { Core } from '#core/index.ts'
import { connectInMemory, type MemorySeat } from '#main/wire/index.ts'
import { openWorld, signedIn, testPassword, type World } from '#test/world/open-world.ts'
import {
  type CardIssuer,
  cardIssuer,
  daysFromNow,
  enrol,
  type SoftwareCard,
  trustIssuer,
} from '#test/world/software-card.ts'

const { cabinet, cards, sessions } = contract
const annas = { nationalId: '899700000013' }

let issuer: CardIssuer
let world: World<'anna'>
let card: SoftwareCard

beforeAll(async () => {
  issuer = await cardIssuer()
  world = await openWorld({ people: { anna: { roleKey: 'practitioner', rpps: '99700000013' } } })
  await trustIssuer(world.as('admin'), issuer)
  card = await issuer.card({ ...annas, serialNumber: '7B01' })
  await enrol(world.as('anna'), card)
  await world.core.dispose()
})
afterAll(() => world[Symbol.asyncDispose]())

/** A program just started, where nothing is open, and a seat of it. */
async function started(certificate?: string): Promise<{ core: Core; seat: MemorySeat } & AsyncDisposable> {
  const core = world.anotherCore()
  const info = { kind: 'electron', name: 'Cabinet', ...(certificate === undefined ? {} : { certificate }) } as const
  return { core, seat: connectInMemory(core, info), [Symbol.asyncDispose]: () => core.dispose() }
}

async function slotProof(seat: MemorySeat, of = card): Promise<SlotProof> {
  const found = await seat.call(cards.slotOf, { cabinetId: world.cabinetId, certificate: of.certificate })
  if (!found.ok) throw new Error(found.problem)
  return found.value.proof
}

function opening(proof: SlotProof, signature: string, of = card) {
  return { cabinetId: world.cabinetId, slotId: proof.slotId, certificate: of.certificate, signature }
}

const isOpen = async (seat: MemorySeat) => {
  const described = await seat.call(cabinet.describe, {})
  return described.ok && described.value.open !== null
}

describe('a closed cabinet', () => {
  test('opens for the card alone: its person is in, known by their card, and the journal says so', async () => {
    await using program = await started()
    const { seat } = program
    const found = await seat.call(cards.slotOf, { cabinetId: world.cabinetId, certificate: card.certificate })
    expect(found).toMatchObject({ ok: true, value: { userId: world.userId('anna'), displayName: 'Test ANNA' } })
    expect(await isOpen(seat)).toBe(false)
    const proof = await slotProof(seat)
    const reply = await seat.call(cards.open, opening(proof, card.proveSlot(proof)))
    expect(reply).toMatchObject({
      ok: true,
      value: {
        session: { userId: world.userId('anna'), openedWith: { kind: 'card', cardNumber: '8025000001/2800000001' } },
        notices: ['revocation-unknown'],
      },
    })
    expect(await world.lastLine()).toMatchObject({ act: 'session.open-with-card', outcome: 'done' })
    expect((await world.rowsOf('person_opening')).map((row) => row.user_id)).toContain(world.userId('anna'))
    // Once open, a second window of the same computer comes in by the same proof.
    const second = connectInMemory(program.core, { kind: 'electron', name: 'Cabinet' })
    expect(await second.call(cards.open, opening(proof, card.proveSlot(proof)))).toMatchObject({ ok: true })
  })

  test('says nothing at a seat of the network, and a card proves nothing there', async () => {
    await using program = await started('e'.repeat(64))
    const { seat } = program
    const asked = { cabinetId: world.cabinetId, certificate: card.certificate }
    expect(await seat.call(cards.slotOf, asked)).toMatchObject({ problem: 'card.host-closed' })
    expect(await seat.call(cards.challenge, { purpose: 'sign-in' })).toMatchObject({ problem: 'card.host-closed' })
    const challenge = 'A'.repeat(43)
    const signed = { challenge, certificate: card.certificate, signature: card.sign(challenge) }
    expect(await seat.call(cards.signIn, signed)).toMatchObject({ problem: 'card.host-closed' })
    const proof = { cabinetId: world.cabinetId, slotId: crypto.randomUUID(), challenge }
    expect(await seat.call(cards.open, opening(proof, card.proveSlot(proof)))).toMatchObject({
      problem: 'card.host-closed',
    })
  })

  test('closes again for a card that was revoked, with a line that says why; the password still opens', async () => {
    const core = world.anotherCore()
    const admin = await signedIn(core, world.cabinetId, { userId: world.userId('admin') }, 'admin')
    await admin.must(cards.addRevocations, { file: await issuer.list(['7B01']) })
    await core.dispose()
    await using program = await started()
    const { seat } = program
    const proof = await slotProof(seat)
    expect(await seat.call(cards.open, opening(proof, card.proveSlot(proof)))).toMatchObject({
      problem: 'card.not-trusted',
      data: { verdict: 'revoked' },
    })
    expect(await isOpen(seat)).toBe(false)
    const line = (await world.journal()).findLast(({ act }) => act === 'session.open-with-card')
    expect(line).toMatchObject({ outcome: 'refused', problem: 'card.not-trusted', actor_user_id: world.userId('anna') })
    const byPassword = { cabinetId: world.cabinetId, userId: world.userId('anna'), password: testPassword }
    expect(await seat.call(cabinet.open, byPassword)).toMatchObject({ ok: true })
    const again = await seat.call(sessions.signOut, {})
    expect(again.ok).toBe(true)
    await seat.call(cabinet.open, { ...byPassword, userId: world.userId('admin') })
    await seat.call(cards.addRevocations, { file: await issuer.list([], { from: daysFromNow(-0.5) }) })
  })

  test('is rekeyed, and the same card opens it; wrong answers make the card wait, not the password', async () => {
    const core = world.anotherCore()
    const admin = await signedIn(core, world.cabinetId, { userId: world.userId('admin') }, 'admin')
    const { jobId } = await admin.must(cabinet.rekey, { password: testPassword })
    await expect
      .poll(async () => (await admin.must(contract.jobs.get, { jobId })).job.state, { timeout: 30_000 })
      .toBe('done')
    await core.dispose()
    await using program = await started()
    const { seat } = program
    const proof = await slotProof(seat)
    const other = await issuer.card()
    const wrong = () => seat.call(cards.open, opening(proof, other.proveSlot(proof)))
    expect(await wrong()).toMatchObject({ problem: 'card.proof-refused', data: { retryAfterMs: 0 } })
    expect(await wrong()).toMatchObject({ problem: 'card.proof-refused' })
    expect(await wrong()).toMatchObject({ problem: 'card.proof-refused', data: { retryAfterMs: 5000 } })
    expect(await seat.call(cards.open, opening(proof, card.proveSlot(proof)))).toMatchObject({
      problem: 'cabinet.wait',
    })
    world.clock.forward(15 * 60_000)
    expect(await seat.call(cards.open, opening(proof, card.proveSlot(proof)))).toMatchObject({ ok: true })
    expect((await world.lastLine())?.details).toContain('"failuresBefore":3')
  })
})

describe('a renewed card', () => {
  let renewed: SoftwareCard
  beforeAll(async () => {
    renewed = await issuer.card({ ...annas, cardNumber: '8025000001/2800000002', serialNumber: '7B02' })
  })

  test('is told from a stranger’s, guided by the password, and drops the former one once it has opened', async () => {
    await using program = await started()
    const { core, seat } = program
    const asked = { cabinetId: world.cabinetId, certificate: renewed.certificate }
    expect(await seat.call(cards.slotOf, asked)).toMatchObject({
      problem: 'card.renewed',
      data: { userId: world.userId('anna'), displayName: 'Test ANNA' },
    })
    const stranger = await issuer.card({ nationalId: '899700000021' })
    expect(await seat.call(cards.slotOf, { ...asked, certificate: stranger.certificate })).toMatchObject({
      problem: 'card.not-enrolled',
    })
    const anna = await signedIn(core, world.cabinetId, { userId: world.userId('anna') }, 'de Anna')
    const begun = await anna.must(cards.renewBegin, { password: testPassword, certificate: renewed.certificate })
    expect(begun.replaces).toEqual(['8025000001/2800000001'])
    const signature = renewed.proveSlot(begun.proof)
    const { slotId } = begun.proof
    const { proof } = await anna.must(cards.renewProve, { slotId, signatures: [signature, signature] })
    expect((await anna.must(cards.list, {})).cards.map((one) => one.opens)).toEqual([true, true])
    // The former card opens until the new one has: a wrong answer drops nothing.
    const wrong = await anna.call(cards.renewFinish, { slotId, signature: card.proveSlot(proof) })
    expect(wrong).toMatchObject({ problem: 'card.proof-refused' })
    expect(await slotProof(anna, card)).toBeTruthy()
    const done = await anna.must(cards.renewFinish, { slotId, signature: renewed.proveSlot(proof) })
    expect(done).toMatchObject({ dropped: ['8025000001/2800000001'], card: { cardNumber: '8025000001/2800000002' } })
    const { slots } = await (await signedIn(core, world.cabinetId, { userId: world.userId('admin') }, 'admin')).must(
      cabinet.listKeySlots,
      {},
    )
    expect(slots.filter((slot) => slot.kind === 'card').map((slot) => slot.slotId)).toEqual([slotId])
  })

  test('opens from then on; the former one is told to be renewed', async () => {
    await using program = await started()
    const { seat } = program
    expect(await seat.call(cards.slotOf, { cabinetId: world.cabinetId, certificate: card.certificate })).toMatchObject({
      problem: 'card.renewed',
    })
    const proof = await slotProof(seat, renewed)
    expect(await seat.call(cards.open, opening(proof, renewed.proveSlot(proof), renewed))).toMatchObject({ ok: true })
  })
})
