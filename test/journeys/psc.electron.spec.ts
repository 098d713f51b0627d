import { expect, test } from '@playwright/test'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { homeWithTraining, openInWindow } from './programs.ts'
import { handOverWithPsc, unlockWithPsc } from './psc.ts'
import { inEveryLight, lock, unlock } from './steps.ts'

/** Files of a folder, whatever depth, that hold a text. What goes away meanwhile holds nothing. */
async function filesWith(folder: string, text: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const contents = await Promise.all(files.map((file) => readFile(file, 'latin1').catch(() => '')))
  return files.filter((_file, at) => contents[at]?.includes(text) === true)
}

test('Pro Santé Connect opens a locked seat of the window, by the simulator that the program starts', async () => {
  test.setTimeout(120_000)
  const home = await homeWithTraining()
  const program = await openInWindow(home)
  test.skip(program === null, 'no runtime of Electron can be had on this computer')
  if (program === null) return
  try {
    await unlockWithPsc(program)
    await handOverWithPsc(program)

    await test.step('nothing of the session at the proxy is in the profile of the window, nor beside the cabinets', async () => {
      expect(await filesWith(home.folder, 'proxy_session_id')).toEqual([])
    })

    await test.step('an administrator reads in the settings that the training cabinet has its own', async () => {
      const { page } = program
      await lock(page)
      await unlock(page, 'formation-administrateur', /VASSEUR/)
      await page
        .getByRole('navigation', { name: 'Rubriques' })
        .getByRole('button', { name: /^Paramètres/ })
        .click()
      await page
        .getByRole('navigation', { name: 'Sections des paramètres' })
        .getByRole('button', { name: 'Pro Santé Connect' })
        .click()
      await expect(page.getByText('Ce cabinet a son propre Pro Santé Connect.')).toBeVisible()
      await inEveryLight(program, '14-psc-reglages')
    })
  } finally {
    await program.end()
  }
})
