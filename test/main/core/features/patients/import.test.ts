import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { importCsv } from '#core/features/patients/import.ts'
import { anna, bruno as brunoId, groupsOf, sqliteCabinet, type TestCabinet } from './cabinet.ts'
import { workOn } from './work.ts'

let cabinet: TestCabinet
beforeEach(async () => {
  cabinet = await sqliteCabinet()
})
afterEach(() => cabinet.close())

const header = 'Nom de naissance;Nom d’usage;Prénom(s);Sexe;DDN;NIR;Portable;Observation'
const good = 'BERTIN;LACAZE;Françoise, Anne;F;09/11/1958;2 58 11 33 514 987 15;+33 6 39 98 14 52;rien'

async function run(
  csv: string,
  mode: 'all-or-nothing' | 'good-lines' = 'all-or-nothing',
  dryRun = false,
  seesAll = true,
) {
  const { work, journal } = workOn(seesAll ? cabinet.db : cabinet.as(anna), {
    userId: anna,
    seesAll,
    groupIds: groupsOf(anna),
  })
  return { reply: await importCsv({ csv, mode, dryRun }, work), journal }
}
const count = async () => (await cabinet.db.selectFrom('patient').select('patient_id').execute()).length

test('a good file is written whole, headers recognised by their names, the unknown one told', async () => {
  const { reply, journal } = await run(`${header}\n${good}\nPEYRAT;;Colette;Femme;22 juil 49;;;\n`)
  expect(reply).toEqual({ read: 2, written: 2, unknownHeaders: ['Observation'], refused: [] })
  expect(journal).toEqual([{ details: { read: 2, written: 2, refused: 0 } }])
  const rows = await cabinet.db.selectFrom('patient').selectAll().orderBy('file_number').execute()
  expect(rows).toMatchObject([
    {
      file_number: 1,
      birth_name: 'BERTIN',
      used_name: 'LACAZE',
      birth_first_names: '["Françoise","Anne"]',
      birth_date: '1958-11-09',
      coverage_insured_nir: '258113351498715',
      ins_status: 'provisional',
      birth_place_code: '99999',
    },
    { file_number: 2, birth_name: 'PEYRAT', used_name: '', sex: 'F', birth_date: '1949-07-22' },
  ])
  expect(await cabinet.db.selectFrom('patient_register').selectAll().execute()).toMatchObject([
    { next_file_number: 3, shown: 2, hidden: 0 },
  ])
})

test('a number of a record out of sight is refused like any other, and a namesake out of sight is not told', async () => {
  const numbered = `Fiche;${header}`
  const bruno = workOn(cabinet.as(brunoId), { userId: brunoId, seesAll: false, groupIds: groupsOf(brunoId) })
  await importCsv({ csv: `${numbered}\n77;${good}\n`, mode: 'good-lines', dryRun: false }, bruno.work)
  const { reply } = await run(
    `${numbered}\n77;PEYRAT;;Colette;F;22/07/1949;;;\n78;${good}\n`,
    'good-lines',
    false,
    false,
  )
  expect(reply).toMatchObject({ written: 1, refused: [{ line: 2, reason: 'La fiche 77 existe déjà.' }] })
})

test.each([
  ['comma', header.replaceAll(';', ','), 'BERTIN,LACAZE,Françoise,2,09111958,,,'],
  ['tab', header.replaceAll(';', '\t'), 'BERTIN\tLACAZE\tFrançoise\tMme\t09/11/58\t\t\t'],
])('separated by %s', async (_, head, line) => {
  expect((await run(`\uFEFF${head}\r\n${line}\r\n`)).reply).toMatchObject({ written: 1 })
})

test('nothing is written when one line is bad; each fault has its line, its field and its reason', async () => {
  const bad = [
    good,
    'DUPONT2;;Jean;M;01/01/1980;;;',
    'DURAND;;Jean;X;31/02/1958;;;',
    ';;;F;01/01/1980;;;',
    'MARTIN;;Paul;M;01/01/1980;258113351498716;;',
    'MARTIN;;=HYPERLINK();M;01/01/1980;;;',
    'bertin;;FRANÇOISE;F;09111958;;;',
    'MARTIN;;Paul;M;01/01/1980;;;;;;',
  ].join('\n')
  const { reply } = await run(`${header}\n${bad}\n`)
  expect(reply).toMatchObject({ problem: 'import.refused' })
  if (!('problem' in reply)) return
  expect(reply.data.lines.map(({ line, field, reason }) => `${line} ${field} : ${reason}`)).toEqual([
    '3 Nom de naissance : Signes refusés dans un nom\u00a0: 2. Lettres, espace, trait d’union et apostrophe seulement.',
    '4 Sexe : Sexe non reconnu\u00a0: F, M ou I attendu.',
    '4 Date de naissance : Février 1958 a 28 jours.',
    '5 Nom de naissance : À renseigner.',
    '5 Prénoms de naissance : À renseigner.',
    '5 1er prénom de naissance : À renseigner.',
    '6 NIR de l’assuré : La clé ne correspond pas à ce numéro\u00a0: 15 attendu.',
    '7 Prénoms de naissance : Une cellule commence comme une formule de tableur\u00a0: elle est refusée.',
    '8 Ligne : Même patient qu’à la ligne 2 du fichier.',
    '9 Ligne : La structure du fichier n’est plus lisible à partir de cette ligne\u00a0: guillemets ou nombre de colonnes.',
  ])
  expect(await count()).toBe(0)
})

test('good lines alone when asked; a dry run writes nothing', async () => {
  const csv = `${header}\n${good}\nDUPONT2;;Jean;M;01/01/1980;;;\n`
  expect((await run(csv, 'good-lines', true)).reply).toMatchObject({ read: 2, written: 0, refused: [{ line: 3 }] })
  expect(await count()).toBe(0)
  expect((await run(csv, 'good-lines')).reply).toMatchObject({ read: 2, written: 1, refused: [{ line: 3 }] })
  expect(await count()).toBe(1)
})

test('whoever is already there is not written twice', async () => {
  await run(`${header}\n${good}\n`)
  expect((await run(`${header}\n${good}\n`)).reply).toMatchObject({
    problem: 'import.refused',
    data: { lines: [{ line: 2, reason: 'Ce patient a déjà un dossier\u00a0: fiche 1.' }] },
  })
})

test('file numbers of the former program are kept, and refused when taken', async () => {
  const csv =
    'Fiche;Nom de naissance;Prénom;Sexe;Date de naissance\n2744;BERTIN;Anne;F;1958\n;PEYRAT;Zoé;F;1960\n2744;POUJOL;Zoé;F;1960\n'
  expect((await run(csv, 'good-lines')).reply).toMatchObject({ written: 2, refused: [{ line: 4, field: 'Fiche' }] })
  const numbers = await cabinet.db.selectFrom('patient').select('file_number').orderBy('file_number').execute()
  expect(numbers.map((row) => row.file_number)).toEqual([2744, 2745])
})

test('who sees some patients only imports into their own sight', async () => {
  expect((await run(`${header}\n${good}\n`, 'all-or-nothing', false, false)).reply).toMatchObject({ written: 1 })
  expect(await cabinet.as(anna).selectFrom('patient').select('patient_id').execute()).toHaveLength(1)
})

describe('hostile or foreign files are refused in words', () => {
  test.each([
    ['empty', '', 'Ce fichier est vide.'],
    [
      'no header known',
      'a;b\n1;2\n',
      'Colonnes obligatoires absentes\u00a0: «\u00a0Nom de naissance\u00a0», «\u00a0Prénoms de naissance\u00a0», «\u00a0Sexe\u00a0», «\u00a0Date de naissance\u00a0».',
    ],
    [
      'the used name only',
      'Nom;Prénom;Sexe;DDN\nX;Y;F;1960\n',
      'Colonnes obligatoires absentes\u00a0: «\u00a0Nom de naissance\u00a0». La colonne «\u00a0Nom\u00a0» est lue comme nom utilisé. Si elle contient le nom de naissance, renommez-la «\u00a0Nom de naissance\u00a0»\u00a0; sinon ajoutez cette colonne.',
    ],
    [
      'a header twice',
      'Nom de naissance;Nom naissance;Prénom;Sexe;DDN\n',
      'Deux colonnes portent le nom «\u00a0Nom naissance\u00a0».',
    ],
    ['binary', `${header}\n\0\0\n`, 'Ce fichier n’est pas un fichier texte.'],
    [
      'a huge cell',
      `${header}\n${'x'.repeat(200_000)};a\n`,
      'Une cellule est démesurée\u00a0: ce n’est pas un fichier de patients.',
    ],
    [
      'a quote left open',
      `${header}\n"BERTIN;;Anne;F;1958;;;\n${good}\n`,
      'La structure du fichier n’est plus lisible à partir de cette ligne\u00a0: guillemets ou nombre de colonnes.',
    ],
  ])('%s', async (_, csv, reason) => {
    const { reply } = await run(csv, 'good-lines')
    expect(reply).toMatchObject({ problem: 'import.refused', data: { lines: [{ reason }] } })
    expect(await count()).toBe(0)
  })
})

test('a long file goes in order into the list and the search', async () => {
  const lines = Array.from(
    { length: 1_500 },
    (_, index) =>
      `NOM${'abcdefghij'.charAt(index % 10)}${'klmnop'.charAt(index % 6)};;P${'abcdefghijklmnopqrstuvwxyz'.charAt(index % 26)};F;0${(index % 9) + 1}/01/${1930 + (index % 90)};;;`,
  )
  const { reply } = await run(`${header}\n${lines.join('\n')}\n`, 'good-lines')
  const written = 'written' in reply ? reply.written : 0
  expect(written).toBeGreaterThan(1_000)
  const keys = (await cabinet.db.selectFrom('patient_order').select('order_key').orderBy('place').execute()).map(
    (row) => row.order_key,
  )
  expect(keys).toHaveLength(written)
  expect(keys).toEqual(keys.toSorted())
})
