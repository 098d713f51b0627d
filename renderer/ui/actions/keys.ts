/**
 * Keys as we write them: modifiers, then the key, joined by `+`: `F3`, `Alt+N`, `Alt+1`, `Ctrl+Enter`, `Shift+F6`, `Escape`.
 *
 * Letters are read by what they write, so that they follow the keyboard's own layout; digits of the top row by their
 * place (`code`), since an AZERTY keyboard needs Maj to write them.
 */
export type Keys = string

/** What a keyboard event must tell to be read. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'altKey' | 'ctrlKey' | 'shiftKey' | 'metaKey'> & {
  readonly getModifierState?: (name: string) => boolean
}

/**
 * Combinations that belong to the system, to the browser or to the keyboard itself; no action may take them.
 * Ctrl+Alt is AltGr and is never read at all.
 */
export const forbiddenKeys: readonly Keys[] = [
  'Alt+Space',
  'Alt+Tab',
  'Alt+F4',
  'Alt+D',
  'Alt+E',
  'Alt+F',
  'Ctrl+T',
  'Ctrl+N',
  'Ctrl+W',
  'Ctrl+L',
]

/** What was pressed, or `null` when it is a modifier alone, AltGr, the Windows key or the numeric pad. */
export function readKeys(press: KeyPress): Keys | null {
  if (press.metaKey || (press.ctrlKey && press.altKey) || press.getModifierState?.('AltGraph') === true) return null
  if (['Alt', 'AltGraph', 'Control', 'Shift', 'Meta', 'CapsLock', 'Dead', 'Process'].includes(press.key)) return null
  if (press.code.startsWith('Numpad') && press.code !== 'NumpadEnter') return null
  const digit = /^Digit(\d)$/.exec(press.code)?.[1]
  const letter = /^[a-z]$/i.test(press.key) ? press.key.toUpperCase() : /^Key([A-Z])$/.exec(press.code)?.[1]
  const named = press.key === ' ' ? 'Space' : press.key
  const modified = press.altKey || press.ctrlKey
  const key = modified && digit !== undefined ? digit : named.length === 1 && letter !== undefined ? letter : named
  const shift = press.shiftKey && (modified || named.length > 1)
  return [press.ctrlKey ? 'Ctrl' : '', press.altKey ? 'Alt' : '', shift ? 'Shift' : '', key].filter(Boolean).join('+')
}

/** Keys as written on a chip: « Ctrl S », « Alt+N », « Maj F6 ». */
export function keysLabel(keys: Keys, names: Readonly<Record<string, string>>): string {
  const parts = keys.split('+').map((part) => names[part] ?? part)
  return keys.startsWith('Alt+') ? parts.join('+') : parts.join(' ')
}

/** What the overlay of hints shows once Alt is down: the letter alone, or the function key. */
export function hintLabel(keys: Keys, names: Readonly<Record<string, string>>): string {
  const bare = keys.replace(/^Alt\+/, '')
  return names[bare] ?? bare
}

/** Keys as `aria-keyshortcuts` wants them. */
export function ariaKeys(keys: Keys): string {
  return keys.replace('Ctrl', 'Control')
}

/** Whether typing goes into this element, so that a single letter must be left to it. */
export function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit'].includes(target.type)
}
