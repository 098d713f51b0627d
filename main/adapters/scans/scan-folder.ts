import { constants, createReadStream } from 'node:fs'
import { access, link, lstat, mkdir, readdir, rename, stat, unlink } from 'node:fs/promises'
import { basename, extname, isAbsolute, join } from 'node:path'
import { watch } from 'chokidar'
import { pieceBytes } from '#app/features/documents/model.ts'
import type { ScanFolder, ScannedFile, ScanNews } from '#core/ports/scan-folder.ts'

const filed = 'Classés'
const aside = 'Mis de côté'

/** How a folder is watched. */
export interface ScanPace {
  /** A file that has not grown for so long is whole. */
  readonly settledMs: number
  /** How often a folder that went away is looked for. */
  readonly lookMs: number
}

const usualPace: ScanPace = { settledMs: 2_000, lookMs: 15_000 }

/** Watches one folder of this computer; another takes its place. */
export function scanFolder(pace: ScanPace = usualPace): ScanFolder {
  let reach: boolean | null = null
  return {
    isUsable,
    isWithinReach: () => reach,
    watch: (folder, told) => {
      reach = true
      const watching = new Watching(folder, told, pace, (within) => {
        reach = within
      })
      return async () => {
        reach = null
        await watching.end()
      }
    },
    read: ({ folder, fileName }) => createReadStream(join(folder, fileName), { highWaterMark: pieceBytes }),
    file: (file) => moved(file, filed),
    setAside: (file) => moved(file, aside),
  }
}

/** Names of what programs write while they are writing, and of what systems hide. */
const unfinished = /^[.~]|\.(?:tmp|part|partial|crdownload|swp)$/i

class Watching {
  readonly #told: (news: ScanNews) => Promise<void>
  readonly #folder: string
  readonly #watcher: ReturnType<typeof watch>
  readonly #look: NodeJS.Timeout
  #last: Promise<void> = Promise.resolve()
  #isWithin = true
  #isEnded = false
  /** Size and instant of the files of the last look, by name. */
  #seen: ReadonlyMap<string, string> = new Map()

  constructor(
    folder: string,
    told: (news: ScanNews) => Promise<void>,
    pace: ScanPace,
    reached: (within: boolean) => void,
  ) {
    this.#folder = folder
    this.#told = told
    this.#watcher = watch(folder, {
      depth: 0,
      ignoreInitial: false,
      followSymlinks: false,
      awaitWriteFinish: { stabilityThreshold: pace.settledMs, pollInterval: Math.max(20, pace.settledMs / 8) },
      ignored: (path, found) => path !== folder && (unfinished.test(basename(path)) || found?.isDirectory() === true),
    })
    const found = (path: string) => this.#next(() => this.#found(basename(path)))
    // A scanner that uses the same name again changes, to the system, the file that was just moved away.
    this.#watcher.on('add', found).on('change', found)
    // What is not told by the system is found by looking.
    this.#watcher.on('error', () => undefined)
    this.#look = setInterval(() => {
      void isUsable(folder).then((within) => {
        if (this.#isEnded) return
        if (within) this.#next(() => this.#lookAround())
        if (within === this.#isWithin) return
        this.#isWithin = within
        reached(within)
        this.#next(() => this.#told({ kind: 'state' }))
      })
    }, pace.lookMs)
    this.#look.unref()
  }

  async end(): Promise<void> {
    this.#isEnded = true
    clearInterval(this.#look)
    await this.#watcher.close()
    await this.#last
  }

  #next(turn: () => Promise<void>): void {
    this.#last = this.#last.then(async () => {
      if (!this.#isEnded) await turn()
    })
  }

  /** What the system did not tell of (a network folder, a disk that came back): files as they were at the last look. */
  async #lookAround(): Promise<void> {
    const names = await readdir(this.#folder).catch(() => [])
    const seen = new Map<string, string>()
    for (const name of names.filter((one) => !unfinished.test(one))) {
      const found = await lstat(join(this.#folder, name)).catch(() => null)
      if (found?.isFile() !== true) continue
      const state = `${found.size} ${found.mtimeMs}`
      seen.set(name, state)
      if (this.#seen.get(name) === state) await this.#found(name)
    }
    this.#seen = seen
  }

  async #found(fileName: string): Promise<void> {
    // A link would lead out of the folder.
    const found = await lstat(join(this.#folder, fileName)).catch(() => null)
    if (found === null || !found.isFile()) return
    const day = localDay(found.mtime)
    await this.#told({ kind: 'file', file: { folder: this.#folder, fileName, bytes: found.size, day } })
  }
}

async function isUsable(folder: string): Promise<boolean> {
  if (!isAbsolute(folder)) return false
  try {
    if (!(await stat(folder)).isDirectory()) return false
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Moves without writing over anything: a second file of the same name gets a number. */
async function moved({ folder, fileName }: ScannedFile, into: string): Promise<boolean> {
  const from = join(folder, fileName)
  const extension = extname(fileName)
  const stem = basename(fileName, extension)
  try {
    await mkdir(join(folder, into), { recursive: true })
    for (let number = 1; number < 1_000; number += 1) {
      const name = number === 1 ? fileName : `${stem} (${number})${extension}`
      if (await takesPlace(from, join(folder, into, name))) return true
    }
    return false
  } catch {
    return false
  }
}

async function takesPlace(from: string, to: string): Promise<boolean> {
  try {
    // Refused by the system itself when the name is taken.
    await link(from, to)
    await unlink(from)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return false
    // A disk without hard links: nobody else writes in this folder of ours.
    if (await stat(to).catch(() => null)) return false
    await rename(from, to)
    return true
  }
}

function localDay(at: Date): string {
  const two = (figure: number) => String(figure).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}
