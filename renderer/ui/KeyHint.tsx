import { keysLabel, type Keys } from './actions/keys.ts'
import classes from './Button.module.css'
import { useWords } from './words.ts'

/** A key as engraved, in a small frame. Decorative: the control that carries it says `aria-keyshortcuts`. */
export function KeyHint({ keys }: { keys: Keys }) {
  const words = useWords()
  return (
    <kbd className={classes.chip} aria-hidden="true">
      {keysLabel(keys, words.keys)}
    </kbd>
  )
}
