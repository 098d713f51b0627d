import { flushSync } from 'react-dom'

/**
 * Makes the field in hand give what is still being typed in it, as leaving it would: before saving or locking, which the
 * keyboard does without leaving. Only fields that hold words back say so (`data-holds-words`); the focus stays.
 */
export function settleField(): void {
  const field = document.activeElement
  if (!(field instanceof HTMLElement) || field.closest('[data-holds-words]') === null) return
  // At once: what follows reads what the field has just given.
  flushSync(() => field.blur())
  field.focus()
}
