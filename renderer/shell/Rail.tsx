import { IconAddressBook, IconFolder, IconHelp, IconInbox, IconListCheck, IconSettings } from '@tabler/icons-react'
import { shellText as fr } from '#app/text/fr/shell.ts'
import { documentsText } from '#app/text/fr/documents.ts'
import { tasksText } from '#app/text/fr/tasks.ts'
import { useDesk, useSession } from '#renderer/client/index.ts'
import { useUnfiledDocuments } from '#renderer/features/documents/index.ts'
import { useDueTasks } from '#renderer/features/tasks/index.ts'
import { type Icon, ariaKeys, type Keys } from '#ui/index.ts'
import classes from './Shell.module.css'

/** The parts of the program, with their words; only those that exist. */
export function Rail({ onHelp }: { onHelp: () => void }) {
  const { place, go } = useDesk()
  const session = useSession()
  const inSettings = place.kind === 'settings'
  const inTasks = place.kind === 'tasks'
  const inContacts = place.kind === 'contacts'
  const inUnfiled = place.kind === 'unfiled'
  const due = useDueTasks()
  const unfiled = useUnfiledDocuments()
  return (
    <nav className={classes.rail} aria-label={fr.rail.name} data-region tabIndex={-1}>
      {session.permissions.includes('patient.read') ? (
        <RailItem
          icon={IconFolder}
          label={fr.rail.records}
          keys="Alt+P"
          current={!inSettings && !inTasks && !inContacts && !inUnfiled}
          onClick={() => go({ kind: 'list' })}
        />
      ) : null}
      {session.permissions.includes('task.read') ? (
        <RailItem
          icon={IconListCheck}
          label={fr.rail.tasks}
          name={tasksText.rail(fr.rail.tasks, due)}
          count={due}
          keys="Alt+T"
          current={inTasks}
          onClick={() => go({ kind: 'tasks' })}
        />
      ) : null}
      {session.permissions.includes('contact.read') ? (
        <RailItem
          icon={IconAddressBook}
          label={fr.rail.contacts}
          keys="Alt+K"
          current={inContacts}
          onClick={() => go({ kind: 'contacts' })}
        />
      ) : null}
      {session.permissions.includes('document.write') ? (
        <RailItem
          icon={IconInbox}
          label={documentsText.unfiled.rail}
          name={documentsText.unfiled.railName(unfiled)}
          count={unfiled}
          keys="Alt+B"
          current={inUnfiled}
          onClick={() => go({ kind: 'unfiled' })}
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

function RailItem(props: {
  icon: Icon
  label: string
  /** What readers are told, when it is more than the label. */
  name?: string
  /** What waits there, in red; none at 0. */
  count?: number
  keys: Keys
  current: boolean
  onClick: () => void
}) {
  const { count = 0 } = props
  const Drawing = props.icon
  return (
    <button
      type="button"
      className={classes.railItem}
      data-keys={props.keys}
      aria-label={props.name}
      aria-keyshortcuts={ariaKeys(props.keys)}
      aria-current={props.current ? 'page' : undefined}
      onClick={props.onClick}
    >
      <Drawing size={20} stroke={1.75} aria-hidden="true" />
      {count === 0 ? null : (
        <span className={classes.railCount} aria-hidden="true">
          {count > 99 ? '99+' : count}
        </span>
      )}
      {props.label}
    </button>
  )
}
