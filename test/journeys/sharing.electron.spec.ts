import { expect, type Page, test } from '@playwright/test'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import { readNetworkSettings, writeNetworkSettings } from '#main/host/network-settings.ts'
import { joinHost, type NewlyJoined } from '#main/wire/relay-pairing.ts'
import { networkAddress, relayedWindow, type RelayedWindow } from '#test/main/wire/network-host.ts'
import { type Home, newHome, openInWindow, profileOf, type Program } from './programs.ts'
import { mustBeAccessible, openingWindow, picture } from './steps.ts'

let home: Home
let program: Program | null
let port: number
let seat: NewlyJoined
let window: RelayedWindow

test.describe.configure({ mode: 'serial' })
test.beforeAll(async () => {
  home = await newHome()
  port = await freePort()
  const folder = join(profileOf(home), 'host')
  await writeNetworkSettings(folder, { ...(await readNetworkSettings(folder)), port })
  program = await openInWindow(home)
})
test.afterAll(() => program?.end())
test.beforeEach(() => {
  test.skip(program === null, 'no runtime of Electron can be had on this computer')
})

function present(): Program {
  if (program === null) throw new Error('skipped without a runtime')
  return program
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0)
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}

async function administrator(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Cabinet de formation' }).click()
  await page.getByRole('button', { name: /VASSEUR/ }).click({ timeout: 60_000 })
  await page
    .getByRole('navigation', { name: 'Rubriques' })
    .getByRole('button', { name: /^Paramètres/ })
    .click({ timeout: 20_000 })
  await page.getByRole('button', { name: 'Réseau', exact: true }).click()
}

test('the program shares its cabinet: a computer joins by the code it shows', async () => {
  const { page } = present()
  await openingWindow(page)
  await administrator(page)
  await page.getByLabel('Partager ce cabinet sur le réseau').click()
  await expect(page.getByText('Annoncé sur le réseau')).toBeVisible()
  await page.getByRole('button', { name: 'Joindre un ordinateur' }).first().click()
  const code =
    (await page
      .getByRole('dialog')
      .getByText(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/)
      .textContent()) ?? ''
  await picture(present(), '08-partage-code')
  const outcome = await joinHost({ hostname: networkAddress, port }, code, 'Salle 2')
  if (!outcome.ok) throw new Error(outcome.problem)
  seat = outcome.joined
  window = relayedWindow(seat, { hostname: networkAddress, port })
  expect(await window.end.welcome).toMatchObject({ seatName: 'Salle 2' })
  await mustBeAccessible(present())
})

test('closing it is not silent while another computer works on its cabinet', async () => {
  const { page, electron } = present()
  if (electron === null) throw new Error('the program has a window')
  await electron.evaluate(({ dialog, app }) => {
    // Whoever sits there: stays the first time, closes the second.
    const answers = [0, 1]
    const asked: string[] = []
    dialog.showMessageBox = async (...given: unknown[]) => {
      const options = given.at(-1) as { readonly message: string; readonly buttons: readonly string[] }
      asked.push(`${options.message} | ${options.buttons.join(' | ')}`)
      return { response: answers.shift() ?? 0, checkboxChecked: false }
    }
    Object.assign(app, { asked })
  })
  const asked = () => electron.evaluate(({ app }) => (app as unknown as { readonly asked: readonly string[] }).asked)
  const close = () => electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  await close()
  await expect.poll(asked).toEqual(['Un autre poste travaille sur ce cabinet | Ne pas fermer | Fermer quand même'])
  await expect(page.getByText('Annoncé sur le réseau')).toBeVisible()
  const ended = once(electron.process(), 'exit')
  await close()
  await ended
  await window.ended
})

test('it is shared again when the program opens again, and the computer comes back without a code', async () => {
  program = await openInWindow(home)
  await openingWindow(present().page)
  window = relayedWindow(seat, { hostname: networkAddress, port })
  expect(await window.end.welcome).toMatchObject({ seatName: 'Salle 2' })
  window.close()
})
