import { contract } from '#app/contract.ts'
import {
  type CardIssuer,
  cardIssuer,
  daysFromNow,
  enrol,
  type SoftwareCard,
  trustIssuer,
} from '#test/world/software-card.ts'
import { listAddress } from '#test/main/protocols/certificate-maker.ts'
import { testPassword } from '#test/world/open-world.ts'
import { publishedLists } from '#test/world/published-lists.ts'
import { type Example, example, nothing } from './example.ts'
import type { ExampleWorld } from './example-subjects.ts'

const { cards } = contract

let issuing: Promise<CardIssuer> | null = null
const trusted = new WeakSet<ExampleWorld>()
let cardsMade = 0

/** An issuer the world trusts: made once, since its keys take a while. */
async function issuerOf(world: ExampleWorld): Promise<CardIssuer> {
  issuing ??= cardIssuer()
  const issuer = await issuing
  if (!trusted.has(world)) {
    trusted.add(world)
    await trustIssuer(world.as('admin'), issuer)
  }
  return issuer
}

/** A card of nobody who has an RPPS: any account without one takes it. */
async function newCard(world: ExampleWorld): Promise<SoftwareCard> {
  const issuer = await issuerOf(world)
  cardsMade += 1
  return issuer.card({
    nationalId: `3100000000${cardsMade}/CPET0001`,
    family: 2,
    cardNumber: `80250000012${cardsMade}`,
  })
}

/** An enrolled card of Anna's; her former ones go, as there is room for few. */
async function annasCard(world: ExampleWorld) {
  const anna = world.as('anna')
  for (const { cardId } of (await anna.must(cards.list, {})).cards) await anna.must(cards.remove, { cardId })
  const card = await newCard(world)
  return { card, view: await enrol(anna, card) }
}

async function begun(world: ExampleWorld) {
  const anna = world.as('anna')
  for (const { cardId } of (await anna.must(cards.list, {})).cards) await anna.must(cards.remove, { cardId })
  const { certificate, proveSlot } = await newCard(world)
  const { proof } = await anna.must(cards.enrolBegin, { password: testPassword, certificate })
  return { slotId: proof.slotId, signature: proveSlot(proof) }
}

/** A renewal of Anna's card, as far as the new card has signed twice. */
async function renewal(world: ExampleWorld) {
  const anna = world.as('anna')
  const issuer = await issuerOf(world)
  for (const { cardId } of (await anna.must(cards.list, {})).cards) await anna.must(cards.remove, { cardId })
  cardsMade += 1
  const holder = { nationalId: `3100000000${cardsMade}/CPET0001`, family: 2 }
  await enrol(anna, await issuer.card({ ...holder, cardNumber: `80250000011${cardsMade}` }))
  const card = await issuer.card({ ...holder, cardNumber: `80250000013${cardsMade}` })
  return { anna, card, input: { password: testPassword, certificate: card.certificate } }
}

async function signed(world: ExampleWorld, purpose: 'sign-in' | 'unlock') {
  const { card } = await annasCard(world)
  const seat = world.stranger()
  const drawn = await seat.call(cards.challenge, { purpose })
  if (!drawn.ok) throw new Error(drawn.problem)
  const { proof } = drawn.value
  const { certificate } = card
  return { seat, input: { challenge: proof.challenge, certificate, signature: card.proveIdentity(proof) } }
}

/** A call that succeeds, for every operation on cards. */
export const cardExamples: readonly Example[] = [
  example(cards.slotOf)(async (world) => {
    const { card } = await annasCard(world)
    return { seat: world.stranger(), input: { cabinetId: world.cabinetId, certificate: card.certificate } }
  }),
  example(cards.open)(async (world) => {
    const { card } = await annasCard(world)
    const seat = world.stranger()
    const { certificate } = card
    const found = await seat.call(cards.slotOf, { cabinetId: world.cabinetId, certificate })
    if (!found.ok) throw new Error(found.problem)
    const { slotId } = found.value.proof
    return {
      seat,
      input: { cabinetId: world.cabinetId, slotId, certificate, signature: card.proveSlot(found.value.proof) },
    }
  }),
  example(cards.challenge)(async (world) => ({ seat: world.stranger(), input: { purpose: 'sign-in' } })),
  example(cards.signIn)((world) => signed(world, 'sign-in')),
  example(cards.unlock)((world) => signed(world, 'unlock')),
  example(cards.enrolBegin)(async (world) => ({
    seat: world.as('anna'),
    input: { password: testPassword, certificate: (await newCard(world)).certificate },
  })),
  example(cards.enrolFinish)(async (world) => {
    const { slotId, signature } = await begun(world)
    return { seat: world.as('anna'), input: { slotId, signatures: [signature, signature], adoptRpps: null } }
  }),
  example(cards.renewBegin)(async (world) => {
    const { anna, input } = await renewal(world)
    return { seat: anna, input }
  }),
  example(cards.renewProve)(async (world) => {
    const { anna, card, input } = await renewal(world)
    const { proof } = await anna.must(cards.renewBegin, input)
    const signature = card.proveSlot(proof)
    return { seat: anna, input: { slotId: proof.slotId, signatures: [signature, signature] } }
  }),
  example(cards.renewFinish)(async (world) => {
    const { anna, card, input } = await renewal(world)
    const { proof } = await anna.must(cards.renewBegin, input)
    const signature = card.proveSlot(proof)
    await anna.must(cards.renewProve, { slotId: proof.slotId, signatures: [signature, signature] })
    return { seat: anna, input: { slotId: proof.slotId, signature } }
  }),
  example(cards.list)(async (world) => ({ seat: world.as('anna'), input: {} })),
  example(cards.listAll)(nothing),
  example(cards.remove)(async (world) => {
    const { view } = await annasCard(world)
    return { seat: world.as('anna'), input: { cardId: view.cardId } }
  }),
  example(cards.removeOf)(async (world) => ({ input: { cardId: (await annasCard(world)).view.cardId } })),
  example(cards.authorities)(nothing),
  example(cards.addAuthorities)(async () => {
    issuing ??= cardIssuer()
    const { root } = await issuing
    return { input: { file: Buffer.from(root.der).toString('base64url') } }
  }),
  example(cards.removeAuthority)(
    async (world) => {
      await issuerOf(world)
      const { authorities } = await world.as('admin').must(cards.authorities, {})
      return { input: { authorityId: authorities.find((one) => !one.isRoot)?.authorityId ?? '' } }
    },
    { ownWorld: true },
  ),
  example(cards.revocations)(nothing),
  example(cards.addRevocations)(async (world) => {
    const issuer = await issuerOf(world)
    cardsMade += 1
    // Each is a little later than the one before: an older list is not taken.
    return { input: { file: await issuer.list([], { from: daysFromNow(-1 + cardsMade / 86_400) }) } }
  }),
  example(cards.refreshRevocations)(
    async (world) => {
      await annasCard(world)
      const issuer = await issuerOf(world)
      publishedLists.set(listAddress, new Uint8Array(Buffer.from(await issuer.list([]), 'base64url')))
      return { input: {} }
    },
    { ownWorld: true },
  ),
]
