import { app, powerMonitor, session } from 'electron'
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
import { answerKeyring } from './keyring.ts'
import { describeError, log } from './log.ts'
import { installMenu } from './menu.ts'
import { notices } from './notices.ts'
import { deliverPorts } from './port-delivery.ts'
import { seatOf } from './seat.ts'
import { type MainWindow, openClosingNotice, openMainWindow } from './window.ts'

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
  }
  open()

  const cabinets = app.commandLine.getSwitchValue('cabinets')
  const stateFolder = app.getPath('userData')
  const start = {
    stateFolder,
    cabinetsFolder: cabinets === '' ? null : cabinets,
    version: app.getVersion(),
    unsupportedRuntime,
  }
  const core = superviseCore(start, {
    restarted: () => ports.renewCoreLines(),
    keyring: answerKeyring,
    log,
  })
  const ports = deliverPorts((kind, contents, port) => {
    const main = windows.get(contents.id)
    if (main === undefined) return port.close()
    if (kind === 'core') return core.attach({ kind: 'electron', name: hostname() }, port)
    serveSeat(seatOf(main, { ...start, ownFolders: cabinets === '' ? [] : [cabinets] }), port)
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
  const ending = endWithTheCore(core)
  // Linux and macOS wait for us when asked to; Windows tells each window, and waits for nobody.
  // Electron's types forget the event that its documentation describes.
  powerMonitor.on('shutdown', (event?: { preventDefault(): void }) => {
    event?.preventDefault()
    ending.closeForShutdown()
  })
}

/**
 * Quitting closes the windows, then the core, and waits for it; quitting again while it waits ends everything at once. A
 * system that shuts down is not kept waiting: the file is closed without its backup, in a few seconds at most.
 */
function endWithTheCore(core: CoreSupervisor): { closeForShutdown(): void } {
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
    core.close({ withBackup: true }).then(end, (error: unknown) => {
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
    app.exit(0)
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit())

  return {
    closeForShutdown() {
      if (shuttingDown) return
      shuttingDown = true
      closing = true
      void closeInTime(core).then((isClosed) => {
        log('shell.shutdown', { closed: isClosed ? 1 : 0 })
        app.exit(0)
      })
    },
  }
}
