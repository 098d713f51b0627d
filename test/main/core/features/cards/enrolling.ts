import { createPrivateKey, createPublicKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { contract } from '#app/contract.ts'
import { composeCore } from '#main/compose/index.ts'
import { signedIn, testPassword, testPasswordCost } from '#test/world/open-world.ts'
import { type SoftwareCard, softwareCard } from '#test/world/software-card.ts'

/** What the parent gives: cards with their keys, in turn the renewal of the one before. */
interface Given {
  readonly folder: string
  readonly cabinetId: string
  readonly userId: string
  readonly cards: readonly { readonly der: string; readonly key: string }[]
}

/**
 * A person who enrols a card, renews it, and renews it again without ever stopping: run as a process of its own, to be
 * killed. `node enrolling.ts GIVEN FROM`. Each line after `ready` is a step that was acknowledged, with the card's place.
 */
const { folder, cabinetId, userId, cards: given } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Given
const from = Number(process.argv[3] ?? '0')
const core = composeCore({
  version: '0.0.0-test',
  stateFolder: `${folder}/etat`,
  cabinetsFolder: `${folder}/cabinets`,
  backupsFolder: `${folder}/sauvegardes`,
  passwordCost: testPasswordCost,
})
const seat = await signedIn(core, cabinetId, { userId }, 'qui renouvelle')
const said = (line: string) => process.stdout.write(`${line}\n`)
said('ready')
const { cards } = contract
for (let turn = from; ; turn += 1) {
  const place = turn % given.length
  const card = cardOf(place)
  const { cards: enrolled } = await seat.must(cards.list, {})
  const password = testPassword
  // Where the former process was killed: enrolled already, or not at all.
  if (enrolled.some((one) => one.opens && one.cardNumber === numberOf(place))) {
    said(`there ${place}`)
    continue
  }
  if (!enrolled.some((one) => one.opens)) {
    const { proof } = await seat.must(cards.enrolBegin, { password, certificate: card.certificate })
    const signature = card.proveSlot(proof)
    await seat.must(cards.enrolFinish, { slotId: proof.slotId, signatures: [signature, signature], adoptRpps: null })
    said(`enrolled ${place}`)
    continue
  }
  const { proof } = await seat.must(cards.renewBegin, { password, certificate: card.certificate })
  const signature = card.proveSlot(proof)
  await seat.must(cards.renewProve, { slotId: proof.slotId, signatures: [signature, signature] })
  said(`proved ${place}`)
  await seat.must(cards.renewFinish, { slotId: proof.slotId, signature: card.proveSlot(proof) })
  said(`renewed ${place}`)
}

function numberOf(place: number): string {
  return `8025000001/280000000${place}`
}

function cardOf(place: number): SoftwareCard {
  const one = given[place]
  if (one === undefined) throw new Error(`no card ${place}`)
  const key = createPrivateKey({ key: Buffer.from(one.key, 'base64'), format: 'der', type: 'pkcs8' })
  return softwareCard(new Uint8Array(Buffer.from(one.der, 'base64')), key, createPublicKey(key))
}
