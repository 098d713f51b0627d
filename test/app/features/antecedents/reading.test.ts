import { expect, test } from 'vitest'
import { readAllergy } from '#app/features/antecedents/allergy-reading.ts'
import { readFamily, readHabitus, readProblem } from '#app/features/antecedents/reading.ts'
import { sayAllergy, sayFamily, sayHabitus, sayProblem } from '#app/text/fr/antecedent-words.ts'

const today = '2026-11-24'

test.each([
  [
    'Diabète de type 2 (E11) depuis 2014 ALD 8',
    { label: 'Diabète de type 2', code: 'E11', onset: '2014-00-00', state: 'active' },
  ],
  ['hypertension artérielle 2011', { label: 'hypertension artérielle', code: 'I10', onset: '2011-00-00' }],
  [
    'Cholécystectomie 2003',
    { label: 'Cholécystectomie', code: null, onset: '2003-00-00', nature: 'surgical', state: 'past' },
  ],
  ['Césarienne en mai 2010', { label: 'Césarienne', onset: '2010-05-00', nature: 'obstetric', state: 'past' }],
  ['Fracture du poignet, 12/05/1999', { label: 'Fracture du poignet', onset: '1999-05-12', state: 'past' }],
  ['Grosse fatigue', { label: 'Grosse fatigue', code: null, onset: null, ald: null }],
])('« %s » is a problem', (typed, fields) => {
  expect(readProblem(typed, today)).toMatchObject(fields)
})

test('the number of the ALD is read, with those outside the list', () => {
  expect(readProblem('Diabète ALD 8', today)?.ald).toEqual({ kind: 'listed', number: 8, startsOn: null, endsOn: null })
  expect(readProblem('Maladie rare ALD 31', today)?.ald?.kind).toBe('off-list')
  expect(readProblem('Tout, ALD n° 32', today)?.ald?.kind).toBe('several')
  expect(readProblem('Diabète ALD 45', today)?.ald).toBeNull()
})

test.each([
  [
    'Père : infarctus du myocarde à 52 ans',
    { relative: 'father', label: 'infarctus du myocarde', age: 52, fatal: false },
  ],
  [
    'mère cancer du sein 45 ans, décédée',
    { relative: 'mother', label: 'cancer du sein', age: 45, fatal: true, code: 'C50.9' },
  ],
  ['Grand-père maternel : diabète', { relative: 'maternal-grandfather', label: 'diabète', age: null }],
  ['sœur, asthme', { relative: 'sister', label: 'asthme', code: 'J45.9' }],
])('« %s » is of the family', (typed, fields) => {
  expect(readFamily(typed)).toMatchObject(fields)
})

test('without a relative, nothing of the family is said', () => {
  expect(readFamily('Diabète')).toBeNull()
  expect(readFamily('Père')).toBeNull()
})

test.each([
  ['Tabac : 6 cigarettes/jour depuis 1990', 'Tabac : 6 cigarettes/jour depuis 1990'],
  ['1 paquet par jour depuis 1996, 30 PA', 'Tabac : 20 cigarettes/jour depuis 1996, 30 PA'],
  ['tabac sevré en 2010, 20 PA', 'Tabac : sevré en 2010, 20 PA'],
  ['non-fumeur', 'Tabac : jamais'],
  ['alcool : 10 verres par semaine', 'Alcool : 10 verres/semaine'],
  ['2 verres par jour', 'Alcool : 14 verres/semaine'],
  ['marche 30 min, 3 fois par semaine', 'Marche 30 min, 3 fois par semaine'],
  ['cannabis occasionnel', 'Autres substances : cannabis occasionnel'],
])('« %s » reads « %s »', (typed, said) => {
  const fields = readHabitus(typed, today)
  expect(fields === null ? null : sayHabitus(fields)).toBe(said)
})

test.each([
  [
    'Pénicillines — urticaire, 1994',
    {
      substance: 'Pénicillines',
      classCode: 'penicillins',
      category: 'medicine',
      reaction: 'urticaire',
      onset: '1994-00-00',
      certainty: 'confirmed',
    },
  ],
  [
    'allergie à la pénicilline (œdème de Quincke sévère)',
    { substance: 'Pénicilline', classCode: 'penicillins', severity: 'severe', reaction: 'œdème de Quincke' },
  ],
  [
    'intolérance aux AINS : gastralgies',
    { substance: 'AINS', type: 'intolerance', classCode: 'nsaids', reaction: 'gastralgies' },
  ],
  ['kiwi ?', { substance: 'Kiwi', category: 'food', certainty: 'to-confirm' }],
  [
    'Pollens de graminées, rhinite',
    { substance: 'Pollens de graminées', category: 'environment', reaction: 'rhinite' },
  ],
  [
    'amoxicilline à confirmer',
    { substance: 'Amoxicilline', classCode: null, category: 'other', certainty: 'to-confirm' },
  ],
])('« %s » is an allergy', (typed, fields) => {
  expect(readAllergy(typed, today)).toMatchObject(fields)
})

test.each([
  'pas d’allergie à la pénicilline',
  'Allergies : aucune',
  'allergie : non',
  'aucune allergie connue',
  'non allergique aux AINS',
  'sans allergie médicamenteuse',
  'RAS',
  'allergie à l’amoxicilline écartée après tests',
  'allergie pénicilline infirmée',
  'intolérance au lactose : exclue',
  'allergie aux pénicillines, tests négatifs',
])('« %s » denies an allergy: none is read', (typed) => {
  expect(readAllergy(typed, today)).toBeNull()
})

test.each([
  ['allergie pénicilline urticaire', 'Pénicilline', 'urticaire'],
  ['urticaire à l’amoxicilline', 'Amoxicilline', 'urticaire'],
  ['Amoxicilline, ibuprofène', 'Amoxicilline, ibuprofène', ''],
  ['pénicilline et AINS : urticaire', 'Pénicilline et AINS', 'urticaire'],
  ['Arachide, choc anaphylactique', 'Arachide', 'choc anaphylactique'],
  ['Iode (malaise)', 'Iode', 'malaise'],
])('of « %s », « %s » is the substance and « %s » the reaction: a second substance is no reaction', (typed, substance, reaction) => {
  expect(readAllergy(typed, today)).toMatchObject({ substance, reaction })
})

test('a severity that is denied is not one, and a short word is no beginning of another', () => {
  expect(readAllergy('kiwi : réaction non sévère', today)?.severity).toBeNull()
  expect(readAllergy('Bléomycine', today)?.category).toBe('other')
  expect(readAllergy('sulfamides hypoglycémiants', today)?.classCode).toBeNull()
  expect(readAllergy('sulfamides', today)?.classCode).toBe('antibacterial-sulfonamides')
})

test.each([
  'pas d’HTA',
  'Antécédents : aucun',
  'RAS',
  'diabète : non',
  'embolie pulmonaire éliminée',
  'Père : infarctus à 52 ans',
  'Grand-mère : diabète',
  'Tante, cancer du sein',
])('« %s » is no pathology of the patient', (typed) => {
  expect(readProblem(typed, today)).toBeNull()
})

test.each([
  ['Carence en vitamine B12', { label: 'Carence en vitamine B12', code: 'E53.8' }],
  ['Tassement de T12', { label: 'Tassement de T12', code: null }],
  ['HTA I10', { label: 'HTA', code: 'I10' }],
  ['Hypertension ALD 30', { label: 'Hypertension ALD 30', ald: null }],
  ['Cancer du sein ALD 30', { code: 'C50.9', ald: { kind: 'listed', number: 30, startsOn: null, endsOn: null } }],
  ['Prématuré 1950 g', { label: 'Prématuré 1950 g', onset: null }],
  ['Trouble bipolaire', { nature: 'psychiatric', state: 'active' }],
  ['Rhésus négatif', { label: 'Rhésus négatif' }],
])('« %s » is not misread', (typed, fields) => {
  expect(readProblem(typed, today)).toMatchObject(fields)
})

test.each([
  ['Père : mort subite à 45 ans', { label: 'mort subite', age: 45, fatal: true }],
  ['Mère : diabète depuis 20 ans', { age: null }],
])('« %s » of the family is not misread', (typed, fields) => {
  expect(readFamily(typed)).toMatchObject(fields)
})

test('what denies, of the family, is not read', () => {
  expect([readFamily('Père : RAS'), readFamily('mère : pas de diabète')]).toEqual([null, null])
})

test.each([
  ['pas de tabac', 'Tabac : pas de tabac'],
  ['Tabac : non sevré', 'Tabac : non sevré'],
  ['tabagisme passif', 'Tabac : tabagisme passif'],
  ['tabac : arrêt souhaité', 'Tabac : arrêt souhaité'],
  ['0 cigarette/jour', 'Tabac : 0 cigarette/jour'],
])('« %s » is kept as it is said, « %s »', (typed, said) => {
  const fields = readHabitus(typed, today)
  expect(fields?.use).toBeNull()
  expect(fields === null ? null : sayHabitus(fields).replace('\u00A0', ' ')).toBe(said)
})

test('nothing is read in nothing', () => {
  expect([readProblem(' ', today), readHabitus('', today), readAllergy(' : ', today), readFamily('')]).toEqual([
    null,
    null,
    null,
    null,
  ])
})

test('what is said of each is a line', () => {
  const problem = readProblem('Diabète de type 2 2014 ALD 8', today)
  const allergy = readAllergy('kiwi : urticaire légère 2019 ?', today)
  const family = readFamily('père infarctus à 52 ans décédé')
  expect([
    problem === null ? '' : sayProblem(problem),
    allergy === null ? '' : sayAllergy(allergy),
    family === null ? '' : sayFamily(family),
  ]).toEqual([
    'Diabète de type 2, E11, 2014, ALD 8',
    'Kiwi — urticaire légère, 2019 (à confirmer)',
    'Père : infarctus à 52 ans (décès)',
  ])
})
