import { expect, type Page, test } from '@playwright/test'
import { readBarcodes } from 'zxing-wasm/reader'
import { prepareReader } from '#test/world/marks.ts'
import { homeWithTraining, openInBrowser, type Program } from './programs.ts'
import { type ReaderSet, scan } from './reader.ts'
import { findRecord, goToList, mustBeAccessible, openingWindow, openTraining, picture, searchField } from './steps.ts'

const usual: ReaderSet = { apart: 10, separator: 'Ctrl+]', end: 'Enter' }
const garnier = (page: Page) => page.getByRole('heading', { level: 1, name: /GARNIER Lucien/ })
const gs = '\u001D'
const markOf = (birthName: string, firstNames: string) =>
  `IS01${'0'.repeat(22)}S1297022A02077878S21.2.250.1.213.1.4.8${gs}S3${firstNames}${gs}S4${birthName}${gs}S5FS626-02-1997S72A020`

test('a DataMatrix is printed, scanned back by a reader that types, and read from its picture, wherever the caret stands', async ({
  browser,
}) => {
  const program = await openInBrowser(browser, await homeWithTraining())
  const { page } = program
  try {
    await openingWindow(page)
    await openTraining(page, /MARCHAND/)
    await findRecord(page, 'garnier', /GARNIER.*Lucien/)
    const printed = await printLabel(page)
    await prepareReader()
    const [code] = await readBarcodes(printed, { formats: ['DataMatrix'], textMode: 'Plain' })
    const mark = code?.text ?? ''
    expect(mark).toMatch(/^IS01.*S4GARNIER/)

    await withoutAField(page, mark)
    await inAField(page, mark)
    await overAKeyboardThatDisagrees(page, mark)
    await inALetter(page, mark)
    await fromItsPicture(program, printed)
    await ofSomebodyElse(program)
    await byHand(page)
    expect(program.complaints).toEqual([])
  } finally {
    await program.end()
  }
})

/** Prints a label with the mark of the open record; the picture that goes to the printer. */
async function printLabel(page: Page): Promise<Uint8Array> {
  await page.keyboard.press('Alt+I')
  await page.getByRole('menuitem', { name: 'Étiquette…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('checkbox', { name: 'Datamatrix INS (identité qualifiée)' }).check()
  // The first picture is of a label without: only the one asked for last is printed.
  await expect(dialog.getByRole('button', { name: 'Imprimer' })).toBeEnabled()
  await page.waitForTimeout(600)
  await page.evaluate(() => {
    window.print = () => {
      const [image] = document.querySelectorAll<HTMLImageElement>('body > div:last-of-type img')
      const canvas = document.createElement('canvas')
      canvas.width = image?.naturalWidth ?? 0
      canvas.height = image?.naturalHeight ?? 0
      if (image !== undefined) canvas.getContext('2d')?.drawImage(image, 0, 0)
      document.body.dataset['printed'] = canvas.toDataURL('image/png')
    }
  })
  await dialog.getByRole('button', { name: 'Imprimer' }).click()
  await expect(page.locator('body[data-printed]')).toBeAttached()
  const address = (await page.locator('body').getAttribute('data-printed')) ?? ''
  await page.keyboard.press('Escape')
  return new Uint8Array(Buffer.from(address.split(',')[1] ?? '', 'base64'))
}

/** On the list, where a letter typed goes to the search, and where F8 calls the Vitale card. */
async function withoutAField(page: Page, mark: string): Promise<void> {
  await goToList(page)
  await searchField(page).fill('')
  await page.getByRole('grid').first().focus()
  await scan(page, mark, { ...usual, separator: 'F8' })
  await expect(garnier(page)).toBeVisible()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await goToList(page)
  await expect(searchField(page)).toHaveValue('')
}

/** In a field that has the focus, with words of which some are selected. */
async function inAField(page: Page, mark: string): Promise<void> {
  for (const reader of [
    { ...usual, apart: 25, separator: 'character', end: 'Tab' },
    { ...usual, apart: 12, end: 'none' },
  ] as const satisfies readonly ReaderSet[]) {
    await searchField(page).fill('martin paul')
    await searchField(page).evaluate((field: HTMLInputElement) => field.setSelectionRange(0, 6))
    await scan(page, mark, reader)
    await expect(garnier(page)).toBeVisible()
    await goToList(page)
    await expect(searchField(page)).toHaveValue('martin paul')
  }
  await searchField(page).fill('')
}

async function overAKeyboardThatDisagrees(page: Page, mark: string): Promise<void> {
  await page.getByRole('grid').first().focus()
  const reader = { ...usual, keyboard: 'us-on-azerty' } as const
  await scan(page, mark, reader)
  await expect(garnier(page)).toBeVisible()
  const notice = page.getByRole('dialog', { name: /Datamatrix lu/ })
  await expect(notice).toContainText('Le lecteur est réglé pour un autre clavier')
  await page.keyboard.press('Escape')
  // Said once.
  await goToList(page)
  await scan(page, mark, reader)
  await expect(garnier(page)).toBeVisible()
  await expect(notice).toHaveCount(0)
}

/** In an editor of another make than a field. */
async function inALetter(page: Page, mark: string): Promise<void> {
  await page.keyboard.press('Alt+L')
  const editor = page.locator('[contenteditable="true"]').first()
  await editor.click()
  await page.keyboard.press('Control+Home')
  await page.keyboard.type('Cher confrère, ')
  const before = await editor.innerText()
  await scan(page, mark, usual)
  await page.waitForTimeout(400)
  expect(await editor.innerText()).toBe(before)
}

async function fromItsPicture(program: Program, printed: Uint8Array): Promise<void> {
  const { page } = program
  await goToList(page)
  await page.keyboard.press('Control+K')
  await page.keyboard.type('datamatrix')
  await page.getByRole('option', { name: /Lire un datamatrix INS/ }).click()
  const dialog = page.getByRole('dialog', { name: 'Lire un datamatrix INS' })
  await expect(dialog).toBeVisible()
  await mustBeAccessible(program)
  await picture(program, 'datamatrix-fichier')
  await dialog.getByLabel('Image ou PDF du document').setInputFiles({
    name: 'vide.png',
    mimeType: 'image/png',
    buffer: Buffer.from('not a picture'),
  })
  await expect(page.getByRole('alert')).toContainText('ni une image ni un PDF lisible')
  await page.getByLabel('Image ou PDF du document').setInputFiles({
    name: 'etiquette.png',
    mimeType: 'image/png',
    buffer: Buffer.from(printed),
  })
  await expect(garnier(page)).toBeVisible()
  await expect(page.getByRole('dialog')).toHaveCount(0)
}

/** Only what is certain opens by itself: a record of the same traits is proposed, and nobody is made without being asked. */
async function ofSomebodyElse(program: Program): Promise<void> {
  const { page } = program
  await goToList(page)
  await scan(page, markOf('ADRTROIS', 'DOMINIQUE'), usual)
  const same = page.getByRole('dialog', { name: 'Quel dossier pour ADRTROIS DOMINIQUE' })
  await expect(same.getByRole('button', { name: /Mêmes traits, sans matricule/ })).toBeFocused()
  // Scanned again while it is asked: the digits of the scan choose nothing.
  await scan(page, markOf('LENOIR-ZIMMER', 'OCTAVIE'), usual)
  await expect(page.getByRole('dialog', { name: 'Aucun dossier pour LENOIR-ZIMMER OCTAVIE' })).toBeVisible()
  await mustBeAccessible(program)
  await picture(program, 'datamatrix-inconnu')
  await page.getByRole('dialog').getByRole('button', { name: 'Créer le dossier' }).click()
  await expect(page.getByText('Repris d’un datamatrix INS.')).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Nom de naissance', exact: true })).toHaveValue('LENOIR-ZIMMER')
  await expect(page.getByRole('textbox', { name: 'Date de naissance', exact: true })).toHaveValue(/26\/02\/1997/)
  await picture(program, 'datamatrix-nouveau')
  await page.getByRole('button', { name: 'Annuler', exact: true }).first().click()
}

/** Hands are never taken for a reader, in a field or out of it. */
async function byHand(page: Page): Promise<void> {
  await goToList(page)
  await searchField(page).fill('')
  await page.getByRole('grid').first().focus()
  await page.keyboard.type('IS01', { delay: 30 })
  await expect(searchField(page)).toHaveValue('IS01')
  await searchField(page).fill('')
  await searchField(page).focus()
  await page.keyboard.type('is010000b', { delay: 90 })
  await expect(searchField(page)).toHaveValue('is010000b')
}
