import { expect, test } from '@playwright/test'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { findElectron } from '#main/launch/electron-runtime.ts'
import { type Home, newHome, openInWindow, type Program, windowArguments } from './programs.ts'
import {
  findAndOpen,
  goToList,
  lock,
  mustBeAccessible,
  openTraining,
  openingWindow,
  picture,
  recordList,
  unlock,
} from './steps.ts'

let home: Home
let program: Program | null

test.beforeAll(async () => {
  home = await newHome()
  program = await openInWindow(home)
})
test.afterAll(() => program?.end())
test.beforeEach(() => {
  test.skip(program === null, 'no runtime of Electron can be had on this computer')
})

/** The window, for tests that beforeEach lets run. */
function present(): Program {
  if (program === null) throw new Error('skipped without a runtime')
  return program
}

test('a newcomer is in a living cabinet in three clicks, and in the right record in a few keys', async () => {
  const { page } = present()
  await openingWindow(page)
  await openTraining(page, /MARCHAND/)
  await mustBeAccessible(present())
  await picture(present(), '02-liste')
  await findAndOpen(page, 'dur', /DUR/)
  await mustBeAccessible(present())
  await picture(present(), '03-dossier')
})

test('another user takes the seat and gives it back: each finds their own tabs', async () => {
  const { page } = present()
  const tab = (await page.getByRole('tab', { selected: true }).first().textContent()) ?? ''
  await lock(page)
  await unlock(page, 'formation-secretariat', /LEROUX/)
  await recordList(page)
  await expect(page.getByRole('button', { name: /Session de .*LEROUX/ })).toBeVisible()
  await expect(page.getByText(tab, { exact: true })).toHaveCount(0)
  await lock(page)
  await unlock(page, 'formation-praticien', /MARCHAND/)
  await expect(page.getByRole('tab', { name: 'État civil' })).toBeVisible()
  await expect(page.getByText(tab, { exact: true }).first()).toBeVisible()
})

test('the core is killed while somebody types: the window stays, and so does what was typed', async () => {
  const { page, complaints } = present()
  await page.getByLabel('Notes administratives').fill('Préfère être appelée le matin.')
  await expect(page.getByText(/^Brouillon enregistré à/)).toBeVisible()
  process.kill(corePid(present()), 'SIGKILL')
  await expect(page.getByRole('heading', { name: 'Ouverture du cabinet' })).toBeVisible({ timeout: 20_000 })
  await picture(present(), '01-apres-la-chute')
  await page.getByLabel('Mot de passe', { exact: true }).fill('formation-praticien')
  await page.getByRole('button', { name: 'Ouvrir', exact: true }).click()
  await expect(page.getByLabel('Notes administratives')).toHaveValue('Préfère être appelée le matin.', {
    timeout: 20_000,
  })
  expect(complaints).toEqual([])
})

test('a second program on the same profile ends at once, and the first stays', async () => {
  const runtime = findElectron(() => {})
  if (runtime === null) throw new Error('skipped without a runtime')
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const second = spawn(runtime.executable, [...asRoot, ...windowArguments(home)], {
    env: home.environment,
    stdio: 'ignore',
  })
  const [code] = (await once(second, 'exit')) as [number]
  expect(code).toBe(0)
  await goToList(present().page)
})

test('a page of the program reaches nothing outside: no navigation, no window, no network, no Node', async () => {
  const { page, electron } = present()
  const before = page.url()
  const outcome = await page.evaluate(async () => {
    const opened = window.open('https://example.org/')
    window.location.href = 'https://example.org/'
    const fetched = await fetch('https://example.org/').then(
      () => 'reached',
      () => 'refused',
    )
    const microphone = await navigator.mediaDevices.getUserMedia({ audio: true }).then(
      () => 'granted',
      () => 'refused',
    )
    const script = document.createElement('script')
    script.textContent = 'window.injected = true'
    document.head.append(script)
    return {
      opened: opened === null ? 'refused' : 'opened',
      fetched,
      microphone,
      injected: 'injected' in window,
      require: 'require' in window,
      process: 'process' in window,
    }
  })
  expect(outcome).toEqual({
    opened: 'refused',
    fetched: 'refused',
    microphone: 'refused',
    injected: false,
    require: false,
    process: false,
  })
  expect(page.url()).toBe(before)
  expect(electron?.windows()).toHaveLength(1)
})

test('the official portal goes to the browser of the computer, and no other address does', async () => {
  const { page, electron } = present()
  if (electron === null) throw new Error('this journey is in the window of the program')
  await electron.evaluate(({ shell }) => {
    const asked: string[] = []
    Object.assign(globalThis, { asked })
    shell.openExternal = async (address) => {
      asked.push(address)
    }
  })
  await page.evaluate(() => {
    for (const address of [
      'https://signalement.social-sante.gouv.fr/',
      'https://signalement.social-sante.gouv.fr/?nom=LACAZE',
      'https://signalement.social-sante.gouv.fr@example.org/',
      'file:///etc/passwd',
    ]) {
      window.open(address, '_blank', 'noopener,noreferrer')
    }
  })
  const asked = () => electron.evaluate(() => (globalThis as unknown as { asked: string[] }).asked)
  await expect.poll(asked).toEqual(['https://signalement.social-sante.gouv.fr/'])
  expect(electron.windows()).toHaveLength(1)
})

/** The process of the core: the child of the window's process that runs dist/core. */
function corePid({ electron }: Program): number {
  const parent = electron?.process().pid
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const words = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0')
      const status = readFileSync(`/proc/${name}/status`, 'utf8')
      if (words.some((word) => word.endsWith('core.js')) && new RegExp(`^PPid:\\s+${parent}$`, 'm').test(status))
        return Number(name)
    } catch {
      // It ended meanwhile.
    }
  }
  throw new Error('the core does not run')
}
