import { IconFolder, IconHelp, IconSettings } from '@tabler/icons-react'
import { shellText as fr } from '#app/text/fr/shell.ts'
import { useDesk, useSession } from '#renderer/client/index.ts'
import { type Icon, ariaKeys, type Keys } from '#ui/index.ts'
import classes from './Shell.module.css'

/** The parts of the program, with their words; only those that exist. */
export function Rail({ onHelp }: { onHelp: () => void }) {
  const { place, go } = useDesk()
  const session = useSession()
  const inSettings = place.kind === 'settings'
  return (
    <nav className={classes.rail} aria-label={fr.rail.name} data-region tabIndex={-1}>
      {session.permissions.includes('patient.read') ? (
        <RailItem
          icon={IconFolder}
          label={fr.rail.records}
          keys="Alt+P"
          current={!inSettings}
          onClick={() => go({ kind: 'list' })}
        />
      ) : null}
      <span className={classes.railSpace} />
      <RailItem
        icon={IconSettings}
        label={fr.rail.settings}
        keys="Alt+G"
        current={inSettings}
        onClick={() => go({ kind: 'settings', section: '' })}
      />
      <RailItem icon={IconHelp} label={fr.rail.help} keys="F1" current={false} onClick={onHelp} />
    </nav>
  )
}

function RailItem(props: { icon: Icon; label: string; keys: Keys; current: boolean; onClick: () => void }) {
  const Drawing = props.icon
  return (
    <button
      type="button"
      className={classes.railItem}
      data-keys={props.keys}
      aria-keyshortcuts={ariaKeys(props.keys)}
      aria-current={props.current ? 'page' : undefined}
      onClick={props.onClick}
    >
      <Drawing size={20} stroke={1.75} aria-hidden="true" />
      {props.label}
    </button>
  )
}
