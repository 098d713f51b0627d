import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { InsiRequestFault } from '#main/protocols/insi/request.ts'
import {
  type BatchedIdentity,
  collectionRequest,
  depositRequest,
  type HeldIdentity,
  identityFault,
  readCollection,
  readDeposit,
  readVerification,
  verificationRequest,
} from '#main/protocols/insi/verification.ts'
import { publicPersonas } from '#test/simulators/insi/personas.ts'
import { judge } from '#test/simulators/insi/reading.ts'
import { type StartedTeleservices, startTeleservices } from '#test/simulators/insi/start.ts'
import { post } from '#test/world/teleservice-post.ts'
import { callBy } from './calls.ts'

const structure = '631234567'
const byCertificate = () => callBy({ mode: 'certificate' }, { emitter: structure })

function held(birthName: string): HeldIdentity {
  const persona = publicPersonas.find((one) => one.birthName === birthName)
  if (persona === undefined) throw new Error('a public persona')
  const { number, key, oid, firstNames, sex, birthDate, birthPlace: birthPlaceCode } = persona
  return { number: { matricule: number, key, oid }, birthName, firstNames, sex, birthDate, birthPlaceCode }
}

const right = held('ADRUN')
const changed = { ...held('NESSI'), firstNames: 'MICHELANGELO' }

describe('against the simulated service', () => {
  let service: StartedTeleservices
  let client: { certificate: string; key: string }
  let now = Date.parse('2026-11-23T02:00:00.000Z')

  beforeAll(async () => {
    service = await startTeleservices({ now: () => now, verification: { waitSeconds: 30 } })
    client = await service.establishment('INSI-AUTO', structure)
  })
  afterAll(() => service.stop())

  const send = async (request: { readonly contentType: string; readonly body: string }) => {
    expect(judge(request.body)).toEqual([])
    return await post(service.certificateUrl, request, { authority: service.authority, client })
  }
  const asked = (identity: HeldIdentity) => service.service.verification.asked.get(identity.number.matricule) ?? 0

  test.each([
    ['an identity that is right', right, 'confirmed', '00'],
    ['one whose first names changed since', changed, 'not-confirmed', '01'],
    ['one of Corsica', held('CORSE'), 'confirmed', '00'],
    ['one with a key that is not that of the number', held('HERMANN'), 'confirmed', '00'],
    ['one with a waiting number', held('PROVISOIRE'), 'confirmed', '00'],
  ])('asks about %s', async (_, identity, verdict, code) => {
    const { status, body } = await send(verificationRequest(identity, byCertificate()))
    expect(readVerification(status, body)).toEqual({ kind: 'answered', verdict, code })
  })

  test('deposits a batch, leaves it, collects it; sent again under its name, it is the same batch', async () => {
    const batch = randomUUID()
    const rows: BatchedIdentity[] = [right, changed].map((identity) => ({ reference: randomUUID(), identity }))
    const references = new Set(rows.map(({ reference }) => reference))
    const collect = async () => {
      const { status, body } = await send(collectionRequest(batch, byCertificate()))
      return readCollection(status, body, batch, references)
    }
    expect(await collect()).toEqual({ kind: 'unknown-batch' })
    const before = asked(right)
    const first = await send(depositRequest(batch, rows, byCertificate()))
    expect(readDeposit(first.status, first.body, batch)).toEqual({ kind: 'deposited', waitSeconds: 30 })
    now += 10_000
    const again = await send(depositRequest(batch, rows, byCertificate()))
    expect(readDeposit(again.status, again.body, batch)).toEqual({ kind: 'deposited', waitSeconds: 20 })
    expect(await collect()).toEqual({ kind: 'not-ready', waitSeconds: 20 })
    now += 20_000
    const collected = await collect()
    expect(collected.kind === 'collected' && [...collected.verdicts]).toEqual([
      [rows[1]?.reference, { verdict: 'not-confirmed', code: '01' }],
      [rows[0]?.reference, { verdict: 'confirmed', code: '00' }],
    ])
    expect(asked(right)).toBe(before + 1)
  })

  test('a fault, an error page and silence of meaning are told apart', async () => {
    const ask = async () => {
      const { status, body } = await send(verificationRequest(right, byCertificate()))
      return readVerification(status, body)
    }
    service.behave({ kind: { fault: { side: 'Receiver', subcode: 'siram_40', code: 'desir_1020' } }, times: 1 })
    expect(await ask()).toMatchObject({ kind: 'fault', fault: { code: 'desir_1020' } })
    service.behave({ kind: { status: 503 }, times: 1 })
    expect(await ask()).toEqual({ kind: 'http', status: 503 })
    service.behave({ kind: { status: 500 }, times: 1 })
    expect(await ask()).toEqual({ kind: 'http', status: 500 })
    service.behave({ kind: { body: '<a' }, times: 1 })
    expect(await ask()).toEqual({ kind: 'unreadable', reason: 'structure' })
  })
})

const space = 'http://www.cnamts.fr/INSiResultatVerif'
const bytesOf = (root: string, content: string, namespace = space) =>
  new TextEncoder().encode(
    `<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body><r:${root} xmlns:r="${namespace}">${content}</r:${root}></e:Body></e:Envelope>`,
  )
const report = (code: string) => `<r:CR><r:CodeCR>${code}</r:CodeCR></r:CR>`

describe('what is not believed', () => {
  const batch = '0193a000-0000-7000-8000-000000000001'
  const one = '0193a000-0000-7000-8000-000000000002'
  const row = (reference: string, code: string) =>
    `<r:IDENTITE><r:Reference>${reference}</r:Reference>${report(code)}</r:IDENTITE>`
  const collect = (content: string) =>
    readCollection(
      200,
      bytesOf('RESULTATLOT', content.replace('LOT', `<r:IdLot>${batch}</r:IdLot>`)),
      batch,
      new Set([one]),
    )

  test.each([
    ['no report', 'LOT', 'code'],
    ['another batch', `${report('00')}<r:IdLot>${one}</r:IdLot>`, 'contradiction'],
    ['two verdicts on one', `${report('00')}LOT${row(one, '00')}${row(one, '01')}`, 'contradiction'],
    ['verdicts before it is ready', `${report('03')}LOT${row(one, '00')}`, 'contradiction'],
    [
      'a verdict without a code',
      `${report('00')}LOT<r:IDENTITE><r:Reference>${one}</r:Reference></r:IDENTITE>`,
      'code',
    ],
    ['two reports', `${report('00')}${report('03')}LOT`, 'contradiction'],
    ['a code of no list', `${report('77')}LOT`, 'code'],
    ['a wait that is none', `${report('03')}LOT<r:DelaiSecondes>demain</r:DelaiSecondes>`, 'structure'],
  ])('%s', (_, content, reason) => {
    expect(collect(content)).toEqual({ kind: 'unreadable', reason })
  })

  test('an identity of nobody’s, as of a record deleted since: the others have their answer, and it has none', () => {
    const answer = collect(`${report('00')}LOT${row(batch, '01')}${row(one, '00')}`)
    if (answer.kind !== 'collected') throw new Error(answer.kind)
    expect([...answer.verdicts]).toEqual([[one, { verdict: 'confirmed', code: '00' }]])
  })

  test('an answer to something else', () => {
    expect(readVerification(200, bytesOf('RESULTAT', report('00'), 'http://www.cnamts.fr/INSiResultat'))).toEqual({
      kind: 'unreadable',
      reason: 'not-insi',
    })
  })

  test('a verdict of no list concludes nothing; an identity left out is in no list', () => {
    const collected = collect(`${report('00')}LOT${row(one, '42')}`)
    expect(collected.kind === 'collected' && collected.verdicts.get(one)).toEqual({ verdict: 'other', code: '42' })
    const empty = collect(`${report('00')}LOT`)
    expect(empty.kind === 'collected' && empty.verdicts.size).toBe(0)
    expect(readVerification(200, bytesOf('RESULTATVERIF', report('42')))).toMatchObject({ verdict: 'other' })
  })

  test('a wait is bounded by a day', () => {
    const deposited = readDeposit(
      200,
      bytesOf('ACCUSELOT', `${report('00')}<r:IdLot>${batch}</r:IdLot><r:DelaiSecondes>999999</r:DelaiSecondes>`),
      batch,
    )
    expect(deposited).toEqual({ kind: 'deposited', waitSeconds: 86_400 })
  })
})

describe('what is not sent', () => {
  test.each([
    ['number', { number: { ...right.number, matricule: '27512' } }],
    ['birth-name', { birthName: 'Adrun' }],
    ['first-name', { firstNames: '' }],
    ['birth-date', { birthDate: '1975' }],
    ['birth-place', { birthPlaceCode: '63' }],
  ] as const)('an identity whose %s the service would refuse', (reason, change) => {
    const wrong = { ...right, ...change }
    expect(identityFault(wrong)).toBe(reason)
    expect(() => verificationRequest(wrong, byCertificate())).toThrow(InsiRequestFault)
  })

  test('a batch that is empty, or too large', () => {
    const rows = (length: number) => Array.from({ length }, () => ({ reference: randomUUID(), identity: right }))
    expect(() => depositRequest(randomUUID(), [], byCertificate())).toThrow(RangeError)
    expect(() => depositRequest(randomUUID(), rows(201), byCertificate())).toThrow(RangeError)
    expect(judge(depositRequest(randomUUID(), rows(200), byCertificate()).body)).toEqual([])
  })
})
