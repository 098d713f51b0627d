import { app, type BrowserWindow, dialog, powerMonitor, session } from 'electron'
import { existsSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { fr } from '#app/text/fr/shell-window.ts'
import { serveSeat } from '#main/wire/seat.ts'
import { serveAppScheme } from './app-scheme.ts'
import { runtimeHoldsCore } from './core-process.ts'
import { type CoreSupervisor, superviseCore } from './core-supervisor.ts'
import { hardenContents, hardenSession } from './hardening.ts'
import { closeInTime } from './close-in-time.ts'
import { forbidCoreDumps } from './core-dumps.ts'
import { answerKeyring } from './keyring.ts'
import { describeError, log } from './log.ts'
import { installMenu } from './menu.ts'
import { notices } from './notices.ts'
import { deliverPorts } from './port-delivery.ts'
import { seatOf } from './seat.ts'
import { systemEvents } from './system-events.ts'
import { type MainWindow, openClosingNotice, openMainWindow } from './window.ts'
import { superviseWorkstation, type WorkstationSupervisor } from './workstation-supervisor.ts'

/** The closing notice shows only when closing lasts longer than this. */
const patienceMs = 500

/** Opens the window, starts the core beside it, and lives until the last window is closed and the core has ended. */
export function runProgram(): void {
  const pages = join(app.getAppPath(), 'dist', 'renderer')
  if (!existsSync(join(pages, 'index.html'))) {
    process.stderr.write(`${fr.notBuilt}\n`)
    app.exit(1)
    return
  }
  const unsupportedRuntime = !runtimeHoldsCore()
  if (unsupportedRuntime) process.stderr.write(`${fr.unsupportedRuntime}\n`)

  forbidCoreDumps()
  hardenSession(session.defaultSession)
  app.on('web-contents-created', (_event, contents) => hardenContents(contents))
  serveAppScheme(session.defaultSession, pages, notices)
  installMenu(() => app.quit(), !app.isPackaged)

  const preload = join(app.getAppPath(), 'dist', 'electron', 'preload.cjs')
  const windows = new Map<number, MainWindow>()
  const open = () => {
    const main = openMainWindow(preload)
    const { id } = main.window.webContents
    windows.set(id, main)
    main.window.once('closed', () => windows.delete(id))
    main.window.on('session-end', () => ending.closeForShutdown())
    main.window.on('close', (event) => {
      if (windows.size > 1 || ending.mayClose()) return
      event.preventDefault()
      void ending.askToClose(main.window)
    })
  }
  open()

  const cabinets = app.commandLine.getSwitchValue('cabinets')
  const stateFolder = app.getPath('userData')
  const start = {
    stateFolder,
    cabinetsFolder: cabinets === '' ? null : cabinets,
    pages: beside(pages),
    version: app.getVersion(),
    unsupportedRuntime,
  }
  const core = superviseCore(start, {
    restarted: () => ports.renew('core'),
    keyring: answerKeyring,
    log,
  })
  const workstation = superviseWorkstation(
    { stateFolder, trainingCards: trainingCardsBeside(pages) },
    { restarted: () => ports.renew('workstation'), log },
  )
  const system = systemEvents()
  // Windows and macOS tell of a locked screen; every system of its sleep.
  powerMonitor.on('lock-screen', () => system.locked())
  powerMonitor.on('suspend', () => system.locked())
  /** Where the line of each window was last given to: a host that is forgotten still has the one it had. */
  const givenTo = new WeakMap<MainWindow, string | null>()
  const ports = deliverPorts((kind, contents, port) => {
    const main = windows.get(contents.id)
    if (main === undefined) return port.close()
    if (kind === 'core') {
      givenTo.set(main, main.hostId)
      return core.attach({ kind: 'electron', name: hostname() }, main.hostId, port)
    }
    // What opens a cabinet of this computer is never signed for the page of a host, whatever the host makes it ask.
    if (kind === 'workstation') return workstation.attach(port, givenTo.get(main) === null)
    serveSeat(seatOf(main, { ...start, ownFolders: cabinets === '' ? [] : [cabinets], core, system }), port)
    port.start()
  })

  app.on('second-instance', () => {
    const [first] = windows.values()
    if (first === undefined) return
    if (first.window.isMinimized()) first.window.restore()
    first.window.focus()
  })
  app.on('activate', () => {
    if (windows.size === 0) open()
  })
  const ending = endWithTheCore(core, workstation)
  // Linux and macOS wait for us when asked to; Windows tells each window, and waits for nobody.
  // Electron's types forget the event that its documentation describes.
  powerMonitor.on('shutdown', (event?: { preventDefault(): void }) => {
    event?.preventDefault()
    ending.closeForShutdown()
  })
}

/** How the program ends. */
interface Ending {
  closeForShutdown(): void
  /** Whether the last window may close without a question. */
  mayClose(): boolean
  /** Asks the person when other computers work on this one's cabinet; then closes, or not. */
  askToClose(window: BrowserWindow): Promise<void>
}

/** A core that does not answer keeps nobody from leaving. */
const countingMs = 1500

/** How many other computers would lose their line with this program. */
async function seatsAtWork(core: CoreSupervisor): Promise<number> {
  const late = new Promise<number>((resolve) => setTimeout(() => resolve(0), countingMs).unref())
  return Promise.race([core.ask('at-work', {}).catch(() => 0), late])
}

async function confirmsClosing(window: BrowserWindow, others: number): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    title: fr.program,
    message: fr.othersAtWork.title(others),
    detail: fr.othersAtWork.text,
    buttons: [fr.othersAtWork.stay, fr.othersAtWork.close],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  })
  return response === 1
}

/** Where Node itself reads the built screens: it sees no archive. */
function beside(folder: string): string {
  return folder.replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked')
}

/** The training cards as they were built, `null` in a program made without them: Node itself runs them, beside the archive. */
function trainingCardsBeside(pages: string): string | null {
  const built = join(beside(pages), '..', 'simulators', 'training-cards.js')
  return existsSync(built) ? built : null
}

/**
 * Quitting closes the windows, then the core and the workstation, and waits for them; quitting again while it waits ends everything at once. A
 * system that shuts down is not kept waiting: the file is closed without its backup, in a few seconds at most.
 */
function endWithTheCore(core: CoreSupervisor, workstation: WorkstationSupervisor): Ending {
  let mayClose = false
  let asking = false
  let closing = false
  let shuttingDown = false
  const close = () => {
    if (closing) return
    closing = true
    const startedAt = performance.now()
    let removeNotice = () => {}
    const notice = setTimeout(() => {
      removeNotice = openClosingNotice()
    }, patienceMs)
    const end = () => {
      clearTimeout(notice)
      log('shell.closed', { afterMs: Math.round(performance.now() - startedAt) })
      removeNotice()
      app.exit(0)
    }
    const closed = Promise.all([core.close({ withBackup: true }), workstation.close()])
    closed.then(end, (error: unknown) => {
      log('shell.unexpected', describeError(error))
      end()
    })
  }
  app.on('window-all-closed', close)
  app.on('will-quit', (event) => {
    event.preventDefault()
    close()
  })
  app.on('before-quit', () => {
    if (!closing || shuttingDown) return
    log('shell.forced', {})
    core.kill()
    workstation.kill()
    app.exit(0)
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      // Whoever ends a program by a signal is not there to answer a question.
      mayClose = true
      app.quit()
    })
  }

  return {
    mayClose: () => mayClose,
    async askToClose(window) {
      if (asking) return
      asking = true
      const others = await seatsAtWork(core)
      mayClose = others === 0 || (await confirmsClosing(window, others))
      asking = false
      if (mayClose && !window.isDestroyed()) window.close()
    },
    closeForShutdown() {
      if (shuttingDown) return
      shuttingDown = true
      closing = true
      void Promise.all([closeInTime(core), workstation.close()]).then(([isClosed]) => {
        log('shell.shutdown', { closed: isClosed ? 1 : 0 })
        app.exit(0)
      })
    },
  }
}
