import { createPrivateKey, createPublicKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import { connectInMemory } from '#main/wire/index.ts'
import { endOf } from '#test/main/core/kernel/example-subjects.ts'
import { openWorld, testPassword } from '#test/world/open-world.ts'
import { cardIssuer, type SoftwareCard, softwareCard } from '#test/world/software-card.ts'

const { cabinet, cards } = contract

interface Keys {
  readonly cards: Readonly<
    Record<string, { readonly authentication: { readonly certificate: string; readonly trainingKey: string } }>
  >
}
const keysFile = new URL('../../../../simulators/cards/training-keys.json', import.meta.url)
const { cards: trainingKeys } = JSON.parse(readFileSync(keysFile, 'utf8')) as Keys

function trainingCard(name: string): SoftwareCard {
  const pair = trainingKeys[name]?.authentication
  if (pair === undefined) throw new Error(`no training card ${name}`)
  const key = createPrivateKey({ key: Buffer.from(pair.trainingKey, 'base64'), format: 'der', type: 'pkcs8' })
  return softwareCard(new Uint8Array(Buffer.from(pair.certificate, 'base64')), key, createPublicKey(key))
}

test('the training cabinet takes the cards of the training reader and no real one; real patients the other way round', async () => {
  await using world = await openWorld()
  const marchand = trainingCard('cps-marchand')
  const asked = { password: testPassword, certificate: marchand.certificate }
  expect(await world.as('doctor').call(cards.enrolBegin, asked)).toMatchObject({
    problem: 'card.not-trusted',
    data: { verdict: 'training-card' },
  })
  await world.onlyStays('admin')
  await world.as('admin').must(cabinet.close, { withBackup: false })
  const seat = connectInMemory(world.core, { kind: 'electron', name: 'Cabinet' })
  const started = await seat.call(cabinet.prepareTraining, { patients: 5 })
  if (!started.ok) throw new Error(started.problem)
  await endOf(seat, started.value.jobId)
  const known = await seat.call(cabinet.trainingAccounts, {})
  if (!known.ok || known.value.cabinetId === null) throw new Error('no training cabinet')
  const { cabinetId, accounts } = known.value
  const account = accounts.find((one) => one.displayName.includes('MARCHAND'))
  if (account === undefined) throw new Error('nobody of that name in the training cabinet')
  const { userId, password } = account
  expect(await seat.call(cabinet.open, { cabinetId, userId, password })).toMatchObject({ ok: true })
  const real = await (await cardIssuer()).card({ nationalId: '899700000013' })
  expect(await seat.call(cards.enrolBegin, { password, certificate: real.certificate })).toMatchObject({
    problem: 'card.not-trusted',
    data: { verdict: 'real-card' },
  })
  const begun = await seat.call(cards.enrolBegin, { password, certificate: marchand.certificate })
  if (!begun.ok) throw new Error(JSON.stringify(begun))
  const { proof, adopts } = begun.value
  const signature = marchand.proveSlot(proof)
  const enrolled = await seat.call(cards.enrolFinish, {
    slotId: proof.slotId,
    signatures: [signature, signature],
    adoptRpps: adopts,
  })
  expect(enrolled).toMatchObject({ ok: true, value: { card: { opens: true, standing: { verdict: null } } } })
  await seat.call(cabinet.close, { withBackup: false })
  const opened = await seat.call(cards.open, {
    cabinetId,
    slotId: proof.slotId,
    certificate: marchand.certificate,
    signature,
  })
  expect(opened).toMatchObject({ ok: true, value: { session: { userId, profile: 'training' } } })
})
