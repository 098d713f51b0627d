import { app, BrowserWindow, nativeTheme, screen, type WebContents } from 'electron'
import { join } from 'node:path'
import { fr } from '#app/text/fr/shell-window.ts'
import { appOrigin, blankPage } from './app-scheme.ts'
import { describeError, log } from './log.ts'
import { installContextMenu } from './menu.ts'
import { closingPath } from './notices.ts'
import { placeOnScreens, readWindowState, smallestWindow, type WindowState, writeWindowState } from './window-state.ts'

/** Room the page leaves at the right of its title bar for the window's own buttons, in CSS pixels. */
export const titleBarRoom = process.platform === 'darwin' ? 0 : 138

/** Height of the page's title bar, in CSS pixels: the window's own buttons fill it. */
const titleBarHeight = 40

/** The colours of an entry window before any page has said its own. */
const asNew = {
  light: { background: '#E9EDF0', ink: '#17212A' },
  dark: { background: '#0F1418', ink: '#E6EBEE' },
} as const

/** The program's window, and what it needs remembered. */
export interface MainWindow {
  readonly window: BrowserWindow
  /** Follows the page's colours, now and at the next opening. */
  setColors(background: string, ink: string): void
  /** The host of the network this window's line goes to, `null` for this computer's core; kept for the next opening. */
  readonly hostId: string | null
  /** Sends the line elsewhere, from the next page on. */
  goTo(hostId: string | null): void
  /** Puts a new page, in a process of its own, in place of the present one. */
  replacePage(): Promise<void>
}

/** Opens the window, hidden until the page has painted, where and as it was left. */
export function openMainWindow(preload: string): MainWindow {
  const stateFile = join(app.getPath('userData'), 'window.json')
  const state = readWindowState(stateFile)
  const usual = nativeTheme.shouldUseDarkColors ? asNew.dark : asNew.light
  let { hostId } = state
  let colors = { background: state.background ?? usual.background, ink: state.ink ?? usual.ink }
  const screens = screen.getAllDisplays().map((display) => display.workArea)

  const window = new BrowserWindow({
    ...placeOnScreens(state, screens),
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    show: false,
    title: fr.program,
    backgroundColor: colors.background,
    titleBarStyle: 'hidden',
    titleBarOverlay: overlay(colors),
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      navigateOnDragDrop: false,
      disableDialogs: true,
      spellcheck: true,
      devTools: !app.isPackaged,
    },
  })
  if (state.maximized) window.maximize()
  window.webContents.setZoomLevel(state.zoom)
  window.webContents.once('did-finish-load', () => window.webContents.setZoomLevel(state.zoom))
  // The page names its own title; the window keeps the program's, which the task bar and screen readers announce.
  window.on('page-title-updated', (event) => event.preventDefault())
  installContextMenu(window, window.webContents)
  restartCrashedPage(window)

  showWhenPainted(window)
  let kept: Promise<void> = Promise.resolve()
  const keepState = () => {
    const left: WindowState = {
      bounds: window.getNormalBounds(),
      maximized: window.isMaximized(),
      zoom: window.webContents.getZoomLevel(),
      hostId,
      ...colors,
    }
    // A full disk or a read-only profile must not keep the window open: it will open as new next time.
    kept = kept.then(() => writeWindowState(stateFile, left)).catch(() => log('window.state-not-kept', {}))
  }
  window.on('close', keepState)
  let replacing: Promise<void> | null = null
  void window.loadURL(`${appOrigin}/`)

  return {
    window,
    setColors(background, ink) {
      colors = { background, ink }
      window.setBackgroundColor(background)
      if (process.platform !== 'darwin') window.setTitleBarOverlay(overlay(colors))
    },
    get hostId() {
      return hostId
    },
    goTo(next) {
      hostId = next
      keepState()
    },
    replacePage() {
      replacing ??= replacePage(window.webContents).finally(() => {
        replacing = null
      })
      return replacing
    },
  }
}

/** How long a process that no longer shows a page has to end by itself. */
const endingMs = 1000

/**
 * Ends the process of a page and opens another in its place. Ended by the system rather than crashed: nothing writes its
 * memory anywhere.
 */
async function replacePage(contents: WebContents): Promise<void> {
  const former = contents.getOSProcessId()
  const startedAt = performance.now()
  try {
    await contents.loadURL(blankPage)
    await contents.loadURL(`${appOrigin}/`)
  } catch (error) {
    // Two loads that cross: the last one wins, and shows a page.
    log('page.replacing', describeError(error))
    if (!contents.isDestroyed() && !contents.getURL().startsWith(`${appOrigin}/`)) contents.reload()
  }
  log('page.replaced', { afterMs: Math.round(performance.now() - startedAt) })
  // Chromium keeps a process a moment for a page of the same site; this one held what must be forgotten.
  setTimeout(() => endPage(former), endingMs)
}

/** Ends a process of ours that shows pages, if it still runs: its number may not be another program's by then. */
function endPage(pid: number): void {
  const isOurs = app.getAppMetrics().some((metric) => metric.pid === pid && metric.type === 'Tab')
  if (!isOurs) return
  log('page.ended', {})
  process.kill(pid, 'SIGKILL')
}

/** A graphics driver that dies while starting can swallow the first paint: the window shows anyway after this long. */
const unpaintedPatienceMs = 1500

function showWhenPainted(window: BrowserWindow): void {
  const show = (event: string) => {
    if (window.isDestroyed() || window.isVisible()) return
    window.show()
    log(event, { sinceStartMs: Math.round(Date.now() - (process.getCreationTime() ?? Date.now())) })
  }
  window.once('ready-to-show', () => show('window.painted'))
  window.webContents.once('did-finish-load', () => setTimeout(() => show('window.shown-late'), unpaintedPatienceMs))
}

/** A small window without a page of ours to say that the cabinet is closing; resolves to how to take it away. */
export function openClosingNotice(): () => void {
  const dark = nativeTheme.shouldUseDarkColors
  const notice = new BrowserWindow({
    width: 460,
    height: 150,
    resizable: false,
    minimizable: false,
    maximizable: false,
    fullscreenable: false,
    closable: false,
    show: false,
    title: fr.closing.title,
    autoHideMenuBar: true,
    backgroundColor: dark ? asNew.dark.background : asNew.light.background,
    webPreferences: { sandbox: true, contextIsolation: true, javascript: false, devTools: false },
  })
  notice.setProgressBar(2)
  notice.once('ready-to-show', () => notice.show())
  void notice.loadURL(`${appOrigin}${closingPath}`)
  return () => {
    if (!notice.isDestroyed()) notice.destroy()
  }
}

function overlay({ background, ink }: { background: string; ink: string }) {
  return { color: background, symbolColor: ink, height: titleBarHeight }
}

/** Loads the page again when its process died: what was typed is in the core, a second old at most. */
function restartCrashedPage(window: BrowserWindow): void {
  const restarts: number[] = []
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log('page.gone', { reason, exitCode })
    if (reason === 'clean-exit') return
    const now = Date.now()
    restarts.push(now)
    // Three in a minute will not get better by a fourth.
    if (restarts.filter((at) => now - at < 60_000).length > 3) app.quit()
    else window.webContents.reload()
  })
}
