import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nirKey } from '#app/kernel/nir.ts'
import { VitaleFault } from '#main/protocols/vitale-card.ts'
import { readApiLecture } from '#main/protocols/vitale-xml.ts'

const insured = `2580533514012${nirKey('2580533514012')}`
const child = `1120733063004${nirKey('1120733063004')}`

function card(people: string, root = 'vitale'): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}><tech/><listeBenef>${people}</listeBenef></${root}>`
}

const mother = `<benef><ident>
  <nomUsuel>GARNIER</nomUsuel><nomPatronymique>LEFÈVRE</nomPatronymique><prenomUsuel>MARIE CLAIRE</prenomUsuel>
  <naissance><date>14051958</date></naissance><rangDeNaissance>1</rangDeNaissance>
  <nir>${insured}</nir><nirCertifie/><dateCertification/>
  <adresse><ligne1>MME GARNIER MARIE</ligne1><ligne4>4 RUE DES BAINS</ligne4><ligne5>33780 SOULAC SUR MER</ligne5></adresse>
</ident><amo><qualBenef>0</qualBenef><codeRegime>01</codeRegime><caisse>331</caisse><centreGestion>0000</centreGestion><libelleExo>ALD 30</libelleExo>
  <listePeriodesDroits><element><debut>01012026</debut><fin>31122026</fin></element><element><debut>01012027</debut><fin/></element></listePeriodesDroits>
</amo><cmu><typeCMU>1</typeCMU></cmu></benef>`

const son = `<benef><ident><nomUsuel>GARNIER</nomUsuel><prenomUsuel>PAUL</prenomUsuel>
  <naissance><dateEnCarte>120714</dateEnCarte></naissance><rangDeNaissance>2</rangDeNaissance>
  <nir>${insured}</nir><nirCertifie>${child}</nirCertifie></ident><amo><qualBenef>6</qualBenef></amo></benef>`

function reasonOf(xml: string): string {
  try {
    readApiLecture(xml)
  } catch (error) {
    if (error instanceof VitaleFault) return error.reason
    throw error
  }
  return 'accepted'
}

describe('a reading of the API Lecture', () => {
  it('gives each beneficiary with what the card says of them', () => {
    expect(readApiLecture(card(mother + son))).toEqual([
      {
        birthName: 'LEFÈVRE',
        usedName: 'GARNIER',
        firstName: 'MARIE CLAIRE',
        birthDate: '1958-05-14',
        birthDateOnCard: null,
        birthRank: 1,
        insuredNir: insured,
        ownNir: null,
        quality: 0,
        scheme: '01',
        fund: '331',
        centre: '0000',
        rights: [
          { from: '2026-01-01', to: '2026-12-31' },
          { from: '2027-01-01', to: null },
        ],
        addressLines: ['MME GARNIER MARIE', '', '', '4 RUE DES BAINS', '33780 SOULAC SUR MER'],
        exemption: 'ALD 30',
        c2s: '1',
      },
      {
        birthName: null,
        usedName: 'GARNIER',
        firstName: 'PAUL',
        birthDate: null,
        birthDateOnCard: '120714',
        birthRank: 2,
        insuredNir: insured,
        ownNir: child,
        quality: 6,
        scheme: null,
        fund: null,
        centre: null,
        rights: [],
        addressLines: ['', '', '', '', ''],
        exemption: null,
        c2s: null,
      },
    ])
  })

  it('is read whatever its root is called, and in a name space', () => {
    expect(readApiLecture(card(mother, 'lecture'))).toHaveLength(1)
    expect(readApiLecture(`<v:x xmlns:v="urn:v"><v:listeBenef><v:b/></v:listeBenef></v:x>`)).toHaveLength(1)
  })

  it.each([
    ['<date>14051958</date>', '1958-05-14', null],
    ['<date>00001958</date>', '1958-00-00', null],
    ['<date>14231958</date>', '1958-23-14', null],
    ['<date>140558</date>', null, '580514'],
    ['<dateEnCarte>19580514</dateEnCarte>', '1958-05-14', null],
    ['<dateEnCarte>580514</dateEnCarte>', null, '580514'],
    ['', null, null],
  ])('gives the birth date %s', (written, birthDate, birthDateOnCard) => {
    const [read] = readApiLecture(card(`<b><ident><naissance>${written}</naissance></ident></b>`))
    expect(read).toMatchObject({ birthDate, birthDateOnCard })
  })

  it.each([
    ['nothing', '', 'structure'],
    ['another text', 'SCARD_W_REMOVED_CARD', 'structure'],
    ['a reading without beneficiaries', '<vitale/>', 'structure'],
    ['an empty list', card(''), 'nobody'],
    ['a cut reading', card(mother).slice(0, 400), 'structure'],
    ['a document type', `<!DOCTYPE x [<!ENTITY a "b">]>${card(mother).slice(39)}`, 'structure'],
    ['an entity of its own', card(mother.replace('GARNIER', '&nom;')), 'structure'],
    ['a file asked for', `<!doctype x SYSTEM "file:///etc/passwd">${card(mother).slice(39)}`, 'structure'],
    ['thirty-one people', card('<b/>'.repeat(31)), 'too-big'],
    ['a text of no end', card(`<b><ident><nomUsuel>${'A'.repeat(200)}</nomUsuel></ident></b>`), 'too-big'],
    ['a reading of no end', card('A'.repeat(600_000)), 'too-big'],
    ['elements of no end', card('<a/>'.repeat(30_000)), 'too-big'],
    ['elements in elements of no end', `${'<a>'.repeat(9_000)}${'</a>'.repeat(9_000)}`, 'structure'],
    ['a wrong key', card(mother.replace(insured, `${insured.slice(0, 13)}00`)), 'nir'],
    ['a thirty-second', card(mother.replace('14051958', '32051958')), 'date'],
    ['a rank of twins of two digits', card(mother.replace('>1</rang', '>12</rang')), 'structure'],
  ])('refuses %s', (_what, xml, reason) => {
    expect(reasonOf(xml)).toBe(reason)
  })

  it('gives one named refusal for any other text', () => {
    const start = card(mother + son)
    const cut = fc.tuple(fc.nat(start.length), fc.nat(40), fc.string({ maxLength: 12, unit: 'binary' }))
    fc.assert(
      fc.property(cut, ([at, removed, put]) => {
        expect(reasonOf(start.slice(0, at) + put + start.slice(at + removed))).toMatch(
          /^(accepted|structure|too-big|nobody|text|date|nir)$/,
        )
      }),
      { numRuns: 120 },
    )
  })
})
