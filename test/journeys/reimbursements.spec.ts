import { expect, test } from '@playwright/test'
import { homeWithTraining, openInBrowser } from './programs.ts'
import { findRecord, inEveryLight, mustBeAccessible, openTraining, picture } from './steps.ts'

test('the history of reimbursements: both cards, twelve months of care, by kind, and gone', async ({ browser }) => {
  test.setTimeout(90_000)
  const program = await openInBrowser(browser, await homeWithTraining())
  const { page } = program
  try {
    await openTraining(page, /Hélène MARCHAND/)
    await findRecord(page, 'LACAZE Franç', /LACAZE.*Françoise/)
    await page.keyboard.press('Alt+0')
    const part = page.getByRole('region', { name: 'Historique des remboursements' })
    await expect(part).toContainText('Aucun historique sur ce poste')

    await page.getByRole('button', { name: 'Lecteur de formation' }).first().click()
    const reader = page.getByRole('region', { name: 'Lecteur de formation', exact: true })
    await reader.getByRole('button', { name: 'Insérer une CPS' }).click()
    await page.getByRole('menuitem', { name: 'CPS de Dr Hélène MARCHAND, code 1234' }).click()
    await reader.getByRole('button', { name: 'Insérer une carte Vitale' }).click()
    await page.getByRole('menuitem', { name: /Françoise LACAZE/ }).click()
    await expect(part).toContainText('Une carte Vitale est dans le lecteur.')
    await page.keyboard.press('Escape')
    await part.getByRole('button', { name: 'Demander l’historique' }).click()
    await page.getByRole('button', { name: 'Signer les appels' }).click()
    await page.getByRole('textbox', { name: 'Code de la carte' }).fill('1234')
    await page.keyboard.press('Enter')

    const rows = part.getByRole('grid', { name: 'Soins remboursés' }).getByRole('row')
    await expect(rows.nth(1)).toContainText('PARACETAMOL', { timeout: 20_000 })
    await expect(part).toContainText('15 soins')
    await inEveryLight(program, 'remboursements')
    await page.setViewportSize({ width: 1180, height: 680 })
    await picture(program, 'remboursements')
    await part.getByRole('button', { name: /^Pharmacie/ }).click()
    await expect(part).toContainText('4 sur 15 soins')
    await picture(program, 'remboursements-filtres')
    // Left and come back to, it is still there; taken away, it is not.
    await page.keyboard.press('Alt+1')
    await expect(part).toBeHidden()
    await page.keyboard.press('Alt+0')
    await expect(part).toContainText('15 soins')
    await part.getByRole('button', { name: 'Effacer de ce poste' }).click()
    await expect(part).toContainText('Aucun historique sur ce poste')
    await mustBeAccessible(program)
  } finally {
    await program.end()
  }
})
