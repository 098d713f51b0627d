import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type HistoryAnswer, readHistoryAnswer } from '#main/protocols/rights/hri-answer.ts'
import { hriProfile } from '#main/protocols/rights/hri-profile.ts'
import { type HistoryCall, type HistoryQuestion, historyRequest } from '#main/protocols/rights/hri-request.ts'
import { pscAssertion } from '#main/protocols/teleservice/assertion.ts'
import { familyPersonas, keyOf } from '#test/simulators/insi/families.ts'
import { nirOid, type Persona } from '#test/simulators/insi/personas.ts'
import { judge } from '#test/simulators/insi/reading.ts'
import { historyAnswer } from '#test/simulators/insi/reimbursements.ts'
import { mainSchema, schemas } from '#test/simulators/insi/schemas.ts'
import { type StartedTeleservices, startTeleservices } from '#test/simulators/insi/start.ts'
import { post } from '#test/world/teleservice-post.ts'
import { isThere, xmllintValidates } from '#test/world/xml-witnesses.ts'
import { callBy, doctor } from '../insi/calls.ts'

const on = '2026-11-22'
const francoise: HistoryQuestion['holder'] = {
  insured: { number: '2581133514987', key: '15' },
  own: null,
  scheme: '01',
  fund: '331',
  centre: null,
  birthName: 'BERTIN',
  usedName: 'LACAZE',
  firstName: 'FRANÇOISE',
  birthDate: '1958-11-09',
  birthRank: 1,
  demonstration: true,
}
const question: HistoryQuestion = {
  on,
  from: '2025-11-22',
  to: on,
  holder: francoise,
  professional: { lastName: 'MARCHAND', firstName: 'Hélène', billingId: '331012349' },
}
const gabin: HistoryQuestion = { ...question, holder: { ...francoise, birthDate: '2016-04-12', firstName: 'GABIN' } }

function byPsc(): HistoryCall {
  const assertion = pscAssertion({ ...doctor, id: crypto.randomUUID(), at: new Date().toISOString() }, 'cabinet-ouvert')
  return { ...callBy({ mode: 'certificate' }), proof: { mode: 'psc', assertion } }
}

const bytes = (text: string) => new TextEncoder().encode(text)
const read = (text: string, status = 200) => readHistoryAnswer(status, bytes(text))
const envelope = (content: string) =>
  `<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body>${content}</e:Body></e:Envelope>`
const answered = (content: string, namespace = 'http://www.InterRegimes.fr/HR5') =>
  envelope(
    `<ConsulterHistoriqueReponse xmlns="${namespace}"><dateReponse>20261122</dateReponse>${content}</ConsulterHistoriqueReponse>`,
  )
const line = (content: string) => `<prestation>${content}</prestation>`
const paracetamol = '<codeObjet>OF</codeObjet><dateDebut>20261101</dateDebut><libelle>PARACETAMOL</libelle>'

function historyOf(answer: HistoryAnswer) {
  if (answer.kind !== 'history') throw new Error(`no history: ${JSON.stringify(answer)}`)
  return answer.history
}

describe('what is sent', () => {
  const messages = [
    ['by Pro Santé Connect', historyRequest(question, byPsc()).body],
    ['for a child', historyRequest(gabin, byPsc()).body],
    [
      'with their own number, without a fund, and another number of the professional',
      historyRequest(
        {
          ...question,
          holder: { ...francoise, fund: null, own: { number: '2581133514987', key: '15', certifiedOn: '2020-01-01' } },
          professional: { ...question.professional, billingId: '10101010101' },
        },
        byPsc(),
      ).body,
    ],
  ] as const

  test.each(messages)('is as the schemas say: %s', (_, xml) => {
    expect(judge(xml)).toEqual([])
  })

  test('is as the schemas say for an outside program too, which refuses what is not (needs xmllint)', (context) => {
    if (!isThere('xmllint')) context.skip('needs xmllint')
    for (const [what, xml] of messages) {
      expect(xmllintValidates(xml, schemas, mainSchema), what).toMatchObject({ accepted: true })
    }
    const [, first] = messages[0]
    for (const wrong of [
      first.replace(/<v:carte [^>]*>/, ''),
      first.replace('Profil_Version="1.7"', 'Profil_Version="2"'),
      first.replace('<p:CodeObjet>IJ<', '<p:CodeObjet>XX<'),
      first.replace('cle="15"', ''),
    ]) {
      expect(wrong).not.toBe(first)
      expect(xmllintValidates(wrong, schemas, mainSchema).accepted).toBe(false)
    }
  })

  test('bears no prefix, both assertions, and every kind of care', () => {
    const call = byPsc()
    const { body, messageId, contentType } = historyRequest(question, call)
    expect(messageId).toBe(call.identity.messageId)
    expect(contentType).toContain('action="urn:HR:1.1.0:ConsulterHistorique"')
    expect([...body.matchAll(/NameQualifier="(\w+)"/g)].map(([, who]) => who)).toEqual(['PSC', 'CV'])
    expect([...body.matchAll(/<p:CodeObjet>(\w+)</g)].map(([, code]) => code)).toEqual([...hriProfile.objectCodes.wire])
    expect(body).toContain('<c:identifiantFacturation cle="9">33101234</c:identifiantFacturation>')
  })

  test.each([
    ['date', { from: '22/11/2026' }],
    ['date', { from: '2026-12-01' }],
    ['date', { to: '2026-12-01' }],
    ['scheme', { holder: { ...francoise, scheme: '' } }],
    ['fund', { holder: { ...francoise, fund: '33' } }],
    ['number', { holder: { ...francoise, insured: { number: '2581133514987', key: '' } } }],
    ['birth-rank', { holder: { ...francoise, birthRank: 0 } }],
    ['billing', { professional: { ...question.professional, billingId: '' } }],
  ])('not a question without %s', (reason, wrong) => {
    expect(() => historyRequest({ ...question, ...wrong }, byPsc())).toThrow(expect.objectContaining({ reason }))
  })
})

describe('with the simulated service', () => {
  let services: StartedTeleservices
  beforeAll(async () => {
    services = await startTeleservices()
  })
  afterAll(() => services.stop())
  beforeEach(() => services.behave({ kind: 'honest' }))

  async function ask(asked: HistoryQuestion): Promise<HistoryAnswer> {
    const { status, body } = await post(services.cardUrl, historyRequest(asked, byPsc()), services)
    return readHistoryAnswer(status, body)
  }

  test('the history of whoever the card is for, newest first', async () => {
    const answer = await ask(question)
    expect(services.service.asked.at(-1)).toEqual({ line: 'card', operation: 'HRi', answered: 'history', faults: [] })
    const { lines, ...rest } = historyOf(answer)
    expect(rest).toEqual({ answeredOn: on, from: '2025-11-22', to: on, unread: 0 })
    expect(new Set(lines.map(({ kind }) => kind))).toEqual(new Set(Object.values(hriProfile.objectMeanings.wire)))
    expect(lines.map(({ from }) => from)).toEqual(
      lines
        .map(({ from }) => from)
        .toSorted()
        .toReversed(),
    )
    expect(lines[0]).toEqual({
      kind: 'pharmacy',
      from: '2026-11-14',
      to: null,
      code: '3400900000106',
      label: 'PARACETAMOL 1 G, COMPRIME, BOITE DE 8',
      quantity: 3,
      executor: { name: 'PHARMACIE DU PHARE', specialty: 'Pharmacie' },
      prescriber: { name: 'MARCHAND H.', specialty: 'Médecine générale' },
    })
    expect(answer).toMatchObject({ asSupposed: true })
  })

  test('of the days asked for, and of nobody’s care but theirs', async () => {
    const { lines } = historyOf(await ask({ ...question, from: '2026-10-01' }))
    expect(lines.length).toBeGreaterThan(2)
    expect(lines.every(({ from }) => from >= '2026-10-01')).toBe(true)
    expect(historyOf(await ask(gabin)).lines.length).toBeGreaterThan(0)
  })

  test('nobody was cared for: a list that is empty, and no fault', async () => {
    const aicha = { number: '2831174290921', key: '07' }
    const holder = { ...francoise, insured: aicha, birthDate: '1983-11-27' }
    expect(historyOf(await ask({ ...question, holder }))).toMatchObject({ lines: [], unread: 0 })
  })

  test.each([
    ['another birth date', { ...francoise, birthDate: '1958-11-10' }],
    ['another rank', { ...francoise, birthRank: 2 }],
  ])('%s: nobody', async (_, holder) => {
    expect(await ask({ ...question, holder })).toMatchObject({ kind: 'fault', fault: { code: 'hri_9006' } })
  })

  test('without the assertion of the Vitale card, or with that of another: refused', async () => {
    const request = historyRequest(question, byPsc())
    for (const body of [
      request.body.replace(/<Assertion (?:(?!<Assertion ).)*NameQualifier="CV".*?<\/Assertion>/, ''),
      request.body.replace('NameQualifier="CV">258113351498715<', 'NameQualifier="CV">155033354192317<'),
    ]) {
      expect(body).not.toBe(request.body)
      const answer = await post(services.cardUrl, { ...request, body }, services)
      expect(readHistoryAnswer(answer.status, answer.body)).toMatchObject({ fault: { code: 'hri_9007' } })
    }
  })

  test('never for an establishment, whatever its certificate', async () => {
    const client = await services.establishment('INSI-AUTO', doctor.nationalId)
    const request = historyRequest(question, byPsc())
    const { status, body } = await post(services.certificateUrl, request, { authority: services.authority, client })
    expect(readHistoryAnswer(status, body)).toMatchObject({ kind: 'fault' })
  })

  test.each<[string, Parameters<StartedTeleservices['behave']>[0]['kind'], object]>([
    ['503', { status: 503 }, { kind: 'http', status: 503 }],
    ['500 with a page', { status: 500 }, { kind: 'http', status: 500 }],
    ['a page', { body: '<html/>' }, { kind: 'unreadable', reason: 'envelope' }],
    ['a document type', { body: '<!DOCTYPE a><a/>' }, { kind: 'unreadable', reason: 'forbidden' }],
    ['too much', 'flood', { kind: 'unreadable', reason: 'too-big' }],
    [
      'a fault',
      { fault: { side: 'Receiver', subcode: 'siram_40', code: 'desir_1020' } },
      { fault: { code: 'desir_1020' } },
    ],
  ])('%s', async (_, kind, expected) => {
    services.behave({ kind, times: 1 })
    expect(await ask(question)).toMatchObject(expected)
  })
})

describe('what is read', () => {
  test('another shape is said to be so, and never taken for nobody’s care', () => {
    for (const content of ['<a xmlns="urn:x"/>', '<a xmlns="urn:x"><prestation><x>1</x></prestation></a>']) {
      expect(read(envelope(content))).toEqual({ kind: 'unreadable', reason: 'nothing-known' })
    }
    expect(read(envelope('<ConsulterHistoriqueReponse/>'))).toMatchObject({ reason: 'nothing-known' })
    expect(historyOf(read(answered(''))).lines).toEqual([])
  })

  test('lines are found in another namespace and at another depth, and that is told', () => {
    const answer = read(answered(`<lot><sous-lot>${line(paracetamol)}</sous-lot></lot>`, 'urn:autre'))
    expect(answer).toMatchObject({ kind: 'history', asSupposed: false })
    expect(historyOf(answer).lines).toMatchObject([{ kind: 'pharmacy', label: 'PARACETAMOL', from: '2026-11-01' }])
  })

  test.each([
    ['no day', '<libelle>X</libelle>'],
    ['a day of no calendar', '<libelle>X</libelle><dateDebut>20260230</dateDebut>'],
    ['zeros for a day', '<libelle>X</libelle><dateDebut>00000000</dateDebut>'],
    ['nothing but a day', '<dateDebut>20260203</dateDebut>'],
  ])('a line with %s is counted apart', (_, content) => {
    const history = historyOf(read(answered(line(content) + line(paracetamol))))
    expect([history.lines.length, history.unread]).toEqual([1, 1])
  })

  test('a code of no list is unknown, a quantity that is none is left out', () => {
    const strange =
      paracetamol.replace('OF', 'ZZ') + '<quantite>-3</quantite><executant/><prescripteur><nom/></prescripteur>'
    expect(historyOf(read(answered(line(strange)))).lines).toMatchObject([
      { kind: 'unknown', quantity: null, executor: null, prescriber: null },
    ])
  })

  test('more lines than anybody has are refused, as many as one may have are read in no time', () => {
    expect(read(answered(line(paracetamol).repeat(3_001)))).toMatchObject({ reason: 'too-big' })
    const from = process.cpuUsage()
    expect(historyOf(read(answered(line(paracetamol).repeat(1_000)))).lines).toHaveLength(1_000)
    expect(process.cpuUsage(from).user).toBeLessThan(1_500_000)
  })

  test('whatever is changed, it is read or refused, and never thrown', () => {
    const someone = familyPersonas[0] as Persona
    const whole = historyAnswer(someone, on, { from: '2025-11-22', to: on })
    const pieces = [
      '',
      '<',
      '>',
      '&',
      '"',
      '/',
      '<prestation>',
      '</h:libelle>',
      'é',
      '\u0000',
      ' xmlns="urn:x"',
      ']]>',
      '<!--',
    ]
    fc.assert(
      fc.property(fc.nat(whole.length), fc.nat(40), fc.constantFrom(...pieces), (at, length, piece) => {
        const answer = read(whole.slice(0, at) + piece + whole.slice(at + length))
        expect(['history', 'unreadable', 'fault']).toContain(answer.kind)
        if (answer.kind !== 'history') return
        for (const one of answer.history.lines) expect(one.from).toMatch(/^\d{4}-\d{2}-\d{2}$/)
      }),
      { numRuns: 200 },
    )
  })

  test('what nobody published is said to be unknown', () => {
    const { answer, answerNamespace, vitaleAssertion, personContent } = hriProfile
    expect([answer, answerNamespace, vitaleAssertion, personContent].map(({ mark }) => mark)).toEqual(
      Array.from({ length: 4 }, () => 'unknown'),
    )
  })
})

test('the same person has the same care', () => {
  const number = '1970199999912'
  const person: Persona = {
    birthName: 'X',
    firstNames: 'Y',
    sex: 'M',
    birthDate: '1997-01-01',
    birthPlace: null,
    number,
    key: keyOf(number),
    oid: nirOid,
  }
  const days = { from: '2026-01-01', to: on }
  expect(historyAnswer(person, on, days)).toBe(historyAnswer(person, on, days))
})
