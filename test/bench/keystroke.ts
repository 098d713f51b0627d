import { chromium, type Page } from '@playwright/test'
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { newHome, startHostProgram } from '#test/journeys/programs.ts'
import { openTraining, searchField } from '#test/journeys/steps.ts'
import { installedChromium } from './installed-chromium.ts'
import type { BenchRow } from './row.ts'

const script = join(import.meta.dirname, '..', '..', 'main', 'launch', 'cabinet.ts')
const patients = 100_000
const words = [
  'martin',
  'lefevre',
  'dupont jean',
  '14071977',
  'benoit',
  'marie-claude',
  'nguyen',
  'o’brien',
  '1952',
  'garcia lu',
  'petit',
  'roux anne',
]

/**
 * Keystroke to painted results in Chromium, the list of 100,000 open, and what core and page then hold in memory. Needs built
 * screens and a Chromium; gives no row without a browser.
 */
export async function bench(): Promise<BenchRow[]> {
  const executablePath = installedChromium()
  if (executablePath === null) return []
  const home = await newHome()
  process.stderr.write(`a cabinet of ${patients} patients…\n`)
  execFileSync(
    process.execPath,
    [script, 'training', '--dir', home.cabinets, '--patients', String(patients), '--seed', '7', '--json'],
    {
      env: home.environment,
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  )
  const host = await startHostProgram(home)
  const browser = await chromium.launch({ executablePath, args: ['--disable-quic'] })
  try {
    const page = await browser.newPage({ ignoreHTTPSErrors: true, viewport: { width: 1366, height: 768 } })
    await page.goto(host.address)
    await openTraining(page, /MARCHAND/)
    await watchPaints(page)
    const delays: number[] = []
    for (const word of words) {
      await searchField(page).fill('')
      await page.waitForTimeout(400)
      for (const key of word) delays.push(...(await delayOf(page, key)))
    }
    const p95 = percentile(delays, 0.95)
    const core = residentMB(host.process.pid ?? 0)
    const renderer = Math.max(...renderers().map(residentMB))
    return [
      {
        name: `Chromium : frappe à résultats peints, ${delays.length} frappes, p95`,
        value: p95,
        unit: 'ms',
        budget: '≤ 60 ms',
        ok: p95 <= 60,
      },
      {
        name: `Mémoire du cœur, liste de ${patients} ouverte`,
        value: core,
        unit: 'MB',
        budget: '≤ 250 MB',
        ok: core <= 250,
      },
      {
        name: `Mémoire de la page, liste de ${patients} ouverte`,
        value: renderer,
        unit: 'MB',
        budget: '≤ 250 MB',
        ok: renderer <= 250,
      },
    ]
  } finally {
    await browser.close()
    await host.stop()
    await rm(home.folder, { recursive: true, force: true })
  }
}

/** Notes, in the page, when a key went down and when the table that answers it was painted. */
async function watchPaints(page: Page): Promise<void> {
  await page.evaluate(() => {
    const noted = window as unknown as { downAt: number; paintedAt: number }
    noted.downAt = 0
    noted.paintedAt = 0
    window.addEventListener(
      'keydown',
      () => {
        noted.downAt = performance.now()
        noted.paintedAt = 0
      },
      true,
    )
    const table = document.querySelector('[role="grid"], [role="table"], table')
    if (table === null) throw new Error('no table to watch')
    new MutationObserver(() => {
      // The frame that shows a change is over when the task after its callback runs.
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.addEventListener('message', () => {
          noted.paintedAt = performance.now()
        })
        port1.start()
        port2.postMessage(null)
      })
    }).observe(table, { subtree: true, childList: true, characterData: true })
  })
}

/** The delay of one key, or none when it changed nothing in the table. */
async function delayOf(page: Page, key: string): Promise<number[]> {
  await page.keyboard.press(key === '’' ? "'" : key === ' ' ? 'Space' : key)
  await page.waitForTimeout(220)
  const { downAt, paintedAt } = await page.evaluate(() => {
    const noted = window as unknown as { downAt: number; paintedAt: number }
    return { downAt: noted.downAt, paintedAt: noted.paintedAt }
  })
  return paintedAt > downAt ? [paintedAt - downAt] : []
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

function residentMB(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024
}

/** The pages' processes of the browser this bench started, found among its descendants. */
function renderers(): number[] {
  const children = new Map<number, number[]>()
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const parent = Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1])
      children.set(parent, [...(children.get(parent) ?? []), Number(name)])
    } catch {
      // It ended meanwhile.
    }
  }
  const below = (pid: number): number[] => (children.get(pid) ?? []).flatMap((child) => [child, ...below(child)])
  return below(process.pid).filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer'))
}
