import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { firstGivenName, type InsiAnswer, readInsiAnswer } from '#main/protocols/insi/answer.ts'
import { insiProblemOf } from '#main/protocols/insi/problems.ts'
import { faultAnswer, resultAnswer } from '#test/simulators/insi/answers.ts'
import { publicPersonas } from '#test/simulators/insi/personas.ts'
import { judge } from '#test/simulators/insi/reading.ts'
import { sampleNamed } from '#test/world/xml-witnesses.ts'

const read = (xml: string, status = 200): InsiAnswer => readInsiAnswer(status, new TextEncoder().encode(xml))
const soap = 'http://www.w3.org/2003/05/soap-envelope'
const envelope = (content: string) => `<e:Envelope xmlns:e="${soap}"><e:Body>${content}</e:Body></e:Envelope>`
const result = (content: string) =>
  envelope(`<RESULTAT xmlns="http://www.cnamts.fr/INSiResultat">${content}</RESULTAT>`)

const ok = '<CR><CodeCR>00</CodeCR><LibelleCR>OK</LibelleCR></CR>'
const id = (number: string, key: string) =>
  `<IdIndividu><NumIdentifiant>${number}</NumIdentifiant><Cle>${key}</Cle></IdIndividu>`
const oid = '<OID>1.2.250.1.213.1.4.8</OID>'
const active = `<INSACTIF>${id('2751263220749', '74')}${oid}</INSACTIF>`
const traits =
  '<TIQ><NomNaissance>ADRUN</NomNaissance><ListePrenom>ZOE</ListePrenom><Sexe>F</Sexe><DateNaissance>1975-12-31</DateNaissance><LieuNaissance>63220</LieuNaissance></TIQ>'
const person = (content: string) => result(`${ok}<INDIVIDU>${content}</INDIVIDU>`)

function identityOf(xml: string) {
  const answer = read(xml)
  if (answer.kind !== 'found') throw new Error(`not found: ${JSON.stringify(answer)}`)
  return answer.identity
}

describe('an identity', () => {
  test('as the service writes it', () => {
    const identity = identityOf(person(active + traits))
    expect(identity).toEqual({
      number: {
        matricule: '2751263220749',
        key: '74',
        oid: '1.2.250.1.213.1.4.8',
        nature: 'NIR',
        kind: null,
        from: null,
        to: null,
      },
      history: [],
      traits: {
        birthName: 'ADRUN',
        firstName: null,
        firstNames: 'ZOE',
        sex: 'F',
        birthDate: '1975-12-31',
        birthPlaceCode: '63220',
      },
      warnings: [],
    })
  })

  test('one former matricule is a list, its dates may come first and be inverted', () => {
    const written = id('2090763220834', '39').replace('</Cle>', '</Cle><TypeMatricule>NIR</TypeMatricule>')
    const former = `<INSHISTO><DateDeb>2019-03-01</DateDeb><DateFin>2019-02-28</DateFin>${written}${oid}</INSHISTO>`
    const { history, warnings } = identityOf(person(former + active + traits))
    expect(history).toMatchObject([{ matricule: '2090763220834', from: '2019-03-01', to: '2019-02-28', kind: 'NIR' }])
    expect(warnings).toEqual([{ kind: 'dates-inverted', at: 0 }])
  })

  test.each([
    ['1.2.250.1.213.1.4.8', 'NIR', []],
    ['1.2.250.1.213.1.4.9', 'NIA', []],
    ['1.2.250.1.213.1.4.10', 'TEST', []],
    ['1.2.250.1.213.1.4.11', 'DEMO', []],
    ['1.2.250.1.213.1.4.2', null, [{ kind: 'oid-unknown', at: 'active' }]],
  ])('the OID %s: %s', (written, nature, warnings) => {
    const identity = identityOf(person(active.replace('1.2.250.1.213.1.4.8', written) + traits))
    expect([identity.number.nature, identity.warnings]).toEqual([nature, warnings])
  })

  test.each([
    ['a wrong key', active.replace('>74<', '>75<'), traits, [{ kind: 'key-mismatch', at: 'active' }]],
    ['no key', active.replace('<Cle>74</Cle>', ''), traits, [{ kind: 'key-missing', at: 'active' }]],
    [
      'a letter that is not of Corsica',
      active.replace('2751263220749', '275126A220749'),
      traits,
      [{ kind: 'key-mismatch', at: 'active' }],
    ],
    [
      'a former matricule that is none',
      `${active}<INSHISTO>${oid}</INSHISTO>`,
      traits,
      [{ kind: 'former-unreadable', at: 0 }],
    ],
    [
      'a former date that is none',
      `${active}<INSHISTO>${id('2090763220834', '39')}${oid}<DateDeb>hier</DateDeb></INSHISTO>`,
      traits,
      [{ kind: 'date-unreadable', at: 0 }],
    ],
    [
      'no place of birth',
      active,
      traits.replace(/<LieuNaissance>.*<\/LieuNaissance>/, ''),
      [{ kind: 'trait-missing', at: 'birthPlaceCode' }],
    ],
    [
      'a place said unknown',
      active,
      traits.replace('63220', '99999'),
      [{ kind: 'place-unknown', at: 'birthPlaceCode' }],
    ],
    [
      'another sex',
      active,
      traits.replace('>F<', '>I<'),
      [
        { kind: 'trait-unusual', at: 'sex' },
        { kind: 'trait-missing', at: 'sex' },
      ],
    ],
    ['an accent', active, traits.replace('ZOE', 'ZOÉ'), [{ kind: 'trait-unusual', at: 'firstNames' }]],
  ])('%s is told, not refused', (_, numbers, tiq, warnings) => {
    expect(identityOf(person(numbers + tiq)).warnings).toEqual(warnings)
  })

  test('a lunar date is kept as it is; a time beside a day is not', () => {
    expect(identityOf(person(active + traits.replace('1975-12-31', '1975-00-31'))).traits.birthDate).toBe('1975-00-31')
    const former = `<INSHISTO>${id('2090763220834', '39')}${oid}<DateDeb>2019-03-01T00:00:00+01:00</DateDeb></INSHISTO>`
    expect(identityOf(person(active + former + traits)).history[0]?.from).toBe('2019-03-01')
  })

  test('Corsica in small letters is Corsica', () => {
    const corsican = `<INSACTIF>${id('297022a020778', '78')}${oid}</INSACTIF>`
    expect(identityOf(person(corsican + traits))).toMatchObject({
      number: { matricule: '297022A020778' },
      warnings: [],
    })
  })

  test.each([
    ['PIERRE-ALAIN MURIEL FLORIANT', null, 'PIERRE-ALAIN'],
    ['CATARINA BELLA', null, 'CATARINA'],
    ['ANNE SOPHIE', 'ANNE SOPHIE', 'ANNE SOPHIE'],
    [null, null, null],
  ])('the first of « %s » (%s) is %s', (firstNames, firstName, first) => {
    expect(
      firstGivenName({ firstNames, firstName, birthName: null, sex: null, birthDate: null, birthPlaceCode: null }),
    ).toBe(first)
  })
})

describe('an answer that is not believed', () => {
  const none = '<CR><CodeCR>01</CodeCR><LibelleCR>Aucune identite trouvee</LibelleCR></CR>'

  test.each([
    ['not SOAP', '<a/>', 'envelope'],
    ['SOAP 1.1', person(active + traits).replace(soap, 'http://schemas.xmlsoap.org/soap/envelope/'), 'envelope'],
    ['an empty body', envelope(''), 'envelope'],
    ['two bodies', person(active + traits).replace('</e:Body>', '</e:Body><e:Body/>'), 'envelope'],
    ['two results', envelope(`${'<RESULTAT xmlns="http://www.cnamts.fr/INSiResultat"/>'.repeat(2)}`), 'envelope'],
    ['of another service', envelope('<RESULTAT xmlns="urn:autre"/>'), 'not-insi'],
    ['no namespace', envelope('<RESULTAT/>'), 'not-insi'],
    ['no code', result(''), 'code'],
    ['a code of no list', result(none.replace('01', '03')), 'code'],
    ['found, and nobody', result(ok), 'contradiction'],
    ['nobody, and found', result(`${none}<INDIVIDU>${active}${traits}</INDIVIDU>`), 'contradiction'],
    ['two codes', result(ok + none), 'contradiction'],
    ['two active matricules', person(active + active + traits), 'contradiction'],
    ['two sets of traits', person(active + traits + traits), 'contradiction'],
    ['no active matricule', person(traits), 'matricule'],
    ['no traits', person(active), 'trait'],
    ['a matricule without OID', person(active.replace(oid, '') + traits), 'matricule'],
    ['an OID that is none', person(active.replace(oid, '<OID>urn:x</OID>') + traits), 'matricule'],
    ['a number too short', person(active.replace('2751263220749', '275126322074') + traits), 'matricule'],
    ['a key of letters', person(active.replace('>74<', '>7A<') + traits), 'matricule'],
    ['a date of the other order', person(active + traits.replace('1975-12-31', '31-12-1975')), 'trait'],
    ['a place too long', person(active + traits.replace('63220', '632200')), 'trait'],
    ['control characters', person(active + traits.replace('ZOE', 'ZO\u0086E')), 'structure'],
    ['a name without end', person(active + traits.replace('ZOE', 'Z'.repeat(500))), 'too-big'],
    ['cut', person(active + traits).slice(0, -40), 'structure'],
  ])('%s', (_, xml, reason) => {
    const answer = read(xml)
    expect(answer).toEqual({ kind: 'unreadable', reason })
    expect(insiProblemOf(answer)).toEqual({ problem: 'insi.unreadable', retry: 'never', code: reason })
  })
})

describe('hostile XML', () => {
  const secret = '<!DOCTYPE e:Envelope [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
  const laughs = `<!DOCTYPE a [<!ENTITY a "ha">${Array.from({ length: 9 }, (_, at) => `<!ENTITY a${at} "${`&a${at === 0 ? '' : at - 1};`.repeat(10)}">`).join('')}]>`
  const spread = Array.from({ length: 3000 }, (_, at) => ` a${at}="1"`).join('')

  test.each([
    ['an entity of a file', secret + person(active + traits.replace('ZOE', '&x;')), 'forbidden'],
    ['entities of entities', laughs + person(active + traits.replace('ZOE', '&a8;')), 'forbidden'],
    ['a document type in small letters', `<!doctype a>${person(active + traits)}`, 'forbidden'],
    ['a style sheet', `<?xml-stylesheet href="http://127.0.0.1/"?>${person(active + traits)}`, 'forbidden'],
    ['elements without end', '<a>'.repeat(40_000), 'too-big'],
    ['elements beside one another', result('<a/>'.repeat(3000)), 'too-big'],
    ['attributes without end', result(`<a${spread}/>`), 'too-big'],
    ['a text without end', result('a'.repeat(200_000)), 'too-big'],
    ['an entity of nowhere', person(active + traits.replace('ZOE', '&nbsp;')), 'structure'],
  ])('%s is refused at once', (_, xml, reason) => {
    // Time of this process, in microseconds: others may be busy on the same computer.
    const from = process.cpuUsage()
    expect(read(xml)).toEqual({ kind: 'unreadable', reason })
    expect(process.cpuUsage(from).user).toBeLessThan(500_000)
  })

  test('bytes that are not UTF-8, and those of UTF-16', () => {
    expect(readInsiAnswer(200, Uint8Array.of(0x3c, 0xff, 0xfe))).toEqual({ kind: 'unreadable', reason: 'encoding' })
    const wide = Buffer.from(`\ufeff${person(active + traits)}`, 'utf16le')
    expect(readInsiAnswer(200, wide)).toEqual({ kind: 'unreadable', reason: 'encoding' })
  })

  test('a comment or a CDATA changes no value', () => {
    const split = person(active.replace('2751263220749', '27512632<!-- 9 --><![CDATA[20749]]>') + traits)
    expect(identityOf(split).number.matricule).toBe('2751263220749')
  })

  test('whatever is changed, it is read or refused, and never thrown', () => {
    const whole = person(active + traits)
    const pieces = ['<', '>', '&', '"', '/', '<INSACTIF>', '</CR>', 'é', '\u0000', ' xmlns="urn:x"', ']]>', '<!--']
    fc.assert(
      fc.property(fc.nat(whole.length), fc.nat(12), fc.constantFrom('', ...pieces), (at, length, piece) => {
        const answer = read(whole.slice(0, at) + piece + whole.slice(at + length))
        expect(['found', 'unreadable']).toContain(answer.kind)
        if (answer.kind === 'found') expect(answer.identity.number.matricule).toMatch(/^\d{6}[\dAB]\d{6}$/)
      }),
      { numRuns: 300 },
    )
  })
})

test('a fault is read whichever prefixes it has, and its codes only where they are plain', () => {
  const fault = faultAnswer({ side: 'Receiver', subcode: 'siram_40', code: 'desir_1020', severity: 'fatale' }, 'uuid:1')
  const renamed = fault
    .replaceAll('env:', 'q:')
    .replaceAll(':env=', ':q=')
    .replaceAll('siram:', 'z:')
    .replaceAll(':siram=', ':z=')
  expect(read(renamed, 500)).toEqual(read(fault, 500))
  expect(read(fault, 500)).toMatchObject({ fault: { side: 'receiver', subcode: 'siram_40', code: 'desir_1020' } })
  const forged = fault.replace('code="desir_1020"', 'code="desir_1020 &lt;b&gt;"')
  expect(read(forged, 500)).toMatchObject({ fault: { code: null } })
  expect(read(envelope(`<e:Fault/>`), 500)).toMatchObject({ kind: 'fault', fault: { side: null, code: null } })
})

test('what the simulator answers when it behaves is as the schema of the service says', () => {
  for (const persona of publicPersonas) {
    expect(judge(resultAnswer('00', persona))).toEqual([])
    expect(judge(resultAnswer('00', persona, 'prefixed'))).toEqual([])
    expect(judge(resultAnswer('00', persona, 'out-of-order'))).not.toEqual([])
  }
})

test.for([
  ['REP_CR01.xml', 'none'],
  ['TEST_2.04_cas2.xml', 'found'],
  ['TEST_2.05.xml', 'found'],
  ['TEST_2.08_cas1.xml', 'found'],
  ['TEST_2.08_cas2.xml', 'found'],
])('the public answer %s: %s (needs tlsi-ins among the samples)', ([name = '', kind], context) => {
  const path = sampleNamed(name)
  if (path === null) return context.skip('needs tlsi-ins among the samples')
  expect(readInsiAnswer(200, readFileSync(path)).kind).toBe(kind)
})
