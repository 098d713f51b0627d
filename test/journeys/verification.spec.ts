import { expect, type Page, test } from '@playwright/test'
import { homeWithTraining, openInBrowser } from './programs.ts'
import { inEveryLight, openTraining, openingWindow, picture } from './steps.ts'

const work = (page: Page) => page.getByRole('grid', { name: 'Identités à revoir' })

test('identities to look at: why, what to do, and the record; the verifications of INS and when they are made', async ({
  browser,
}) => {
  test.setTimeout(240_000)
  const program = await openInBrowser(browser, await homeWithTraining())
  const { page } = program
  try {
    await openingWindow(page)
    await openTraining(page, /MARCHAND/)
    await page.getByRole('button', { name: 'Identités à revoir…' }).click()
    await expect(work(page).getByRole('row').nth(1)).toBeVisible()
    // The hands are on the first of them: what to do about it is said at once, without the mouse.
    await expect(work(page)).toBeFocused()
    await page.keyboard.press('ArrowDown')
    await expect(page.getByRole('region', { name: 'À faire' })).toBeVisible()
    await inEveryLight(program, '40-identites-a-revoir')
    await page.setViewportSize({ width: 1180, height: 680 })
    await picture(program, '40-identites-a-revoir')
    await page.setViewportSize({ width: 1366, height: 768 })
    await page.keyboard.press('Escape')
    await expect(page.getByRole('button', { name: 'Identités à revoir…' })).toBeVisible()
    await page.getByRole('button', { name: 'Identités à revoir…' }).click()
    await page.getByLabel('Motif').click()
    await page.getByRole('option', { name: /^Identité douteuse/ }).click()
    await expect(work(page).getByRole('row').nth(1)).toContainText('Identité douteuse')

    await page.getByRole('button', { name: 'Vérifications de l’INS…' }).click()
    await expect(page.getByRole('heading', { name: 'Vérification des INS' })).toBeVisible()
    await page.getByRole('switch', { name: /^Vérifier la nuit/ }).click()
    await expect(page.getByRole('switch', { name: /^Vérifier la nuit/ })).toBeChecked()
    await page.getByLabel('Vérifier de nouveau une INS après').click()
    await page.getByRole('option', { name: /^1\s+an$/ }).click()
    await expect(page.getByLabel('Vérifier de nouveau une INS après')).toHaveValue(/^1\s+an$/)
    const start = page.getByRole('button', { name: 'Vérifier maintenant' })
    await expect(start).toBeEnabled()
    await start.click()
    const runs = page.getByRole('grid', { name: 'Vérifications passées' })
    await expect(runs.getByRole('row').nth(1)).toContainText('Terminée', { timeout: 60_000 })
    await inEveryLight(program, '41-verification-ins')

    await page.getByRole('grid', { name: 'Rapport' }).focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('tab', { name: 'État civil' })).toHaveAttribute('aria-selected', 'true')
  } finally {
    await program.end()
  }
})
