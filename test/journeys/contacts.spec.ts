import { expect, type Page, test } from '@playwright/test'
import { homeWithTraining, openInBrowser } from './programs.ts'
import { findAndOpen, goToList, inEveryLight, mustBeAccessible, openTraining, openingWindow } from './steps.ts'

const pane = (page: Page) => page.getByRole('complementary')
const rows = (page: Page) => page.getByRole('grid', { name: 'Annuaire des contacts' }).getByRole('row')
const relations = (page: Page) => page.getByRole('region', { name: 'Relations et contacts d’urgence' })

test('contacts are added, found and tied to a patient, who says what may be shared', async ({ browser }) => {
  test.setTimeout(180_000)
  const program = await openInBrowser(browser, await homeWithTraining())
  const { page } = program
  try {
    await openingWindow(page)
    await openTraining(page, /LEROUX/)

    // The directory, from the rail: a correspondent typed by keyboard alone.
    await page.keyboard.press('Alt+K')
    await expect(page.getByRole('heading', { name: 'Contacts' })).toBeVisible()
    await page.keyboard.press('Alt+N')
    await expect(pane(page).getByLabel('Nom', { exact: true })).toBeFocused()
    await page.keyboard.type('Castagnet')
    await page.keyboard.press('Tab')
    await page.keyboard.type('Hugues')
    await page.keyboard.press('Tab')
    await page.keyboard.type('Dr')
    await page.keyboard.press('Tab')
    await page.keyboard.type('Cardiologie')
    await pane(page).getByLabel('Ville').fill('Royan')
    await page.keyboard.press('Control+S')
    await expect(rows(page).filter({ hasText: 'Dr Hugues CASTAGNET' })).toContainText('Cardiologie')
    await inEveryLight(program, '14-contacts')

    // From the record: a contact the directory lacks is created on the way.
    await goToList(page)
    await findAndOpen(page, 'lacaze fr', /LACAZE.*Françoise/)
    await page.getByRole('tab', { name: 'État civil' }).click()
    await page.getByRole('button', { name: 'Relations et contacts d’urgence' }).click()
    await expect(relations(page)).toBeVisible()
    await page.getByRole('button', { name: 'Ajouter une relation' }).click()
    await page.keyboard.press('Tab')
    await page.keyboard.type('Lacaze Marc')
    await page.getByRole('option', { name: 'Créer « Lacaze Marc »' }).click()
    const creation = page.getByRole('region', { name: 'Nouveau contact' })
    await expect(creation.getByLabel('Nom', { exact: true })).toHaveValue('Lacaze')
    await creation.getByLabel('Mobile').fill('06 39 98 00 11')
    await creation.getByRole('button', { name: /Ajouter le contact/ }).click()
    await page.getByLabel('Précision').fill('Fils, le soir')
    await page.keyboard.press('Control+Enter')
    const son = relations(page).locator('dl').filter({ hasText: 'Marc LACAZE' })
    await expect(son).toContainText('Contact d’urgence')
    await mustBeAccessible(program)

    // Taken away by mistake, and given back.
    await son.getByRole('button', { name: 'Retirer la relation avec Marc LACAZE' }).click()
    await expect(son).toHaveCount(0)
    await page.getByRole('button', { name: 'Annuler' }).click()
    await expect(son).toBeVisible()
    await inEveryLight(program, '14-relations')

    // What the patient accepts; opposition is said at once.
    await page.getByRole('button', { name: 'Consentement' }).click()
    await page
      .getByRole('group', { name: /politique de confidentialité/ })
      .getByLabel('Oui')
      .check()
    await page
      .getByRole('group', { name: /partagés dans le DMP/ })
      .getByLabel('Oui')
      .check()
    await expect(page.getByLabel('Documents visibles par les autres professionnels de santé')).toBeChecked()
    await page.getByLabel('Le patient s’oppose à tout partage').check()
    await page.keyboard.press('Control+S')
    await expect(page.getByText('Le patient s’oppose au partage. Rien ne sera envoyé.')).toBeVisible()
    await inEveryLight(program, '14-consentement')
  } finally {
    await program.end()
  }
})
