import { type BrowserWindow, Menu, type MenuItemConstructorOptions, type WebContents } from 'electron'
import { fr } from '#app/text/fr/shell-window.ts'

/**
 * The native menu: hidden until Alt + F10 on Windows and Linux, where the page has its own, but there for screen readers
 * and for the keys everybody knows. Edition by roles, so that copy and paste work in every field of every system.
 */
export function installMenu(quit: () => void, developer: boolean): void {
  const mac: MenuItemConstructorOptions[] =
    process.platform === 'darwin'
      ? [
          {
            label: fr.program,
            submenu: [
              { role: 'hide', label: fr.menu.hide },
              { role: 'hideOthers', label: fr.menu.hideOthers },
              { role: 'unhide', label: fr.menu.unhide },
              { type: 'separator' },
              { label: fr.menu.quit, accelerator: 'Cmd+Q', click: quit },
            ],
          },
        ]
      : [{ label: fr.menu.cabinet, submenu: [{ label: fr.menu.quit, accelerator: 'Alt+F4', click: quit }] }]
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...mac,
      { label: fr.menu.edit, submenu: editItems() },
      {
        label: fr.menu.view,
        submenu: [
          { role: 'resetZoom', label: fr.menu.resetZoom },
          { role: 'zoomIn', label: fr.menu.zoomIn },
          { role: 'zoomOut', label: fr.menu.zoomOut },
          { type: 'separator' },
          { role: 'togglefullscreen', label: fr.menu.fullScreen },
          ...(developer
            ? ([{ type: 'separator' }, { role: 'toggleDevTools', label: fr.menu.developer }] as const)
            : []),
        ],
      },
    ]),
  )
}

/** The menu of a right click: what can be done with the field or the selection under it, nothing elsewhere. */
export function installContextMenu(window: BrowserWindow, contents: WebContents): void {
  contents.on(
    'context-menu',
    (_event, { isEditable, selectionText, editFlags, misspelledWord, dictionarySuggestions }) => {
      const items: MenuItemConstructorOptions[] = []
      if (isEditable && misspelledWord !== '') {
        for (const word of dictionarySuggestions.slice(0, 5)) {
          items.push({ label: word, click: () => contents.replaceMisspelling(word) })
        }
        if (items.length > 0) items.push({ type: 'separator' })
      }
      if (isEditable) {
        items.push(
          { role: 'undo', label: fr.menu.undo, enabled: editFlags.canUndo },
          { type: 'separator' },
          { role: 'cut', label: fr.menu.cut, enabled: editFlags.canCut },
          { role: 'copy', label: fr.menu.copy, enabled: editFlags.canCopy },
          { role: 'paste', label: fr.menu.paste, enabled: editFlags.canPaste },
          { role: 'selectAll', label: fr.menu.selectAll, enabled: editFlags.canSelectAll },
        )
      } else if (selectionText.trim() !== '') {
        items.push({ role: 'copy', label: fr.menu.copy, enabled: editFlags.canCopy })
      }
      if (items.length > 0) Menu.buildFromTemplate(items).popup({ window })
    },
  )
}

function editItems(): MenuItemConstructorOptions[] {
  return [
    { role: 'undo', label: fr.menu.undo },
    { role: 'redo', label: fr.menu.redo },
    { type: 'separator' },
    { role: 'cut', label: fr.menu.cut },
    { role: 'copy', label: fr.menu.copy },
    { role: 'paste', label: fr.menu.paste },
    { role: 'selectAll', label: fr.menu.selectAll },
  ]
}
