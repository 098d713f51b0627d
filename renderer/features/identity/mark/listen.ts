import { readMark } from '#app/features/identity/rules/data-matrix.ts'
import { takesText } from '#ui/index.ts'
import { type HeardKey, mostPauseMs, ScanEar } from './scan-ear.ts'
import { type FieldBefore, fieldBefore, takeBack } from './typed-by-scan.ts'

/** How long a key waits outside a field for the next one: longer than a reader takes, on a computer that is busy. */
const heldMs = 150

/** Silence after a mark that is whole, where the reader sends no key at its end. */
const restMs = 300

/** A reader that types like a keyboard, heard in this window. */
export interface ScanListener {
  /** Sees each key before anything else does; true when it was the reader's, and nobody else's. */
  readonly gate: (event: KeyboardEvent) => boolean
  readonly stop: () => void
}

/** What was typed in one field since the scan may have begun. */
interface Typed {
  readonly before: FieldBefore
  signs: number
}

/**
 * Hears the readers of this window, whatever has the focus. What is typed is never eaten: in a field the keys go through
 * until a scan is certain, then what it typed is taken back out; elsewhere they wait some hundredths of a second, and are
 * given back in their order when it was no scan.
 */
export function listenForScans(onScan: (text: string) => void): ScanListener {
  const ear = new ScanEar()
  const typed = new Map<HTMLElement, Typed>()
  /** Keys pressed where nothing is typed, not yet given to the page. */
  let held: KeyboardEvent[] = []
  /** Codes of keys the page never saw pressed: it does not see them let go either. */
  const swallowed = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let replaying = false
  let last = Number.NEGATIVE_INFINITY

  const giveBack = () => {
    const waiting = held
    held = []
    replaying = true
    for (const event of waiting) {
      const target = event.target instanceof Node && event.target.isConnected ? event.target : document.body
      target.dispatchEvent(copyOf(event))
    }
    replaying = false
  }
  const settle = () => {
    const text = ear.rest()
    giveBack()
    typed.clear()
    if (text !== null) onScan(text)
  }
  const wait = () => {
    clearTimeout(timer)
    const isWhole = ear.scanning && readMark(ear.text).ok
    timer = setTimeout(settle, isWhole ? restMs : ear.scanning ? mostPauseMs : heldMs)
  }
  const swallow = (event: KeyboardEvent) => {
    event.preventDefault()
    event.stopImmediatePropagation()
    if (event.type === 'keydown') swallowed.add(event.code)
    return true
  }
  const begin = () => {
    held = []
    for (const { before, signs } of typed.values()) takeBack(before, signs)
    typed.clear()
  }

  const pressed = (event: KeyboardEvent): boolean => {
    swallowed.delete(event.code)
    // The reader has long stopped, and the computer was too busy to see it.
    if (ear.scanning && event.timeStamp - last > mostPauseMs) settle()
    last = event.timeStamp
    const hearing = ear.press(heard(event))
    switch (hearing.kind) {
      case 'aside':
        return false
      case 'none':
        clearTimeout(timer)
        giveBack()
        typed.clear()
        return false
      case 'maybe':
        if (hearing.first) {
          giveBack()
          typed.clear()
        }
        wait()
        if (takesText(event.target)) return false
        held.push(event)
        return swallow(event)
      case 'began':
        begin()
        wait()
        return swallow(event)
      case 'goes-on':
        wait()
        return swallow(event)
      case 'ended':
        clearTimeout(timer)
        swallow(event)
        onScan(hearing.text)
        return true
    }
  }

  const released = (event: KeyboardEvent): boolean => {
    const hearing = ear.release({ key: event.key, at: event.timeStamp })
    if (hearing?.kind === 'began') begin()
    if (hearing?.kind === 'ended') onScan(hearing.text)
    else if (ear.scanning) wait()
    if (!swallowed.delete(event.code)) return false
    return swallow(event)
  }

  /** Before a field changes: what it says is kept while a scan may be beginning. */
  const changing = (event: InputEvent) => {
    if (ear.scanning) {
      // A sign that came without its key: an Alt code.
      if (event.inputType.startsWith('insert')) event.preventDefault()
      return
    }
    if (!ear.wondering || event.inputType !== 'insertText') return
    const before = fieldBefore(event.target)
    if (before === null) return
    const known = typed.get(before.field)
    if (known === undefined) typed.set(before.field, { before, signs: 1 })
    else known.signs += 1
  }
  window.addEventListener('beforeinput', changing, true)
  return {
    gate: (event) => !replaying && (event.type === 'keydown' ? pressed(event) : released(event)),
    stop: () => {
      clearTimeout(timer)
      giveBack()
      window.removeEventListener('beforeinput', changing, true)
    },
  }
}

function heard(event: KeyboardEvent): HeardKey {
  const { key, code, ctrlKey, altKey, metaKey, repeat, timeStamp } = event
  return { key, code, ctrlKey, altKey, metaKey, repeat, at: timeStamp }
}

function copyOf(event: KeyboardEvent): KeyboardEvent {
  const { key, code, location, ctrlKey, altKey, shiftKey, metaKey } = event
  const told = { key, code, location, ctrlKey, altKey, shiftKey, metaKey }
  return new KeyboardEvent('keydown', { ...told, bubbles: true, cancelable: true, composed: true })
}
