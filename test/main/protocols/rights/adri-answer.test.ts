// What @peculiar/x509 builds on asks for it before anything else.
import 'reflect-metadata'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readAdriAnswer } from '#main/protocols/rights/adri-answer.ts'
import { rightsRequest } from '#main/protocols/rights/adri-request.ts'
import { pscAssertion } from '#main/protocols/teleservice/assertion.ts'
import { type StartedTeleservices, startTeleservices } from '#test/simulators/insi/start.ts'
import { post } from '#test/world/teleservice-post.ts'
import { callBy, doctor } from '../insi/calls.ts'

const read = (xml: string, status = 200) => readAdriAnswer(status, new TextEncoder().encode(xml))
const envelope = (content: string) =>
  `<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body>${content}</e:Body></e:Envelope>`

describe('rights, as far as their shape is supposed', () => {
  let services: StartedTeleservices

  beforeAll(async () => {
    services = await startTeleservices()
  })

  afterAll(async () => {
    await services.stop()
  })

  const ask = async (birthRank: number) => {
    const assertion = pscAssertion({ ...doctor, id: crypto.randomUUID(), at: new Date().toISOString() }, 'x')
    const insured = { number: '2751263220749', key: '74' }
    const question = { scheme: '01', fund: null, centre: null, insured, own: null, birthDate: '1975-12-31', birthRank }
    const call = { ...callBy({ mode: 'psc', assertion }), proof: { mode: 'psc', assertion } } as const
    const { status, body } = await post(
      services.cardUrl,
      rightsRequest({ ...question, on: '2026-11-22' }, call),
      services,
    )
    return readAdriAnswer(status, body)
  }

  test('those of somebody known', async () => {
    expect(await ask(1)).toEqual({
      kind: 'rights',
      asSupposed: true,
      rights: {
        answeredOn: '2026-11-22',
        usedName: null,
        birthName: 'ADRUN',
        firstName: 'ZOE',
        addressLines: ['', '', '', '', ''],
        certifiedNir: '275126322074974',
        birthDate: '1975-12-31',
        birthRank: 1,
        quality: '0',
        familyDoctor: '1',
        amoPeriods: [{ from: '2026-01-01', to: '2026-12-31' }],
        coverage: [{ group: null, from: '2026-01-01', to: null, ald: '0', situation: '0100' }],
        amoService: null,
        scheme: '01',
        fund: '331',
        centre: '0000',
        presentation: null,
        mutual: null,
      },
    })
    expect(services.service.asked).toEqual([{ line: 'card', operation: 'ADRi', answered: 'rights', faults: [] }])
  })

  test('somebody unknown is a fault, whose codes are not public', async () => {
    expect(await ask(2)).toMatchObject({ kind: 'fault', fault: { side: 'sender' } })
  })
})

test('another namespace, other prefixes and another order: read all the same, and said', () => {
  const answer = read(
    envelope(
      '<x xmlns="urn:autre"><m:mutuelle xmlns:m="urn:m"><m:dateFin>20261231</m:dateFin><m:noIdentification>00312345</m:noIdentification></m:mutuelle><codeServiceAMO>05</codeServiceAMO><dateDebutServiceAMO>2026-02-01</dateDebutServiceAMO><adresse2>3 RUE DES LILAS</adresse2></x>',
    ),
  )
  expect(answer).toMatchObject({
    kind: 'rights',
    asSupposed: false,
    rights: {
      addressLines: ['', '3 RUE DES LILAS', '', '', ''],
      amoService: { code: '05', from: '2026-02-01', to: null },
      mutual: { number: '00312345', to: '2026-12-31', from: null },
    },
  })
})

test('where nothing is recognised, that is what is said, and not that there are no rights', () => {
  expect(read(envelope('<r xmlns="urn:ir:se_rep_adr"><droit>oui</droit></r>'))).toEqual({
    kind: 'unreadable',
    reason: 'nothing-known',
  })
})

test.each([
  ['envelope', envelope('')],
  ['forbidden', `<!DOCTYPE a>${envelope('<r/>')}`],
  ['too-big', envelope(`<r>${'<a/>'.repeat(3000)}</r>`)],
  ['structure', envelope('<r>')],
])('hostile or cut: %s', (reason, xml) => {
  expect(read(xml)).toEqual({ kind: 'unreadable', reason })
})

test('depth is no danger', () => {
  const deep = (times: number) => {
    const inside = '<a>'.repeat(times) + '<codeRegime>01</codeRegime>' + '</a>'.repeat(times)
    return read(envelope(`<r>${inside}</r>`))
  }
  expect(deep(90)).toMatchObject({ kind: 'rights', rights: { scheme: '01' } })
  expect(deep(900)).toEqual({ kind: 'unreadable', reason: 'too-big' })
})

test('a page with an error is its status', () => {
  expect(read('<!DOCTYPE html><html/>', 500)).toEqual({ kind: 'http', status: 500 })
  expect(read('', 503)).toEqual({ kind: 'http', status: 503 })
})
