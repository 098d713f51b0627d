import { expect, type Page } from '@playwright/test'
import { vitaleCard } from '#test/simulators/cards/vitale.ts'
import { vitales } from '#test/simulators/cards/training-deck.ts'
import type { VirtualReaders } from '#test/world/virtual-reader.ts'
import type { Program } from './programs.ts'
import { goToList, inEveryLightOnce, openTraining } from './steps.ts'

/** A Vitale card of training, new; its commands answered as a real one does. */
function cardOf(cardId: string) {
  const found = vitales.find((one) => one.cardId === cardId)
  if (found === undefined) throw new Error(`no Vitale card is called ${cardId}`)
  return vitaleCard(found.content)
}

/** Takes the card out; the word in the status bar goes with it. */
async function withdraw(page: Page, readers: VirtualReaders): Promise<void> {
  await readers.withdraw()
  await expect(page.getByRole('button', { name: 'Carte Vitale insérée' })).toHaveCount(0)
}

const dialog = (page: Page) => page.getByRole('dialog')

/**
 * A morning with Vitale cards in a real PC/SC service: who is found opens at once, three beneficiaries to choose between, one
 * of them missing and created with the check of duplicates, two records of one name to choose between.
 */
export async function morningWithVitale(program: Program, readers: VirtualReaders): Promise<void> {
  const { page } = program
  await openTraining(page, /Dr Hélène MARCHAND/)
  await expect(page.getByText('Carte Vitale insérée')).toHaveCount(0)

  // F8 before any card: it says what to do, and goes on by itself.
  await page.keyboard.press('F8')
  await expect(dialog(page)).toContainText('Insérez la carte Vitale')
  await inEveryLightOnce(program, 'vitale-attente')
  await readers.insert(cardOf('vitale-lacaze'))
  await expect(dialog(page)).toContainText('Quel bénéficiaire', { timeout: 20_000 })
  const people = dialog(page).getByRole('list', { name: 'Bénéficiaires de la carte' }).getByRole('button')
  await expect(people).toHaveCount(3)
  await expect(people.nth(0)).toContainText('LACAZE FRANÇOISE')
  await expect(people.nth(0)).toContainText('Dossier trouvé')
  await expect(people.nth(2)).toContainText('Aucun dossier')
  await inEveryLightOnce(program, 'vitale-beneficiaires')

  // The second one by ↓ and Entrée: the record opens at once.
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'LACAZE Michel' })).toBeVisible()
  await expect(dialog(page)).toHaveCount(0)

  // The card is still there: one word in the status bar, and nothing moved by itself.
  await page.getByRole('button', { name: 'Carte Vitale insérée' }).click()
  await expect(people).toHaveCount(3, { timeout: 20_000 })
  // The first name of a child who has no record, by its digit.
  await page.keyboard.press('Digit3')
  await expect(dialog(page)).toContainText('Aucun dossier pour LACAZE GABIN')
  await inEveryLightOnce(program, 'vitale-aucun')
  await page.getByRole('button', { name: 'Créer le dossier' }).click()
  await expect(page.getByLabel('Nom de naissance', { exact: true })).toHaveValue('LACAZE')
  await expect(page.getByText('Repris de la carte Vitale.')).toBeVisible()
  await expect(page.getByLabel('Date de naissance', { exact: true })).toHaveValue('12/04/2016')

  // The duplicate check follows what is typed over what the card said.
  const birthDate = page.getByLabel('Date de naissance', { exact: true })
  const firstName = page.getByLabel('1er prénom de naissance')
  await firstName.fill('Michel')
  await birthDate.fill('23/03/1955')
  const resembling = page.getByRole('complementary', { name: 'Dossiers ressemblants' })
  await expect(resembling).toContainText('LACAZE Michel')
  await firstName.fill('GABIN')
  await birthDate.fill('12/04/2016')
  await expect(resembling).not.toContainText('LACAZE Michel')
  await page.getByRole('combobox', { name: 'Sexe' }).click()
  await page.getByRole('option', { name: 'Masculin' }).click()
  await page.getByLabel('Lieu de naissance', { exact: true }).pressSequentially('dijon')
  await page
    .getByRole('option', { name: /^Dijon/ })
    .first()
    .click()
  await page.getByRole('button', { name: /^Créer le dossier/ }).click()
  await expect(page.getByRole('heading', { name: 'LACAZE GABIN' })).toBeVisible()

  // The card finds them from now on.
  await page.keyboard.press('F8')
  await expect(people.nth(2)).toContainText('Dossier trouvé', { timeout: 20_000 })
  await page.keyboard.press('Escape')
}

/** Two records of one name: neither opens before it is chosen. A card taken out while it is read is asked for again. */
export async function severalRecords(program: Program, readers: VirtualReaders): Promise<void> {
  const { page } = program
  await goToList(page)
  await withdraw(page, readers)
  await readers.insert(cardOf('vitale-manon'))
  await page.getByRole('button', { name: 'Rechercher avec la carte Vitale' }).click()
  await expect(dialog(page)).toContainText('Quel dossier pour LACAZE MANON', { timeout: 20_000 })
  const records = dialog(page).getByRole('list', { name: 'Dossiers possibles' }).getByRole('button')
  await expect(records).toHaveCount(2)
  await page.keyboard.press('Digit2')
  // Their record opens at once; the card has another number than the record, which is said, and left as it is.
  await expect(page.getByText('LACAZE Manon').first()).toBeVisible()
  await expect(dialog(page)).toContainText('NIR de l’assuré')
  await page.keyboard.press('Escape')
  await expect(dialog(page)).toHaveCount(0)
  await expect(page.getByRole('heading', { name: 'LACAZE Manon' })).toBeVisible()

  // A card that names somebody otherwise: their record opens, and nothing of it changes but the line that is ticked.
  await withdraw(page, readers)
  const holders = [{ name: 'LACAZE DUPONT', firstName: 'MICHEL', birthDate: '19550323', nir: '155033354192317' }]
  await readers.insert(vitaleCard({ holders }))
  await page.keyboard.press('F8')
  await expect(dialog(page)).toContainText('La carte et le dossier ne disent pas la même chose', { timeout: 20_000 })
  await expect(dialog(page).getByRole('button', { name: 'Reprendre les lignes cochées' })).toBeDisabled()
  await inEveryLightOnce(program, 'vitale-comparaison')
  await dialog(page)
    .getByRole('checkbox', { name: /Nom utilisé/ })
    .check()
  await dialog(page).getByRole('button', { name: 'Reprendre les lignes cochées' }).click()
  await expect(dialog(page)).toHaveCount(0)
  await expect(page.getByRole('heading', { name: 'LACAZE DUPONT Michel' })).toBeVisible()

  await withdraw(page, readers)
  await readers.insert(cardOf('vitale-illisible'))
  await page.keyboard.press('F8')
  await expect(dialog(page)).toContainText('La carte ne se lit pas', { timeout: 20_000 })
  await page.keyboard.press('Escape')
  await expect(dialog(page)).toHaveCount(0)
}
