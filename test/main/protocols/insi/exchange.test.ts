// What @peculiar/x509 builds on asks for it before anything else.
import 'reflect-metadata'
import { KeyUsageFlags } from '@peculiar/x509'
import { constants, createPrivateKey, privateEncrypt, X509Certificate } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type InsiAnswer, readInsiAnswer } from '#main/protocols/insi/answer.ts'
import { insiProblemOf } from '#main/protocols/insi/problems.ts'
import { type InsiCall, type InsiRequest, traitsRequest, vitaleRequest } from '#main/protocols/insi/request.ts'
import { pscAssertion } from '#main/protocols/teleservice/assertion.ts'
import type { DigestSigner } from '#main/protocols/xml-signature.ts'
import { asXml } from '#main/protocols/xml-writing.ts'
import type { SimulatedFault } from '#test/simulators/insi/answers.ts'
import type { MisbehaviourKind } from '#test/simulators/insi/misbehave.ts'
import { type StartedTeleservices, startTeleservices } from '#test/simulators/insi/start.ts'
import { post } from '#test/world/teleservice-post.ts'
import { type Keys, type MadeAuthority, makeAuthority, makeHolder, makeKeys } from '../certificate-maker.ts'
import { callBy, doctor, signedAssertion, traits } from './calls.ts'

let services: StartedTeleservices
let authority: MadeAuthority
let keys: Keys
let certificate: Uint8Array
let sign: DigestSigner
let byCard: InsiCall['proof']

beforeAll(async () => {
  authority = await makeAuthority('TEST AC IGC-SANTE FORT PERSONNES')
  keys = await makeKeys()
  certificate = await makeHolder(authority, keys, { usage: KeyUsageFlags.nonRepudiation })
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey))
  const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
  sign = async (digest) => {
    const info = Buffer.concat([Buffer.from('3031300d060960864801650304020105000420', 'hex'), digest])
    return Uint8Array.from(privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, info))
  }
  services = await startTeleservices({ professionalAuthorities: [new X509Certificate(authority.der).toString()] })
  byCard = { mode: 'card', assertion: await signedAssertion(certificate, sign) }
})

afterAll(async () => {
  await services.stop()
})

beforeEach(() => {
  services.behave({ kind: 'honest' })
})

async function ask(request: InsiRequest): Promise<InsiAnswer> {
  const { status, body } = await post(services.cardUrl, request, services)
  return readInsiAnswer(status, body)
}

const zoe = traits('ADRUN', 'ZOE', 'F', '1975-12-31')

function found(answer: InsiAnswer) {
  if (answer.kind !== 'found') throw new Error(`not found: ${JSON.stringify(answer)}`)
  return answer.identity
}

describe('the public personas, by their traits', () => {
  test.each([
    [zoe, '2751263220749', '74', 'NIR', '63220', 'ZOE', []],
    [traits('ADRTROIS', 'DOMINIQUE', 'F', '1997-02-26'), '297022A020778', '78', 'NIR', '2A020', 'DOMINIQUE', []],
    [traits('ADRTROIS', 'TOUSSAINT', 'M', '1960-01-01'), '160012B020777', '13', 'NIR', '2B020', 'TOUSSAINT', []],
    [
      traits('ECETINSI', 'PIERRE-ALAIN', 'M', '2009-07-14'),
      '1090763220834',
      '89',
      'NIR',
      '63220',
      'PIERRE-ALAIN MURIEL FLORIANT',
      [{ kind: 'dates-inverted', at: 0 }],
    ],
    [
      traits('NESSI', 'MICHELANGELO', 'M', '2010-08-07'),
      '1100863220830',
      '60',
      'NIR',
      '63220',
      'MICHELANGELO ANTHONY',
      [],
    ],
    [traits('TCHITCHI', 'CATARINA', 'F', '1936-06-21'), '2360663220836', '56', 'NIR', '63220', 'CATARINA BELLA', []],
    [
      traits('CORSE', 'ANTHONY', 'M', '1980-03-02'),
      '180032B020401',
      '23',
      'NIR',
      '2B020',
      'ANTHONY',
      [{ kind: 'former-is-active', at: 0 }],
    ],
    [
      traits('HERMANN', 'GATIEN', 'M', '1981-03-24'),
      '1810363220456',
      '60',
      'NIR',
      '63220',
      'GATIEN',
      [
        { kind: 'key-mismatch', at: 'active' },
        { kind: 'key-mismatch', at: 0 },
        { kind: 'former-is-active', at: 0 },
        { kind: 'key-mismatch', at: 1 },
      ],
    ],
    [traits('PROVISOIRE', 'MATRICULE', 'M', '2009-07-01'), '1090763220888', '35', 'NIA', '63220', 'MATRICULE', []],
  ] as const)('%o', async (sought, matricule, key, nature, birthPlaceCode, firstNames, warnings) => {
    const identity = found(await ask(traitsRequest(sought, callBy(byCard))))
    expect(identity.number).toMatchObject({ matricule, key, nature, from: null, to: null })
    expect(identity.traits).toEqual({
      birthName: sought.birthName,
      firstName: null,
      firstNames,
      sex: sought.sex,
      birthDate: sought.birthDate,
      birthPlaceCode,
    })
    expect(identity.warnings).toEqual(warnings)
    expect(services.service.asked.at(-1)).toEqual({ line: 'card', operation: 'WS_INS2', answered: '00', faults: [] })
  })

  test.each([
    [traits('TCHITCHI', 'OLA', 'F', '1936-06-21'), 'none', 'insi.no-match'],
    [traits('HOUILLES', 'PIERRE', 'M', '1993-01-27'), 'none', 'insi.no-match'],
    [traits('HOUILLES', 'PIERRE PAUL JACQUES', 'M', '1993-01-27'), 'none', 'insi.no-match'],
    [traits('DE VINCI', 'LEONARDO', 'M', '2014-02-01'), 'several', 'insi.several-matches'],
  ] as const)('%o: %s', async (sought, kind, problem) => {
    const answer = await ask(traitsRequest(sought, callBy(byCard)))
    expect(answer).toEqual({ kind })
    expect(insiProblemOf(answer)).toMatchObject({ problem, retry: 'never' })
  })

  test('two of the same traits are told apart by their other first names, or by where they were born', async () => {
    const named = found(
      await ask(traitsRequest(traits('DE VINCI', 'LEONARDO PIERO', 'M', '2014-02-01'), callBy(byCard))),
    )
    const born = found(
      await ask(traitsRequest(traits('DE VINCI', 'LEONARDO', 'M', '2014-02-01', '63220'), callBy(byCard))),
    )
    expect([named.traits.firstNames, born.traits.firstNames]).toEqual(['LEONARDO PIERO', 'LEONARDO SER'])
  })

  test('the one for whom the service breaks', async () => {
    const answer = await ask(traitsRequest(traits("D'AEION", 'COEUR', 'M', '1987-01-25'), callBy(byCard)))
    expect(answer).toMatchObject({ kind: 'fault', fault: { code: 'insi_102', severity: 'fatal', messageId: null } })
    expect(insiProblemOf(answer)).toEqual({ problem: 'insi.search-failed', retry: 'later', code: 'siram_40/insi_102' })
  })
})

describe('with a Vitale card', () => {
  test.each([
    ['their own number', { number: '2751263220749', key: '74' }, { number: '2751263220749', key: '74' }],
    ['the number of the insured', null, { number: '2751263220749', key: null }],
  ])('by %s', async (_, individual, insured) => {
    const search = { individual, insured, birthName: 'ADRUN', birthDate: '1975-12-31', birthRank: 1 }
    const identity = found(await ask(vitaleRequest(search, callBy(byCard))))
    expect(identity.number.matricule).toBe('2751263220749')
    expect(services.service.asked.at(-1)).toMatchObject({ operation: 'WS_INS1', faults: [] })
  })

  test('another twin is not the same person', async () => {
    const insured = { number: '2751263220749', key: null }
    const search = { individual: null, insured, birthName: null, birthDate: '1975-12-31', birthRank: 2 }
    expect(await ask(vitaleRequest(search, callBy(byCard)))).toEqual({ kind: 'none' })
  })
})

describe('who is let in', () => {
  const isRefused = async (call: InsiCall) => {
    const answer = await ask(traitsRequest(zoe, call))
    expect(answer).toMatchObject({ kind: 'fault' })
    return insiProblemOf(answer)
  }

  test('Pro Santé Connect, with an assertion that nobody signed', async () => {
    const assertion = pscAssertion(
      { ...doctor, id: crypto.randomUUID(), at: new Date().toISOString() },
      'cabinet-ouvert',
    )
    expect(found(await ask(traitsRequest(zoe, callBy({ mode: 'psc', assertion })))).number.matricule).toBe(
      '2751263220749',
    )
  })

  test.each(['INSI-AUTO', 'INSI-MANU'])('an establishment, by mutual TLS with %s and no assertion', async (name) => {
    const client = await services.establishment(name, '1760000000')
    const request = traitsRequest(zoe, callBy({ mode: 'certificate' }, { emitter: '1760000000' }))
    const { status, body } = await post(services.certificateUrl, request, { authority: services.authority, client })
    expect(found(readInsiAnswer(status, body)).number.matricule).toBe('2751263220749')
  })

  test('not another certificate of the same authority', async () => {
    const client = await services.establishment('insi-auto', '1760000000')
    const request = traitsRequest(zoe, callBy({ mode: 'certificate' }, { emitter: '1760000000' }))
    const { status, body } = await post(services.certificateUrl, request, { authority: services.authority, client })
    const answer = readInsiAnswer(status, body)
    expect(insiProblemOf(answer)).toEqual({ problem: 'insi.access-refused', retry: 'never', code: 'desir_560' })
  })

  test('nobody without a certificate on the line of establishments', async () => {
    const request = traitsRequest(zoe, callBy({ mode: 'certificate' }))
    await expect(post(services.certificateUrl, request, services)).rejects.toThrow(
      /certificate required|ECONNRESET|EPIPE|hang up/,
    )
  })

  test('not a software it does not know', async () => {
    const problem = await isRefused(callBy(byCard, { authorisation: 'INCONNU' }))
    expect(problem).toEqual({ problem: 'insi.software-unknown', retry: 'never', code: 'siram_100/desir_550' })
  })

  test.each<[string, () => Promise<InsiCall>]>([
    ['no assertion', async () => callBy({ mode: 'certificate' })],
    ['the assertion of somebody else', async () => callBy(byCard, { emitter: '899700000025' })],
    [
      'an assertion changed since',
      async () => {
        const assertion = asXml((await signedAssertion(certificate, sign)).replace('>SA07<', '>SA08<'))
        return callBy({ mode: 'card', assertion })
      },
    ],
    [
      'an assertion of two hours ago',
      async () => {
        const at = new Date(Date.now() - 2 * 60 * 60_000).toISOString()
        return callBy({ mode: 'card', assertion: await signedAssertion(certificate, sign, { at }) })
      },
    ],
    [
      'a doctor without speciality',
      async () => callBy({ mode: 'card', assertion: await signedAssertion(certificate, sign, { amoSpecialty: null }) }),
    ],
    [
      'a card of another authority',
      async () => {
        const other = await makeAuthority('TEST AC IGC-SANTE FORT PERSONNES')
        const made = await makeHolder(other, keys, { usage: KeyUsageFlags.nonRepudiation })
        return callBy({ mode: 'card', assertion: await signedAssertion(made, sign) })
      },
    ],
    [
      'the key of authentication in place of the one of signature',
      async () => callBy({ mode: 'card', assertion: await signedAssertion(await makeHolder(authority, keys), sign) }),
    ],
  ])('not %s', async (_, call) => {
    expect(await isRefused(await call())).toMatchObject({ problem: 'insi.request-refused', retry: 'never' })
  })
})

describe('what the service may answer', () => {
  const fault = (code: string | null, more: Partial<SimulatedFault> = {}): MisbehaviourKind => ({
    fault: { side: 'Sender', subcode: 'siram_40', code, ...more },
  })
  const sentence = 'Format incorrect <du> « sexe »'

  test.each<[string, MisbehaviourKind, string, 'later' | 'never']>([
    ['01', { code: '01' }, 'insi.no-match', 'never'],
    ['02', { code: '02' }, 'insi.several-matches', 'never'],
    ['desir_550', fault('desir_550', { subcode: 'siram_100' }), 'insi.software-unknown', 'never'],
    ['siram_100 alone', fault(null, { subcode: 'siram_100' }), 'insi.software-unknown', 'never'],
    ['desir_560', fault('desir_560', { subcode: null }), 'insi.access-refused', 'never'],
    ['desir_1020', fault('desir_1020', { severity: 'fatale' }), 'insi.unavailable', 'later'],
    ['insi_102', fault('insi_102', { severity: 'fatal', isAnonymous: true }), 'insi.search-failed', 'later'],
    ['insi_24', fault('insi_24', { text: sentence }), 'insi.traits-refused', 'never'],
    ['siram_40 with a code of no list', fault('insi_77'), 'insi.failed', 'later'],
    ['another fault of the sender', fault('x_1', { subcode: 'siram_7' }), 'insi.request-refused', 'never'],
    ['another fault of the receiver', fault('x_1', { side: 'Receiver', subcode: null }), 'insi.failed', 'later'],
    ['503', { status: 503 }, 'insi.unavailable', 'later'],
    ['500 with a page', { status: 500 }, 'insi.failed', 'later'],
    ['403', { status: 403 }, 'insi.access-refused', 'never'],
    ['404', { status: 404 }, 'insi.request-refused', 'never'],
    ['elsewhere', { redirect: 'https://127.0.0.1/' }, 'insi.request-refused', 'never'],
    ['a page', { body: '<!DOCTYPE html><html/>' }, 'insi.unreadable', 'never'],
    ['nothing', { body: '' }, 'insi.unreadable', 'never'],
    ['too much', 'flood', 'insi.unreadable', 'never'],
  ])('%s', async (_, kind, problem, retry) => {
    services.behave({ kind, times: 1 })
    expect(insiProblemOf(await ask(traitsRequest(zoe, callBy(byCard))))).toMatchObject({ problem, retry })
    expect((await ask(traitsRequest(zoe, callBy(byCard)))).kind).toBe('found')
  })

  test('a fault names the message it answers, and is worded in French where it can be', async () => {
    services.behave({ kind: fault('insi_24', { text: sentence }) })
    const request = traitsRequest(zoe, callBy(byCard))
    expect(await ask(request)).toMatchObject({
      fault: { side: 'sender', subcode: 'siram_40', messageId: request.messageId, reason: sentence, detail: sentence },
    })
  })

  test.each(['live', 'prefixed', 'out-of-order'] as const)('the same identity, written « %s »', async (writing) => {
    const sought = traits('ECETINSI', 'PIERRE-ALAIN', 'M', '2009-07-14')
    const honest = await ask(traitsRequest(sought, callBy(byCard)))
    services.behave({ kind: { writing } })
    expect(await ask(traitsRequest(sought, callBy(byCard)))).toEqual(honest)
  })

  test('the identity of the official tests that had two other numbers, written out of order', async () => {
    const before = { from: '2019-03-01', to: '2019-02-28' }
    const person = {
      birthName: 'ECETINSI',
      firstNames: 'PIERRE-ALAIN MURIEL FLORIANT',
      sex: 'M',
      birthDate: '2009-07-14',
      birthPlace: '63220',
      number: '1090763220834',
      key: '89',
      oid: '1.2.250.1.213.1.4.8',
      former: [
        { number: '2090763220834', key: '39', ...before },
        { number: '2090663220123', key: '55' },
      ],
    } as const
    services.behave({ kind: { person, writing: 'out-of-order' } })
    const identity = found(await ask(traitsRequest(zoe, callBy(byCard))))
    expect(identity.history).toMatchObject([
      { matricule: '2090763220834', key: '39', ...before },
      { matricule: '2090663220123', key: '55', from: null, to: null },
    ])
    expect(identity.warnings).toEqual([{ kind: 'dates-inverted', at: 0 }])
  })

  test('late, and right all the same', async () => {
    services.behave({ kind: { delay: 150 }, times: 1 })
    const from = performance.now()
    expect((await ask(traitsRequest(zoe, callBy(byCard)))).kind).toBe('found')
    expect(performance.now() - from).toBeGreaterThan(140)
  })

  test('never: whoever waits gives up', async () => {
    services.behave({ kind: 'silence', times: 1 })
    const answered = post(services.cardUrl, traitsRequest(zoe, callBy(byCard)), { ...services, within: 200 })
    await expect(answered).rejects.toThrow(/abort|timeout/i)
  })

  test.each(['cut', 'hang-up'] as const)('a line that breaks: %s', async (kind) => {
    services.behave({ kind, times: 1 })
    const answered = post(services.cardUrl, traitsRequest(zoe, callBy(byCard)), services)
    await expect(answered).rejects.toThrow(/aborted|hang up|ECONNRESET/)
  })

  test('the same, told from another process', async () => {
    const control = (path: string, said: unknown, secret = services.controlSecret) =>
      fetchControl(`${services.controlUrl}${path}`, said, secret)
    expect(await control('/behave', { kind: { code: '02' }, times: 1 }, 'wrong')).toBe(401)
    expect(await control('/behave', { kind: { code: '02' }, times: 1 })).toBe(200)
    expect((await ask(traitsRequest(zoe, callBy(byCard)))).kind).toBe('several')
    const person = {
      birthName: 'TOUTEUNE',
      firstNames: 'AGATHE',
      sex: 'F',
      birthDate: '1980-00-01',
      birthPlace: '99999',
    }
    const number = { number: '2800099999001', key: '11', oid: '1.2.250.1.213.1.4.10' }
    expect(await control('/people', [{ ...person, ...number }])).toBe(200)
    const identity = found(await ask(traitsRequest(traits('TOUTEUNE', 'AGATHE', 'F', '1980-00-01'), callBy(byCard))))
    expect(identity.number.nature).toBe('TEST')
    expect(identity.traits.birthDate).toBe('1980-00-01')
    expect(identity.warnings).toContainEqual({ kind: 'place-unknown', at: 'birthPlaceCode' })
  })

  async function fetchControl(url: string, said: unknown, secret: string): Promise<number> {
    const { request } = await import('node:https')
    return await new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${secret}` }
      const outgoing = request(url, { method: 'POST', ca: services.authority, agent: false, headers }, (incoming) => {
        incoming.resume().on('end', () => resolve(incoming.statusCode ?? 0))
      })
      outgoing.on('error', reject).end(JSON.stringify(said))
    })
  }
})
