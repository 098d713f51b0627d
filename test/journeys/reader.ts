import type { Page } from '@playwright/test'

/** How a reader that types like a keyboard is set, and what keyboard the computer has. */
export interface ReaderSet {
  /** Between two keys, in ms. */
  readonly apart: number
  /** What it sends for ASCII 29. */
  readonly separator: 'Ctrl+]' | 'F8' | 'character'
  /** `us-on-azerty`: the reader is set for an American keyboard, the computer has a French one. */
  readonly keyboard?: 'same' | 'us-on-azerty'
  /** The key it sends at the end; none for a reader that stops. */
  readonly end: 'Enter' | 'Tab' | 'none'
}

const gs = '\u001D'

/** What a French computer writes for the key of an American keyboard that writes this sign. */
const frenchOf: Readonly<Record<string, string>> = {
  '0': 'à',
  '1': '&',
  '2': 'é',
  '3': '"',
  '4': "'",
  '5': '(',
  '6': '-',
  '7': 'è',
  '8': '_',
  '9': 'ç',
  '-': ')',
  '.': ':',
  "'": 'ù',
  A: 'Q',
  Q: 'A',
  Z: 'W',
  W: 'Z',
  M: '?',
}

interface Key {
  readonly key: string
  readonly code: string
  readonly text?: string
  readonly modifiers?: number
}

/**
 * Sends the keys of a scan to a page, as the computer would: real key events, one after another, each with the hour at which a
 * reader of that pace pressed it, however slow the computer of the test is.
 */
export async function scan(page: Page, text: string, reader: ReaderSet): Promise<void> {
  const line = await page.context().newCDPSession(page)
  const sending: Promise<unknown>[] = []
  let timestamp = (Date.now() - (text.length + 1) * reader.apart) / 1000
  const press = (sent: Key) => {
    timestamp += reader.apart / 1000
    const { key, code } = sent
    const pressed = { ...sent, windowsVirtualKeyCode: codeOf(sent), timestamp }
    sending.push(
      line.send('Input.dispatchKeyEvent', { type: 'keyDown', ...pressed }),
      line.send('Input.dispatchKeyEvent', { type: 'keyUp', key, code, timestamp: timestamp + reader.apart / 2000 }),
    )
  }
  for (const sign of text) press(keyOf(sign, reader))
  if (reader.end !== 'none') press({ key: reader.end, code: reader.end, text: reader.end === 'Enter' ? '\r' : '\t' })
  await Promise.all(sending)
  await line.detach()
}

function keyOf(sign: string, { separator, keyboard }: ReaderSet): Key {
  if (sign === gs) {
    if (separator === 'F8') return { key: 'F8', code: 'F8' }
    if (separator === 'character') return { key: gs, code: '', text: gs }
    return { key: keyboard === 'us-on-azerty' ? '$' : ']', code: 'BracketRight', modifiers: 2 }
  }
  const code = /\d/.test(sign) ? `Digit${sign}` : /[A-Z]/i.test(sign) ? `Key${sign.toUpperCase()}` : ''
  const written = keyboard === 'us-on-azerty' ? (frenchOf[sign] ?? sign) : sign
  return { key: written, code, text: written, ...(/[A-Z]/.test(sign) ? { modifiers: 8 } : {}) }
}

function codeOf({ key, code }: Key): number {
  if (key === 'F8') return 119
  if (key === 'Enter') return 13
  if (key === 'Tab') return 9
  if (code === 'BracketRight') return 221
  return code === '' ? 0 : (code.codePointAt(code.length - 1) ?? 0)
}
