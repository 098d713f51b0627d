import { Menu as MantineMenu } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { Fragment, type ReactElement } from 'react'
import type { Keys } from './actions/keys.ts'
import type { Icon } from './Button.tsx'
import { KeyHint } from './KeyHint.tsx'
import classes from './Overlay.module.css'

/** One line of a menu. */
export interface MenuItem {
  readonly id: string
  readonly label: string
  readonly icon?: Icon | undefined
  readonly keys?: Keys | undefined
  readonly disabled?: boolean | undefined
  /** The present choice among a few. */
  readonly checked?: boolean | undefined
  readonly onSelect: () => void
}

/** Lines under one heading. */
export interface MenuGroup {
  readonly label?: string | undefined
  readonly items: readonly MenuItem[]
}

/** A button and the list it opens. `children` is the button. */
export function Menu(props: {
  readonly groups: readonly MenuGroup[]
  readonly children: ReactElement
  readonly opened?: boolean | undefined
  readonly onOpenedChange?: ((opened: boolean) => void) | undefined
  readonly position?: 'bottom-start' | 'bottom-end' | 'top-start' | undefined
}) {
  // Room for icons where some line has one; words alone begin at the edge.
  const indented = props.groups.some(({ items }) =>
    items.some(({ icon, checked }) => icon !== undefined || checked !== undefined),
  )
  const controlled = props.opened === undefined ? {} : { opened: props.opened }
  return (
    <MantineMenu
      {...controlled}
      {...(props.onOpenedChange === undefined ? {} : { onChange: props.onOpenedChange })}
      position={props.position ?? 'bottom-start'}
      offset={4}
      transitionProps={{ duration: 0 }}
      classNames={{ dropdown: classes.menu ?? '', item: classes.item ?? '', label: classes.group ?? '' }}
      returnFocus
      withInitialFocusPlaceholder={false}
    >
      <MantineMenu.Target>{props.children}</MantineMenu.Target>
      <MantineMenu.Dropdown>
        {props.groups.map((group, index) => (
          <Fragment key={group.label ?? index}>
            {group.label === undefined && index > 0 ? <MantineMenu.Divider /> : null}
            {group.label === undefined ? null : <MantineMenu.Label>{group.label}</MantineMenu.Label>}
            {group.items.map((item) => (
              <MenuLine key={item.id} item={item} indented={indented} />
            ))}
          </Fragment>
        ))}
      </MantineMenu.Dropdown>
    </MantineMenu>
  )
}

function MenuLine({ item, indented }: { item: MenuItem; indented: boolean }) {
  const shared = {
    disabled: item.disabled ?? false,
    rightSection: item.keys === undefined ? null : <KeyHint keys={item.keys} />,
  }
  if (item.checked !== undefined) {
    // A choice has a role of its own, which a plain line cannot take.
    return (
      <MantineMenu.CheckboxItem
        {...shared}
        checked={item.checked}
        onChange={item.onSelect}
        closeMenuOnClick
        checkIcon={<IconCheck size={16} stroke={1.75} aria-hidden="true" />}
      >
        {item.label}
      </MantineMenu.CheckboxItem>
    )
  }
  return (
    <MantineMenu.Item {...shared} onClick={item.onSelect} leftSection={indented ? <Lead item={item} /> : null}>
      {item.label}
    </MantineMenu.Item>
  )
}

/** The icon of a line; the room is kept, so that words are aligned. */
function Lead({ item }: { item: MenuItem }) {
  const Drawing = item.icon ?? IconCheck
  const shown = item.icon !== undefined || item.checked === true
  return (
    <span data-checked={shown} className={classes.lead}>
      <Drawing size={16} stroke={1.75} aria-hidden="true" />
    </span>
  )
}
