import { expect, type Page, test } from '@playwright/test'
import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { contract } from '#app/contract.ts'
import type { AnyOperation, InputOf } from '#app/kernel/operation.ts'
import { callOver } from '#app/kernel/reply.ts'
import { readAddress } from '#main/wire/host-place.ts'
import { joinHost as joinHostOf } from '#main/wire/relay-pairing.ts'
import { relayedWindow } from '#test/main/wire/network-host.ts'
import {
  type Home,
  type HostProgram,
  newHome,
  openInWindow,
  type Program,
  sharedHostAddress,
  startHostProgram,
} from './programs.ts'
import { findAndOpen, lock, mustBeAccessible, openingWindow, picture, recordList, unlock } from './steps.ts'

const cabinet = join(import.meta.dirname, '..', '..', 'main', 'launch', 'cabinet.ts')

let hostHome: Home
let home: Home
let host: HostProgram
let program: Program | null

test.describe.configure({ mode: 'serial' })
test.beforeAll(async () => {
  test.setTimeout(120_000)
  home = await newHome()
  program = await openInWindow(home)
  if (program === null) return
  hostHome = await newHome()
  await onHost('training', '--dir', hostHome.cabinets, '--patients', '60')
  host = await startHostProgram(hostHome, '0', '--lan')
})
test.afterAll(async () => {
  await program?.end()
  if (program === null) return
  await host.stop()
  await rm(hostHome.folder, { recursive: true, force: true })
})
test.beforeEach(() => {
  test.skip(program === null, 'no runtime of Electron can be had on this computer')
})

/** The window, for tests that beforeEach lets run. */
function present(): Program {
  if (program === null) throw new Error('skipped without a runtime')
  return program
}

/** A command run on the computer of the host, and what it prints. */
async function onHost(...words: string[]): Promise<Record<string, unknown>> {
  const asked = promisify(execFile)(process.execPath, [cabinet, ...words, '--json'], { env: hostHome.environment })
  return JSON.parse((await asked).stdout) as Record<string, unknown>
}

/** Withdraws a computer as the administrator, from another one of the network. */
async function withdraw(name: string): Promise<void> {
  const place = readAddress(sharedHostAddress(host))
  if (place === null) throw new Error('the host has an address')
  const { code } = await onHost('host', 'pair')
  const outcome = await joinHostOf(place, String(code), 'Bureau')
  if (!outcome.ok) throw new Error(outcome.problem)
  const { end, close } = relayedWindow(outcome.joined, place)
  const ask = async <O extends AnyOperation>(operation: O, input: InputOf<O>) => {
    const reply = await callOver(end.link, operation, input)
    if (!reply.ok) throw new Error(reply.problem)
    return reply.value
  }
  const { cabinetId, accounts } = await ask(contract.cabinet.trainingAccounts, {})
  const account = accounts.find(({ displayName }) => displayName.includes('VASSEUR'))
  if (cabinetId === null || account === undefined) throw new Error('the training cabinet has an administrator')
  await ask(contract.cabinet.open, { cabinetId, userId: account.userId, password: account.password })
  const { seats } = await ask(contract.network.seats, {})
  const seat = seats.find((one) => one.name === name)
  if (seat === undefined) throw new Error(`no computer is called ${name}`)
  await ask(contract.network.revokeSeat, { fingerprint: seat.fingerprint })
  close()
}

/** The process that shows the page. */
function pageProcess({ electron }: Program): Promise<number> {
  if (electron === null) throw new Error('a window has a process')
  return electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0)
}

function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

/** The page of a locked session is another one, and nothing is left of the former. */
async function replaced(former: number): Promise<void> {
  await expect.poll(() => isRunning(former)).toBe(false)
  await expect(present().page.getByRole('heading', { name: 'Session verrouillée' })).toBeVisible()
  expect(await pageProcess(present())).not.toBe(former)
}

async function joinHost(page: Page, code: string): Promise<void> {
  await page.getByLabel('Adresse de l’hôte').fill(sharedHostAddress(host))
  await page.getByLabel('Code', { exact: true }).fill(code)
  await page.getByLabel('Nom de ce poste').fill('Accueil')
  await page.getByRole('button', { name: 'Joindre', exact: true }).click()
}

test('a wrong code is said under its field, and what is typed stays', async () => {
  const { page } = present()
  await openingWindow(page)
  await page.getByRole('button', { name: 'Joindre un cabinet du réseau' }).click()
  await onHost('host', 'pair')
  await joinHost(page, '0000 0000 00')
  await expect(page.getByText('L’hôte n’a pas reconnu ce code.')).toBeVisible()
  await expect(page.getByLabel('Code', { exact: true })).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByLabel('Nom de ce poste')).toHaveValue('Accueil')
  await mustBeAccessible(present())
  await picture(present(), '01-joindre-code-refuse')
})

test('a window is joined by the code of the host, and opens its cabinets from then on', async () => {
  const { page } = present()
  const { code } = await onHost('host', 'pair')
  await joinHost(page, String(code).toLowerCase().replace('-', ' '))
  await openingWindow(page)
  await expect(page.getByText(/^hébergé sur /).first()).toBeVisible()
  await expect(page.getByRole('button', { name: 'Revenir aux cabinets de ce poste' })).toBeVisible()
  await mustBeAccessible(present())
  await picture(present(), '01-cabinet-du-reseau')
  await page.getByLabel('Utilisateur').click()
  await page.getByRole('option', { name: /MARCHAND/ }).click()
  await page.getByLabel('Mot de passe', { exact: true }).fill('formation-praticien')
  await page.getByRole('button', { name: 'Ouvrir', exact: true }).click()
  await recordList(page)
  await expect(page.getByText('Poste Accueil')).toBeVisible()
})

test('locking gives the window another process; unlocking gives back the same tabs and the same draft', async () => {
  const { page } = present()
  await findAndOpen(page, 'mar', /MAR/)
  const tab = (await page.getByRole('tab', { selected: true }).first().textContent()) ?? ''
  await page.getByLabel('Notes administratives').fill('Rappeler avant midi.')
  await expect(page.getByText(/^Brouillon enregistré à/)).toBeVisible()
  const former = await pageProcess(present())
  await lock(page)
  await replaced(former)
  await picture(present(), '08a-verrouillage-du-reseau')
  await unlock(page, 'formation-praticien')
  await expect(page.getByText(tab, { exact: true }).first()).toBeVisible()
  await expect(page.getByLabel('Notes administratives')).toHaveValue('Rappeler avant midi.')
})

test('a computer that goes to sleep locks its window', async () => {
  const { page, electron } = present()
  const former = await pageProcess(present())
  await electron?.evaluate(({ powerMonitor }) => powerMonitor.emit('suspend'))
  await replaced(former)
  await unlock(page, 'formation-praticien')
  await expect(page.getByLabel('Notes administratives')).toHaveValue('Rappeler avant midi.')
})

test('a host that falls silent while somebody types takes nothing: the line comes back, and so does the text', async () => {
  const { page } = present()
  const notes = page.getByLabel('Notes administratives')
  host.process.kill('SIGSTOP')
  try {
    await notes.fill('Rappeler avant midi. Apporter la carte.')
    await expect(page.getByText(/^Réseau coupé depuis /).first()).toBeVisible({ timeout: 30_000 })
    await notes.press('End')
    await notes.pressSequentially(' Merci.')
    await picture(present(), '03-reseau-coupe')
  } finally {
    host.process.kill('SIGCONT')
  }
  await expect(page.getByText(/^Réseau coupé depuis /)).toHaveCount(0, { timeout: 30_000 })
  await expect(notes).toHaveValue('Rappeler avant midi. Apporter la carte. Merci.')
  await expect(page.getByText(/^Brouillon enregistré à/)).toBeVisible({ timeout: 20_000 })
  await expect(page.getByRole('heading', { name: 'Session verrouillée' })).toHaveCount(0)
})

test('a page saves what it made, of the kinds it makes, and nothing else', async () => {
  const { page, electron } = present()
  const folder = await mkdtemp(join(tmpdir(), 'saved-'))
  const saved = join(folder, 'saved.csv')
  const outcomes = await electron?.evaluateHandle(({ session }, path) => {
    const seen: string[] = []
    session.defaultSession.on('will-download', (event, item) => {
      seen.push(`${item.getFilename()} ${event.defaultPrevented ? 'refused' : 'saved'}`)
      // The person's answer to the system's dialog, which nobody can give here.
      if (!event.defaultPrevented) item.setSavePath(path)
    })
    return seen
  }, saved)
  const download = (href: string, name: string) =>
    page.evaluate(
      ([address, file]) => {
        const link = document.createElement('a')
        link.href = address === 'blob' ? URL.createObjectURL(new Blob(['a;b\n1;é\n'])) : (address ?? '')
        link.download = file ?? ''
        link.click()
      },
      [href, name],
    )
  await download('blob', 'journal.csv')
  await expect.poll(() => readFile(saved, 'utf8').catch(() => '')).toBe('a;b\n1;é\n')
  await download('blob', 'programme.exe')
  await download('data:text/csv,a', 'data.csv')
  await download('app://cabinet/index.html', 'page.html')
  await page.waitForTimeout(500)
  const seen = await outcomes?.jsonValue()
  expect(seen?.filter((line) => line.endsWith('saved'))).toEqual(['journal.csv saved'])
  expect(readdirSync(folder)).toEqual(['saved.csv'])
  await rm(folder, { recursive: true })
})

test('the processes of the program leave no image of their memory when they break', () => {
  const parent = present().electron?.process().pid
  const core = readdirSync('/proc').find((name) => {
    if (!/^\d+$/.test(name)) return false
    try {
      const words = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0')
      const status = readFileSync(`/proc/${name}/status`, 'utf8')
      return words.some((word) => word.endsWith('core.js')) && new RegExp(`^PPid:\\s+${parent}$`, 'm').test(status)
    } catch {
      return false
    }
  })
  expect(readFileSync(`/proc/${core}/limits`, 'utf8')).toMatch(/^Max core file size\s+0\s+0\s/m)
})

test('a computer withdrawn from the cabinet is told so, on the spot', async () => {
  const { page } = present()
  await withdraw('Accueil')
  await expect(page.getByText('Ce poste a été retiré du cabinet.')).toBeVisible({ timeout: 20_000 })
  await expect(page.getByRole('button', { name: 'Revenir aux cabinets de ce poste' })).toBeVisible()
  await expect(page.getByLabel('Notes administratives')).toHaveCount(0)
  await mustBeAccessible(present())
  await picture(present(), '01-poste-retire')
})

test('a host that is off is named, and the cabinets of this computer are one click away', async () => {
  await host.stop()
  await present().electron?.close()
  const again = await openInWindow(home)
  if (again === null) throw new Error('the runtime was there')
  program = again
  const { page } = again
  await expect(page.getByText(/ne répond pas/).first()).toBeVisible({ timeout: 20_000 })
  await mustBeAccessible(again)
  await picture(again, '01-hote-eteint')
  await page.getByRole('button', { name: 'Revenir aux cabinets de ce poste' }).click()
  await openingWindow(page)
  await expect(page.getByRole('button', { name: 'Créer un nouveau cabinet' })).toBeVisible()
  await expect(page.getByText('ne répond pas', { exact: true })).toBeVisible()
  await picture(again, '01-hote-eteint-poste')
})
