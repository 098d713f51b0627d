import { expect, type Page } from '@playwright/test'
import type { Program } from './programs.ts'
import { inEveryLightOnce, lock, openTraining, openingWindow, recordList } from './steps.ts'

const door = (page: Page) => page.getByRole('button', { name: 'S’identifier avec Pro Santé Connect' })
const dialog = (page: Page) => page.getByRole('dialog')
const press = (page: Page, name: string) => dialog(page).getByRole('button', { name, exact: true }).click()

/** The number shown to the person is the one their telephone shows. */
async function compareNumbers(page: Page): Promise<void> {
  const number = await dialog(page).getByRole('status').first().innerText()
  expect(number).toMatch(/^\d{2}$/)
  await expect(dialog(page).getByText('demande à s’identifier')).toContainText(number)
}

/**
 * A locked seat opened again by Pro Santé Connect: refused on the telephone, then approved, by the application then by the
 * card; the password beside it all along.
 */
export async function unlockWithPsc(program: Program): Promise<void> {
  const { page } = program
  await openingWindow(page)
  await openTraining(page, /MARCHAND/)
  await lock(page)
  await expect(page.getByLabel('Mot de passe', { exact: true })).toBeVisible()
  await door(page).click()
  await expect(dialog(page).getByText('Pour Dr Hélène MARCHAND.')).toBeVisible()
  await press(page, 'Continuer')
  await compareNumbers(page)
  await press(page, 'Refuser')
  await expect(dialog(page).getByText('La demande a été refusée sur le téléphone')).toBeVisible()
  await press(page, 'Recommencer')
  await dialog(page)
    .getByRole('radio', { name: /carte CPS/ })
    .check()
  await press(page, 'Continuer')
  await expect(dialog(page).getByText('Composez le code de votre carte')).toBeVisible()
  await compareNumbers(page)
  await press(page, 'Approuver')
  await recordList(page)
}

/** Another doctor of the practice takes the locked seat by their number alone, and says where they work now. */
export async function handOverWithPsc(program: Program): Promise<void> {
  const { page } = program
  await lock(page)
  await expect(door(page)).toBeVisible()
  await page.keyboard.press('Alt+S')
  await expect(dialog(page).getByText('Pour Dr Hélène MARCHAND.')).toBeVisible()
  await inEveryLightOnce(program, '14-psc-choix')
  await press(page, 'Saisir un autre numéro RPPS')
  await dialog(page).getByLabel('Numéro RPPS').fill('99700000014')
  await press(page, 'Continuer')
  await expect(dialog(page).getByText('Ce numéro RPPS n’est pas valable. Relisez-le.')).toBeVisible()
  await dialog(page).getByLabel('Numéro RPPS').fill('997 0000 0013')
  await press(page, 'Continuer')
  await compareNumbers(page)
  await inEveryLightOnce(program, '14-psc-nombre')
  await press(page, 'Approuver')
  await expect(dialog(page).getByText('Où exercez-vous maintenant ?')).toBeVisible()
  await inEveryLightOnce(program, '14-psc-activites')
  await expect(dialog(page).getByRole('button', { name: 'Ouvrir la session' })).toBeDisabled()
  await dialog(page).getByRole('radio', { name: 'EHPAD LES OYATS' }).check()
  await press(page, 'Ouvrir la session')
  await recordList(page)
  await expect(page.getByRole('button', { name: /^Session de .*BELKACEM/ })).toBeVisible()
}

/** A colleague Pro Santé Connect does not know is told so, and their password still opens. */
export async function unknownToPsc(program: Program): Promise<void> {
  const { page } = program
  await lock(page)
  await page
    .getByRole('region', { name: 'Utilisateur' })
    .getByRole('button', { name: /MARCEAU/ })
    .click()
  await door(page).click()
  await press(page, 'Continuer')
  await expect(dialog(page).getByText('Pro Santé Connect ne connaît pas ce numéro RPPS')).toBeVisible()
  await inEveryLightOnce(program, '14-psc-inconnu')
  await press(page, 'Fermer')
  await page.getByLabel('Mot de passe', { exact: true }).fill('formation-marceau')
  await page.getByRole('button', { name: 'Ouvrir la session', exact: true }).click()
  await recordList(page)
}
