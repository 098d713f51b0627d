import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import { readManifest } from '#core/db/manifest.ts'
import { connectInMemory } from '#main/wire/index.ts'
import { killAtRandom, kills } from '#test/world/crash.ts'
import { openWorld, signedIn } from '#test/world/open-world.ts'
import { cardIssuer, trustIssuer } from '#test/world/software-card.ts'

const { cards } = contract
const rounds = kills(2, 40)
const script = fileURLToPath(new URL('./enrolling.ts', import.meta.url))

test(`enrolling and renewing: killed ${rounds} times, a card that opened still opens, until the next one has`, async () => {
  await using world = await openWorld({ people: { anna: { roleKey: 'practitioner', rpps: '99700000013' } } })
  const issuer = await cardIssuer()
  await trustIssuer(world.as('admin'), issuer)
  const userId = world.userId('anna')
  await world.core.dispose()
  const hand = await Promise.all(
    [0, 1, 2].map((place) =>
      issuer.card({
        nationalId: '899700000013',
        cardNumber: `8025000001/280000000${place}`,
        serialNumber: `7B0${place}`,
      }),
    ),
  )
  const given = join(world.folder, 'cartes.json')
  writeFileSync(
    given,
    JSON.stringify({
      folder: world.folder,
      cabinetId: world.cabinetId,
      userId,
      cards: hand.map(({ der, privateKey }) => ({
        der: Buffer.from(der).toString('base64'),
        key: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
      })),
    }),
  )
  let turn = 0
  /** The card that was last told to open, and was not replaced by one that was. */
  let sure: number | null = null
  for (let round = 0; round < rounds; round += 1) {
    const victim = { script, args: [given, String(turn)], readyLine: 'ready', withinMs: 900 }
    const { acknowledged } = await killAtRandom(victim)
    for (const line of acknowledged) {
      const place = Number(line.split(' ')[1])
      turn = place + 1
      // After `proved` two cards open: the former one goes at a moment nobody was told.
      sure = line.startsWith('proved') ? null : place
    }
    const core = world.anotherCore()
    const seat = connectInMemory(core, { kind: 'electron', name: 'Cabinet' })
    const opened: number[] = []
    for (const [place, card] of hand.entries()) {
      const found = await seat.call(cards.slotOf, { cabinetId: world.cabinetId, certificate: card.certificate })
      if (!found.ok) continue
      const { proof } = found.value
      const asked = { cabinetId: world.cabinetId, slotId: proof.slotId, certificate: card.certificate }
      const reply = await seat.call(cards.open, { ...asked, signature: card.proveSlot(proof) })
      // A slot is there and its card is not enrolled: only while a removal is not over.
      if (!reply.ok) expect(reply.problem).toBe('card.not-enrolled')
      else opened.push(place)
    }
    if (acknowledged.length > 0 || sure !== null) expect(opened.length).toBeGreaterThan(0)
    if (sure !== null && acknowledged.at(-1)?.startsWith('proved') !== true) {
      const next = (sure + 1) % hand.length
      expect(opened.includes(sure) || opened.includes(next)).toBe(true)
    }
    // Whatever was interrupted, the password opens, what is enrolled has its slot or says so, and no slot is left over.
    const anna = await signedIn(core, world.cabinetId, { userId }, 'qui revient')
    const { cards: enrolled } = await anna.must(cards.list, {})
    const { slots } = await readManifest(world.cabinetFolder)
    const slotIds = slots.flatMap((slot) => (slot.kind === 'card' ? [slot.slotId] : []))
    if (opened.length > 0) expect(slotIds.every((slotId) => enrolled.some((one) => one.cardId === slotId))).toBe(true)
    for (const one of enrolled) expect(one.opens).toBe(slotIds.includes(one.cardId))
    await core.dispose()
  }
})
