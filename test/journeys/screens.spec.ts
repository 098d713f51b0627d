import { test } from '@playwright/test'
import { newHome, openInBrowser } from './programs.ts'
import { findAndOpen, lock, mustBeAccessible, openTraining, openingWindow, picture, unlock } from './steps.ts'

const sizes = [
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
] as const

test('every screen, at both sizes, light and dark: without a fault for axe, and pictured', async ({ browser }) => {
  test.setTimeout(240_000)
  const program = await openInBrowser(browser, await newHome())
  const { page } = program
  const inEveryLight = async (name: string) => {
    for (const scheme of ['clair', 'sombre'] as const) {
      await page.emulateMedia({ colorScheme: scheme === 'clair' ? 'light' : 'dark' })
      await mustBeAccessible(program)
      for (const size of sizes) {
        await page.setViewportSize(size)
        await picture(program, name, scheme)
      }
    }
    await page.emulateMedia({ colorScheme: 'light' })
    await page.setViewportSize(sizes[0])
  }
  try {
    await openingWindow(page)
    await inEveryLight('01-ouverture')
    await openTraining(page, /MARCEAU/)
    await inEveryLight('02-liste')
    await findAndOpen(page, 'dur', /DUR/)
    await inEveryLight('03-dossier')
    await lock(page)
    await inEveryLight('08-verrouillage')
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
      await inEveryLight(`12-parametres-${place + 1}`)
    }
  } finally {
    await program.end()
  }
})
