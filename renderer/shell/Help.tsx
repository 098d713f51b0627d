import { Fragment } from 'react'
import { cardsText } from '#app/text/fr/cards.ts'
import { shellText as fr } from '#app/text/fr/shell.ts'
import { Button, Dialog, KeyHint, useAllActions } from '#ui/index.ts'
import classes from './Shell.module.css'

const everywhere: ReadonlySet<string | undefined> = new Set([...Object.values(fr.menus), fr.groups.everywhere])

/** The keys that act on the screen the person came from. */
export function Help({ onClose }: { onClose: () => void }) {
  const actions = useAllActions()
  const keyed = actions.filter((action) => action.keys !== undefined && action.label !== '')
  const first = keyed.filter((action, index) => keyed.findIndex((one) => one.keys === action.keys) === index)
  const groups = [
    { label: fr.groups.screen, of: first.filter((action) => !everywhere.has(action.group)) },
    { label: fr.groups.everywhere, of: first.filter((action) => everywhere.has(action.group)) },
  ]
  // Windows where this list cannot be asked for.
  const entrances = [
    { label: cardsText.door.open, keys: 'Alt+C' },
    { label: cardsText.door.unlock, keys: 'Alt+C' },
  ] as const
  return (
    <Dialog
      title={fr.help.title}
      width={560}
      onClose={onClose}
      footer={
        <Button size="dialog" keys="Escape" autoFocus onClick={onClose}>
          {fr.help.close}
        </Button>
      }
    >
      <p className={classes.help}>{fr.help.intro}</p>
      {/* The list scrolls by itself: it must be reachable by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={classes.keyList} tabIndex={0} role="group" aria-label={fr.help.title}>
        {groups.map((group) =>
          group.of.length === 0 ? null : (
            <Fragment key={group.label}>
              <h3 className={classes.keyGroup}>{group.label}</h3>
              {group.of.map((action) => (
                <Fragment key={action.id}>
                  <span>{action.label}</span>
                  <KeyHint keys={action.keys ?? ''} />
                </Fragment>
              ))}
            </Fragment>
          ),
        )}
        <h3 className={classes.keyGroup}>{cardsText.door.keysGroup}</h3>
        {entrances.map(({ label, keys }) => (
          <Fragment key={label}>
            <span>{label}</span>
            <KeyHint keys={keys} />
          </Fragment>
        ))}
      </div>
    </Dialog>
  )
}
