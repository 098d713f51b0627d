import { _electron, type Browser, type ElectronApplication, type Page } from '@playwright/test'
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { findElectron } from '#main/launch/electron-runtime.ts'

const root = join(import.meta.dirname, '..', '..')

/** The program as a person has it before them, on a computer of its own: one page, its folders, and a way to leave. */
export interface Program {
  readonly kind: 'chromium' | 'electron'
  page: Page
  /** Where this computer keeps its cabinets. */
  readonly cabinets: string
  /** What the page complained of: errors of its console, breaches of its policy, crashes. */
  readonly complaints: string[]
  readonly electron: ElectronApplication | null
  /** Leaves as a person would, and takes the computer away. */
  end(): Promise<void>
}

/** A home folder of its own, so that nothing of this computer is read or written. */
export interface Home {
  readonly folder: string
  readonly cabinets: string
  readonly environment: Record<string, string>
}

/** Makes a new home. */
export async function newHome(): Promise<Home> {
  const folder = await mkdtemp(join(tmpdir(), 'cabinet-journey-'))
  const kept = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined || /^(XDG_|npm_|NODE_OPTIONS)/.test(name) ? [] : [[name, value] as const],
  )
  return {
    folder,
    cabinets: join(folder, 'cabinets'),
    environment: { ...Object.fromEntries(kept), HOME: folder, XDG_DATA_HOME: join(folder, 'data'), TZ: 'Europe/Paris' },
  }
}

let template: Promise<string> | null = null

/**
 * A home whose training cabinet was made already: once for all the journeys of a process, then copied. Making it for the
 * first time is what the journeys of a newcomer show, in {@link newHome}.
 */
export async function homeWithTraining(): Promise<Home> {
  template ??= makeTraining()
  const home = await newHome()
  await cp(await template, home.cabinets, { recursive: true })
  return home
}

async function makeTraining(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cabinet-training-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const command = join(root, 'main', 'launch', 'cabinet.ts')
  await promisify(execFile)(process.execPath, [command, 'training', '--dir', folder], { cwd: root })
  return folder
}

/** A host that answers, and its end. */
export interface HostProgram {
  readonly address: string
  readonly process: ChildProcess
  stop(): Promise<void>
}

/** Starts `cabinet host` as an administrator would, on any free port or on the one given; `--lan` answers the network. */
export async function startHostProgram(home: Home, port = '0', ...options: readonly '--lan'[]): Promise<HostProgram> {
  const child = spawn(
    process.execPath,
    [join(root, 'main', 'launch', 'cabinet.ts'), 'host', '--json', '--port', port, '--dir', home.cabinets, ...options],
    { cwd: root, env: home.environment, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  const { address } = JSON.parse(line) as { readonly address: string }
  return {
    address,
    process: child,
    async stop() {
      if (child.exitCode !== null) return
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

/** Puts in a home a cabinet with one long record, made by the core itself (test/world/long-record.ts). */
export async function makeLongRecord(home: Home, lines: number): Promise<{ readonly password: string }> {
  const script = join(root, 'test', 'world', 'make-long-record.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [script, home.cabinets, String(lines)], { cwd: root })
  return JSON.parse(stdout) as { readonly password: string }
}

/** Where the network reaches a host started with `--lan`, by an address of this computer that is not its own to a host. */
export function sharedHostAddress({ address }: HostProgram): string {
  return `127.0.0.2:${new URL(address).port}`
}

/** The program in a browser: a host of its own, and one page. */
export async function openInBrowser(browser: Browser, home: Home): Promise<Program> {
  const host = await startHostProgram(home)
  const context = await browser.newContext({
    ignoreHTTPSErrors: true,
    viewport: { width: 1366, height: 768 },
    locale: 'fr-FR',
  })
  const page = await context.newPage()
  const complaints = listen(page)
  await page.goto(host.address)
  return {
    kind: 'chromium',
    page,
    cabinets: home.cabinets,
    complaints,
    electron: null,
    async end() {
      await context.close()
      await host.stop()
      await rm(home.folder, { recursive: true, force: true })
    },
  }
}

/** The program in its own window, on the runtime of this computer; `null` when there is none. */
export async function openInWindow(home: Home): Promise<Program | null> {
  const runtime = findElectron(() => {})
  if (runtime === null) return null
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] = runtime.folder
  const electron = await _electron.launch({
    args: windowArguments(home),
    cwd: root,
    env: home.environment,
    locale: 'fr-FR',
  })
  const page = await electron.firstWindow()
  const complaints = listen(page)
  return {
    kind: 'electron',
    page,
    cabinets: home.cabinets,
    complaints,
    electron,
    async end() {
      await electron.close()
      await rm(home.folder, { recursive: true, force: true })
    },
  }
}

/** Where a window of this home keeps what it remembers of its computer. */
export function profileOf(home: Home): string {
  return join(home.folder, 'profile')
}

/** What the window is started with on a computer of its own. */
export function windowArguments(home: Home): string[] {
  // A virtual screen has no graphics card: without this the first picture is sometimes lost with the driver's process.
  return [root, '--disable-gpu', `--user-data-dir=${profileOf(home)}`, `--cabinets=${home.cabinets}`]
}

/** Everything a page says that a sound page does not. */
export function listen(page: Page): string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`))
  page.on('crash', () => complaints.push('the page crashed'))
  return complaints
}
