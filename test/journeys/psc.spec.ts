import { expect, test } from '@playwright/test'
import { homeWithTraining, listen, openInBrowser } from './programs.ts'
import { handOverWithPsc, unknownToPsc, unlockWithPsc } from './psc.ts'
import { openingWindow, recordList } from './steps.ts'

test('a locked seat opens again by Pro Santé Connect, another doctor takes it, and a third is unknown', async ({
  browser,
}) => {
  test.setTimeout(120_000)
  const program = await openInBrowser(browser, await homeWithTraining())
  const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: 'fr-FR' })
  try {
    await unlockWithPsc(program)
    await handOverWithPsc(program)
    await unknownToPsc(program)

    await test.step('at another seat, the cabinet that is open is entered from the opening window', async () => {
      const page = await context.newPage()
      const complaints = listen(page)
      await page.goto(program.page.url())
      await openingWindow(page)
      await page.getByLabel('Utilisateur').click()
      await page.getByRole('option', { name: /MARCHAND/ }).click()
      const door = page.getByRole('button', { name: 'S’identifier avec Pro Santé Connect' })
      await door.click()
      await page.getByRole('dialog').getByRole('button', { name: 'Continuer' }).click()
      // Given up while the telephone rings: no fault, and hands are back at the button.
      await expect(page.getByText('Nombre à vérifier')).toBeVisible()
      await page.keyboard.press('Escape')
      await expect(door).toBeFocused()
      await page.keyboard.press('Enter')
      await page.getByRole('dialog').getByRole('button', { name: 'Continuer' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Approuver' }).click()
      await recordList(page)
      expect(complaints).toEqual([])
    })
  } finally {
    await context.close()
    await program.end()
  }
})
