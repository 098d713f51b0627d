import { expect, test } from '@playwright/test'
import type { Program } from './programs.ts'
import {
  closeCabinet,
  findAndOpen,
  goToList,
  lock,
  mustBeAccessibleOnce,
  openingWindow,
  picture,
  recordList,
  unlock,
} from './steps.ts'

const password = 'Marronnier-Tilleul-42'
const administratorPassword = 'ardoise verger tambour 9'

/**
 * The purpose, end to end: a GP creates an encrypted cabinet, keeps its recovery key, writes a civil status, finds it by
 * typing, corrects it, locks, closes, and finds the correction again in a cabinet restored from the backup of closing.
 */
export async function purposeJourney(program: Program): Promise<void> {
  const { page } = program

  await test.step('the opening window', async () => {
    await openingWindow(page)
    await mustBeAccessibleOnce(program)
    await picture(program, '01-ouverture')
  })

  await test.step('a new cabinet, its first practitioner and the account that administers it', async () => {
    await page.getByRole('button', { name: 'Créer un nouveau cabinet' }).click()
    await page.getByLabel('Nom du cabinet').fill('Cabinet des Tilleuls')
    await mustBeAccessibleOnce(program)
    await page.getByRole('button', { name: 'Continuer' }).click()
    await page.getByRole('textbox', { name: 'Nom', exact: true }).fill('Marchand')
    await page.getByLabel('Prénom', { exact: true }).fill('Hélène')
    await page.getByLabel('Mot de passe', { exact: true }).fill(password)
    await page.getByLabel('Mot de passe, une seconde fois').fill(password)
    await mustBeAccessibleOnce(program)
    await picture(program, '01-creation')
    await page.getByRole('button', { name: 'Continuer' }).click()
    await expect(page.getByRole('textbox', { name: 'Nom', exact: true })).toHaveValue('Marchand')
    await page.getByLabel('Mot de passe', { exact: true }).fill(administratorPassword)
    await page.getByLabel('Mot de passe, une seconde fois').fill(administratorPassword)
    await mustBeAccessibleOnce(program)
    await picture(program, '01-creation-administration')
    await page.getByRole('button', { name: 'Créer le cabinet' }).click()
  })

  await test.step('the recovery sheet, one group typed back from it', async () => {
    const groups = page.getByRole('region', { name: 'Clé de secours' }).getByRole('listitem')
    await expect(groups.first()).toBeVisible({ timeout: 30_000 })
    await mustBeAccessibleOnce(program)
    await picture(program, '01-cle-de-secours')
    const field = page.getByLabel(/^Recopiez le groupe \d+/)
    const asked = Number(
      /groupe (\d+)/.exec((await page.locator('label', { hasText: 'Recopiez le groupe' }).textContent()) ?? '')?.[1],
    )
    const group = ((await groups.nth(asked - 1).textContent()) ?? '').replace(/^\d(?=.{5,}$)/, '')
    await field.fill(group)
    await page.getByRole('button', { name: 'Ouvrir le cabinet' }).click()
    await recordList(page)
  })

  await test.step('a first civil status', async () => {
    await page
      .getByRole('button', { name: /^Nouveau/ })
      .first()
      .click()
    await page.getByLabel('Nom de naissance', { exact: true }).fill('GARNIER')
    await page.getByLabel('1er prénom de naissance').fill('Lucien')
    await page.getByLabel('Date de naissance', { exact: true }).fill('14/07/1947')
    await page.getByRole('combobox', { name: 'Sexe' }).click()
    await page.getByRole('option', { name: 'Masculin' }).click()
    await page.getByLabel('Lieu de naissance', { exact: true }).pressSequentially('dijon')
    await page
      .getByRole('option', { name: /^Dijon/ })
      .first()
      .click()
    await mustBeAccessibleOnce(program)
    await picture(program, '04-nouveau-dossier')
    await page.getByRole('button', { name: /^Créer le dossier/ }).click()
    await expect(page.getByRole('heading', { name: /GARNIER/ }).first()).toBeVisible()
  })

  await test.step('found by typing, opened, corrected', async () => {
    await goToList(page)
    await findAndOpen(page, '140747', /GARNIER/)
    await page.getByLabel('Téléphone mobile').fill('06 39 98 12 34')
    await page.getByRole('button', { name: /^Enregistrer/ }).click()
    await expect(page.getByText(/^Enregistré à/).first()).toBeVisible()
    await mustBeAccessibleOnce(program)
    await picture(program, '04-etat-civil')
  })

  await test.step('locked, and opened again on the same record', async () => {
    await lock(page)
    await expect(page.getByText('GARNIER')).toHaveCount(0)
    await mustBeAccessibleOnce(program)
    await picture(program, '08-verrouillage')
    await unlock(page, 'un autre mot')
    await expect(page.getByText(/n’ouvre pas|n’est pas le bon/).first()).toBeVisible()
    await unlock(page, password)
    await expect(page.getByLabel('Téléphone mobile')).toHaveValue(/06 ?39 ?98 ?12 ?34/)
  })

  await test.step('closed, with its backup; restored under another name', async () => {
    await closeCabinet(page)
    await page.getByRole('button', { name: /à partir d’une sauvegarde/ }).click()
    await page
      .getByRole('row', { name: /Cabinet des Tilleuls/ })
      .first()
      .click()
    await mustBeAccessibleOnce(program)
    await picture(program, '01-restauration-choisir')
    await page.getByRole('button', { name: 'Vérifier cette sauvegarde' }).click()
    await expect(page.getByText(/1 patient/)).toBeVisible()
    await picture(program, '01-restauration-verifier')
    await page.getByRole('button', { name: 'Continuer' }).click()
    await page.getByLabel('Nom du cabinet restauré').fill('Cabinet retrouvé')
    await mustBeAccessibleOnce(program)
    await page.getByRole('button', { name: 'Restaurer', exact: true }).click()
    await page.getByRole('button', { name: 'Ouvrir ce cabinet' }).click({ timeout: 60_000 })
    expect(program.complaints).toEqual([])
  })

  await test.step('the correction is there', async () => {
    await openingWindow(page)
    await expect(page.getByRole('combobox', { name: 'Nom du cabinet' })).toHaveValue('Cabinet retrouvé')
    await page.getByLabel('Mot de passe', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Ouvrir', exact: true }).click()
    // What was left open is open again: the record, straight away.
    await expect(page.getByLabel('Téléphone mobile')).toHaveValue(/06 ?39 ?98 ?12 ?34/)
    await goToList(page)
    await findAndOpen(page, 'garn luc', /GARNIER/)
    await expect(page.getByLabel('Téléphone mobile')).toHaveValue(/06 ?39 ?98 ?12 ?34/)
  })

  expect(program.complaints).toEqual([])
}
