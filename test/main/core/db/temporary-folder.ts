import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

/** A folder that is gone after the test file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cabinet-db-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A volume of its own, mounted for one test: the only honest way to a full or read-only disk when one is root. */
export interface SmallVolume extends Disposable {
  readonly folder: string
  readOnly(): void
}

/** Why no volume can be mounted here, or `null` when one can. */
export function whyNoVolume(): string | null {
  if (process.platform !== 'linux') return 'volumes are mounted on Linux only'
  if (process.getuid?.() !== 0) return 'mounting a volume needs root'
  try {
    smallVolume(1)[Symbol.dispose]()
    return null
  } catch {
    return 'this system refuses mounting'
  }
}

/** Mounts an empty volume of some MiB in memory. */
export function smallVolume(mebibytes: number): SmallVolume {
  const folder = mkdtempSync(join(tmpdir(), 'cabinet-volume-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'tmpfs', folder], { stdio: 'pipe' })
  return {
    folder,
    readOnly: () => void execFileSync('mount', ['-o', 'remount,ro', folder], { stdio: 'pipe' }),
    [Symbol.dispose]() {
      execFileSync('umount', ['-l', folder], { stdio: 'pipe' })
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
