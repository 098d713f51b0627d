import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseUserinfo } from '#main/protocols/psc-userinfo.ts'

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))

/** The shape of the public example, of nobody. */
const shown = {
  sub: 'f:00000000-0000-0000-0000-000000000000:899700000001',
  preferred_username: '899700000001',
  SubjectNameID: '899700000001',
  given_name: 'CAMILLE',
  family_name: 'DOC0000001',
  SubjectRefPro: {
    exercices: [
      {
        codeProfession: '10',
        activities: [
          { codeModeExercice: 'L', raisonSocialeSite: 'CABINET M DOC0000001', codePostal: '75009' },
          { codeModeExercice: 'S', raisonSocialeSite: '', enseigneCommercialeSite: ' HOPITAL\u0007 ', codePostal: '' },
        ],
      },
    ],
  },
}

test('who is signed in, and where they work', () => {
  expect(parseUserinfo(bytes(shown))).toEqual({
    nationalId: '899700000001',
    activities: [
      { place: 'CABINET M DOC0000001', profession: '10', mode: 'L', postalCode: '75009' },
      { place: 'HOPITAL', profession: '10', mode: 'S', postalCode: '' },
    ],
  })
})

test('a professional without known places has none to choose from', () => {
  const { SubjectRefPro: _left, ...without } = shown
  expect(parseUserinfo(bytes(without))?.activities).toEqual([])
  expect(parseUserinfo(bytes({ ...without, SubjectRefPro: { exercices: [null, 1, { activities: 'x' }] } }))).toEqual({
    nationalId: '899700000001',
    activities: [],
  })
})

test.each([
  ['two identifiers that differ', { ...shown, preferred_username: '899700000002' }],
  ['no identifier', { ...shown, SubjectNameID: undefined, preferred_username: undefined }],
  ['an identifier that is no text', { ...shown, SubjectNameID: 8, preferred_username: 8 }],
  ['an identifier that would be read as something else', { SubjectNameID: '8997\r\nX' }],
  ['a list', [shown]],
  ['nothing', null],
])('is believed of nobody with %s', (_name, said) => {
  expect(parseUserinfo(bytes(said))).toBeNull()
})

test('whatever comes, it is read or refused', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array({ maxLength: 200 }),
        fc.json().map((text) => new TextEncoder().encode(text)),
      ),
      (body) => {
        const read = parseUserinfo(body)
        return read === null || read.nationalId.length > 0
      },
    ),
    { numRuns: 500 },
  )
  // Any of the claims may be anything.
  fc.assert(
    fc.property(fc.anything(), fc.anything(), (reference, activity) => {
      const said = {
        SubjectNameID: '899700000001',
        SubjectRefPro: { exercices: [{ activities: [activity] }, reference] },
      }
      const text = safeJson(said)
      return text === null || parseUserinfo(new TextEncoder().encode(text))?.nationalId === '899700000001'
    }),
    { numRuns: 500 },
  )
})

function safeJson(value: unknown): string | null {
  try {
    return JSON.stringify(value)
  } catch {
    return null
  }
}
