import { expect, test } from '@playwright/test'
import { listen, homeWithTraining, openInBrowser, type Program } from './programs.ts'
import { mustBeAccessible, openFromAfar, openingWindow, openTraining, picture, unlock } from './steps.ts'

/** What stands for the network on one computer: an address that is not one by which it calls itself. */
const networkAddress = '127.0.0.2'

test('a cabinet is shared, a browser of the network joins it by a code, works, and is withdrawn', async ({
  browser,
}) => {
  test.setTimeout(180_000)
  const program = await openInBrowser(browser, await homeWithTraining())
  const { page } = program
  const { port } = new URL(page.url())
  const other = await browser.newContext({ ignoreHTTPSErrors: true, locale: 'fr-FR', timezoneId: 'Europe/Paris' })
  const seatPage = await other.newPage()
  const seat: Program = { ...program, page: seatPage, complaints: listen(seatPage) }
  try {
    await openingWindow(page)
    await openTraining(page, /MARCHAND/)
    await page.getByRole('button', { name: 'Verrouiller' }).first().click()
    await unlock(page, 'formation-administrateur', /VASSEUR/)
    const rail = page.getByRole('navigation', { name: 'Rubriques' })
    await rail.getByRole('button', { name: /^Paramètres/ }).click()
    await page
      .getByRole('navigation', { name: 'Sections des paramètres' })
      .getByRole('button', { name: 'Réseau' })
      .click()
    await expect(page.getByRole('button', { name: 'Joindre un ordinateur' })).toBeDisabled()
    await expect(seat.page.goto(`https://${networkAddress}:${port}/`)).rejects.toThrow(/REFUSED/)
    await page.getByRole('switch', { name: 'Partager ce cabinet sur le réseau' }).click()
    await page.getByRole('button', { name: 'Joindre un ordinateur' }).click()
    const code = (await page.locator('output').textContent()) ?? ''
    expect(code).toMatch(/^\w{5}-\w{5}$/)
    await mustBeAccessible(program)
    await picture(program, '13-reseau-code')

    await seat.page.goto(`https://${networkAddress}:${port}/`)
    await expect(seat.page.getByRole('heading', { name: 'Joindre ce navigateur au cabinet' })).toBeVisible()
    // From here on: a browser that is no seat yet is refused its line, and its console says so.
    seat.complaints.length = 0
    await expect(seat.page.getByText('Cabinet de formation')).toHaveCount(0)
    await mustBeAccessible(seat)
    await picture(seat, '14-joindre')
    await seat.page.getByRole('textbox', { name: 'Code' }).fill('00000 00000')
    await seat.page.getByRole('textbox', { name: 'Nom de ce poste' }).fill('Accueil')
    await seat.page.getByRole('button', { name: 'Joindre' }).click()
    await expect(seat.page.getByText('Encore 4 essais.')).toBeVisible()
    await mustBeAccessible(seat)
    await seat.page.getByRole('textbox', { name: 'Code' }).fill(code.toLowerCase())
    await seat.page.keyboard.press('Enter')
    await openingWindow(seat.page)
    await expect(seat.page.getByText(/Poste Accueil/)).toBeVisible()

    await expect(page.getByText('« Accueil » est joint.')).toBeVisible()
    await expect(page.getByRole('row', { name: /Accueil.*Navigateur.*En ligne/ })).toBeVisible()
    await mustBeAccessible(program)
    await picture(program, '13-reseau')

    await seat.page.reload()
    await openFromAfar(seat.page, /LEROUX/, 'formation-secretariat')
    await expect(page.getByRole('row', { name: /Accueil.*LEROUX/ })).toBeVisible()

    await page.getByRole('button', { name: 'Retirer…' }).click()
    await expect(page.getByRole('dialog').getByText(/LEROUX.*session ouverte/)).toBeVisible()
    await mustBeAccessible(program)
    await page.getByRole('dialog').getByRole('button', { name: 'Retirer l’ordinateur' }).click()
    await expect(page.getByRole('row', { name: /Accueil.*Retiré/ })).toBeVisible()
    await expect(seat.page.getByText('Cet ordinateur a été retiré du cabinet.')).toBeVisible({ timeout: 20_000 })
    await mustBeAccessible(seat)
  } finally {
    await other.close()
    await program.end()
  }
})
