import { describe, expect, test } from 'vitest'
import { insiProfile } from '#main/protocols/insi/profile.ts'
import { verificationProfile } from '#main/protocols/insi/verification-profile.ts'
import { traitsRequest, vitaleRequest } from '#main/protocols/insi/request.ts'
import { adriProfile } from '#main/protocols/rights/adri-profile.ts'
import { rightsRequest } from '#main/protocols/rights/adri-request.ts'
import { hriProfile } from '#main/protocols/rights/hri-profile.ts'
import { imtiProfile } from '#main/protocols/rights/imti-profile.ts'
import { cardAssertion, issuerOf, pscAssertion } from '#main/protocols/teleservice/assertion.ts'
import { asXml } from '#main/protocols/xml-writing.ts'
import { readCertificate } from '#main/protocols/professional-certificate.ts'
import { judge } from '#test/simulators/insi/reading.ts'
import { mainSchema, schemas } from '#test/simulators/insi/schemas.ts'
import { isThere, xmllintValidates } from '#test/world/xml-witnesses.ts'
import { makeAuthority, makeHolder, makeKeys } from '../certificate-maker.ts'
import { callBy, doctor, traits } from './calls.ts'

const at = '2026-11-22T09:00:00.000Z'
const claims = { ...doctor, id: '00000000-0000-4000-8000-000000000005', at }
const assertion = cardAssertion(claims, '2.5.4.42=HÉLÈNE+CN=899700000017+SN=MARCHAND,T=Médecin,C=FR')
const byCard = callBy({ mode: 'card', assertion }, { at })
const dominique = traits('ADRTROIS', 'DOMINIQUE', 'F', '1997-02-26')
const vitale = {
  individual: { number: '297022A020778', key: '78' },
  insured: { number: '160012B020777', key: '13' },
  birthName: 'ADRTROIS',
  birthDate: '1997-02-26',
  birthRank: 1,
}
const question = {
  on: '2026-11-22',
  scheme: '01',
  fund: '631',
  centre: '0000',
  insured: { number: '2751263220749', key: '74' },
  own: { number: '2751263220749', key: '74', certifiedOn: '2020-01-01' },
  birthDate: '1975-12-31',
  birthRank: 1,
}

/** Every shape of message that is sent. */
const messages: readonly (readonly [string, string])[] = [
  ['by traits, with a card', traitsRequest(dominique, byCard).body],
  ['by traits and place of birth', traitsRequest({ ...dominique, birthPlaceCode: '2A020' }, byCard).body],
  ['by traits, lunar date', traitsRequest({ ...dominique, birthDate: '1997-14-00' }, byCard).body],
  [
    'by traits, certificate of an establishment',
    traitsRequest(dominique, callBy({ mode: 'certificate' }, { at })).body,
  ],
  [
    'by traits, Pro Santé Connect',
    traitsRequest(dominique, callBy({ mode: 'psc', assertion: pscAssertion({ ...claims, profession: '10' }, 'x') }))
      .body,
  ],
  ['with a Vitale card', vitaleRequest(vitale, byCard).body],
  [
    'with a Vitale card that has no own number',
    vitaleRequest({ ...vitale, individual: null, birthName: null }, byCard).body,
  ],
  [
    'with an assertion of the Vitale card beside',
    traitsRequest(
      dominique,
      callBy({ mode: 'card', assertion, vitaleAssertion: asXml(assertion.replace('ID="_0', 'ID="_1')) }),
    ).body,
  ],
  ['rights', rightsRequest(question, { ...byCard, proof: { mode: 'card', assertion } }).body],
  [
    'rights of a child',
    rightsRequest(
      { ...question, own: null, fund: null, centre: null, birthRank: 2 },
      { ...byCard, proof: { mode: 'card', assertion } },
    ).body,
  ],
]

describe('what is sent', () => {
  test.each(messages)('is as the schemas say: %s', (_, xml) => {
    expect(judge(xml)).toEqual([])
  })

  test('is as the schemas say, for an outside program too, which refuses what is not (needs xmllint)', (context) => {
    if (!isThere('xmllint')) context.skip('needs xmllint')
    for (const [what, xml] of messages) {
      expect(xmllintValidates(xml, schemas, mainSchema), what).toMatchObject({ accepted: true })
    }
    const [, first] = messages[0] ?? ['', '']
    for (const wrong of [
      first.replace('<b:COUVERTURE/>', ''),
      first.replace(/<l:LPS>.*<\/l:LPS>/, ''),
      first.replace('R="4"', 'R="5"'),
      first.replace(/<i:Sexe>F<\/i:Sexe>(<i:DateNaissance>[^<]*<\/i:DateNaissance>)/, '$1<i:Sexe>F</i:Sexe>'),
      first.replace('http://www.cnamts.fr/INSiRecSans', 'urn:autre'),
    ]) {
      expect(wrong).not.toBe(first)
      expect(xmllintValidates(wrong, schemas, mainSchema).accepted).toBe(false)
      expect(judge(wrong)).not.toEqual([])
    }
  })

  test('says its action twice, and its message by a prefixed identifier', () => {
    const { contentType, body, messageId } = traitsRequest(dominique, byCard)
    const { action } = insiProfile.byTraits.wire
    expect(contentType).toBe(`application/soap+xml; charset=utf-8; action="${action}"`)
    expect(body).toContain(`>${action}</a:Action>`)
    expect(messageId).toBe(`uuid:${byCard.identity.messageId}`)
    expect(body).toContain(`>${messageId}</a:MessageID>`)
    expect(body).toContain('<l:Nom>urn:lps:cabinet-ouvert:0.1.0</l:Nom>')
  })

  test('ADRi wants neither prefix', () => {
    const { body, messageId } = rightsRequest(question, { ...byCard, proof: { mode: 'card', assertion } })
    expect(messageId).toBe(byCard.identity.messageId)
    expect(body).toContain('<l:Nom>cabinet-ouvert</l:Nom>')
  })

  test('the numbers of a Vitale card go without their keys, in the body and in the context', () => {
    const { body } = vitaleRequest(vitale, byCard)
    expect(body).toContain('<i:MatriculeOD><i:NumIdentifiant>160012B020777</i:NumIdentifiant></i:MatriculeOD>')
    expect(body).toContain('<b:ASSURE><b:Id><b:Num>160012B020777</b:Num></b:Id></b:ASSURE>')
    expect(body).not.toContain('Cle>')
  })

  test('the certificate of an establishment carries no assertion; the others do', () => {
    expect(messages.map(([, xml]) => xml.split('<Assertion ').length - 1)).toEqual([1, 1, 1, 0, 1, 1, 1, 2, 1, 1])
  })

  test('what a person types never becomes a mark', () => {
    const forged = cardAssertion({ ...claims, billingId: '"><x/>&' }, '<CN>')
    expect(forged).toContain('<AttributeValue>&quot;&gt;&lt;x/&gt;&amp;</AttributeValue>')
    expect(() => cardAssertion({ ...claims, billingId: '\u0000' }, 'x')).toThrow(TypeError)
  })

  test('an instant that is not in UTC is refused', () => {
    const call = { ...byCard, identity: { ...byCard.identity, at: '2026-11-22T10:00:00+01:00' } }
    expect(() => traitsRequest(dominique, call)).toThrow(TypeError)
  })
})

describe('what is not sent', () => {
  test.each([
    ['birth-name', { birthName: 'Élise' }],
    ['birth-name', { birthName: '' }],
    ['first-name', { firstNames: 'MARIE--ANNE' }],
    ['first-name', { firstNames: 'MARIE ' }],
    ['birth-name', { birthName: 'A'.repeat(101) }],
    ['sex', { sex: '' as 'F' }],
    ['sex', { sex: 'I' as 'F' }],
    ['birth-date', { birthDate: '26/02/1997' }],
    ['birth-place', { birthPlaceCode: '6322' }],
  ])('a search by traits: %s', (reason, wrong) => {
    expect(() => traitsRequest({ ...dominique, ...wrong }, byCard)).toThrow(expect.objectContaining({ reason }))
  })

  test.each([
    ['number', { insured: { number: '297022A02077', key: null } }],
    ['number', { individual: { number: '297022C020778', key: null } }],
    ['birth-rank', { birthRank: 0 }],
    ['birth-date', { birthDate: '1997' }],
    ['birth-name', { birthName: '-X' }],
  ])('a search with a Vitale card: %s', (reason, wrong) => {
    expect(() => vitaleRequest({ ...vitale, ...wrong }, byCard)).toThrow(expect.objectContaining({ reason }))
  })

  test.each([
    ['scheme', { scheme: '' }],
    ['fund', { fund: '63' }],
    ['number', { insured: { number: '2751263220749', key: '' } }],
    ['date', { on: '22/11/2026' }],
    ['birth-rank', { birthRank: 10 }],
  ])('a question of rights: %s', (reason, wrong) => {
    const call = { ...byCard, proof: { mode: 'card', assertion } } as const
    expect(() => rightsRequest({ ...question, ...wrong }, call)).toThrow(expect.objectContaining({ reason }))
  })
})

describe('the assertion', () => {
  test('names its issuer as the certificate does, most specific first', async () => {
    const authority = await makeAuthority('TEST AC IGC-SANTE FORT PERSONNES')
    const names = { firstName: 'OLIVIER', nationalId: '00B6087510', lastName: 'INFIRMCS ADELI8751' }
    const read = readCertificate(await makeHolder(authority, await makeKeys(), names))
    expect(read.ok && issuerOf(read.certificate.subject)).toBe(
      '2.5.4.42=OLIVIER+CN=00B6087510+SN=INFIRMCS ADELI8751,T=Médecin,C=FR',
    )
  })

  test('escapes what RFC 4514 wants escaped, and names nobody from what is no name', () => {
    const value = Buffer.from('#A, "B"+\\ ')
    const pair = Buffer.from([0x06, 3, 0x55, 4, 3, 0x0c, value.length, ...value])
    const name = Buffer.from([0x30, pair.length + 4, 0x31, pair.length + 2, 0x30, pair.length, ...pair])
    expect(issuerOf(name)).toBe(String.raw`CN=\#A\, \"B\"\+\\\ `)
    expect(issuerOf(name.subarray(0, -1))).toBeNull()
    expect(issuerOf(Uint8Array.of(0x30, 0x02, 0x31, 0x00))).toBeNull()
    expect(issuerOf(new Uint8Array())).toBeNull()
  })

  test('says of the professional what each mode says', () => {
    expect(assertion).toContain('<NameID NameQualifier="CPS">899700000017</NameID>')
    expect(assertion).toContain('<Attribute Name="codeSpecialiteAMO"><AttributeValue>01</AttributeValue></Attribute>')
    expect(cardAssertion({ ...claims, profession: '10' }, 'x')).not.toContain('gipProfessionCode')
    const psc = pscAssertion({ ...claims, profession: '10' }, 'x')
    expect(psc).toContain('NameQualifier="PSC"')
    expect(psc).toContain('<Attribute Name="gipProfessionCode"><AttributeValue>10</AttributeValue></Attribute>')
    expect(pscAssertion({ ...claims, amoSpecialty: null }, 'x')).not.toMatch(/codeSpecialiteAMO|gipProfessionCode/)
  })
})

test.each([
  ['INSi', insiProfile],
  ['the verification of INSi', verificationProfile],
  ['ADRi', adriProfile],
  ['HRi', hriProfile],
  ['IMTi', imtiProfile],
])('everything in the profile of %s says how far it is known', (_, profile) => {
  const unmarked: string[] = []
  const visit = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) unmarked.push(path)
    else if ('mark' in value) expect(['certain', 'likely', 'unknown']).toContain(value.mark)
    else for (const [name, one] of Object.entries(value)) visit(one, `${path}/${name}`)
  }
  visit(profile, '')
  expect(unmarked).toEqual([])
})

test('what nobody published is said to be unknown', () => {
  const marks = [verificationProfile.unit, insiProfile.vitaleAssertion, insiProfile.pscIssuer, adriProfile.answer]
  expect(
    [...marks, adriProfile.answerNamespace, hriProfile.answer, imtiProfile.answer].map(({ mark }) => mark),
  ).toEqual(Array.from({ length: 7 }, () => 'unknown'))
})
