import { expect, type Page, test } from '@playwright/test'
import { makeLongRecord, newHome, openInBrowser, type Program } from './programs.ts'
import { findRecord, lock, mustBeAccessible, openingWindow, recordList, searchField, unlock } from './steps.ts'

const lines = 400

let program: Program
let password: string
test.beforeAll(async ({ browser }) => {
  const home = await newHome()
  ;({ password } = await makeLongRecord(home, lines))
  program = await openInBrowser(browser, home)
})
test.afterAll(() => program.end())

const grid = (page: Page) => page.getByRole('grid', { name: 'Historique' })
const rows = (page: Page) => grid(page).getByRole('row')
const selected = (page: Page) => grid(page).getByRole('row', { selected: true })
const reading = (page: Page) => page.getByRole('region', { name: 'Lecture' })
const editor = (page: Page) => page.getByRole('region', { name: 'Consultation', exact: true })
/** What is typed in the note. */
const written = (page: Page) => editor(page).locator('textarea').first()
const heightOf = async (page: Page) => Math.round((await reading(page).boundingBox())?.height ?? 0)

/** From the opening window to the record, by the keyboard alone. */
async function openRecord(page: Page): Promise<void> {
  await openingWindow(page)
  await page.getByLabel('Mot de passe', { exact: true }).fill(password)
  await page.keyboard.press('Enter')
  await recordList(page)
  await findRecord(page, 'durand', /DURAND/)
  await expect(rows(page).nth(1)).toContainText('Renouvellement du traitement')
}

test('a record by the keyboard: history read, filtered and looked into, a note begun, all of it found again after a lock and a crash', async () => {
  test.setTimeout(150_000)
  const { page } = program
  await openRecord(page)

  await test.step('the list is gone through by the keyboard, and only what is in view is drawn', async () => {
    await expect(grid(page)).toHaveAttribute('aria-rowcount', String(lines + 1))
    expect(await rows(page).count()).toBeLessThan(60)
    await grid(page).focus()
    await page.keyboard.press('End')
    await expect(selected(page)).toHaveAttribute('aria-rowindex', String(lines + 1))
    await page.keyboard.press('Home')
    await page.keyboard.press('ArrowDown')
    await expect(selected(page)).toContainText('Fatigue depuis trois semaines')
    await page.keyboard.press('Enter')
    await expect(reading(page)).toContainText('Fatigue depuis trois semaines.')
    await mustBeAccessible(program)
  })

  await test.step('chips and words', async () => {
    await page.getByRole('button', { name: 'Consultations', exact: true }).click()
    await expect(grid(page)).toHaveAttribute('aria-rowcount', '5')
    await page.getByRole('button', { name: 'Tout l’historique' }).click()
    await page.keyboard.press('Control+F')
    await page.keyboard.type('retino')
    await expect(grid(page).locator('mark').first()).toHaveText('rétinopathie')
    await expect(page.getByText(/^\d+ éléments trouvés$/)).toBeAttached()
    await page.keyboard.press('ArrowDown')
    await expect(grid(page)).toBeFocused()
    await page.keyboard.press('Control+F')
    await page.keyboard.press('Delete')
    await expect(grid(page)).toHaveAttribute('aria-rowcount', String(lines + 1))
    await page.getByRole('button', { name: 'Filtrer' }).click()
    const filters = page.getByRole('group', { name: 'Filtres de l’historique', exact: true })
    await filters.getByRole('button', { name: /^Labo/ }).click()
    await expect(rows(page).nth(1)).toContainText('HbA1c')
    await mustBeAccessible(program)
    await filters.getByRole('button', { name: 'Effacer les filtres' }).click()
    await page.keyboard.press('Escape')
    await expect(filters).toHaveCount(0)
    await expect(grid(page)).toBeFocused()
  })

  await test.step('a note begun beside what is read; the pane below is made higher by the keyboard', async () => {
    await page.keyboard.press('Alt+C')
    await expect(editor(page)).toBeVisible()
    await expect(written(page)).toBeFocused()
    await page.keyboard.type('Toux sèche depuis hier.')
    await expect(page.getByText(/nregistré à \d/).first()).toBeVisible()
    await expect(rows(page).nth(1)).toContainText('Brouillon')
    expect(await heightOf(page)).toBe(240)
    await page.getByRole('separator', { name: 'Hauteur de la lecture' }).focus()
    for (let press = 0; press < 5; press += 1) await page.keyboard.press('ArrowUp')
    await expect.poll(() => heightOf(page)).toBe(280)
    await mustBeAccessible(program)
  })

  const foundAgain = async () => {
    await expect(written(page)).toHaveValue('Toux sèche depuis hier.')
    await expect(reading(page)).toContainText('Fatigue depuis trois semaines.')
    await expect.poll(() => heightOf(page)).toBe(280)
  }

  await test.step('found again after a lock, which shows nothing of it', async () => {
    // What a tab shows is kept a moment after it changes.
    await page.waitForTimeout(800)
    await lock(page)
    await expect(page.getByText('DURAND')).toHaveCount(0)
    await expect(page.getByText('Toux sèche')).toHaveCount(0)
    await unlock(page, password)
    await foundAgain()
  })

  await test.step('found again after the page crashed', async () => {
    const { origin } = new URL(page.url())
    await page.goto('chrome://crash').catch(() => {})
    const after = await page.context().newPage()
    await page.close()
    program.page = after
    await after.goto(origin)
  })

  await test.step('the words of every record, from the search of the window', async () => {
    const { page: after } = program
    await after.getByLabel('Mot de passe', { exact: true }).fill(password)
    await after.keyboard.press('Enter')
    await expect(written(after)).toHaveValue('Toux sèche depuis hier.')
    await expect(reading(after)).toContainText('Fatigue depuis trois semaines.')
    await after.keyboard.press('Alt+P')
    await expect(searchField(after)).toBeVisible()
    await after.keyboard.press('Control+Shift+F')
    await expect(after.getByRole('combobox', { name: 'Mots à chercher dans les dossiers' })).toBeFocused()
    await after.keyboard.type('lombalgie')
    await expect(after.getByRole('option', { name: /DURAND Marie/ })).toHaveCount(1)
    await after.keyboard.press('Enter')
    await expect(reading(after)).toContainText('Lombalgie aiguë.')
  })
})
