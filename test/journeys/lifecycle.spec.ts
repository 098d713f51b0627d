import { expect, type Page, test } from '@playwright/test'
import { homeWithTraining, openInBrowser } from './programs.ts'
import { findRecord, goToList, mustBeAccessible, openTraining, openingWindow, picture } from './steps.ts'

const band = (page: Page) => page.locator('header[aria-label="Identité du patient"]')

/** An act of the « … » menu of the record, by the keyboard. */
async function choose(page: Page, item: string): Promise<void> {
  await page.keyboard.press('Alt+M')
  await page.getByRole('menuitem', { name: item, exact: true }).click()
}

async function goToSettings(page: Page, section: string): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Rubriques' })
    .getByRole('button', { name: /^Paramètres/ })
    .click()
  await page.getByRole('navigation', { name: 'Sections des paramètres' }).getByText(section, { exact: true }).click()
}

test('a record is blocked, merged, given back, exported and deleted, and « Rapport patients » remembers it', async ({
  browser,
}) => {
  test.setTimeout(120_000)
  const program = await openInBrowser(browser, await homeWithTraining())
  const { page } = program
  const dialog = page.getByRole('dialog')
  try {
    await openingWindow(page)
    await openTraining(page, /MARCHAND/)
    await findRecord(page, 'lacaze manon', /LACAZE.*Manon/)
    await page.keyboard.press('Alt+M')
    await expect(page.getByRole('menuitem', { name: 'Bloquer', exact: true })).toBeVisible()
    await picture(program, '15-menu')
    await page.getByRole('menuitem', { name: 'Bloquer', exact: true }).click()
    await dialog.getByLabel('Motif').fill('Trois absences')
    await mustBeAccessible(program)
    await picture(program, '15-bloquer')
    await page.keyboard.press('Enter')
    await expect(band(page)).toContainText('Bloqué')

    // Its double: compared, merged, and given back.
    await choose(page, 'Fusionner…')
    await dialog.getByRole('button', { name: 'Comparer' }).first().waitFor()
    await mustBeAccessible(program)
    await picture(program, '15-fusion-choix')
    await dialog.getByRole('button', { name: 'Comparer' }).first().click()
    await expect(dialog.getByText('Dossier qui rejoint l’autre')).toBeVisible()
    await mustBeAccessible(program)
    await picture(program, '15-fusion-comparaison')
    await dialog.getByRole('button', { name: 'Fusionner', exact: true }).click()
    await expect(page.getByText(/Dossiers de LACAZE Manon fusionnés/)).toBeVisible()
    await picture(program, '15-fusion-faite')
    await choose(page, 'Fusions de ce dossier')
    await dialog.getByRole('button', { name: 'Annuler la fusion' }).waitFor()
    await mustBeAccessible(program)
    await dialog.getByRole('button', { name: 'Annuler la fusion' }).click()
    await expect(dialog).toContainText('Les deux dossiers sont rendus')
    await picture(program, '15-fusion-annulee')
    await dialog.getByRole('button', { name: 'Fermer' }).last().click()

    // Everything of it, among its documents.
    await choose(page, 'Exporter les dossiers patient')
    const notice = page.getByRole('region', { name: 'Exporter les dossiers patient' })
    await expect(notice).toContainText('L’export est dans les documents du dossier.', { timeout: 30_000 })
    await mustBeAccessible(program)
    await picture(program, '15-export')
    await notice.getByRole('button', { name: 'Voir' }).click()
    const history = page.getByRole('grid', { name: 'Historique' })
    await expect(
      history
        .getByRole('row')
        .filter({ hasText: /Export/ })
        .first(),
    ).toBeVisible()
    await expect(page.getByRole('article')).toContainText(/Export/)
    await picture(program, '15-export-document')

    // Gone, once its full name is typed.
    await choose(page, 'Supprimer')
    const confirm = dialog.getByRole('button', { name: 'Supprimer', exact: true })
    await dialog.getByRole('textbox').fill('lacaze')
    await expect(confirm).toBeDisabled()
    await dialog.getByRole('textbox').fill('lacaze manon')
    await expect(confirm).toBeEnabled()
    await mustBeAccessible(program)
    await picture(program, '15-supprimer')
    await confirm.click()
    await expect(dialog).toBeHidden()
    await expect(band(page)).toHaveCount(0)

    await goToList(page)
    await goToSettings(page, 'Rapport patients')
    await page.getByLabel('Rechercher par nom').fill('manon')
    const gone = page.getByRole('row').filter({ hasText: 'Supprimé' }).filter({ hasText: 'Manon' })
    await expect(gone).toHaveCount(1)
    await mustBeAccessible(program)
    await picture(program, '15-rapport')
    await gone.click()
    await page.getByRole('button', { name: 'Recréer le profil' }).click()
    await expect(band(page)).toContainText('Manon')

    await goToSettings(page, 'Doublons')
    await expect(page.getByRole('grid', { name: 'Doublons' }).getByRole('row').nth(1)).toBeVisible()
    await mustBeAccessible(program)
    await picture(program, '15-doublons')
    await goToSettings(page, 'Export et import')
    await expect(page.getByRole('region', { name: 'Export et import' })).toBeVisible()
    await mustBeAccessible(program)
    await picture(program, '15-archives')
  } finally {
    await program.end()
  }
})
