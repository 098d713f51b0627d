import { describe, expect, test } from 'vitest'
import { vitales } from '#test/simulators/cards/training-deck.ts'
import {
  familyPersonas,
  generatedFamilies,
  keyOf,
  trainingPeople,
  uncommonPeople,
} from '#test/simulators/insi/families.ts'
import { fitting, onCard, publicPersonas } from '#test/simulators/insi/personas.ts'

const everybody = [...publicPersonas, ...familyPersonas]

test('nobody has the number of somebody else', () => {
  const numbers = everybody.map(({ number }) => number)
  expect(numbers.filter((number, at) => numbers.indexOf(number) !== at)).toEqual([])
})

test('keys are those of the published examples, Corsica too', () => {
  expect(['2751263220749', '297022A020778', '160012B020777', '1090763220888'].map(keyOf)).toEqual([
    '74',
    '78',
    '13',
    '35',
  ])
})

test('a number says the sex, the year and the month of whom it is, and a commune or a country', () => {
  for (const { number, key, sex, birthDate, birthPlace } of familyPersonas) {
    const month = birthDate.slice(5, 7) === '00' ? '20' : birthDate.slice(5, 7)
    expect(number.slice(0, 5)).toBe(`${sex === 'M' ? 1 : 2}${birthDate.slice(2, 4)}${month}`)
    expect(number).toMatch(/^\d{5}(?:\d\d|2[AB])\d{3}9\d\d$/)
    if (birthPlace !== null) expect(number.slice(5, 10)).toBe(birthPlace)
    expect(key).toBe(keyOf(number))
  }
})

test('names are in the characters that the service writes', () => {
  for (const { birthName, firstNames } of familyPersonas) {
    expect(`${birthName} ${firstNames}`).toMatch(/^[A-Z]+(?:(?:-{1,2}|[' ])[A-Z]+)*$/)
  }
})

describe('everybody on a Vitale card of training is known by that card', () => {
  const lines = vitales.flatMap(({ content, label }) =>
    content.holders.map((holder) => [`${holder.firstName} (${label})`, holder] as const),
  )
  test.each(lines)('%s', (_, { nir = '', birthDate = '', firstName = '' }) => {
    const date = birthDate.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3')
    const found = onCard(everybody, { own: null, insured: nir.slice(0, 13), birthDate: date, rank: '1' })
    const plain = firstName.normalize('NFD').replaceAll(/\p{M}/gu, '')
    expect(found.map(({ firstNames }) => firstNames)).toEqual([plain])
  })
})

test('Thérèse LACROIX is known by the name of her birth, and not by the one she uses', () => {
  const sought = { firstName: 'THERESE', sex: 'F', birthDate: '1963-06-03', birthPlace: null }
  expect(fitting(everybody, { ...sought, birthName: 'LACROIX' })).toEqual([])
  expect(fitting(everybody, { ...sought, birthName: 'ARNAUD' })).toMatchObject([{ birthPlace: '33240' }])
  expect(trainingPeople.find(({ birthName }) => birthName === 'ARNAUD')?.number).toMatch(/^2630633240/)
})

test('two Manon LACAZE are told apart by another first name, then by where they were born', () => {
  const manon = { birthName: 'LACAZE', firstName: 'MANON', sex: 'F', birthDate: '2001-07-14', birthPlace: null }
  expect(fitting(everybody, manon)).toHaveLength(2)
  expect(fitting(everybody, { ...manon, firstName: 'MANON ELISE' })).toHaveLength(1)
  expect(fitting(everybody, { ...manon, birthPlace: '33302' })).toHaveLength(1)
})

test('twins whom their mother insures are told apart by their rank, and by their own numbers', () => {
  const [mother, girl, boy] = uncommonPeople
  const insured = mother?.number ?? ''
  const line = (rank: string) => onCard(everybody, { own: null, insured, birthDate: '2018-05-30', rank })
  expect([line('1'), line('2')]).toEqual([[girl], [boy]])
  expect(onCard(everybody, { own: boy?.number ?? '', insured, birthDate: '2018-05-30', rank: '1' })).toEqual([boy])
})

test('families are the same ones for the same seed, and others for another', () => {
  expect(generatedFamilies(40)).toEqual(generatedFamilies(40))
  expect(generatedFamilies(40, 7)).not.toEqual(generatedFamilies(40))
  const insured = generatedFamilies(120).filter((one) => one.insured !== undefined)
  const numbers = new Set(generatedFamilies(120).map(({ number }) => number))
  expect(insured.length).toBeGreaterThan(60)
  expect(insured.every((one) => numbers.has(one.insured ?? ''))).toBe(true)
})
