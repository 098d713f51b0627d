import { describe, expect, test } from 'vitest'
import type { AllergyFields } from '#app/features/antecedents/model.ts'
import { classesNamed, classesOf, stemOf } from '#app/features/treatments/rules/classes.ts'
import {
  type CheckedDrug,
  checkSafety,
  needsReason,
  type SafetyQuestion,
} from '#app/features/treatments/rules/safety.ts'
import { sayAlert, sayNotChecked } from '#app/text/fr/treatments.ts'
import { smallDrugs } from '#test/world/medicines.ts'

/** A drug of the small base. */
function known(cis: string): CheckedDrug {
  const found = smallDrugs.find((one) => one.cis === cis)
  if (found === undefined) throw new Error(`${cis} is not in the small base`)
  return {
    drug: { cis, name: found.name },
    components: found.parts.map(([code, name, dosage, nature]) => ({ code, name, dosage, fraction: nature === 'FT' })),
  }
}

const free = (name: string): CheckedDrug => ({ drug: { cis: null, name }, components: null })

const [clamoxyl, augmentin, cefpodoxime, ramipril, ibuprofen, kardegic, bactrim, empty, otherAmoxicillin] = [
  known('60000001'),
  known('60000004'),
  known('60000005'),
  known('60000008'),
  known('60000011'),
  known('60000012'),
  known('60000014'),
  known('60000018'),
  known('60000002'),
]

let count = 0
function allergy(substance: string, changes: Partial<AllergyFields> = {}) {
  count += 1
  return {
    entryId: `00000000-0000-7000-8000-${String(count).padStart(12, '0')}`,
    sourceNoteId: null,
    recordedAt: '2026-11-24T08:00:00.000Z',
    recordedBy: 'Dr H. MARCHAND',
    updatedAt: '2026-11-24T08:00:00.000Z',
    updatedBy: 'Dr H. MARCHAND',
    version: 1,
    fields: {
      substance,
      substanceCode: null,
      classCode: null,
      category: 'medicine' as const,
      type: 'allergy' as const,
      reaction: '',
      severity: null,
      certainty: 'confirmed' as const,
      onset: null,
      comment: '',
      ...changes,
    },
  }
}

function ask(drugs: readonly CheckedDrug[], change: Partial<SafetyQuestion> = {}) {
  return checkSafety({
    drugs,
    others: [],
    allergies: { state: 'none', statement: { declaredAt: '2026-01-01T00:00:00.000Z', declaredBy: 'Dr X' } },
    recognised: new Map(),
    isImported: true,
    ...change,
  })
}

const list = (...entries: ReturnType<typeof allergy>[]) => ({ state: 'list' as const, entries })

describe('which allergy meets which drug', () => {
  test.each([
    ['the code of a substance', allergy('x', { substanceCode: '05248' }), clamoxyl, 'allergy'],
    ['the code of its salt', allergy('x', { substanceCode: '28165' }), clamoxyl, 'allergy'],
    ['its name', allergy('Amoxicilline'), clamoxyl, 'allergy'],
    ['its name with a salt', allergy('amoxicilline trihydratée'), clamoxyl, 'allergy'],
    ['its name, in a drug of two', allergy('acide clavulanique'), augmentin, 'allergy'],
    ['what everybody says for it', allergy('Aspirine'), kardegic, 'allergy'],
    ['a class by its code', allergy('x', { classCode: 'penicillins' }), clamoxyl, 'allergy-class'],
    ['a class by its name', allergy('Pénicillines'), clamoxyl, 'allergy-class'],
    ['a class as it is said', allergy('allergie à la pénicilline'), augmentin, 'allergy-class'],
    ['another substance of the class', allergy('Ampicilline'), clamoxyl, 'allergy-class'],
    ['aspirin and anti-inflammatory drugs', allergy('Aspirine'), ibuprofen, 'allergy-class'],
    ['anti-inflammatory drugs and aspirin', allergy('AINS'), kardegic, 'allergy-class'],
    ['sulfonamides', allergy('sulfamides'), bactrim, 'allergy-class'],
    ['a class that crosses', allergy('Pénicillines'), cefpodoxime, 'allergy-crossed'],
    ['free words that name a substance', allergy('Amoxicilline'), free('amoxicilline 1 g'), 'allergy'],
    ['free words of a class', allergy('Pénicillines'), free('Amoxicilline 500'), 'allergy-class'],
    ['a class among others', allergy('pénicilline et AINS'), ibuprofen, 'allergy-class'],
    ['a substance among others', allergy('iode, ibuprofène'), ibuprofen, 'allergy'],
    ['carbapenems', allergy('Pénicillines'), free('imipenem 500 mg'), 'allergy-crossed'],
    ['an intolerance', allergy('ibuprofène', { type: 'intolerance' }), ibuprofen, 'allergy'],
  ] as const)('%s', (_what, entry, drug, kind) => {
    const outcome = ask([drug], { allergies: list(entry) })
    expect(outcome.state).toBe('alerts')
    expect(outcome.alerts).toHaveLength(1)
    expect(outcome.alerts[0]).toMatchObject({ kind, drugName: drug.drug.name, against: entry.fields.substance })
    expect(outcome.alerts.every(needsReason)).toBe(true)
  })

  test.each([
    ['another substance', allergy('x', { substanceCode: '05248' }), ramipril],
    ['a class that does not hold it', allergy('Macrolides'), ramipril],
    ['a sulfate is no sulfonamide', allergy('sulfamides'), ramipril],
    ['penicillins and anti-inflammatory drugs', allergy('Pénicillines'), ibuprofen],
    ['pollen', allergy('Pollens de graminées', { category: 'environment' }), ramipril],
  ] as const)('not: %s', (_what, entry, drug) => {
    expect(ask([drug], { allergies: list(entry) })).toEqual({ state: 'none', alerts: [], notChecked: [] })
  })
})

describe('what could not be checked is never « none »', () => {
  test.each([
    ['allergies unknown', [ramipril], { allergies: { state: 'unknown' } }, ['allergies-unknown']],
    ['no base', [ramipril], { isImported: false, allergies: list(allergy('Pénicillines')) }, ['base-not-imported']],
    [
      'free words',
      [free('traitement du pharmacien')],
      { allergies: list(allergy('Pénicillines')) },
      ['free-text-drug'],
    ],
    [
      'a drug the base lost',
      [{ ...ramipril, components: null }],
      { allergies: list(allergy('Pénicillines')) },
      ['drug-not-in-base'],
    ],
    ['a drug without substance', [empty], { allergies: list(allergy('Pénicillines')) }, ['drug-without-substance']],
    [
      'an allergy nobody knows',
      [ramipril],
      { allergies: list(allergy('un sirop rose')) },
      ['allergy-without-substance'],
    ],
    [
      'one of two allergies written together',
      [ramipril],
      { allergies: list(allergy('Pénicilline et iode')) },
      ['allergy-without-substance'],
    ],
    [
      'a food that drugs may hold',
      [ramipril],
      { allergies: list(allergy('Arachide', { category: 'food' })) },
      ['excipients'],
    ],
    [
      'a food, and no base',
      [ramipril],
      { isImported: false, allergies: list(allergy('Kiwi', { category: 'food' })) },
      ['base-not-imported'],
    ],
  ] as const)('%s', (_what, drugs, change, codes) => {
    const outcome = ask(drugs, change as Partial<SafetyQuestion>)
    expect(outcome.state).toBe('not-checked')
    expect(outcome.notChecked.map(({ code }) => code)).toEqual(codes)
    expect(outcome.alerts).toEqual([])
    for (const reason of outcome.notChecked) expect(sayNotChecked(reason)).not.toContain('undefined')
  })

  test('what was checked alerts, beside what was not', () => {
    const outcome = ask([clamoxyl, free('autre chose')], { allergies: list(allergy('Pénicillines')) })
    expect(outcome.state).toBe('alerts')
    expect(outcome.notChecked).toEqual([{ code: 'free-text-drug', about: 'autre chose' }])
  })

  test('declared without allergy, nothing is left to check', () => {
    expect(ask([free('n’importe quoi')])).toEqual({ state: 'none', alerts: [], notChecked: [] })
  })

  test('an allergy whose name the base knows is recognised by it', () => {
    const entry = allergy('Ramipril')
    expect(ask([clamoxyl], { allergies: list(entry), recognised: new Map([['ramipril', ['67425']]]) }).state).toBe(
      'none',
    )
  })
})

test('few alerts, ranked: the substance, its class, what crosses; severe ones first; one per drug and allergy', () => {
  const outcome = ask([cefpodoxime, clamoxyl, ibuprofen], {
    allergies: list(
      allergy('Pénicillines'),
      allergy('Ibuprofène', { severity: 'mild' }),
      allergy('Amoxicilline', { severity: 'severe' }),
    ),
  })
  expect(outcome.alerts.map(({ kind, drugName, against }) => [kind, drugName.split(' ')[0], against])).toEqual([
    ['allergy', 'CLAMOXYL', 'Amoxicilline'],
    ['allergy', 'IBUPROFÈNE', 'Ibuprofène'],
    ['allergy-class', 'CLAMOXYL', 'Pénicillines'],
    ['allergy-crossed', 'CEFPODOXIME', 'Amoxicilline'],
    ['allergy-crossed', 'CEFPODOXIME', 'Pénicillines'],
  ])
  expect(sayAlert(outcome.alerts[0] as never)).toContain('sévère')
})

test('a substance taken twice is told once, by the drug added, and asks no reason', () => {
  const outcome = ask([clamoxyl], { others: [otherAmoxicillin, augmentin] })
  expect(outcome.alerts).toMatchObject([
    { kind: 'duplicate', substance: 'AMOXICILLINE', against: 'AMOXICILLINE ESSAI 500 mg, gélule' },
  ])
  expect(outcome.alerts.some(needsReason)).toBe(false)
  expect(ask([ramipril], { others: [clamoxyl] }).alerts).toEqual([])
  // Free words too: by the name but for its strength, and by the substance they name.
  expect(ask([free('Ramipril 10 mg')], { others: [free('ramipril 5 mg')] }).alerts).toHaveLength(1)
  expect(ask([free('Ramipril 10 mg')], { others: [free('perindopril 5 mg')] }).alerts).toEqual([])
  expect(ask([ramipril], { others: [free('Ramipril 5 mg')] }).alerts).toHaveLength(1)
  expect(ask([free('1 mg')], { others: [free('2 mg')] }).alerts).toEqual([])
})

test.each([
  ['AMOXICILLINE TRIHYDRATÉE', 'amoxicilline'],
  ['CHLORHYDRATE DE METFORMINE', 'metformine'],
  ['METFORMINE BASE', 'metformine'],
  ['CHLORURE DE SODIUM', 'chlorure de sodium'],
  ['Aspirine', 'acide acetylsalicylique'],
] as const)('%s without its salt is %s', (name, stem) => {
  expect(stemOf(name)).toBe(stem)
})

test('classes by what is written', () => {
  expect(classesNamed('Bêta-lactamines')).toEqual(['penicillins', 'cephalosporins', 'carbapenems'])
  expect(classesNamed('anti-inflammatoires non stéroïdiens')).toEqual(['nsaids'])
  expect(classesNamed('pollen')).toEqual([])
  expect(classesNamed('sulfamides hypoglycémiants')).toEqual([])
  expect(classesNamed('pénicilline et AINS')).toEqual(['penicillins', 'nsaids'])
  expect(classesOf('SULFATE DE MAGNÉSIUM')).toEqual([])
  expect(classesOf('PÉNICILLAMINE')).toEqual([])
})
