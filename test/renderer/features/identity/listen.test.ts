import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { listenForScans, type ScanListener } from '#renderer/features/identity/mark/listen.ts'

const gs = '\u001D'
const mark = `IS01${'0'.repeat(22)}S1297022A02077878S21.2.250.1.213.1.4.8${gs}S3DOMINIQUE${gs}S4ADRTROIS${gs}S5FS626-02-1997`

let listener: ScanListener
let scans: string[]
/** The keys that reached the page, in their order. */
let reached: string[]
const hear = (event: KeyboardEvent) => void reached.push(event.key)
const atGate = (event: KeyboardEvent) => {
  if (listener.gate(event)) return
  hear(event)
}
beforeEach(() => {
  scans = []
  reached = []
  listener = listenForScans((text) => scans.push(text))
  window.addEventListener('keydown', atGate, true)
})
afterEach(() => {
  window.removeEventListener('keydown', atGate, true)
  listener.stop()
  document.body.replaceChildren()
})

function press(key: string, target: EventTarget = document.body): KeyboardEvent {
  const code = key === gs ? 'BracketRight' : ''
  const event = new KeyboardEvent('keydown', {
    key: key === gs ? ']' : key,
    code,
    ctrlKey: key === gs,
    bubbles: true,
    cancelable: true,
  })
  target.dispatchEvent(event)
  return event
}

test('a scan reaches nobody else: neither its letters, nor its separators, nor the Entrée at its end', () => {
  const events = Array.from(mark, (sign) => press(sign))
  events.push(press('Enter'))
  expect(scans).toEqual([mark])
  expect(reached).toEqual([])
  expect(events.every((event) => event.defaultPrevented)).toBe(true)
})

test('letters typed where no field is wait a moment, and are given back in their order', async () => {
  press('I')
  press('S')
  expect(reached).toEqual([])
  press('b')
  expect(reached).toEqual(['I', 'S', 'b'])
  press('i')
  await vi.waitFor(() => expect(reached).toEqual(['I', 'S', 'b', 'i']))
  expect(scans).toEqual([])
})

test('in a field every letter goes through at once, until it is certain to be a scan', () => {
  const field = document.body.appendChild(document.createElement('input'))
  const through = Array.from('IS010000', (sign) => press(sign, field)).map((event) => !event.defaultPrevented)
  expect(through).toEqual([true, true, true, true, true, true, true, false])
  expect(reached.join('')).toBe('IS01000')
})

test('what a scan typed in a field is taken back out of it, with what it had written over', () => {
  const field = document.body.appendChild(document.createElement('textarea'))
  field.value = 'toux sèche'
  field.setSelectionRange(0, 4)
  const heard = vi.fn()
  field.addEventListener('input', heard)
  for (const sign of 'IS010000') {
    const typed = press(sign, field)
    if (typed.defaultPrevented) continue
    field.dispatchEvent(
      new InputEvent('beforeinput', { inputType: 'insertText', data: sign, bubbles: true, cancelable: true }),
    )
    field.setRangeText(sign, field.selectionStart, field.selectionEnd, 'end')
  }
  expect(field.value).toBe('toux sèche')
  expect([field.selectionStart, field.selectionEnd]).toEqual([0, 4])
  // Whoever draws the field from what it says has heard of it.
  expect(heard).toHaveBeenCalled()
})

test('a reader that sends no key at its end is heard once its mark is whole', async () => {
  for (const sign of mark) press(sign)
  await vi.waitFor(() => expect(scans).toEqual([mark]), { timeout: 800 })
})
