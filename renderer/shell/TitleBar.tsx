import { IconChevronDown, IconLock, IconMenu2, IconUser } from '@tabler/icons-react'
import { type RefObject, useState } from 'react'
import { shellText as fr } from '#app/text/fr/shell.ts'
import { useDesk, useSession } from '#renderer/client/index.ts'
import { IconButton, Menu, type MenuGroup, type MenuItem, type ReadyAction, useAllActions } from '#ui/index.ts'
import { GlobalSearch } from './GlobalSearch.tsx'
import { RecordTabs } from './RecordTabs.tsx'
import classes from './Shell.module.css'

/** What the bar needs of the shell around it. */
export interface TitleBarProps {
  readonly searchField: RefObject<HTMLInputElement | null>
  readonly searchText: string
  readonly onSearchText: (text: string) => void
  /** Looks for words in all the records. */
  readonly onSearchAll: (words: string) => void
  readonly menuOpened: boolean
  readonly onMenuOpened: (opened: boolean) => void
  /** Room of the window's own buttons, in pixels; 0 in a browser. */
  readonly windowButtons: number
  readonly onSwitchUser: () => void
  readonly onSignOut: () => void
  readonly onCloseCabinet: () => void
}

/** The bar drawn in the window's own: menus, open records, search, and who is signed in. */
export function TitleBar(props: TitleBarProps) {
  const desk = useDesk()
  const session = useSession()
  return (
    <header
      className={classes.bar}
      style={{ paddingRight: 8 + props.windowButtons }}
      aria-label={fr.regions.bar}
      data-region
      tabIndex={-1}
    >
      <CabinetMenu opened={props.menuOpened} onOpened={props.onMenuOpened} />
      <RecordTabs />
      <GlobalSearch
        field={props.searchField}
        text={props.searchText}
        onText={props.onSearchText}
        readsRecords={session.permissions.includes('patient.read')}
        onSearchAll={props.onSearchAll}
      />
      <div className={classes.session}>
        <SessionMenu
          onSwitchUser={props.onSwitchUser}
          onSignOut={props.onSignOut}
          onCloseCabinet={props.onCloseCabinet}
        />
        <IconButton icon={IconLock} label={fr.session.lock} keys="Alt+V" onClick={desk.lock} />
      </div>
    </header>
  )
}

/** Actions of the screen by menu, in the order of the four menus. */
function CabinetMenu({ opened, onOpened }: { opened: boolean; onOpened: (opened: boolean) => void }) {
  const actions = useAllActions()
  const groups: readonly MenuGroup[] = Object.values(fr.menus).flatMap((label) => {
    const items = unique(actions.filter((action) => action.group === label)).map(menuItem)
    return items.length === 0 ? [] : [{ label, items }]
  })
  return (
    <Menu groups={groups} opened={opened} onOpenedChange={onOpened}>
      <button
        type="button"
        className={classes.cabinetButton}
        data-keys="F10"
        aria-keyshortcuts="F10"
        aria-haspopup="menu"
      >
        <IconMenu2 size={16} stroke={1.75} aria-hidden="true" />
        {fr.cabinetMenu}
      </button>
    </Menu>
  )
}

/** The last declared first: a screen's action stands for the shell's of the same name. */
function unique(actions: readonly ReadyAction[]): readonly ReadyAction[] {
  const seen = new Set<string>()
  return actions.filter((action) => {
    const fresh = !seen.has(action.id)
    seen.add(action.id)
    return fresh
  })
}

function menuItem(action: ReadyAction): MenuItem {
  return {
    id: action.id,
    label: action.label,
    keys: action.keys,
    checked: action.checked,
    disabled: !action.enabled,
    onSelect: action.run,
  }
}

function SessionMenu(props: { onSwitchUser: () => void; onSignOut: () => void; onCloseCabinet: () => void }) {
  const session = useSession()
  const desk = useDesk()
  const [opened, setOpened] = useState(false)
  const groups: readonly MenuGroup[] = [
    {
      label: session.displayName,
      items: [
        { id: 'switch', label: fr.session.change, keys: 'Alt+U', onSelect: props.onSwitchUser },
        { id: 'lock', label: fr.session.lock, keys: 'Alt+V', onSelect: desk.lock },
        { id: 'sign-out', label: fr.session.signOut, onSelect: props.onSignOut },
        { id: 'close', label: fr.session.closeCabinet, onSelect: props.onCloseCabinet },
      ],
    },
  ]
  return (
    <Menu groups={groups} position="bottom-end" opened={opened} onOpenedChange={setOpened}>
      <button
        type="button"
        className={classes.sessionButton}
        data-keys="Alt+U"
        aria-haspopup="menu"
        aria-label={fr.session.menu(session.displayName)}
      >
        <IconUser size={16} stroke={1.75} aria-hidden="true" />
        <span className={classes.tabText}>{session.shortName}</span>
        <IconChevronDown size={14} stroke={1.75} aria-hidden="true" />
      </button>
    </Menu>
  )
}
