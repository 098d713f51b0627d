import { createHash, X509Certificate } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { countInsertions } from '#main/workstation/compose.ts'
import { keptFailures } from '#main/workstation/failures.ts'
import { trainingReader } from '#main/workstation/training.ts'
import { vitaleReading } from '#main/workstation/vitale.ts'

const program = new URL('../../simulators/cards/training-cards.ts', import.meta.url)
const [cpsReader, vitaleReader] = ['Lecteur de formation (CPS)', 'Lecteur de formation (Vitale)']

async function started() {
  const failures = keptFailures()
  const training = trainingReader({ program, insertions: countInsertions(), failures })
  onTestFinished(() => training.stop())
  await training.start()
  const insertionOf = (reader: string) =>
    training.readers.state().readers.find(({ name }) => name === reader)?.card?.insertion ?? 0
  return { training, failures, insertionOf }
}

test('the training reader is there once it is asked for, its cards are inserted and withdrawn, and it goes as it came', async () => {
  const { training } = await started()
  const told: boolean[] = []
  training.watch(() => told.push(training.running()))
  const cards = await training.cards()
  expect(cards.find(({ cardId }) => cardId === 'cps-marchand')).toEqual({
    cardId: 'cps-marchand',
    kind: 'cps',
    label: 'CPS de Dr Hélène MARCHAND, code 1234',
    inserted: false,
  })
  expect(training.readers.state().readers).toEqual([
    { name: cpsReader, status: 'empty', card: null, training: true },
    { name: vitaleReader, status: 'empty', card: null, training: true },
  ])

  expect(await training.insert('vitale-lacaze')).toBe(true)
  expect(await training.insert('cps-marchand')).toBe(true)
  expect(training.readers.state().readers.map(({ card }) => card)).toEqual([
    { kind: 'cps', model: 'CPS4', atr: '3B9B188001001225006480040100009044', insertion: 2, training: true },
    { kind: 'vitale', model: 'Vitale 2', atr: '3B751300004309EA9000', insertion: 1, training: true },
  ])
  // Another professional card takes the place of the first.
  await training.insert('cps-belkacem')
  const inserted = (await training.cards()).filter((card) => card.inserted)
  expect(inserted.map(({ cardId }) => cardId)).toEqual(['cps-belkacem', 'vitale-lacaze'])
  expect(await training.withdraw('cps-marchand')).toBe(false)
  expect(await training.insert('nobody')).toBe(false)
  await training.withdraw('cps-belkacem')
  expect(training.readers.state().readers[0]).toMatchObject({ status: 'empty', card: null })

  await training.stop()
  expect(training.readers.state().readers).toEqual([])
  expect(training.running()).toBe(false)
  expect(told).toEqual([false])
})

test('a professional card of training signs after its code, and blocks at the third wrong one until the reader is new', async () => {
  const { training, insertionOf } = await started()
  const { professionalCards: cards } = training
  expect(await cards.read()).toEqual({ ok: false, problem: 'card.absent' })
  await training.insert('cps-marchand')
  const insertion = insertionOf(cpsReader)
  const read = await cards.read()
  if (!read.ok) throw new Error(read.problem)
  expect(read.value).toMatchObject({
    insertion,
    reader: cpsReader,
    cardNumber: '8025000001/2800099001',
    nationalId: '899700000005',
    lastName: 'MARCHAND',
    firstName: 'HÉLÈNE',
    pin: 'ok',
    pinEntered: false,
    training: true,
  })

  const message = Buffer.from('à signer')
  expect(await cards.signMessage(insertion, message)).toEqual({ ok: false, problem: 'pin.needed' })
  expect(await cards.enterPin(insertion, '9999')).toEqual({ ok: false, problem: 'pin.wrong', triesLeft: 2 })
  expect(await cards.enterPin(insertion, '1234')).toEqual({ ok: true, value: {} })
  const [first, second] = [await cards.signMessage(insertion, message), await cards.signMessage(insertion, message)]
  if (!first.ok || !second.ok) throw new Error('no signature')
  // Deterministic: a key is derived from it. Checked by Node's own verification.
  expect(first.value.signature).toEqual(second.value.signature)
  const { publicKey } = new X509Certificate(first.value.certificate)
  const { verify } = await import('node:crypto')
  expect(verify('sha256', message, publicKey, first.value.signature)).toBe(true)
  const digest = createHash('sha256').update(message).digest()
  const signed = await cards.signDigest('8025000001/2800099001', digest)
  if (!signed.ok) throw new Error(signed.problem)
  expect(verify('sha256', message, publicKey, signed.value.signature)).toBe(false)
  expect(
    verify('sha256', message, new X509Certificate(signed.value.certificate).publicKey, signed.value.signature),
  ).toBe(true)
  expect(await cards.signDigest('8025000001/0000000000', digest)).toEqual({ ok: false, problem: 'card.absent' })

  // Withdrawn and back: another insertion, and the code again.
  await training.withdraw('cps-marchand')
  expect(await cards.signMessage(insertion, message)).toEqual({ ok: false, problem: 'card.withdrawn' })
  await training.insert('cps-marchand')
  const back = insertionOf(cpsReader)
  expect(await cards.signMessage(back, message)).toEqual({ ok: false, problem: 'pin.needed' })
  await cards.enterPin(back, '0000')
  await training.withdraw('cps-marchand')
  await training.insert('cps-marchand')
  const third = insertionOf(cpsReader)
  await cards.enterPin(third, '0000')
  expect(await cards.read()).toMatchObject({ value: { pin: 'last-try' } })
  expect(await cards.enterPin(third, '0000')).toEqual({ ok: false, problem: 'pin.blocked', triesLeft: 0 })
  expect(await cards.enterPin(third, '1234')).toEqual({ ok: false, problem: 'pin.blocked', triesLeft: 0 })
  expect(await cards.read()).toMatchObject({ value: { pin: 'blocked' } })
  await training.stop()
  await training.start()
  await training.insert('cps-marchand')
  expect(await cards.enterPin(insertionOf(cpsReader), '1234')).toEqual({ ok: true, value: {} })
})

test('the Vitale cards of training are read by the same commands as any other', async () => {
  const { training, failures } = await started()
  const vitale = vitaleReading({ readers: training.readers, failures, libraryPath: null })
  await training.insert('vitale-lacaze')
  const read = await vitale.read(null)
  if (!read.ok) throw new Error(read.problem)
  expect(read.value).toMatchObject({ reader: vitaleReader, source: 'card', demonstration: true })
  expect(
    read.value.beneficiaries.map(({ usedName, firstName, birthDate }) => [usedName, firstName, birthDate]),
  ).toEqual([
    ['LACAZE', 'FRANÇOISE', '1958-11-09'],
    ['LACAZE', 'MICHEL', '1955-03-23'],
    ['LACAZE', 'GABIN', '2016-04-12'],
  ])
  await training.insert('vitale-illisible')
  expect(await vitale.read(null)).toEqual({ ok: false, problem: 'card.unreadable' })
  expect(await vitale.read(cpsReader ?? '')).toEqual({ ok: false, problem: 'card.absent' })
})

test('training cards that do not start leave no reader, and say so', async () => {
  const failures = keptFailures()
  const training = trainingReader({
    program: new URL('no-such-program.js', import.meta.url),
    insertions: countInsertions(),
    failures,
  })
  expect(await training.start()).toBeNull()
  expect(training.running()).toBe(false)
  expect(training.readers.state().readers).toEqual([])
  expect(failures.list()).toMatchObject([{ doing: 'training', code: 'ENDED' }])
})
