import { expect, type Page } from '@playwright/test'
import { vitaleCard } from '#test/simulators/cards/vitale.ts'
import { vitales } from '#test/simulators/cards/training-deck.ts'
import { marksOf } from '#test/world/marks.ts'
import type { VirtualReaders } from '#test/world/virtual-reader.ts'
import type { Program } from './programs.ts'
import { trainingHands } from './cps.ts'
import { pagesOf } from './day.ts'
import { scan } from './reader.ts'
import { goToList, inEveryLightOnce, mustBeAccessibleOnce, openTraining } from './steps.ts'

function lacaze() {
  const found = vitales.find(({ cardId }) => cardId === 'vitale-lacaze')
  if (found === undefined) throw new Error('the training deck has no card of the family LACAZE')
  return vitaleCard(found.content)
}

const dialog = (page: Page) => page.getByRole('dialog')
const panel = (page: Page) => page.getByRole('region', { name: 'Qualifier l’INS' })
const validate = (page: Page) => page.keyboard.press('Control+Enter')

/**
 * A child nobody knows yet: their parent’s card creates the record, INSi is asked with the same reading, says another place of
 * birth than was typed, and a document qualifies.
 */
export async function qualifyFromVitale(program: Program, readers: VirtualReaders): Promise<void> {
  const { page } = program
  await openTraining(page, /Dr Hélène MARCHAND/)
  await readers.insert(lacaze())
  await page.keyboard.press('F8')
  await expect(dialog(page)).toContainText('Quel bénéficiaire', { timeout: 20_000 })
  await page.keyboard.press('Digit3')
  await page.getByRole('button', { name: 'Créer le dossier' }).click()
  await page.getByRole('combobox', { name: 'Sexe' }).click()
  await page.getByRole('option', { name: 'Masculin' }).click()
  await page.getByLabel('Lieu de naissance', { exact: true }).pressSequentially('soulac')
  await page
    .getByRole('option', { name: /^Soulac/ })
    .first()
    .click()
  await page.keyboard.press('Control+S')
  await expect(page.getByRole('heading', { name: 'LACAZE GABIN' })).toBeVisible()

  // The état civil and the panel are beside one another; the card that was read serves for INSi.
  await expect(panel(page)).toContainText('La carte Vitale lue à l’instant sert à l’appel.')
  await mustBeAccessibleOnce(program)
  // A professional card in the reader of the seat signs the call, once its holder agreed and typed its code.
  await trainingHands.insert(page)
  await page.getByRole('tab', { name: 'État civil' }).focus()
  await validate(page)
  await expect(dialog(page)).toContainText('Signer les appels à l’Assurance Maladie avec votre carte', {
    timeout: 20_000,
  })
  await mustBeAccessibleOnce(program)
  await page.getByRole('button', { name: 'Signer les appels' }).click()
  await expect(page.getByRole('textbox', { name: 'Code de la carte' })).toBeFocused({ timeout: 20_000 })
  await page.keyboard.type('1234')
  await page.keyboard.press('Enter')
  const place = panel(page).getByRole('row', { name: /Lieu de naissance/ })
  await expect(place).toContainText('Différent', { timeout: 30_000 })
  // The hands are on the line that waits for a choice: the place INSi says, then the document, its tick, and it is done.
  await expect(place.getByRole('radio').first()).toBeFocused()
  await inEveryLightOnce(program, 'ins-comparer')
  await page.keyboard.press('ArrowRight')
  await expect(panel(page)).toContainText('33240')
  await pressAll(page, ['Tab', 'Space', 'Tab', 'Space'])
  await expect(panel(page).getByRole('radio', { name: 'Carte nationale d’identité' })).toBeChecked()
  await expect(panel(page).getByRole('region', { name: 'Résultat après validation' })).toContainText(
    'Identité qualifiée',
  )
  await mustBeAccessibleOnce(program)
  await validate(page)
  await expect(panel(page)).toContainText('Carte nationale d’identité, contrôlée le')
  await expect(page.getByLabel('Lieu de naissance', { exact: true })).toHaveValue('Lesparre-Médoc')
  await inEveryLightOnce(program, 'ins-qualifiee')
}

/** The label of the patient in view bears the DataMatrix, which a reader types back in the list: their record opens. */
export async function scanTheLabel({ page }: Program): Promise<void> {
  const pages = await pagesOf(page)
  await page.keyboard.press('Alt+I')
  const label = dialog(page)
  const sheet = await pages.after(async () => {
    await page.getByRole('menuitem', { name: 'Étiquette…' }).click()
    await expect(label.getByRole('region', { name: 'Aperçu' })).toContainText('LACAZE')
    await label.getByRole('checkbox', { name: 'Datamatrix INS' }).check()
    await expect(label.getByRole('region', { name: 'Aperçu' })).toContainText('INS à scanner')
  })
  await page.keyboard.press('Escape')
  const [[mark = ''] = []] = await marksOf(sheet, 300)
  expect(mark).toMatch(/^IS01/)
  await goToList(page)
  await expect(page.getByRole('heading', { name: 'LACAZE GABIN' })).toHaveCount(0)
  await scan(page, mark, { apart: 15, separator: 'Ctrl+]', end: 'Enter' })
  await expect(page.getByRole('heading', { name: 'LACAZE GABIN' })).toBeVisible()
}

async function pressAll(page: Page, keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key)
}
