import { expect, type Page, test } from '@playwright/test'
import { listen, homeWithTraining, openInBrowser, type Program } from './programs.ts'
import { findAndOpen, inEveryLight, mustBeAccessible, openTraining, openingWindow, picture } from './steps.ts'

const rail = (page: Page) =>
  page.getByRole('navigation', { name: 'Rubriques' }).getByRole('button', { name: /^Tâches/ })
const list = (page: Page) => page.getByRole('grid', { name: 'Liste des tâches' })
const rows = (page: Page) => list(page).getByRole('row')
const row = (page: Page, title: string) => rows(page).filter({ hasText: title })
const field = (page: Page, label: string) => page.getByRole('complementary').getByLabel(label)

/** « 02/11/2026 », so many days from now. */
function dayFromNow(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toLocaleDateString('fr-FR', {
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
  })
}

test('a task about a patient goes to a colleague, who sees it come, does it, and undoes', async ({ browser }) => {
  test.setTimeout(240_000)
  const program = await openInBrowser(browser, await homeWithTraining())
  const { page } = program
  const other = await browser.newContext({
    ignoreHTTPSErrors: true,
    locale: 'fr-FR',
    viewport: { width: 1366, height: 768 },
  })
  try {
    await openingWindow(page)
    await openTraining(page, /MARCHAND/)
    const secretary = await other.newPage()
    const complaints = listen(secretary)
    await secretary.goto(page.url())
    await openingWindow(secretary)
    await openTraining(secretary, /LEROUX/)
    await expect(rail(secretary)).toHaveAccessibleName('Tâches')
    await secretary.keyboard.press('Alt+T')
    await expect(secretary.getByText('Aucune tâche à faire pour vous.')).toBeVisible()
    const hers: Program = { ...program, page: secretary, complaints }
    await mustBeAccessible(hers)
    await picture(hers, '13-taches-vide')

    // A doctor, from the record: the patient goes without saying; the day is typed as one says it.
    await findAndOpen(page, 'lacaze fr', /LACAZE.*Françoise/)
    await page.keyboard.press('Alt+8')
    await expect(page.getByText('Aucune tâche à faire pour ce dossier.')).toBeVisible()
    await page.keyboard.press('Alt+N')
    await expect(field(page, 'À faire')).toBeFocused()
    await page.keyboard.type('Rappeler le laboratoire')
    await field(page, 'Assigner à').click()
    await page.getByRole('option', { name: /LEROUX/ }).click()
    await field(page, 'Échéance').fill('aujourd’hui')
    await field(page, 'Détail').fill('Potassium à 6,1 : demander le contrôle.')
    await expect(field(page, 'Échéance')).toHaveValue(dayFromNow(0))
    await inEveryLight(program, '13-dossier-nouvelle-tache')
    await page.keyboard.press('Control+S')
    await expect(row(page, 'Rappeler le laboratoire')).toContainText('Aujourd’hui')
    await expect(row(page, 'Rappeler le laboratoire')).toContainText('S. LEROUX')

    // At the other seat it comes by itself, in the list and in the rail.
    await expect(rail(secretary)).toHaveAccessibleName('Tâches, 1 échue ou du jour')
    await expect(row(secretary, 'Rappeler le laboratoire')).toContainText('LACAZE Françoise')
    await mustBeAccessible(hers)
    await picture(hers, '13-taches-recue')

    // More of them, so that the list shows what it can show.
    await page.keyboard.press('Alt+T')
    for (const [title, due, urgent] of [
      ['Commander du papier thermique', '', false],
      ['Vérifier le défibrillateur', 'dans 2 semaines', false],
      ['Envoyer le courrier de sortie', 'demain', true],
    ] as const) {
      await page.keyboard.press('Alt+N')
      await expect(field(page, 'À faire')).toBeFocused()
      await page.keyboard.type(title)
      await field(page, 'Échéance').fill(due)
      if (urgent) await field(page, 'Urgente').check()
      await page.keyboard.press('Control+S')
      await expect(row(page, title)).toBeVisible()
    }
    // A patient is found by name, and a day that does not exist is said before anything leaves.
    await page.keyboard.press('Alt+N')
    await expect(field(page, 'À faire')).toBeFocused()
    await page.keyboard.type('Préparer le renouvellement')
    await field(page, 'Patient').fill('mar')
    await page.getByRole('option').first().click()
    await field(page, 'Échéance').fill('31/11')
    await page.keyboard.press('Control+S')
    await expect(page.getByText('Ce jour n’existe pas. Vérifiez le jour et le mois.')).toBeVisible()
    await field(page, 'Échéance').fill('lundi')
    await page.keyboard.press('Control+S')
    await expect(row(page, 'Préparer le renouvellement')).toBeVisible()
    await page.getByRole('button', { name: 'Toutes' }).click()
    await expect(rows(page)).toHaveCount(6)
    await row(page, 'Rappeler le laboratoire').click()
    await inEveryLight(program, '13-taches')

    // The secretary does it from the keyboard, undoes, and does it again: each time the doctor sees it.
    await row(secretary, 'Rappeler le laboratoire').click()
    await list(secretary).focus()
    await secretary.keyboard.press('Space')
    await expect(secretary.getByText('Tâche faite : Rappeler le laboratoire')).toBeVisible()
    await expect(row(secretary, 'Rappeler le laboratoire')).toHaveCount(0)
    await expect(rail(secretary)).toHaveAccessibleName('Tâches')
    await expect(row(page, 'Rappeler le laboratoire')).toHaveCount(0)
    await mustBeAccessible(hers)
    await picture(hers, '13-taches-annuler')
    await secretary.keyboard.press('Control+Z')
    await expect(row(secretary, 'Rappeler le laboratoire')).toBeVisible()
    await expect(row(page, 'Rappeler le laboratoire')).toBeVisible()
    await row(secretary, 'Rappeler le laboratoire').click()
    await secretary.keyboard.press('Space')
    await expect(row(page, 'Rappeler le laboratoire')).toHaveCount(0)

    await page.getByRole('button', { name: 'Faites' }).click()
    await expect(row(page, 'Rappeler le laboratoire')).toContainText('S. LEROUX')
    await row(page, 'Rappeler le laboratoire').click()
    await inEveryLight(program, '13-taches-faites')
    // A name in the list opens the record.
    await row(page, 'Rappeler le laboratoire').getByRole('button', { name: 'LACAZE Françoise' }).click()
    await expect(page.getByRole('tab', { name: 'Tâches' })).toBeVisible()
    await page.keyboard.press('Alt+T')

    // Removed, and back.
    await row(page, 'Commander du papier thermique').click()
    await list(page).focus()
    await page.keyboard.press('Delete')
    await expect(row(page, 'Commander du papier thermique')).toHaveCount(0)
    await page.keyboard.press('Control+Z')
    await expect(row(page, 'Commander du papier thermique')).toBeVisible()
    expect(complaints).toEqual([])
    expect(program.complaints).toEqual([])
  } finally {
    await other.close()
    await program.end()
  }
})
