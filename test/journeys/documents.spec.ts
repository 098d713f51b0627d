import { expect, type Page, test } from '@playwright/test'
import { hostileFiles } from '#test/fixtures/documents/hostile.ts'
import { pdfOf } from '#test/world/documents.ts'
import { homeWithTraining, openInBrowser } from './programs.ts'
import { findRecord, inEveryLight, mustBeAccessible, openTraining, openingWindow, picture } from './steps.ts'

const files = hostileFiles()
const hostile = (name: string) => {
  const file = files.find((one) => one.name === name)
  if (file === undefined) throw new Error(`no hostile file is called ${name}`)
  return { name, mimeType: 'application/octet-stream', buffer: Buffer.from(file.bytes) }
}
const plain = async (name: string, ...pages: readonly string[]) => ({
  name,
  mimeType: 'application/pdf',
  buffer: Buffer.from(await pdfOf(...pages)),
})

const tray = (page: Page) => page.getByRole('region', { name: 'Imports' })
const entry = (page: Page, title: string) =>
  page.getByRole('grid', { name: 'Historique' }).getByRole('row').filter({ hasText: title }).first()

type Chosen = ReturnType<typeof hostile>

async function choose(page: Page, key: string, chosen: readonly Chosen[]): Promise<void> {
  const chooser = page.waitForEvent('filechooser')
  if (key === 'Alt+M') {
    await page.keyboard.press(key)
    await page.getByRole('menuitem', { name: 'Importer des documents…' }).click()
  } else await page.keyboard.press(key)
  await (await chooser).setFiles([...chosen])
}

/** Files of each kind that is shown, and what of each must be read on the screen. */
const shown: readonly (readonly [file: string, title: string, read: RegExp])[] = [
  ['script-5.pdf', 'Script-5', /Script 5/],
  ['action-2.pdf', 'Action-2', /Action 2/],
  ['lien-3.pdf', 'Lien-3', /Lien 3/],
  ['police-eval.pdf', 'Police-eval', /Page 1 sur 1/],
  ['coupe-400.pdf', 'Coupe-400', /Page 1 sur|ne se lit pas/],
  ['chiffre.pdf', 'Chiffre', /mot de passe|ne se lit pas/],
  ['entete-seul.pdf', 'Entete-seul', /ne se lit pas/],
  ['page-ruban.pdf', 'Page-ruban', /Page 1 sur 1/],
  ['page-immense.pdf', 'Page-immense', /Page 1 sur 1/],
  ['pages-boucle.pdf', 'Pages-boucle', /Page 1 sur|ne se lit pas|ne peut pas être affichée/],
  ['image-jbig2.pdf', 'Image-jbig2', /Page 1 sur 1/],
  ['dessin-0.svg', 'Dessin-0', /Dessin SVG/],
  ['dessin-2.svg', 'Dessin-2', /Dessin SVG/],
  ['dessin-6.svg', 'Dessin-6', /Dessin SVG/],
  ['dessin-17.svg', 'Dessin-17', /ne se lit pas/],
  ['png-script.png', 'Png-script', /Image/],
  ['png-crc.png', 'Png-crc', /ne se lit pas|Image/],
  ['gif-tronque.gif', 'Gif-tronque', /ne se lit pas|Image/],
  ['tiff-boucle.tif', 'Tiff-boucle', /Aperçu impossible/],
  ['bombe.docx', 'Bombe', /Aperçu impossible/],
  ['rires.xml', 'Rires', /&l;/],
  ['cda-script.xml', 'Cda-script', /Créatinine normale/],
  ['page-style.html', 'Page-style', /Bonjour/],
  ['page-mutation.html', 'Page-mutation', /Bonjour/],
  ['entetes.eml', 'Entetes', /ne se lit pas|Objet/],
  ['bidi.txt', 'Bidi', /Dose/],
  // Dated by themselves: further down the list.
  ['evenements.eml', 'Evenements', /Bonjour/],
  ['mouchard.eml', 'Mouchard', /Bonjour/],
  ['identifiants.eml', 'Identifiants', /Bonjour/],
  ['jointe-programme.eml', 'Jointe', /facture\.pdf\.exe/],
]

test('hostile files are shown safely: no script, no question, no request, and a sentence for those that are not', async ({
  browser,
}) => {
  test.setTimeout(240_000)
  const program = await openInBrowser(browser, await homeWithTraining())
  const { page } = program
  const strangers: string[] = []
  const questions: string[] = []
  page.on('dialog', (dialog) => {
    questions.push(dialog.message())
    void dialog.dismiss()
  })
  try {
    await openingWindow(page)
    await openTraining(page, /MARCHAND/)
    const home = new URL(page.url()).origin
    page.context().on('request', (request) => {
      const address = request.url()
      if (!address.startsWith(home) && !address.startsWith(`blob:${home}`)) strangers.push(address)
    })
    await findRecord(page, 'lacaze fr', /LACAZE.*Françoise/)
    const refused = ['programme.pdf', 'bombe.zip', 'png-bombe.png', 'macros.docx', 'vide.pdf']
    await choose(page, 'Alt+M', [...shown.map(([file]) => hostile(file)), ...refused.map(hostile)])
    await expect(tray(page).getByRole('status')).toHaveText(`${shown.length} sur ${shown.length + refused.length}`, {
      timeout: 120_000,
    })
    await expect(tray(page)).toContainText('Ce fichier est un programme')
    await expect(tray(page)).toContainText('Ce fichier est une archive')
    await expect(tray(page)).toContainText('dimensions démesurées')
    await expect(tray(page)).toContainText('contient des macros')
    await expect(tray(page)).toContainText('Ce fichier est vide')
    await picture(program, '14-imports')
    await tray(page).getByRole('button', { name: 'Fermer la liste' }).click()
    const reading = page.getByRole('article')
    for (const [file, title, read] of shown) {
      await entry(page, title).dblclick()
      await expect(reading.getByRole('heading', { name: title, exact: true }), file).toBeVisible()
      await expect(reading, file).toContainText(read, { timeout: 20_000 })
    }
    // What was to run had the time to.
    expect(await page.evaluate(() => 'pwned' in window)).toBe(false)
    expect(questions).toEqual([])
    expect(strangers).toEqual([])
    expect(new URL(page.url()).origin).toBe(home)
    // Markup that is made safe is parsed under the page's policy, which says what it refuses; nothing else is complained of.
    expect(program.complaints.filter((said) => !said.includes('Content Security Policy'))).toEqual([])
    program.complaints.length = 0
    await mustBeAccessible(program)
  } finally {
    await program.end()
  }
})

test('documents are dropped on a record, read, corrected, and those to be filed follow one another by the keyboard', async ({
  browser,
}) => {
  test.setTimeout(180_000)
  const program = await openInBrowser(browser, await homeWithTraining())
  const { page } = program
  try {
    await openingWindow(page)
    await openTraining(page, /MARCHAND/)
    await findRecord(page, 'lacaze fr', /LACAZE.*Françoise/)
    const report = await plain('échographie_2026-11-12.pdf', 'Echographie abdominale', 'Conclusion')
    await page.getByRole('tab', { name: 'État civil' }).click()
    await dropOn(page, report)
    await expect(tray(page)).toContainText('Importé')
    await page.getByRole('tab', { name: 'Historique' }).click()
    await entry(page, 'Échographie').dblclick()
    const reading = page.getByRole('article')
    await expect(reading).toContainText('Echographie abdominale')
    await inEveryLight(program, '14-document')
    await reading.getByRole('button', { name: 'Détails' }).click()
    await reading.getByLabel('Titre').fill('Échographie abdominale')
    await page.keyboard.press('Enter')
    await expect(entry(page, 'Échographie abdominale')).toBeVisible()
    await page.keyboard.press('Control+z')
    await expect(entry(page, 'Échographie abdominale')).toBeHidden()

    await page.keyboard.press('Alt+B')
    await expect(page.getByText('Tout est classé')).toBeVisible()
    await choose(page, 'Alt+N', [
      await plain('irm_2026-11-03.pdf', 'IRM'),
      await plain('scanner_2026-11-04.pdf', 'TDM'),
    ])
    const list = page.getByRole('grid', { name: 'Liste des documents à classer' })
    await expect(list.getByRole('row', { name: /Irm/ })).toBeVisible()
    await expect(list.getByRole('row', { name: /Scanner/ })).toBeVisible()
    await inEveryLight(program, '14-a-classer')
    await list.focus()
    await page.keyboard.press('Home')
    for (const left of [1, 0]) {
      if (left === 1) await page.keyboard.press('Enter')
      await expect(page.getByLabel('Patient', { exact: true })).toBeFocused()
      await page.keyboard.type('lacaze fr', { delay: 20 })
      await page
        .getByRole('option', { name: /LACAZE/ })
        .first()
        .waitFor()
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
      await page.keyboard.press('Enter')
      await expect(page.getByText(left === 1 ? '1 document à classer' : 'Tout est classé').first()).toBeVisible()
    }
    await mustBeAccessible(program)
  } finally {
    await program.end()
  }
})

/** Drops a file on the record, as a hand does. */
async function dropOn(page: Page, file: Chosen): Promise<void> {
  const given = { name: file.name, type: file.mimeType, base64: file.buffer.toString('base64') }
  const transfer = await page.evaluateHandle(({ name, type, base64 }) => {
    const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))
    const held = new DataTransfer()
    held.items.add(new File([bytes], name, { type }))
    return held
  }, given)
  const target = page.getByRole('tabpanel').first()
  for (const type of ['dragenter', 'dragover', 'drop']) await target.dispatchEvent(type, { dataTransfer: transfer })
}
