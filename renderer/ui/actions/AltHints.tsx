import { useLayoutEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import { useWords } from '../words.ts'
import classes from './AltHints.module.css'
import { hintLabel } from './keys.ts'

interface Hint {
  readonly label: string
  readonly left: number
  readonly top: number
  readonly key: string
}

/** Elements that carry `data-keys` and can be seen, with the place of their badge: across their lower edge. */
function placeHints(names: Readonly<Record<string, string>>): Hint[] {
  const shown = [...document.querySelectorAll<HTMLElement>('[data-keys]')]
  return shown.flatMap((element, index) => {
    const keys = element.dataset['keys']
    const box = element.getBoundingClientRect()
    const reachable = /^(Alt\+.|F\d+)$/.test(keys ?? '')
    if (keys === undefined || !reachable || box.width === 0 || box.bottom < 0 || box.top > innerHeight) return []
    const top = Math.min(box.bottom - 6, innerHeight - 16)
    return [{ label: hintLabel(keys, names), left: box.left + box.width / 2, top, key: `${keys} ${index}` }]
  })
}

/** The letters that Alt shows over the page. Read by eye only: readers have `aria-keyshortcuts`. */
export function AltHints() {
  const { keys } = useWords()
  const [hints, setHints] = useState<readonly Hint[]>([])
  useLayoutEffect(() => {
    const place = () => setHints(placeHints(keys))
    place()
    window.addEventListener('resize', place)
    return () => window.removeEventListener('resize', place)
  }, [keys])
  return createPortal(
    <div aria-hidden="true">
      {hints.map((hint) => (
        <span key={hint.key} className={classes.hint} style={{ left: hint.left, top: hint.top }}>
          {hint.label}
        </span>
      ))}
    </div>,
    document.body,
  )
}
