import { type Browser, expect, type Page, test } from '@playwright/test'
import { listen, homeWithTraining, openInBrowser, type Program } from './programs.ts'
import { goToList, inEveryLight, mustBeAccessible, openingWindow, openTraining, searchField, unlock } from './steps.ts'

const rail = (page: Page) => page.getByRole('navigation', { name: 'Rubriques' })
const sections = (page: Page) => page.getByRole('navigation', { name: 'Sections des paramètres' })
const pane = (page: Page) => page.getByRole('complementary')
const row = (page: Page, name: RegExp) => page.getByRole('row', { name })

/** Signs an account of the training cabinet in at a seat of its own, wherever it lands. */
async function sitDown(browser: Browser, program: Program, who: RegExp): Promise<Program> {
  const context = await browser.newContext({
    ignoreHTTPSErrors: true,
    locale: 'fr-FR',
    viewport: { width: 1366, height: 768 },
  })
  const page = await context.newPage()
  const seat: Program = { ...program, page, complaints: listen(page) }
  await page.goto(program.page.url())
  await signIn(page, who)
  return seat
}

async function signIn(page: Page, who: RegExp): Promise<void> {
  await openingWindow(page)
  await page.getByRole('button', { name: 'Cabinet de formation' }).click()
  await page.getByRole('button', { name: who }).click({ timeout: 60_000 })
  await expect(rail(page)).toBeVisible({ timeout: 20_000 })
}

async function section(page: Page, name: string): Promise<void> {
  await sections(page).getByRole('button', { name, exact: true }).click()
  await expect(page.getByRole('grid', { name })).toBeVisible()
}

/** How many records a seat sees: the figure of its list at rest. */
async function recordsInSight(page: Page): Promise<number> {
  const figure = page.getByText(/^[\d\s]+dossiers?$/).first()
  await expect(figure).toBeVisible()
  return Number((await figure.textContent())?.replaceAll(/\D/g, ''))
}

test('who administers sees no patient, and says who sees whom: roles, users, groups', async ({ browser }) => {
  test.setTimeout(240_000)
  const program = await openInBrowser(browser, await homeWithTraining())
  const { page } = program
  try {
    await signIn(page, /VASSEUR/)
    await expect(sections(page)).toBeVisible()
    await expect(rail(page).getByRole('button', { name: /^Dossiers/ })).toHaveCount(0)
    await expect(page.getByLabel('Rechercher un patient')).toHaveCount(0)
    await page.keyboard.press('F3')
    await page.keyboard.press('Alt+P')
    await expect(sections(page)).toBeVisible()
    await page.keyboard.press('Control+K')
    await expect(page.getByRole('option', { name: /Aller aux paramètres/ })).toBeVisible()
    await expect(page.getByRole('option', { name: /dossiers|patient|urgence/i })).toHaveCount(0)
    await page.keyboard.press('Escape')

    await section(page, 'Groupes d’accès')
    await row(page, /EHPAD Les Embruns/).click()
    const users = pane(page).getByLabel('Utilisateurs')
    const anh = pane(page).getByRole('button', { name: /^Retirer .*NGUYEN/ })
    await expect(anh).toBeVisible()
    await users.click()
    await page.getByRole('option', { name: /NGUYEN/ }).click()
    await page.keyboard.press('Escape')
    await expect(anh).toHaveCount(0)
    await expect(
      pane(page).getByText(/A\. NGUYEN ne voit plus \d+ patients? de ce groupe|A\. NGUYEN ne voit plus les/),
    ).toBeVisible()
    await inEveryLight(program, '08b-groupes-effet')
    await page.keyboard.press('Control+S')
    await expect(pane(page).getByText(/^Enregistré à/)).toBeVisible()

    await page.keyboard.press('Alt+N')
    await expect(pane(page).getByLabel('Nom du groupe')).toBeFocused()
    await page.keyboard.type('Cardiologie du sport')
    await pane(page).getByLabel('Tag patient').fill('Sport')
    await page.keyboard.press('Control+S')
    await expect(row(page, /Cardiologie du sport.*Sport/)).toBeVisible()
    await page.keyboard.press('Delete')
    await expect(pane(page).getByLabel('Nom complet du groupe')).toBeFocused()
    await page.keyboard.type('cardiologie du')
    await expect(pane(page).getByRole('button', { name: 'Supprimer', exact: true })).toBeDisabled()
    await inEveryLight(program, '08b-groupes-suppression')
    await pane(page).getByLabel('Nom complet du groupe').fill('Cardiologie du sport')
    await page.keyboard.press('Enter')
    await expect(page.getByText('Le groupe « Cardiologie du sport » est supprimé.')).toBeVisible()
    await expect(row(page, /Cardiologie du sport/)).toHaveCount(0)

    await page.getByRole('switch', { name: 'Afficher les groupes d’accès' }).click()
    await expect(page.getByText(/verront les .* patients du cabinet/)).toBeVisible()
    await inEveryLight(program, '08b-groupes-arret')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('switch', { name: 'Afficher les groupes d’accès' })).toBeChecked()

    await section(page, 'Rôles')
    await page.keyboard.press('Alt+N')
    await expect(pane(page).getByLabel('Nom du rôle')).toBeFocused()
    await page.keyboard.type('Interne')
    await pane(page).getByRole('checkbox', { name: 'Faire une sauvegarde' }).uncheck()
    await expect(pane(page).getByRole('checkbox', { name: 'Gérer les utilisateurs' })).toBeDisabled()
    await page.keyboard.press('Control+S')
    await expect(row(page, /Interne.*D’après Secrétaire/)).toBeVisible()
    await inEveryLight(program, '12-roles-interne')

    await section(page, 'Utilisateurs')
    await row(page, /NGUYEN/).click()
    await expect(pane(page).getByText(/dossiers sur 2.000, ceux de ses groupes/)).toBeVisible()
    await pane(page).getByRole('combobox', { name: 'Rôle' }).click()
    await page.getByRole('option', { name: 'Interne' }).click()
    await inEveryLight(program, '12-utilisateur')
    await page.keyboard.press('Control+S')
    await expect(row(page, /NGUYEN.*Interne/)).toBeVisible()
    await row(page, /VASSEUR/).click()
    await expect(pane(page).getByText(/Seul compte d’administration/)).toBeVisible()

    // What was said is what Anh NGUYEN now has: the records of her groups, and no backup.
    const { page: hers } = await sitDown(browser, program, /NGUYEN/)
    await goToList(hers)
    expect(await recordsInSight(hers)).toBeLessThan(700)
    await rail(hers)
      .getByRole('button', { name: /^Paramètres/ })
      .click()
    await expect(sections(hers).getByRole('button', { name: 'Sauvegardes' })).toHaveCount(0)
    expect(program.complaints).toEqual([])
  } finally {
    await program.end()
  }
})

test('a locum opens in an emergency a record out of their sight; its practitioner is told at once', async ({
  browser,
}) => {
  test.setTimeout(240_000)
  const program = await openInBrowser(browser, await homeWithTraining())
  const { page } = program
  try {
    await openTrainingOf(page)
    const locum = await sitDown(browser, program, /ESTÈVE/)
    await goToList(locum.page)
    const person = await somebodyOutOfSight(page, locum.page)

    await expect(locum.page.getByText(`Aucun dossier pour « ${person.birthName} »`)).toBeVisible()
    await inEveryLight(locum, '02-liste-urgence')
    await locum.page.getByRole('button', { name: 'Accès d’urgence…' }).click()
    const dialog = locum.page.getByRole('dialog', { name: 'Accès d’urgence' })
    await dialog.getByLabel('Nom de naissance', { exact: true }).fill(person.birthName)
    await dialog.getByLabel('Prénom de naissance').fill('Personne')
    await dialog.getByLabel('Date de naissance').fill(person.birthDate)
    await dialog.getByLabel('Motif').fill('Malaise en salle d’attente')
    await dialog.getByRole('button', { name: 'Ouvrir en urgence' }).click()
    await expect(dialog.getByText('Aucun dossier ne s’ouvre avec ces traits.')).toBeVisible()
    await inEveryLight(locum, '08c-urgence')
    await dialog.getByLabel('Prénom de naissance').fill(person.firstName)
    await dialog.getByRole('button', { name: 'Ouvrir en urgence' }).click()
    await expect(locum.page.getByText(/Accès d’urgence jusqu’à \d\d:\d\d/)).toBeVisible()
    await inEveryLight(locum, '03-dossier-urgence')

    const notice = page.getByRole('region', { name: 'Avis' })
    await expect(notice.getByText(/Dr Paul ESTÈVE a ouvert le dossier de/)).toBeVisible()
    await expect(notice.getByText('Motif : Malaise en salle d’attente')).toBeVisible()
    await inEveryLight(program, '02-avis-urgence')
    await notice.getByRole('button', { name: 'Vu' }).click()
    await expect(notice.getByText(/a ouvert le dossier/)).toHaveCount(0)

    await locum.page.getByRole('button', { name: 'Terminer' }).click()
    await expect(searchField(locum.page)).toBeVisible()
    await expect(locum.page.getByText(`Aucun dossier pour « ${person.birthName} »`)).toBeVisible()
    expect([...program.complaints, ...locum.complaints]).toEqual([])
  } finally {
    await program.end()
  }
})

test('a record changes groups from its summary, and a seat changes hands by arrows and a password', async ({
  browser,
}) => {
  test.setTimeout(240_000)
  const program = await openInBrowser(browser, await homeWithTraining())
  const { page } = program
  try {
    await openTrainingOf(page)
    await page.getByRole('row').nth(2).dblclick()
    const groups = page.getByRole('region', { name: 'Groupes d’accès' })
    await expect(groups).toBeVisible()
    const pencil = page.getByRole('button', { name: 'Modifier les groupes d’accès' })
    await pencil.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('option', { name: 'Addictologie' }).click()
    await page.keyboard.press('Escape')
    await inEveryLight(program, '03-dossier-groupes')
    await page
      .getByRole('region', { name: 'Modifier les groupes d’accès' })
      .getByRole('button', { name: 'Enregistrer' })
      .click()
    await expect(groups.getByText('Addicto')).toBeVisible()
    await expect(pencil).toBeFocused()
    await mustBeAccessible(program)

    await page.keyboard.press('Alt+U')
    await expect(page.getByRole('heading', { name: 'Ouvrir une session' })).toBeVisible()
    await expect(page.getByText(/Addicto/)).toHaveCount(0)
    await inEveryLight(program, '08a-changer')
    const chosen = page.getByRole('region', { name: 'Utilisateur' }).getByRole('button', { pressed: true })
    for (let step = 0; step < 8; step += 1) {
      const name = (await chosen.textContent()) ?? ''
      if (name.includes('LEROUX')) break
      await page.keyboard.press('ArrowDown')
      await expect(chosen).not.toHaveText(name)
    }
    await page.keyboard.type('formation-secretariat')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('button', { name: 'Session de Mme Sophie LEROUX' })).toBeVisible({ timeout: 20_000 })
    await page.keyboard.press('Alt+V')
    await expect(page.getByRole('heading', { name: 'Session verrouillée' })).toBeVisible()
    await unlock(page, 'formation-associe', /BELKACEM/)
    await expect(page.getByRole('button', { name: 'Session de Dr Yanis BELKACEM' })).toBeVisible({ timeout: 20_000 })
    expect(program.complaints).toEqual([])
  } finally {
    await program.end()
  }
})

/** Dr BELKACEM at the first seat. */
async function openTrainingOf(page: Page): Promise<void> {
  await openingWindow(page)
  await openTraining(page, /BELKACEM/)
  await expect(page.getByRole('row').nth(5)).toBeVisible()
}

interface Traits {
  readonly birthName: string
  readonly firstName: string
  readonly birthDate: string
}

/** A patient of the group of Dr BELKACEM whose birth name finds nothing at the other seat. */
async function somebodyOutOfSight(page: Page, other: Page): Promise<Traits> {
  await page.getByRole('button', { name: /^Groupe d’accès/ }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Dr Yanis BELKACEM' }).click()
  await expect(page.getByRole('row').nth(12)).toBeVisible()
  for (let at = 3; at <= 18; at += 1) {
    const cells = await page.getByRole('row').nth(at).getByRole('gridcell').allTextContents()
    const [, , , birthName = '', firstName = '', born = ''] = cells
    await searchField(other).fill(birthName)
    await other.waitForTimeout(500)
    const unseen = await other.getByText(`Aucun dossier pour « ${birthName} »`).count()
    if (unseen === 1) return { birthName, firstName, birthDate: born.slice(0, 10) }
  }
  throw new Error('every patient of that group is in sight of the other seat')
}
