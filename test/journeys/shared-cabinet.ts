import { type Browser, expect, type LaunchOptions } from '@playwright/test'
import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { contract } from '#app/contract.ts'
import type { AnyOperation, InputOf, OutputOf } from '#app/kernel/operation.ts'
import { callOver } from '#app/kernel/reply.ts'
import { type HostPlace, readAddress } from '#main/wire/host-place.ts'
import { joinHost } from '#main/wire/relay-pairing.ts'
import { relayedWindow } from '#test/main/wire/network-host.ts'
import { type Cable, layCable } from '#test/world/cuttable-network.ts'
import {
  type Home,
  type HostProgram,
  listen,
  homeWithTraining,
  newHome,
  openInWindow,
  type Program,
  sharedHostAddress,
  startHostProgram,
} from './programs.ts'
import { openFromAfar, openingWindow, openTraining } from './steps.ts'

const cabinet = join(import.meta.dirname, '..', '..', 'main', 'launch', 'cabinet.ts')
const size = { width: 1366, height: 768 }

/** The training cabinet on a host that shares it, and three people before it, none of them signed in yet. */
export interface SharedCabinet {
  readonly host: HostProgram
  /** Where the network reaches the host. */
  readonly place: HostPlace
  /** Dr Marchand, in a window of the program on another computer. */
  readonly marchand: Program
  /** Dr Belkacem, in a browser of another computer, behind `cable`. */
  readonly belkacem: Program
  readonly cable: Cable
  /** Mme Nguyen, in a browser of the host: she sees the patients of Dr Belkacem. */
  readonly nguyen: Program
  /** All that the host said to Dr Belkacem's page, and to Mme Nguyen's. */
  readonly heardByBelkacem: readonly string[]
  readonly heardByNguyen: readonly string[]
  /** A command run on the computer of the host, and what it prints. */
  onHost(...words: string[]): Promise<Record<string, unknown>>
  end(): Promise<void>
}

/** Makes the cabinet, its host, the window, and two browsers that are two programs; `null` without a runtime of Electron. */
export async function shareCabinet(browser: Browser, options: LaunchOptions): Promise<SharedCabinet | null> {
  const hostHome = await homeWithTraining()
  const onHost = async (...words: string[]) => {
    const asked = promisify(execFile)(process.execPath, [cabinet, ...words, '--json'], { env: hostHome.environment })
    return JSON.parse((await asked).stdout) as Record<string, unknown>
  }
  const [marchand] = await Promise.all([
    openInWindow(await newHome()),
    onHost('training', '--dir', hostHome.cabinets, '--patients', '60'),
  ])
  if (marchand === null) {
    await takeAway(hostHome)
    return null
  }
  const host = await startHostProgram(hostHome, '0', '--lan')
  const place = readAddress(sharedHostAddress(host))
  if (place === null) throw new Error('the host has an address')
  const cable = await layCable(place)
  const far = await browser.browserType().launch({
    ...options,
    // Chromium goes straight to addresses of its own computer unless told otherwise.
    proxy: { server: cable.proxy, bypass: '<-loopback>' },
  })
  const nguyen = await openPage(browser)
  const belkacem = await openPage(far)
  return {
    host,
    place,
    marchand,
    belkacem: belkacem.program,
    cable,
    nguyen: nguyen.program,
    heardByBelkacem: belkacem.heard,
    heardByNguyen: nguyen.heard,
    onHost,
    async end() {
      host.process.kill('SIGCONT')
      await marchand.end()
      await nguyen.program.end()
      await far.close()
      await cable.close()
      await host.stop()
      await takeAway(hostHome)
    },
  }
}

function takeAway({ folder }: Home): Promise<void> {
  return rm(folder, { recursive: true, force: true })
}

async function openPage(browser: Browser): Promise<{ readonly program: Program; readonly heard: readonly string[] }> {
  const context = await browser.newContext({
    ignoreHTTPSErrors: true,
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    viewport: size,
  })
  const page = await context.newPage()
  const heard: string[] = []
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => heard.push(payload.toString())))
  const end = () => context.close()
  return { program: { kind: 'chromium', page, cabinets: '', complaints: listen(page), electron: null, end }, heard }
}

/** The window joins by a code, the browser of the network by its page, and everybody opens the cabinet. */
export async function everybodySitsDown(shared: SharedCabinet): Promise<void> {
  const { host, marchand, belkacem, nguyen } = shared
  for (const { page } of [marchand, belkacem, nguyen]) page.setDefaultTimeout(20_000)
  await marchand.electron?.evaluate(({ BrowserWindow }, { width, height }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(width, height)
  }, size)
  const onTheHost = async ({ page }: Program) => {
    await page.goto(host.address)
    await openTraining(page, /NGUYEN/)
  }
  const byItsWindow = async ({ page }: Program) => {
    await openingWindow(page)
    await page.getByRole('button', { name: 'Joindre un cabinet du réseau' }).click()
    await page.getByLabel('Adresse de l’hôte').fill(sharedHostAddress(host))
    await page.getByLabel('Code', { exact: true }).fill(await pairingCode(shared))
    await page.getByLabel('Nom de ce poste').fill('Cabinet 1')
    await page.getByRole('button', { name: 'Joindre', exact: true }).click()
    await expect(page.getByText(/^hébergé sur /).first()).toBeVisible({ timeout: 20_000 })
  }
  const byItsPage = async ({ page }: Program) => {
    await page.goto(`https://${sharedHostAddress(host)}/`)
    await page.getByRole('textbox', { name: 'Code' }).fill(await pairingCode(shared))
    await page.getByRole('textbox', { name: 'Nom de ce poste' }).fill('Cabinet 2')
    await page.keyboard.press('Enter')
  }
  const secretary = onTheHost(nguyen)
  await byItsWindow(marchand)
  // One code at a time: the next one takes the place of the former.
  const window = openFromAfar(marchand.page, /MARCHAND/, 'formation-praticien')
  await byItsPage(belkacem)
  await openFromAfar(belkacem.page, /BELKACEM/, 'formation-associe')
  await Promise.all([secretary, window])
  // From here on: a page that is no seat yet is refused its line, and its console says so.
  belkacem.complaints.length = 0
}

async function pairingCode({ onHost }: SharedCabinet): Promise<string> {
  return String((await onHost('host', 'pair'))['code'])
}

/** A person who asks the host without a screen. */
export interface Asking {
  /** Throws the problem's code when refused. */
  ask<O extends AnyOperation>(operation: O, input: InputOf<O>): Promise<OutputOf<O>>
  close(): void
}

/** Dr Marchand at one more computer, which joins for this. */
export async function askAsMarchand(shared: SharedCabinet): Promise<Asking> {
  const outcome = await joinHost(shared.place, await pairingCode(shared), 'Bureau')
  if (!outcome.ok) throw new Error(outcome.problem)
  const { end, close } = relayedWindow(outcome.joined, shared.place)
  const ask = async <O extends AnyOperation>(operation: O, input: InputOf<O>) => {
    const reply = await callOver(end.link, operation, input)
    if (!reply.ok) throw new Error(reply.problem)
    return reply.value
  }
  const { cabinetId, accounts } = await ask(contract.cabinet.trainingAccounts, {})
  const account = accounts.find(({ displayName }) => displayName.includes('MARCHAND'))
  if (cabinetId === null || account === undefined) throw new Error('the training cabinet has this practitioner')
  await ask(contract.cabinet.open, { cabinetId, userId: account.userId, password: account.password })
  return { ask, close }
}
