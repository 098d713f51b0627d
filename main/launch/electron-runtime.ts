import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { projectRoot } from './program-version.ts'

/** A runtime that can show the window. */
export interface ElectronRuntime {
  /** Folder of the distribution: what `ELECTRON_OVERRIDE_DIST_PATH` and electron-builder's `electronDist` take. */
  readonly folder: string
  readonly executable: string
  /** The unsupported one, for tests and development: never with real patients. */
  readonly fallback: boolean
}

/** Where the fallback runtime is kept once prepared. */
const fallbackFolder = join(projectRoot, '.cache', 'electron')

/**
 * The runtime of this computer: the one named by `ELECTRON_OVERRIDE_DIST_PATH`, else the official one of package.json
 * (downloaded now if it was not), else, where that download is blocked, the fallback. `null` when there is none.
 */
export function findElectron(say: (line: string) => void): ElectronRuntime | null {
  const named = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  if (named !== undefined && named !== '') return runtimeIn(named)
  return official() ?? fallback(say)
}

/** The fallback runtime, prepared if needed; `null` where it cannot be had. */
export function fallback(say: (line: string) => void): ElectronRuntime | null {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null
  say('Le runtime officiel de la fenêtre n’a pas pu être obtenu : essai avec le runtime de secours, SANS correctifs de')
  say('sécurité, pour les essais et le développement seulement. JAMAIS avec de vrais patients.')
  const script = join(import.meta.dirname, 'prepare-electron.sh')
  const { status } = spawnSync('bash', [script, fallbackFolder], { stdio: ['ignore', 'ignore', 'inherit'] })
  return status === 0 ? runtimeIn(join(fallbackFolder, 'dist')) : null
}

function official(): ElectronRuntime | null {
  const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'))
  const dist = join(folder, 'dist')
  if (!existsSync(join(folder, 'path.txt'))) {
    spawnSync(process.execPath, [join(folder, 'install.js')], { stdio: 'ignore', timeout: 300_000 })
  }
  return existsSync(join(folder, 'path.txt')) ? runtimeIn(dist) : null
}

function runtimeIn(folder: string): ElectronRuntime | null {
  const name =
    process.platform === 'win32'
      ? 'electron.exe'
      : process.platform === 'darwin'
        ? 'Electron.app/Contents/MacOS/Electron'
        : 'electron'
  const executable = join(folder, name)
  if (!existsSync(executable)) return null
  return { folder, executable, fallback: isFallback(folder) }
}

/** Anything older than the official release of package.json counts as the fallback. */
function isFallback(folder: string): boolean {
  try {
    return Number(readFileSync(join(folder, 'version'), 'utf8').replace(/^v/, '').split('.')[0]) < 38
  } catch {
    return true
  }
}
