import { expect, test } from 'vitest'
import { savedFile } from '#main/electron/saved-file.ts'

test.each([
  ['journal-2026-11.csv', 'journal-2026-11.csv'],
  ['Journal du 24/11/2026.jsonl', 'Journal du 24-11-2026.jsonl'],
  ['../../.bashrc.txt', '-..-.bashrc.txt'],
  ['C:\\Windows\\a.pdf', 'C--Windows-a.pdf'],
  ['a\u202Efdp.txt', 'a-fdp.txt'],
])('%s is saved as %s', (proposed, name) => {
  expect(savedFile(proposed)?.name).toBe(name)
})

test.each([
  'program.exe',
  'page.html',
  'csv',
  '.csv',
  'macro.xlsm',
  'notes.txt.lnk',
  '',
])('%s is not saved', (proposed) => {
  expect(savedFile(proposed)).toBeNull()
})
