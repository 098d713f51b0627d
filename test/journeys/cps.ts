import { expect, type Page, test } from '@playwright/test'
import type { Program } from './programs.ts'
import {
  closeCabinet,
  findRecord,
  lock,
  mustBeAccessible,
  openingWindow,
  openTraining,
  picture,
  recordList,
  unlock,
} from './steps.ts'

/** What puts the cards of Dr Hélène MARCHAND in the reader of a seat, and takes them out. */
export interface CardHands {
  /** A card has three tries, then is blocked; a token that only stands for one never comes to the last. */
  readonly countsTries: boolean
  readonly insert: (page: Page) => Promise<void>
  readonly withdraw: (page: Page) => Promise<void>
}

/** The cards of the training reader, and their codes: they are written on them. */
const marchand = { label: /Hélène MARCHAND, code 1234/, code: '1234' }
const renewed = { label: /Hélène MARCHAND \(carte renouvelée\)/, code: '4321' }
const password = 'formation-praticien'

const panel = (page: Page) => page.getByRole('region', { name: 'Lecteur de formation' })
const professional = (page: Page) => panel(page).getByRole('group', { name: 'Carte professionnelle' })
const code = (page: Page) => page.getByLabel('Code de la carte', { exact: true })
const openWithCard = (page: Page) => page.getByRole('button', { name: 'Ouvrir le cabinet avec la CPS' })
const note = (page: Page) => page.getByRole('textbox', { name: 'Motif', exact: true })
/** Inside again, on the tab that was left. */
const signedIn = (page: Page) =>
  expect(page.getByRole('button', { name: /^Session de .*MARCHAND/ })).toBeVisible({ timeout: 20_000 })
const lockedAtWithdrawal = (page: Page) => page.getByText('au retrait de la carte')

/** Shows the panel where cards are inserted by a click. */
async function showReader(page: Page): Promise<void> {
  // The page that closes shows its own until it is gone: looked at again on the one that takes its place.
  await expect(async () => {
    if (!(await panel(page).isVisible()))
      await page.getByRole('button', { name: 'Lecteur de formation', exact: true }).click({ timeout: 2_000 })
    await expect(professional(page)).toBeVisible({ timeout: 2_000 })
  }).toPass({ timeout: 15_000 })
}

async function choose(page: Page, { label }: { readonly label: RegExp }): Promise<void> {
  await showReader(page)
  await professional(page)
    .getByRole('button', { name: /^(Insérer une|Changer de) CPS$/ })
    .click()
  await page.getByRole('menuitem', { name: label }).click()
  await expect(professional(page)).toContainText(label)
}

/** Hands on the panel « Lecteur de formation »: cards come and go by a click. */
export const trainingHands: CardHands = {
  countsTries: true,
  insert: (page) => choose(page, marchand),
  withdraw: async (page) => {
    await showReader(page)
    await professional(page).getByRole('button', { name: 'Retirer la CPS' }).click()
  },
}

/** The screens are the same in every program, whatever holds the card: they are looked at in one of them. */
async function look(program: Program, hands: CardHands, name: string): Promise<void> {
  if (program.kind !== 'chromium' || hands !== trainingHands) return
  await mustBeAccessible(program)
  await picture(program, name)
}

async function enter(page: Page, digits: string): Promise<void> {
  await expect(code(page)).toBeFocused()
  await page.keyboard.type(digits)
  await page.keyboard.press('Enter')
}

/** A wrong code: what is left is said, and another can be typed. */
async function refuse(page: Page, digits: string, left: string): Promise<void> {
  await enter(page, digits)
  await expect(code(page)).toBeFocused()
  await expect(page.getByText(left)).toBeVisible()
}

/** From the opening window to a training cabinet that the card of Dr Hélène MARCHAND opens, closed again. */
async function enrolCard(program: Program, hands: CardHands): Promise<void> {
  const { page } = program
  await openingWindow(page)
  await openTraining(page, /MARCHAND/)
  await hands.insert(page)
  await page.keyboard.press('Alt+G')
  await page.getByRole('button', { name: 'Ma carte' }).click()
  await expect(page.getByText('Le numéro RPPS de la carte est celui de votre compte.')).toBeVisible()
  await page.getByRole('button', { name: 'Enregistrer une carte…' }).click()
  await page.getByLabel('Mot de passe', { exact: true }).fill(password)
  await code(page).fill(marchand.code)
  await page.keyboard.press('Enter')
  await expect(page.getByText('ouvre maintenant ce cabinet')).toBeVisible()
  await look(program, hands, 'ma-carte')
  await closeCabinet(page)
}

/**
 * A morning with the card: the cabinet opened after two slips of the finger, the card taken away in the middle of a word, put
 * back, and the seat given to who comes next.
 */
export async function morningWithTheCard(program: Program, hands: CardHands = trainingHands): Promise<void> {
  const { page } = program
  await test.step('the card is enrolled', () => enrolCard(program, hands))
  await test.step('wrong twice, then right: what is left is said, and the cabinet opens', async () => {
    await expect(page.getByText('Lecteur prêt, CPS de Dr H. MARCHAND insérée.')).toBeVisible()
    await look(program, hands, 'ouverture-cps')
    await page.keyboard.press('Alt+C')
    await refuse(page, '0000', '2 essais restants')
    await refuse(page, '1111', hands.countsTries ? '1 essai restant' : '2 essais restants')
    await expect(page.getByText('Un autre code faux bloquera la carte.')).toHaveCount(hands.countsTries ? 1 : 0)
    await look(program, hands, 'ouverture-cps-dernier-essai')
    await enter(page, marchand.code)
    await recordList(page)
  })
  await test.step('the card withdrawn in the middle of a word: nothing is left on the screen', async () => {
    await findRecord(page, 'lacaze fr', /LACAZE.*Françoise/)
    await page.keyboard.press('Alt+C')
    await note(page).fill('Revue avec sa fille, en milieu de mot inach')
    await hands.withdraw(page)
    await expect(lockedAtWithdrawal(page)).toBeVisible()
    await expect(page.getByText('LACAZE')).toHaveCount(0)
    await expect(page.getByText('Remettez votre CPS')).toBeVisible()
    await look(program, hands, 'carte-retiree')
  })
  await test.step('put back, its code is asked by itself: the same tab, the same words', async () => {
    await hands.insert(page)
    await mustBeAccessible(program)
    await enter(page, marchand.code)
    await expect(note(page)).toHaveValue('Revue avec sa fille, en milieu de mot inach')
  })
  await test.step('a colleague takes the seat with a password; the card gives it back to its holder', async () => {
    await lock(page)
    await page.getByRole('button', { name: 'Utiliser le mot de passe' }).click()
    await unlock(page, 'formation-associe', /BELKACEM/)
    await recordList(page)
    await lock(page)
    await page.keyboard.press('Alt+C')
    await enter(page, marchand.code)
    await expect(note(page)).toHaveValue('Revue avec sa fille, en milieu de mot inach')
  })
  expect(program.complaints).toEqual([])
}

/** At a locked seat with its card: three wrong codes block it, what to do is said, and the password opens. */
export async function blockCard(program: Program): Promise<void> {
  const { page } = program
  await test.step('three wrong codes: what to do is said, and the password opens', async () => {
    await refuse(page, '0000', '2 essais restants')
    await refuse(page, '1111', '1 essai restant')
    await enter(page, '2222')
    await expect(page.getByText('CPS Gestion').first()).toBeVisible()
    await look(program, trainingHands, 'carte-bloquee')
    await unlock(page, password)
    await signedIn(page)
  })
  expect(program.complaints).toEqual([])
}

/** After a morning with the former card: the one that renews it takes its place, and is then blocked. */
export async function renewedThenBlocked(program: Program): Promise<void> {
  const { page } = program
  await closeCabinet(page)
  await test.step('the new card is recognised as its holder’s, and replaces the former one', async () => {
    await choose(page, renewed)
    await openWithCard(page).click()
    await page.getByRole('button', { name: 'Remplacer…' }).click()
    await expect(page.getByRole('heading', { name: 'Carte renouvelée' })).toBeVisible()
    await look(program, trainingHands, 'carte-renouvelee')
    await page.getByLabel('Mot de passe', { exact: true }).fill(password)
    await code(page).fill(renewed.code)
    await page.keyboard.press('Enter')
    await signedIn(page)
    await page.keyboard.press('Alt+G')
    await page.getByRole('button', { name: 'Ma carte' }).click()
    await expect(page.getByText('Cette carte ouvre déjà ce cabinet.')).toBeVisible()
    await expect(page.getByRole('region', { name: 'Ma carte' }).getByRole('button', { name: /^Retirer / })).toHaveCount(
      1,
    )
  })
  await test.step('another card in its place locks at once', async () => {
    await choose(page, marchand)
    await expect(lockedAtWithdrawal(page)).toBeVisible()
  })
  await choose(page, renewed)
  await blockCard(program)
}
