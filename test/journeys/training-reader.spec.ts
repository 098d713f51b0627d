import { expect, test } from '@playwright/test'
import { homeWithTraining, openInBrowser } from './programs.ts'
import { inEveryLight, lock, mustBeAccessible, openingWindow, openTraining, picture } from './steps.ts'

test('a newcomer inserts and withdraws training cards, by the mouse and by the keyboard, through a lock', async ({
  browser,
}) => {
  // Each screen is looked at, and a card is read.
  test.setTimeout(120_000)
  const program = await openInBrowser(browser, await homeWithTraining())
  const { page } = program
  try {
    const panel = page.getByRole('region', { name: 'Lecteur de formation', exact: true })
    // At the opening window, as soon as the training cabinet is the one to open.
    await openingWindow(page)
    await page.getByRole('button', { name: 'Lecteur de formation' }).click()
    await expect(panel).toBeFocused()
    await picture(program, 'lecteur-de-formation-ouverture')
    await mustBeAccessible(program)
    await openTraining(page, /Hélène MARCHAND/)
    await expect(panel).toBeVisible()
    const [cps, vitale] = [
      panel.getByRole('group', { name: 'Carte professionnelle' }),
      panel.getByRole('group', { name: 'Carte Vitale' }),
    ]
    await expect(cps.getByText('Lecteur vide.')).toBeVisible()

    await cps.getByRole('button', { name: 'Insérer une CPS' }).click()
    await picture(program, 'lecteur-de-formation-choix')
    await page.getByRole('menuitem', { name: 'CPS de Dr Yanis BELKACEM, code 2580' }).click()
    await expect(cps.getByText('CPS de Dr Yanis BELKACEM, code 2580')).toBeVisible()
    // By the keyboard alone.
    await vitale.getByRole('button', { name: 'Insérer une carte Vitale' }).focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('menuitem', { name: /Françoise LACAZE/ })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(vitale.getByText('Carte Vitale de Françoise LACAZE, trois bénéficiaires')).toBeVisible()
    await expect(vitale.getByText('L’un des trois n’a pas de dossier.')).toBeVisible()
    await inEveryLight(program, 'lecteur-de-formation')

    // A dialog that waits for a card: the reader comes before it, and goes without it.
    await vitale.getByRole('button', { name: 'Retirer la carte' }).click()
    await page.keyboard.press('F8')
    const dialog = page.getByRole('dialog')
    await expect(dialog).toContainText('Insérez la carte Vitale')
    await dialog.getByRole('button', { name: 'Lecteur de formation' }).click()
    await expect(panel).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(panel).toBeHidden()
    await expect(dialog.getByRole('button', { name: 'Lecteur de formation' })).toBeFocused()
    await page.keyboard.press('Enter')
    await vitale.getByRole('button', { name: 'Insérer une carte Vitale' }).click()
    await page.getByRole('menuitem', { name: /Françoise LACAZE/ }).click()
    await expect(dialog).toContainText('Quel bénéficiaire', { timeout: 20_000 })
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()

    await cps.getByRole('button', { name: 'Retirer la CPS' }).click()
    await expect(cps.getByText('Lecteur vide.')).toBeVisible()
    await expect(cps.getByRole('button', { name: 'Insérer une CPS' })).toBeFocused()

    // The same reader, with the same card, at the lock.
    await lock(page)
    await expect(vitale.getByText('Carte Vitale de Françoise LACAZE, trois bénéficiaires')).toBeVisible()
    await picture(program, 'lecteur-de-formation-verrouillage')
    await page.setViewportSize({ width: 1180, height: 680 })
    await picture(program, 'lecteur-de-formation-verrouillage')
    await mustBeAccessible(program)
    await panel.getByRole('button', { name: 'Débrancher le lecteur' }).click()
    await expect(panel).toBeHidden()

    // Plugged in again, it is empty.
    await page.getByRole('button', { name: 'Lecteur de formation' }).click()
    await expect(vitale.getByText('Lecteur vide.')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(panel).toBeHidden()
    await expect(page.getByRole('button', { name: 'Lecteur de formation' })).toBeFocused()
    expect(program.complaints).toEqual([])
  } finally {
    await program.end()
  }
})
