import { expect, type Page, test } from '@playwright/test'
import { pdfOf } from '#test/world/documents.ts'
import { askPoppler, readPdf } from '#test/world/pdf.ts'
import { handsOn } from './keyboard.ts'
import type { Program } from './programs.ts'
import { findAndOpen, lock, mustBeAccessibleOnce, openTraining, openingWindow, recordList, unlock } from './steps.ts'

const call = 'Rappeler pour son renouvellement'
const shown = 'LACAZE Françoise'

const history = (page: Page) => page.getByRole('grid', { name: 'Historique' })
const line = (page: Page, text: string) => history(page).getByRole('row').filter({ hasText: text }).first()
const reading = (page: Page) => page.getByRole('region', { name: 'Lecture' })
const section = (page: Page, keyword: string) => page.getByRole('textbox', { name: keyword, exact: true })
const held = (page: Page, keyword: string) => page.getByRole('list', { name: `${keyword}, données` })

/**
 * A day at the cabinet, as one story: a patient telephones while another record is open; the doctor sees her, prescribes,
 * writes to a colleague, files what was scanned and prints a label. From the search of the record to the label nothing
 * is done with the mouse, but for the file that is dropped. What the pages say is read by programs that are not ours.
 */
export async function dayAtTheCabinet(program: Program): Promise<void> {
  const { page } = program
  test.setTimeout(180_000)
  await openingWindow(page)
  await telephone(program)
  await test.step('the doctor takes the seat, and sees who is to be called back', async () => {
    await lock(page)
    await unlock(page, 'formation-praticien', /MARCHAND/)
    await recordList(page)
    await page.keyboard.press('Alt+T')
    await expect(page.getByRole('row').filter({ hasText: call })).toContainText(shown)
  })
  const keyboard = await handsOn(page)
  const pages = await pagesOf(page)
  const { press, type } = keyboard

  await test.step('the record, found and opened from where one is', async () => {
    await press('F3')
    await type('lacaze fr')
    await expect(page.getByRole('option', { name: /LACAZE Françoise/ })).toBeVisible()
    await press('Enter')
    await expect(history(page)).toBeFocused()
  })

  await test.step('the consultation: free words, an allergy, a treatment, a blood pressure', async () => {
    await press('Alt+C')
    await expect(section(page, 'Motif')).toBeFocused()
    await type('Renouvellement, fatigue depuis trois semaines. TA 152/88, pouls 76')
    await accept(program, press)
    await expect(held(page, 'Constantes')).toContainText('TA 152/88, Pouls 76')
    await press('Enter')
    await type('Allergie : latex, œdème de Quincke')
    await expect(section(page, 'Allergie')).toBeFocused()
    await accept(program, press)
    await expect(held(page, 'Allergie')).toContainText('Latex')
    await press('Enter')
    await type('Traitement : amlodipine 5 mg 1-0-0 3 mois')
    await accept(program, press)
    await expect(held(page, 'Traitement')).toContainText('amlodipine 5 mg, 1-0-0, 3\u00a0mois')
    await press('Enter')
    await type('Conclusion : HTA mal contrôlée.')
    await expect(section(page, 'Conclusion')).toHaveValue('HTA mal contrôlée.')
    await mustBeAccessibleOnce(program)
    await press('Control+Enter')
    // Signed: it is read, its line is chosen, and the hands are on the list.
    await expect(reading(page)).toContainText('Signée par Dr Hélène MARCHAND')
    await expect(history(page)).toBeFocused()
    await expect(history(page).getByRole('row', { selected: true })).toContainText('Renouvellement')
    const summary = page.getByRole('complementary', { name: 'Résumé du dossier' })
    await expect(summary).toContainText('Latex')
    await expect(summary).toContainText('Amlodipine 5 mg')
  })

  await test.step('the prescription, from the treatments; allergies are not said to be checked', async () => {
    await press('Alt+O')
    await expect(page.getByLabel('Ajouter un médicament')).toBeFocused()
    await press('Alt+R')
    const lines = page.locator('[data-prescription]')
    await expect(lines).toContainText('amlodipine 5 mg')
    await expect(lines).toContainText('Allergies non vérifiées')
    await expect(lines).not.toContainText('Aucune alerte')
    await mustBeAccessibleOnce(program)
    const sheet = await pages.after(async () => {
      await press('Control+Enter')
      await expect(reading(page)).toContainText(/Ordonnance du \d/)
    })
    await expect(reading(page)).toContainText('Allergies non vérifiées à la signature')
    await expect(history(page)).toBeFocused()
    await says(sheet, [
      ...letterhead,
      ...identity,
      'Prescriptions relatives au traitement de l’affection de longue durée reconnue',
      'Metformine 1 000 mg',
      'Lévothyroxine 75 µg',
      'amlodipine 5 mg',
      '1 le matin',
      'Pendant 3 mois',
    ])
  })

  await test.step('a letter: template, recipient, the two things it asks', async () => {
    await press('Alt+L')
    await expect(page.getByRole('combobox', { name: 'Modèle' })).toBeFocused()
    await type('specialiste')
    await expect(page.getByRole('option')).toContainText('Courrier à un spécialiste')
    await press('ArrowDown', 'Enter')
    await expect(page.getByRole('combobox', { name: /^Destinataire/ })).toBeFocused()
    await type('casta')
    await expect(page.getByRole('option', { name: /CASTA/ })).toBeVisible()
    await press('ArrowDown', 'Enter')
    const words = page.getByRole('textbox', { name: 'Texte de la lettre' })
    await expect(words).toBeFocused()
    await type('un avis sur son hypertension')
    // A field is left: it is not validated, and the field is under the hands.
    await press('Control+Enter')
    await expect(page.getByText('Un champ n’est pas rempli')).toBeVisible()
    await press('Tab')
    await type('TA 152/88 ce jour, sans signe de gravité.')
    await mustBeAccessibleOnce(program)
    const letter = await pages.after(async () => {
      await press('Control+Enter')
      await expect(reading(page)).toContainText('À Dr Philippe CASTA')
    })
    await expect(history(page)).toBeFocused()
    await says(letter, [
      ...letterhead,
      ...identity,
      'Dr Philippe CASTA',
      '17200 Royan',
      'Cher confrère, chère consœur,',
      'Je vous adresse Mme LACAZE Françoise, 68 ans, pour un avis sur son hypertension.',
      'TA 152/88 ce jour, sans signe de gravité.',
      'Diabète de type 2',
      'amlodipine 5 mg, 1 le matin',
      'Latex : œdème de Quincke',
      'tension artérielle 152/88 mmHg',
    ])
  })
  expect(await keyboard.pointed()).toBe(0)

  await test.step('what was scanned is dropped on the record, and classed', async () => {
    await drop(page, 'scan_0412.pdf', await pdfOf('Echographie renale normale'))
    await expect(page.getByRole('region', { name: 'Imports' })).toContainText('Importé')
    await expect(line(page, 'Scan')).toBeVisible()
    await press('Home', 'Enter')
    await expect(reading(page)).toContainText('Echographie renale normale')
    await press('F6')
    await expect(page.getByRole('button', { name: 'Détails' })).toBeFocused()
    await press('Enter', 'Tab', 'Tab')
    await expect(page.getByLabel('Titre', { exact: true })).toBeFocused()
    await press('Control+A')
    await type('Échographie rénale')
    await press('Tab')
    await type('imag')
    await expect(page.getByRole('option')).toHaveText('Imagerie')
    // What was guessed from the words of the document, taken again, is not taken away.
    await press('ArrowDown', 'Enter', 'Tab')
    await expect(page.getByLabel('Catégorie')).toHaveValue('Imagerie')
    await press('Tab', 'Enter')
    await expect(line(page, 'Échographie rénale')).toContainText('Imagerie')
    await expect(page.getByRole('button', { name: 'Détails' })).toBeFocused()
  })

  await test.step('a label, before it is printed', async () => {
    await press('Alt+I')
    await expect(page.getByRole('menuitem', { name: 'Étiquette…' })).toBeFocused()
    const label = page.getByRole('dialog', { name: /étiquette/ })
    const sheet = await pages.after(async () => {
      await press('Enter')
      await expect(label.getByRole('region', { name: 'Aperçu' })).toContainText(shown)
    })
    await mustBeAccessibleOnce(program)
    await says(sheet, ['LACAZE Françoise', '14 allée des Tamaris', '33780 Soulac-sur-Mer', '09/11/1958'])
    await press('Escape')
    await expect(label).toHaveCount(0)
    await expect(page.getByRole('button', { name: /^Imprimer/ })).toBeFocused()
  })
  expect(await keyboard.pointed()).toBe(0)

  await theDayAfter(program, press, type)
  await test.info().attach('touches', { body: keyboard.pressed.join('\n'), contentType: 'text/plain' })
  process.stdout.write(`${program.kind}: ${keyboard.pressed.length} gestures\n${keyboard.pressed.join(' · ')}\n`)
  expect(program.complaints).toEqual([])
}

/** The secretary is in a record when somebody else calls: found, told apart and noted, and the record is as it was left. */
async function telephone(program: Program): Promise<void> {
  const { page } = program
  await test.step('a telephone call, while the record of another is open', async () => {
    await openTraining(page, /LEROUX/)
    await findAndOpen(page, 'lacaze mic', /LACAZE.*Michel/)
    await page.getByLabel('Notes administratives').fill('Apportera sa carte de mutuelle.')
    const { press, type } = await handsOn(page)
    await press('F3')
    await type('lacaze fr')
    await expect(page.getByRole('option', { name: /LACAZE Françoise/ })).toContainText('09/11/1958')
    await press('Escape', 'Alt+P')
    await type('lacaze fr')
    const preview = page.getByRole('complementary')
    await expect(preview).toContainText('06 39 98 14 52')
    await mustBeAccessibleOnce(program)
    await press('Alt+T', 'Alt+N')
    await expect(page.getByLabel('À faire', { exact: true })).toBeFocused()
    await type(call)
    await press('Tab')
    await type('Fatiguée depuis trois semaines. Au 06 39 98 14 52.')
    await press('Tab')
    await type('lacaze fr')
    await page.getByRole('option', { name: /LACAZE Françoise/ }).waitFor()
    await press('ArrowDown', 'Enter')
    await page.getByLabel('Assigner à').click()
    await page.getByRole('option', { name: /MARCHAND/ }).click()
    await press('Control+S')
    await expect(page.getByRole('row').filter({ hasText: call })).toContainText('MARCHAND')
    const open = page.getByRole('navigation', { name: 'Dossiers ouverts' })
    await open.getByRole('button', { name: /^LACAZE Michel/ }).click()
    await expect(page.getByLabel('Notes administratives')).toHaveValue('Apportera sa carte de mutuelle.')
  })
}

/** After the day: everything is in its order, what was signed can only be revised, and each act is in the journal once. */
async function theDayAfter(
  program: Program,
  press: (...keys: readonly string[]) => Promise<void>,
  type: (words: string) => Promise<void>,
): Promise<void> {
  const { page } = program
  const today = new Date().toLocaleDateString('fr-FR')

  await test.step('the timeline, newest first', async () => {
    const rows = history(page).getByRole('row')
    for (const [at, words] of [
      'Échographie rénale',
      'Demande d’avis',
      'Bizone ALD, 5 lignes',
      'Renouvellement',
    ].entries()) {
      await expect(rows.nth(at + 1)).toContainText(words)
      await expect(rows.nth(at + 1)).toContainText(today)
    }
  })

  await test.step('a signed note is read, not written; a revision says what changed', async () => {
    await line(page, 'Renouvellement').click()
    const note = page.getByRole('article', { name: /^Consultation du/ })
    await expect(note).toContainText('HTA mal contrôlée.')
    await expect(note.locator('textarea, input, [contenteditable]')).toHaveCount(0)
    await note.getByRole('button', { name: 'Modifier' }).press('Enter')
    await expect(section(page, 'Conclusion')).toBeFocused()
    await type(' MAPA demandée.')
    await press('Control+Enter')
    await expect(note).toContainText('HTA mal contrôlée. MAPA demandée.')
    // What was signed is in the list again, and the hands go back to it: a menu opened before would close.
    await expect(page.locator('[role="grid"]:focus')).toHaveCount(1)
    await note.getByRole('button', { name: 'Autres actions de la consultation' }).press('Enter')
    await page.getByRole('menuitem', { name: 'Révisions (2)' }).press('Enter')
    await expect(note.locator('ins')).toContainText('MAPA demandée.')
  })

  await test.step('the journal has each act once, and nothing that was not done', async () => {
    await press('Alt+9')
    const acts = await actsSince(page, 'Tâche créée')
    const count = (act: string) => acts.filter((one) => one.includes(act)).length
    for (const act of [
      'Tâche créée',
      'Consultation signée',
      'Ordonnance signée',
      'Courrier validé',
      'Document importé',
      'Document renommé ou reclassé',
      'Consultation modifiée',
    ]) {
      expect(count(act), act).toBe(1)
    }
    expect(count('Impression')).toBe(0)
    expect(count('Refusé')).toBe(0)
  })
}

/** What each line of « Accès » says, down to the first act of the day: lines are drawn as they are gone through. */
async function actsSince(page: Page, first: string): Promise<readonly string[]> {
  const grid = page.getByRole('grid', { name: 'Accès à ce dossier' })
  await expect(grid.getByRole('row').nth(1)).toBeVisible()
  await grid.focus()
  const found = new Map<string, string>()
  await expect
    .poll(async () => {
      const rows = await grid
        .locator('[aria-rowindex]')
        .evaluateAll((drawn) => drawn.map((row) => [row.getAttribute('aria-rowindex') ?? '', row.textContent] as const))
      for (const [at, words] of rows) found.set(at, words)
      await page.keyboard.press('PageDown')
      return [...found.values()].some((words) => words.includes(first))
    })
    .toBe(true)
  return [...found.values()]
}

/** Waits until something is proposed, then takes it. */
async function accept({ page }: Program, press: (key: string) => Promise<void>): Promise<void> {
  await expect(page.getByText('Tab accepte, Échap écarte.')).toHaveCount(1)
  await press('Tab')
}

const letterhead = ['Dr Hélène MARCHAND', 'Cabinet de formation', 'Conventionné secteur 1', 'N° RPPS 99700000005']
const identity = [
  'Mme LACAZE Françoise',
  'Nom de naissance : BERTIN',
  'née le 09/11/1958 (68 ans)',
  'INS : 2 58 11 33 514 987 15 (NIR)',
]

/** What a page must never say: a field nobody filled, a value nobody gave. */
const unfilled = /[[\]{}]|À compléter|à remplir|undefined|null|NaN|�/

/** One drawing of a letter is one letter: the sign of a micron and the Greek one, spaces of every width. */
const plain = (text: string): string => text.normalize('NFKC').replaceAll(/\s+/g, ' ')

/** Reads a PDF by pdf.js, and by Poppler where it is installed. */
async function says(bytes: Uint8Array, phrases: readonly string[]): Promise<void> {
  const { pages } = await readPdf(bytes)
  const poppler = await askPoppler('pdftotext', bytes)
  for (const text of [pages.join(' '), ...(poppler === null ? [] : [poppler])]) {
    const read = plain(text)
    for (const phrase of phrases) expect(read).toContain(plain(phrase))
    expect(read).not.toMatch(unfilled)
  }
}

/** The PDFs that reach the page, as the cabinet sent them: the last one that came after something was done. */
export async function pagesOf(page: Page): Promise<{ after(act: () => Promise<void>): Promise<Uint8Array> }> {
  await page.evaluate(() => {
    const seen = window as unknown as { lastPdf: string | null }
    seen.lastPdf = null
    const decode = window.atob.bind(window)
    window.atob = (text) => {
      // « %PDF » in base64.
      if (text.startsWith('JVBERi')) seen.lastPdf = text
      return decode(text)
    }
  })
  return {
    async after(act) {
      await page.evaluate(() => {
        ;(window as unknown as { lastPdf: string | null }).lastPdf = null
      })
      await act()
      const taken = await page.waitForFunction(() => (window as unknown as { lastPdf: string | null }).lastPdf)
      return Uint8Array.from(Buffer.from(String(await taken.jsonValue()), 'base64'))
    },
  }
}

/** Drops a file on the record, as a hand does. */
async function drop(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  const given = { name, base64: Buffer.from(bytes).toString('base64') }
  const transfer = await page.evaluateHandle(({ name: called, base64 }) => {
    const dropped = new DataTransfer()
    const content = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))
    dropped.items.add(new File([content], called, { type: 'application/pdf' }))
    return dropped
  }, given)
  const target = page.getByRole('tabpanel').first()
  for (const type of ['dragenter', 'dragover', 'drop']) await target.dispatchEvent(type, { dataTransfer: transfer })
}
