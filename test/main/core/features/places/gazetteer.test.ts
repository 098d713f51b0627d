import { readFileSync, statSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { place } from '#app/features/places/model.ts'
import { findPlace, findPlaceName, gazetteer, searchGazetteer } from '#core/features/places/gazetteer.ts'
import { buildCommunes, communesFile } from '#test/fixtures/places/build.ts'

const best = async (text: string, bornOn?: string) => {
  const [first] = searchGazetteer(await gazetteer(), text, 'birth', bornOn)
  return first === undefined ? null : `${first.code} ${first.name}`
}

describe('a place of birth is found by', () => {
  test.each([
    ['soulac', undefined, '33514 Soulac-sur-Mer'],
    ['SOULAC SUR', undefined, '33514 Soulac-sur-Mer'],
    ['havre', undefined, '76351 Le Havre'],
    ['st germain en laye', undefined, '78551 Saint-Germain-en-Laye'],
    ['l’abergement-clé', undefined, "01001 L'Abergement-Clémenciat"],
    ['33514', undefined, '33514 Soulac-sur-Mer'],
    ['33780', undefined, '33514 Soulac-sur-Mer'],
    ['2a004', undefined, '2A004 Ajaccio'],
    ['arbignieu', undefined, '01015 Arbignieu'],
    ['algerie', undefined, '99352 Algérie'],
    ['algerie', '1970-01-01', '99352 Algérie'],
    ['algerie', '1955-01-01', '91352 Algérie, département d’Alger'],
    ['urss', '1970-00-00', '99123 URSS'],
    ['russie', '1999-01-01', '99123 Russie'],
    ['tchec', '1960-01-01', '99115 Tchécoslovaquie'],
    ['tche', '1999-01-01', '99116 Tchéquie'],
    ['yougoslavie', '1960-01-01', '99121 Yougoslavie'],
    ['maroc', '1950-01-01', '95350 Maroc (code d’avant 1956)'],
    ['99999', undefined, '99999 Lieu inconnu'],
    ['inconnu', undefined, '99999 Lieu inconnu'],
    ['zzzz', undefined, null],
  ])('« %s », born %s: %s', async (text, bornOn, expected) => {
    expect(await best(text, bornOn)).toBe(expected)
  })
})

test('an address is only looked for among communes of today', async () => {
  const found = searchGazetteer(await gazetteer(), '33590', 'postal')
  expect(found.map((one) => one.name)).toContain('Talais')
  expect(found.every((one) => one.kind === 'commune')).toBe(true)
  expect(searchGazetteer(await gazetteer(), 'algerie', 'postal')).toEqual([])
})

test('a former commune says what it is part of now', async () => {
  const found = searchGazetteer(await gazetteer(), 'bellegarde-sur-valserine', 'birth')
  expect(found[0]).toMatchObject({ code: '01033', kind: 'former-commune', nowCode: '01033' })
  expect((await findPlace('01033'))?.name).toBe('Valserhône')
})

test('a code has a name; one that no list knows has none', async () => {
  expect(await findPlaceName('33514')).toBe('Soulac-sur-Mer')
  expect(await findPlaceName('99352')).toBe('Algérie')
  expect(await findPlaceName('00000')).toBe('')
})

test('every entry is a place of the contract', async () => {
  for (const entry of (await gazetteer()).entries) {
    const found = searchGazetteer({ entries: [entry] }, entry.name, 'birth')
    expect(place.safeParse(found[0]).success, entry.code).toBe(true)
  }
})

test('the data are what the published list gives, and small', () => {
  const text = readFileSync(communesFile, 'utf8')
  const data = (source: string) => source.slice(source.indexOf('export const communes')).replaceAll(/\s+/g, '')
  expect(data(text)).toBe(data(buildCommunes()))
  expect(statSync(communesFile).size).toBeLessThan(3_000_000)
})

test('a search takes a few milliseconds', async () => {
  const all = await gazetteer()
  const times = ['a', 'saint', 'soulac', 'bord', '33', 'st germain en'].flatMap((text) =>
    Array.from({ length: 5 }, () => {
      const start = performance.now()
      searchGazetteer(all, text, 'birth')
      return performance.now() - start
    }),
  )
  // Twice the promise: other tests run on the same two cores.
  expect(times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]).toBeLessThan(20)
})
