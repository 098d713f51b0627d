import { app, type DownloadItem, type Session, shell, type WebContents } from 'electron'
import { isOfficialLink } from '#app/kernel/official-links.ts'
import { fr } from '#app/text/fr/shell-window.ts'
import { appOrigin, blankPage, isAppPage } from './app-scheme.ts'
import { savedFile } from './saved-file.ts'

/**
 * What a page may use of the computer, and why. Off by default: a name that is not here is refused, whoever asks.
 *
 * Request and check are two questions of Chromium; both read this table.
 */
const allowedPermissions: Readonly<Record<string, string>> = {
  'clipboard-sanitized-write': '« Copier » beside a path or a recovery key, on a click of the person',
}

/** Whether a page at `origin` may use `permission`. */
function mayUse(permission: string, origin: string): boolean {
  return Object.hasOwn(allowedPermissions, permission) && isAppPage(origin)
}

/** The schemes a window may load from. Everything else (http, file, data pages, javascript, blob pages…) is refused. */
function mayLoad(address: string, resource: string): boolean {
  if (isAppPage(address)) return true
  if (address === blankPage) return resource === 'mainFrame'
  if (address.startsWith('devtools://')) return !app.isPackaged
  // A blob or a data picture made by the page itself; never a document or a script.
  return (address.startsWith('blob:app://cabinet/') || address.startsWith('data:image/')) && resource === 'image'
}

/** Closes one session: permissions, network, devices, spelling in French without any download. */
export function hardenSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) =>
    answer(mayUse(permission, details.requestingUrl)),
  )
  session.setPermissionCheckHandler((_contents, permission, origin) => mayUse(permission, origin))
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}))
  session.webRequest.onBeforeRequest((details, answer) =>
    answer({ cancel: !mayLoad(details.url, details.resourceType) }),
  )
  session.on('will-download', (event, item, contents) => {
    if (!mayBeSaved(item, contents)) event.preventDefault()
  })
  // Hunspell dictionaries would be fetched from outside at run time; the system's own (Windows, macOS) is used where it exists.
  if (process.platform === 'linux') session.setSpellCheckerDictionaryDownloadURL('app://cabinet/dictionaries/')
  else session.setSpellCheckerLanguages(['fr'])
}

/**
 * Whether a page may have a file saved: one it made itself, of a kind the program makes, where the person says. The
 * bytes go from the page to the file without passing here.
 */
function mayBeSaved(item: DownloadItem, contents: WebContents): boolean {
  const file = savedFile(item.getFilename())
  if (file === null || !item.getURL().startsWith(`blob:${appOrigin}/`) || !isAppPage(contents.getURL())) return false
  item.setSaveDialogOptions({
    title: fr.save.title,
    buttonLabel: fr.save.save,
    defaultPath: file.name,
    filters: [{ name: fr.save.kinds[file.kind], extensions: [file.kind] }],
    properties: ['showOverwriteConfirmation', 'createDirectory', 'dontAddToRecent'],
  })
  return true
}

/**
 * Closes one page, whatever made it: no navigation, no second window, no web view, no certificate exception. An official
 * page goes to the browser of the computer.
 */
export function hardenContents(contents: WebContents): void {
  contents.setWindowOpenHandler(({ url }) => {
    if (isOfficialLink(url)) void shell.openExternal(url)
    return { action: 'deny' }
  })
  contents.on('will-navigate', (event) => {
    // Reloading or moving inside the page's own address is the page's business; leaving it is nobody's.
    if (!isAppPage(event.url)) event.preventDefault()
  })
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame) event.preventDefault()
  })
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
}
