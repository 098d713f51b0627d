import { expect, test } from 'vitest'
import { shellActions } from '#renderer/shell/shell-actions.ts'
import { forbiddenKeys, hintLabel, type KeyPress, keysLabel, readKeys } from '#ui/index.ts'

function press(key: string, code: string, held: Partial<KeyPress> = {}): KeyPress {
  return { key, code, altKey: false, ctrlKey: false, shiftKey: false, metaKey: false, ...held }
}

test.each([
  ['a function key', press('F3', 'F3'), 'F3'],
  ['Maj with a function key', press('F6', 'F6', { shiftKey: true }), 'Shift+F6'],
  ['a letter by what it writes, on an AZERTY keyboard', press('a', 'KeyQ', { altKey: true }), 'Alt+A'],
  ['a top-row digit by its place, which writes « & » without Maj', press('&', 'Digit1', { altKey: true }), 'Alt+1'],
  ['the last digit of the row', press('à', 'Digit0', { altKey: true }), 'Alt+0'],
  ['a letter alone, whatever its case', press('n', 'KeyN'), 'N'],
  ['Ctrl and Entrée', press('Enter', 'Enter', { ctrlKey: true }), 'Ctrl+Enter'],
  ['Échap', press('Escape', 'Escape'), 'Escape'],
])('reads %s', (_, event, expected) => {
  expect(readKeys(event)).toBe(expected)
})

test.each([
  ['AltGr, which is Ctrl+Alt', press('@', 'Digit0', { altKey: true, ctrlKey: true })],
  ['AltGr as the keyboard itself tells it', { ...press('e', 'KeyE', { altKey: true }), getModifierState: () => true }],
  ['an Alt code of the numeric pad', press('1', 'Numpad1', { altKey: true })],
  ['the Windows key', press('d', 'KeyD', { metaKey: true })],
  ['Alt alone', press('Alt', 'AltLeft', { altKey: true })],
])('leaves %s to the system', (_, event) => {
  expect(readKeys(event)).toBeNull()
})

test('no action of the shell takes a key of the system or of the browser', () => {
  const taken = shellActions.flatMap((action) => (action.keys === undefined ? [] : [action.keys]))
  expect(taken.filter((keys) => forbiddenKeys.includes(keys))).toEqual([])
  expect(taken).toHaveLength(new Set(taken).size)
})

test('keys are written as they are engraved', () => {
  const names = { Enter: 'Entrée', Shift: 'Maj' }
  expect(keysLabel('Ctrl+Enter', names)).toBe('Ctrl Entrée')
  expect(keysLabel('Alt+C', names)).toBe('Alt+C')
  expect(keysLabel('Shift+F6', names)).toBe('Maj F6')
  expect(hintLabel('Alt+N', names)).toBe('N')
})
