import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { homeWithTraining, openInBrowser, type Program } from './programs.ts'
import { findRecord, lock, openingWindow, openTraining, picture, unlock } from './steps.ts'

/** Keys pressed, in order, kept with the results: a consultation needs no mouse. */
function keyboardOf(page: Page) {
  const keys: string[] = []
  return {
    keys,
    press: async (key: string) => {
      keys.push(key)
      await page.keyboard.press(key)
    },
    type: async (words: string) => {
      keys.push(`« ${words} »`)
      await page.keyboard.type(words, { delay: 20 })
    },
  }
}

/** What is written or read, without a fault for axe in either light, and pictured at both sizes. The record around it has its own journeys. */
async function inBothLights(program: Program, name: string, place: string): Promise<void> {
  const { page } = program
  for (const [scheme, colorScheme] of [
    ['clair', 'light'],
    ['sombre', 'dark'],
  ] as const) {
    await page.emulateMedia({ colorScheme })
    const axe = new AxeBuilder({ page }).setLegacyMode(true).include(place)
    const { violations } = await axe.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([])
    for (const size of [
      { width: 1920, height: 1080 },
      { width: 1366, height: 768 },
    ]) {
      await page.setViewportSize(size)
      await picture(program, name, scheme)
    }
  }
  await page.emulateMedia({ colorScheme: 'light' })
}

const editor = 'section[aria-label="Consultation en cours"]'
const reader = 'article'

const section = (page: Page, keyword: string) => page.getByRole('textbox', { name: keyword, exact: true })
const history = (page: Page) => page.getByRole('grid', { name: 'Historique' })

test('a consultation by keyboard alone: written, kept, locked, signed, revised, compared, removed and back', async ({
  browser,
}) => {
  test.setTimeout(240_000)
  const program = await openInBrowser(browser, await homeWithTraining())
  const { page } = program
  const address = page.url()
  try {
    await openingWindow(page)
    await openTraining(page, /MARCHAND/)
    await findRecord(page, 'lacaze fr', /LACAZE.*Françoise/)
    const { keys, press, type } = keyboardOf(page)

    await press('Alt+C')
    await expect(section(page, 'Motif')).toBeFocused()
    await type('Renouvellement du traitement. Fatigue depuis trois semaines, sommeil correct. TA 152/88')
    await expect(page.getByText('Tab accepte, Échap écarte.')).toHaveCount(1)
    await press('Tab')
    await expect(page.getByRole('list', { name: 'Constantes, données' })).toContainText('152/88')
    await press('Enter')
    await type('Allergie : pénicilline, urticaire')
    await expect(section(page, 'Allergie')).toBeFocused()
    await press('Tab')
    await expect(page.getByRole('list', { name: 'Allergie, données' })).toContainText(/p[ée]nicilline/i)
    await press('Enter')
    await type('#trait')
    await press('Tab')
    await expect(section(page, 'Traitement')).toBeFocused()
    await type('Doliprane 1000 mg, 1-1-1')
    await press('Tab')
    await expect(page.getByRole('list', { name: 'Traitement, données' })).toContainText(/doliprane/i)
    await press('Enter')
    await type('Examen : Auscultation cardio-pulmonaire normale. Abdomen souple et indolore.')
    await press('Enter')
    await type('Conclusion : HTA non contrôlée.')
    await press('Control+ArrowUp')
    await expect(section(page, 'Examen')).toBeFocused()
    await press('Control+ArrowDown')
    await expect(section(page, 'Conclusion')).toBeFocused()

    // Taken away by mistake, and back.
    await press('Control+Shift+Backspace')
    await expect(section(page, 'Conclusion')).toHaveCount(0)
    await press('Control+Z')
    await expect(section(page, 'Conclusion')).toHaveValue('HTA non contrôlée.')
    await expect(page.getByText(/^Enregistré à/)).toBeVisible()
    await inBothLights(program, '14-consultation', editor)

    // Locked, then the page is lost: the draft is where it was.
    await lock(page)
    await unlock(page, 'formation-praticien')
    await expect(section(page, 'Conclusion')).toHaveValue('HTA non contrôlée.')
    await page.goto(address)
    await openingWindow(page)
    await page.getByRole('button', { name: 'Cabinet de formation' }).click()
    await page.getByRole('button', { name: /MARCHAND/ }).click()
    await expect(section(page, 'Conclusion')).toHaveValue('HTA non contrôlée.', { timeout: 30_000 })
    await expect(section(page, 'Conclusion')).toBeFocused()
    await expect(history(page)).not.toContainText('Renouvellement du traitement')

    await press('Control+Enter')
    const reading = page.getByRole('article', { name: /^Consultation du/ })
    await expect(reading).toContainText('Auscultation cardio-pulmonaire normale')
    await expect(history(page)).toContainText('Renouvellement du traitement')
    await inBothLights(program, '14-consultation-signee', reader)

    // The glossary has learnt the sentence; another consultation completes it.
    await press('Alt+C')
    await expect(section(page, 'Motif')).toBeFocused()
    await type('Toux. Ausc')
    await expect(page.getByText('Proposition, Glossaire')).toHaveCount(1)
    await press('Tab')
    await expect(section(page, 'Motif')).toHaveValue('Toux. Auscultation cardio-pulmonaire normale')
    await press('Control+Enter')
    await expect(page.getByRole('article', { name: /^Consultation du/ })).toContainText('Toux.')

    // Revised: who, when, and what changed in words.
    const choose = async (name: string) => {
      await page.getByRole('article').getByRole('button', { name: 'Autres actions de la consultation' }).press('Enter')
      await page.getByRole('menuitem', { name }).press('Enter')
      keys.push('Tab', 'Enter', 'ArrowDown', 'Enter')
    }
    await page.getByRole('button', { name: 'Modifier', exact: true }).press('Enter')
    await expect(section(page, 'Motif')).toBeFocused()
    await type(' des deux côtés')
    await press('Control+Enter')
    // The editor gone, what is read takes its place: the menu asked is the one that stays.
    await expect(page.getByRole('article')).toContainText('des deux côtés')
    await expect(history(page)).toBeFocused()
    await choose('Révisions (2)')
    await expect(page.locator('ins')).toContainText('des deux côtés')
    await inBothLights(program, '14-revisions', reader)

    await choose('Supprimer')
    await expect(history(page)).not.toContainText('Toux')
    await press('Control+Z')
    await expect(history(page)).toContainText('Toux')
    expect(program.complaints).toEqual([])
    const results = join(import.meta.dirname, '..', '..', 'test-results')
    await mkdir(results, { recursive: true })
    await writeFile(join(results, 'consultation-keys.txt'), `${keys.join('\n')}\n`)
  } finally {
    await program.end()
  }
})

test('letters typed without a pause are kept as they come, each of them', async ({ browser }) => {
  test.setTimeout(180_000)
  const program = await openInBrowser(browser, await homeWithTraining())
  const { page } = program
  try {
    await openingWindow(page)
    await openTraining(page, /MARCHAND/)
    await findRecord(page, 'garnier lu', /GARNIER.*Lucien/)
    await page.keyboard.press('Alt+C')
    await expect(section(page, 'Motif')).toBeFocused()
    const typed = 'Renouvellement. Fatigue depuis trois semaines, sommeil correct, pas de perte de poids.'
    // What a key costs is measured by the bench of the record, not here.
    await page.keyboard.type(typed, { delay: 40 })
    await expect(section(page, 'Motif')).toHaveValue(typed)
    await expect(page.getByText(/^Enregistré à/)).toBeVisible()
    expect(program.complaints).toEqual([])
  } finally {
    await program.end()
  }
})
