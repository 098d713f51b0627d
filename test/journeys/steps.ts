import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Program } from './programs.ts'

/** Pictures of each screen, to look at with `CABINET_PICTURES=1`; not kept in the repository. */
const pictures = join(import.meta.dirname, '..', '..', 'screenshots')
const takesPictures = process.env['CABINET_PICTURES'] === '1'

/** The colours of a screen, as its person chose them. */
type Scheme = 'clair' | 'sombre'

/** Takes a picture of what is on the screen, named after the program and the screen. */
export async function picture({ page, kind }: Program, name: string, scheme: Scheme = 'clair'): Promise<void> {
  if (!takesPictures) return
  const width = page.viewportSize()?.width ?? (await page.evaluate(() => window.innerWidth))
  await mkdir(pictures, { recursive: true })
  await page.screenshot({ path: join(pictures, `${kind}-${name}-${width}-${scheme}.png`) })
}

/** Refuses any complaint of the page so far, and any fault that axe finds on what is on the screen (WCAG 2.2 AA, as RGAA). */
export async function mustBeAccessible(program: Program): Promise<void> {
  expect(program.complaints).toEqual([])
  expect(await faults(program, ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])).toEqual([])
}

/** {@link mustBeAccessible}, for a journey made in both programs: they show the same pages, which axe looks at in the browser. */
export async function mustBeAccessibleOnce(program: Program): Promise<void> {
  expect(program.complaints).toEqual([])
  if (program.kind === 'chromium') await mustBeAccessible(program)
}

/** What axe finds by the rules of these tags; by the one of contrast alone where none is given. */
async function faults({ page }: Program, tags: readonly string[] = []): Promise<string[]> {
  // No frame is on any screen: axe need not open a page of its own to join what it found in each, which takes as long again.
  const builder = new AxeBuilder({ page }).setLegacyMode(true)
  const { violations } = await (tags.length === 0
    ? builder.withRules('color-contrast')
    : builder.withTags([...tags])
  ).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(' | ')}`)
}

/** The opening window, once it can be used. */
export async function openingWindow(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Ouverture du cabinet' })).toBeVisible({ timeout: 20_000 })
}

/** From the opening window to the list of the training cabinet: the program is already open, two clicks are left. */
export async function openTraining(page: Page, who: RegExp): Promise<void> {
  await page.getByRole('button', { name: 'Cabinet de formation' }).click()
  await page.getByRole('button', { name: who }).click({ timeout: 60_000 })
  await recordList(page)
}

/** Opens the cabinet of a host at another computer of the network, which makes no cabinet there: a name and a password. */
export async function openFromAfar(page: Page, who: RegExp, password: string): Promise<void> {
  await openingWindow(page)
  await page.getByLabel('Utilisateur').click()
  await page.getByRole('option', { name: who }).click()
  await page.getByLabel('Mot de passe', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Ouvrir', exact: true }).click()
  await recordList(page)
}

/** « Liste des dossiers », with its search field. */
export async function recordList(page: Page): Promise<void> {
  await expect(searchField(page)).toBeVisible({ timeout: 20_000 })
}

/** Goes to « Liste des dossiers » by the rail. */
export async function goToList(page: Page): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Rubriques' })
    .getByRole('button', { name: /^Dossiers/ })
    .click()
  await recordList(page)
}

/** The search field of « Liste des dossiers ». */
export function searchField(page: Page) {
  return page.getByLabel('Rechercher un dossier', { exact: true })
}

/** Finds a record by typing, opens it from its row, and goes to its civil status. */
export async function findAndOpen(page: Page, typed: string, row: RegExp): Promise<void> {
  await findRecord(page, typed, row)
  await page.getByRole('tab', { name: 'État civil' }).click()
}

/** Finds a record by typing, and opens it from its row where it was left: on « Historique », the first time. */
export async function findRecord(page: Page, typed: string, row: RegExp): Promise<void> {
  await searchField(page).fill('')
  await searchField(page).pressSequentially(typed, { delay: 15 })
  await expect(page.getByRole('row', { name: row }).first()).toBeVisible()
  await page.getByRole('row', { name: row }).first().dblclick()
  await expect(page.getByRole('tab', { name: 'État civil' })).toBeVisible()
}

/** Locks by the button of the title bar. */
export async function lock(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Verrouiller' }).first().click()
  await expect(page.getByRole('heading', { name: 'Session verrouillée' })).toBeVisible()
}

/** Opens the locked seat again, as its holder or as somebody else. */
export async function unlock(page: Page, password: string, who?: RegExp): Promise<void> {
  if (who !== undefined)
    await page.getByRole('region', { name: 'Utilisateur' }).getByRole('button', { name: who }).click()
  await page.getByLabel('Mot de passe', { exact: true }).fill(password)
  await page
    .getByRole('button', { name: who === undefined ? 'Déverrouiller' : 'Ouvrir la session', exact: true })
    .click()
}

/** Closes the cabinet from the menu of the session, with its backup at closing. */
export async function closeCabinet(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Session de / }).click()
  await page.getByRole('menuitem', { name: 'Fermer le cabinet' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Fermer le cabinet' }).click()
  await openingWindow(page)
}

const sizes = [
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
] as const

/** A screen light and dark, without a fault for axe; and pictured at both sizes when pictures are asked for. */
export async function inEveryLight(program: Program, name: string): Promise<void> {
  const { page } = program
  await mustBeAccessible(program)
  await inEverySize(program, name, 'clair')
  await page.emulateMedia({ colorScheme: 'dark' })
  // Only colours change with the light: the rest has been looked at.
  expect(await faults(program)).toEqual([])
  await inEverySize(program, name, 'sombre')
  await page.emulateMedia({ colorScheme: 'light' })
}

/** {@link inEveryLight}, for a journey made in both programs: they show the same pages, looked at in the browser. */
export async function inEveryLightOnce(program: Program, name: string): Promise<void> {
  expect(program.complaints).toEqual([])
  if (program.kind === 'chromium') await inEveryLight(program, name)
}

async function inEverySize(program: Program, name: string, scheme: Scheme): Promise<void> {
  if (!takesPictures) return
  for (const size of sizes) {
    await program.page.setViewportSize(size)
    await picture(program, name, scheme)
  }
  await program.page.setViewportSize(sizes[0])
}
