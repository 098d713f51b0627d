import { readFileSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/** A rectangle on the desktop, in device-independent pixels. */
export interface Bounds {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** How the window was left: kept beside the program's own settings, never in a cabinet, since it is the screen's. */
export interface WindowState {
  readonly bounds: Bounds | null
  readonly maximized: boolean
  /** Chromium's zoom level: 0 is 100 %, each step is 20 %. */
  readonly zoom: number
  /** What the page drew last, so that the next window does not flash. */
  readonly background: string | null
  readonly ink: string | null
  /** The host of the network whose cabinet the window was opened on; `null` for this computer's own. */
  readonly hostId: string | null
}

/** The smallest window the screens are drawn for. */
export const smallestWindow = { width: 1180, height: 680 } as const

const asNew: WindowState = { bounds: null, maximized: false, zoom: 0, background: null, ink: null, hostId: null }

/** Reads how the window was left. A missing or odd file is a new window, never an error: nothing depends on it. */
export function readWindowState(file: string): WindowState {
  try {
    return parseWindowState(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return asNew
  }
}

/** Makes a state of whatever a file held. */
export function parseWindowState(written: unknown): WindowState {
  if (typeof written !== 'object' || written === null) return asNew
  const { bounds, maximized, zoom, background, ink, hostId } = written as Record<string, unknown>
  return {
    bounds: parseBounds(bounds),
    maximized: maximized === true,
    zoom: typeof zoom === 'number' && zoom >= -3 && zoom <= 5 ? zoom : 0,
    background: parseColor(background),
    ink: parseColor(ink),
    hostId: typeof hostId === 'string' && /^[0-9a-f]{32}$/.test(hostId) ? hostId : null,
  }
}

/** Where to open: as left if that is still on a screen (one may have been unplugged), else the system's choice. */
export function placeOnScreens(state: WindowState, screens: readonly Bounds[]): Partial<Bounds> {
  const { bounds } = state
  if (bounds === null) return { width: 1366, height: 768 }
  const size = {
    width: Math.max(bounds.width, smallestWindow.width),
    height: Math.max(bounds.height, smallestWindow.height),
  }
  // At least a graspable piece of the title bar must show.
  const visible = screens.some(
    (screen) =>
      bounds.x + bounds.width > screen.x + 100 &&
      bounds.x < screen.x + screen.width - 100 &&
      bounds.y >= screen.y - 10 &&
      bounds.y < screen.y + screen.height - 40,
  )
  return visible ? { x: bounds.x, y: bounds.y, ...size } : size
}

/** Keeps how the window is left; written whole or not at all. */
export async function writeWindowState(file: string, state: WindowState): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(`${file}.new`, JSON.stringify(state), { mode: 0o600 })
  await rename(`${file}.new`, file)
}

function parseBounds(value: unknown): Bounds | null {
  if (typeof value !== 'object' || value === null) return null
  const { x, y, width, height } = value as Record<string, unknown>
  if (![x, y, width, height].every((n) => typeof n === 'number' && Number.isInteger(n))) return null
  return { x, y, width, height } as Bounds
}

function parseColor(value: unknown): string | null {
  return typeof value === 'string' && /^#[0-9a-f]{6}$/i.test(value) ? value : null
}
