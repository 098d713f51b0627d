import { expect, test } from '@playwright/test'
import { newHome, openInBrowser } from './programs.ts'
import {
  findAndOpen,
  findRecord,
  goToList,
  inEveryLight,
  lock,
  mustBeAccessible,
  openTraining,
  openingWindow,
  picture,
  unlock,
} from './steps.ts'

test('every screen, at both sizes, light and dark: without a fault for axe, and pictured', async ({ browser }) => {
  test.setTimeout(240_000)
  const program = await openInBrowser(browser, await newHome())
  const { page } = program
  try {
    await openingWindow(page)
    await inEveryLight(program, '01-ouverture')
    await openTraining(page, /MARCEAU/)
    await inEveryLight(program, '02-liste')
    await findAndOpen(page, 'dur', /DUR/)
    await inEveryLight(program, '03-etat-civil')
    await goToList(page)
    await findRecord(page, 'lacaze fr', /LACAZE.*Françoise/)
    await page
      .getByRole('row', { name: /Biologie/ })
      .first()
      .click()
    await expect(page.getByRole('region', { name: 'Lecture' })).toContainText('HbA1c')
    await inEveryLight(program, '03-dossier-lecture')
    await page.keyboard.press('Alt+C')
    await expect(page.getByRole('region', { name: 'Consultation', exact: true })).toBeVisible()
    await inEveryLight(program, '03-dossier')
    await page.setViewportSize({ width: 1180, height: 680 })
    await mustBeAccessible(program)
    await picture(program, '03-dossier')
    await page.setViewportSize({ width: 1366, height: 768 })
    await lock(page)
    await inEveryLight(program, '08-verrouillage')
    await unlock(page, 'formation-administrateur', /VASSEUR/)
    await page
      .getByRole('navigation', { name: 'Rubriques' })
      .getByRole('button', { name: /^Paramètres/ })
      .click()
    const sections = page.getByRole('navigation', { name: 'Sections des paramètres' }).getByRole('button')
    await sections.first().waitFor()
    for (const [place, section] of (await sections.all()).entries()) {
      await section.click()
      await page.waitForTimeout(400)
      await inEveryLight(program, `12-parametres-${place + 1}`)
    }
  } finally {
    await program.end()
  }
})
