import { type BrowserWindow, dialog, nativeTheme, shell } from 'electron'
import { stat } from 'node:fs/promises'
import { isAbsolute, normalize, relative } from 'node:path'
import type { SeatPrinter } from '#app/devices/contract.ts'
import { fr } from '#app/text/fr/shell-window.ts'
import type { Seat } from '#main/wire/seat.ts'
import type { CoreSupervisor } from './core-supervisor.ts'
import type { SystemEvents } from './system-events.ts'
import { type MainWindow, titleBarRoom } from './window.ts'

/** What the seat needs to know of the program around the window. */
export interface SeatSurroundings {
  readonly version: string
  readonly unsupportedRuntime: boolean
  /** The folders that may be shown without the person having chosen them: the cabinets' and the backups'. */
  readonly ownFolders: readonly string[]
  /** The process where the network is. */
  readonly core: Pick<CoreSupervisor, 'ask'>
  readonly system: SystemEvents
}

/** Answers what the page of one window asks of this computer. */
export function seatOf(main: MainWindow, around: SeatSurroundings): Seat {
  const chosen = new Set<string>()

  return {
    async describe() {
      const platform = process.platform === 'win32' ? 'windows' : process.platform === 'darwin' ? 'macos' : 'linux'
      return { platform, titleBarRoom, version: around.version, unsupportedRuntime: around.unsupportedRuntime }
    },

    async chooseFolder({ startAt }) {
      const { canceled, filePaths } = await dialog.showOpenDialog(main.window, {
        title: fr.choose.folder,
        buttonLabel: fr.choose.choose,
        properties: ['openDirectory', 'createDirectory', 'dontAddToRecent'],
        ...(startAt === undefined ? {} : { defaultPath: startAt }),
      })
      const path = canceled ? null : (filePaths[0] ?? null)
      if (path !== null) chosen.add(path)
      return { path }
    },

    async chooseFile({ kind }) {
      const wanted =
        kind === 'backup'
          ? { title: fr.choose.backup, filter: { name: fr.choose.backupFiles, extensions: ['cabsave'] } }
          : kind === 'archive'
            ? { title: fr.choose.archive, filter: { name: fr.choose.archiveFiles, extensions: ['zip'] } }
            : { title: fr.choose.patients, filter: { name: fr.choose.csvFiles, extensions: ['csv', 'txt'] } }
      const { canceled, filePaths } = await dialog.showOpenDialog(main.window, {
        title: wanted.title,
        buttonLabel: fr.choose.choose,
        properties: ['openFile', 'dontAddToRecent'],
        filters: [wanted.filter, { name: fr.choose.allFiles, extensions: ['*'] }],
      })
      return { path: canceled ? null : (filePaths[0] ?? null) }
    },

    print: () => printPage(main.window),

    printers: async () => ({ printers: await printersOf(main.window) }),
    printOn: (asked) => printOn(main.window, asked),

    async setAppearance({ theme, background, ink }) {
      nativeTheme.themeSource = theme
      main.setColors(background, ink)
      return {}
    },

    async showFolder({ path }) {
      const folder = normalize(path)
      const allowed = [...chosen, ...around.ownFolders].some((root) => isInside(root, folder))
      if (!allowed || !(await isFolder(folder))) return { shown: false }
      return { shown: (await shell.openPath(folder)) === '' }
    },

    async close() {
      main.window.close()
      return {}
    },

    ...networkOf(main, around.core),
    async replacePage() {
      await main.replacePage()
      return {}
    },
    watchSystem: (signal) => around.system.watch(signal),
  }
}

/** What the page asks about the other computers: the core's process knows, this one only remembers where the line goes. */
function networkOf(main: MainWindow, core: Pick<CoreSupervisor, 'ask'>) {
  return {
    knownHosts: async () => ({ hosts: [...(await core.ask('known', {}))] }),
    discoverHosts: async () => ({ hosts: [...(await core.ask('discover', {}))] }),
    pairHost: (asks) => core.ask('pair', asks),
    async forgetHost({ hostId }) {
      const forgotten = await core.ask('forget', { hostId })
      if (main.hostId === hostId) main.goTo(null)
      return { forgotten }
    },
    async connectTo({ hostId }) {
      if (hostId !== null && (await core.ask('line', { hostId })) === null) return { connected: false }
      main.goTo(hostId)
      // Answered first: the page that asked is then no more.
      setImmediate(() => void main.replacePage())
      return { connected: true }
    },
    async lineState() {
      const { hostId } = main
      const line = hostId === null ? null : await core.ask('line', { hostId })
      if (hostId === null || line === null) return { host: null, failure: hostId === null ? null : 'key-missing' }
      return { host: { hostId, name: line.name }, failure: line.failure }
    },
  } satisfies Partial<Seat>
}

/** Whether `folder` is `root` or below it, by path segments rather than by prefix of the text. */
function isInside(root: string, folder: string): boolean {
  if (!isAbsolute(folder)) return false
  const way = relative(root, folder)
  return way === '' || (!way.startsWith('..') && !isAbsolute(way))
}

function printPage(window: BrowserWindow): Promise<{ printed: boolean }> {
  return new Promise((resolve) => {
    window.webContents.print({ silent: false, printBackground: false }, (printed) => resolve({ printed }))
  })
}

async function printersOf(window: BrowserWindow): Promise<SeatPrinter[]> {
  const found = await window.webContents.getPrintersAsync()
  const usual = found.filter((printer) => isUsual(printer))
  return [...usual, ...found.filter((printer) => !usual.includes(printer))].map((printer) => ({
    name: printer.name,
    label: printer.displayName === '' ? printer.name : printer.displayName,
    isUsual: usual.includes(printer),
  }))
}

/** Said by Electron up to 35; from 36 on the usual printer is not told, and none comes first. */
function isUsual(printer: Electron.PrinterInfo): boolean {
  return 'isDefault' in printer && printer.isDefault === true
}

/** The page prints itself: no document passes here, and none but its own can be printed. */
async function printOn(
  window: BrowserWindow,
  { printer, width, height, copies }: { printer: string; width: number; height: number; copies: number },
): Promise<{ printed: boolean }> {
  const isKnown = (await window.webContents.getPrintersAsync()).some(({ name }) => name === printer)
  if (!isKnown) return { printed: false }
  return new Promise((resolve) => {
    window.webContents.print(
      {
        silent: true,
        deviceName: printer,
        copies,
        printBackground: true,
        margins: { marginType: 'none' },
        // In micrometres.
        pageSize: { width: Math.round(width * 1000), height: Math.round(height * 1000) },
      },
      (printed) => resolve({ printed }),
    )
  })
}

/** A folder that the system opens as a program (an application bundle) is not a folder here. */
async function isFolder(path: string): Promise<boolean> {
  if (/\.(app|workflow|bundle|service)$/i.test(path)) return false
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
}
