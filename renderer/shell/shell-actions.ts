import { recordText } from '#app/text/fr/record.ts'
import { shellText as fr } from '#app/text/fr/shell.ts'
import { contactsText } from '#app/text/fr/contacts.ts'
import { documentsText } from '#app/text/fr/documents.ts'
import { identityMarkText } from '#app/text/fr/identity-mark.ts'
import { tasksText } from '#app/text/fr/tasks.ts'
import { vitaleText } from '#app/text/fr/vitale.ts'
import type { Desk } from '#renderer/client/index.ts'
import type { Action } from '#ui/index.ts'
import { moveBetweenRegions } from './regions.ts'

/** What the shell's own actions act on. */
export interface ShellSubject {
  readonly desk: Desk
  readonly search: (text: string) => void
  readonly searchAll: () => void
  readonly searchVitale: () => void
  readonly readMark: () => void
  readonly openMenu: () => void
  readonly showHelp: () => void
  readonly askAgain: () => void
  readonly switchUser: () => void
  readonly signOut: () => void
  readonly closeCabinet: () => void
  readonly print: () => void
}

const { menus, actions: words, session } = fr

function nextRecord({ workspace, place, openRecord }: Desk): void {
  const at = place.kind === 'record' ? workspace.tabs.findIndex((tab) => tab.patientId === place.patientId) : -1
  const next = workspace.tabs[(at + 1) % workspace.tabs.length]
  if (next !== undefined) openRecord(next.patientId)
}

const inRecord = ({ desk }: ShellSubject) => desk.place.kind === 'record'

/** Actions of who opens records; the others have neither the key nor the words. */
export const recordActions: ReadonlySet<string> = new Set([
  'shell.search',
  'shell.search-all',
  'shell.vitale',
  'shell.mark',
  'shell.records',
  'shell.next-record',
  'shell.close-record',
])

/** Keys a browser keeps for itself: there, the command stays without them. */
export const keysOfBrowsers: ReadonlySet<string> = new Set(['Ctrl+Tab', 'Ctrl+F4'])

/** The keys that mean the same everywhere; a screen may add its own, and take none of these back. */
export const shellActions: readonly Action<ShellSubject>[] = [
  { id: 'shell.search', label: words.search, keys: 'F3', group: menus.record, run: ({ search }) => search('') },
  {
    id: 'shell.search-all',
    label: recordText.searchAll.command,
    keys: 'Ctrl+Shift+F',
    group: menus.record,
    run: ({ searchAll }) => searchAll(),
  },
  {
    id: 'shell.vitale',
    label: vitaleText.search,
    keys: 'F8',
    group: menus.record,
    run: ({ searchVitale }) => searchVitale(),
  },
  { id: 'shell.mark', label: identityMarkText.action, group: menus.record, run: ({ readMark }) => readMark() },
  { id: 'shell.commands', label: words.commands, keys: 'Ctrl+K', group: menus.view, run: ({ search }) => search('>') },
  {
    id: 'shell.records',
    label: words.records,
    keys: 'Alt+P',
    group: menus.record,
    run: ({ desk }) => desk.go({ kind: 'list' }),
  },
  {
    id: 'shell.tasks',
    label: tasksText.goTo,
    keys: 'Alt+T',
    group: menus.cabinet,
    run: ({ desk }) => desk.go({ kind: 'tasks' }),
  },
  {
    id: 'shell.unfiled',
    label: documentsText.unfiled.goTo,
    keys: 'Alt+B',
    group: menus.cabinet,
    run: ({ desk }) => desk.go({ kind: 'unfiled' }),
  },
  {
    id: 'shell.contacts',
    label: contactsText.goTo,
    keys: 'Alt+K',
    group: menus.cabinet,
    run: ({ desk }) => desk.go({ kind: 'contacts' }),
  },
  {
    id: 'shell.next-record',
    label: words.nextRecord,
    keys: 'Ctrl+Tab',
    group: menus.record,
    enabledFor: ({ desk }) => desk.workspace.tabs.length > 0,
    run: ({ desk }) => nextRecord(desk),
  },
  {
    id: 'shell.close-record',
    label: words.closeRecord,
    keys: 'Ctrl+F4',
    group: menus.record,
    enabledFor: inRecord,
    run: ({ desk }) => {
      if (desk.place.kind === 'record') desk.closeRecord(desk.place.patientId)
    },
  },
  { id: 'shell.print', label: words.print, keys: 'Ctrl+P', group: menus.record, run: ({ print }) => print() },
  {
    id: 'shell.settings',
    label: words.settings,
    keys: 'Alt+G',
    group: menus.cabinet,
    run: ({ desk }) => desk.go({ kind: 'settings', section: '' }),
  },
  {
    id: 'shell.switch-user',
    label: session.change,
    keys: 'Alt+U',
    group: menus.cabinet,
    run: ({ switchUser }) => switchUser(),
  },
  {
    id: 'shell.lock',
    label: session.lock,
    keys: 'Alt+V',
    group: menus.cabinet,
    always: true,
    run: ({ desk }) => desk.lock(),
  },
  { id: 'shell.sign-out', label: session.signOut, group: menus.cabinet, run: ({ signOut }) => signOut() },
  {
    id: 'shell.close-cabinet',
    label: session.closeCabinet,
    group: menus.cabinet,
    run: ({ closeCabinet }) => closeCabinet(),
  },
  { id: 'shell.refresh', label: words.refresh, keys: 'F5', group: menus.view, run: ({ askAgain }) => askAgain() },
  {
    id: 'shell.next-pane',
    label: words.nextPane,
    keys: 'F6',
    group: fr.groups.everywhere,
    run: () => moveBetweenRegions(1),
  },
  {
    id: 'shell.previous-pane',
    label: words.previousPane,
    keys: 'Shift+F6',
    group: fr.groups.everywhere,
    run: () => moveBetweenRegions(-1),
  },
  {
    id: 'shell.theme-light',
    label: words.themeLight,
    group: menus.view,
    checkedFor: ({ desk }) => desk.workspace.theme === 'light',
    run: ({ desk }) => desk.setTheme('light'),
  },
  {
    id: 'shell.theme-dark',
    label: words.themeDark,
    group: menus.view,
    checkedFor: ({ desk }) => desk.workspace.theme === 'dark',
    run: ({ desk }) => desk.setTheme('dark'),
  },
  {
    id: 'shell.theme-system',
    label: words.themeSystem,
    group: menus.view,
    checkedFor: ({ desk }) => desk.workspace.theme === 'system',
    run: ({ desk }) => desk.setTheme('system'),
  },
  { id: 'shell.help', label: words.help, keys: 'F1', group: menus.help, run: ({ showHelp }) => showHelp() },
  { id: 'shell.menu', label: words.menu, keys: 'F10', group: fr.groups.everywhere, run: ({ openMenu }) => openMenu() },
]
