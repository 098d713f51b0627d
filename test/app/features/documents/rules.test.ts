import { describe, expect, it, test } from 'vitest'
import type { DocumentCategory, DocumentKind } from '#app/features/documents/model.ts'
import {
  cleanFileName,
  dayNamedIn,
  habitKey,
  isArrangement,
  mayBeginUpload,
  pagesLeft,
  refusalOfSize,
  savedFileName,
  suggestCategory,
  titleFromName,
  turnedBy,
} from '#app/features/documents/rules.ts'

test.each<[proposed: string, kind: DocumentKind, name: string]>([
  ['compte-rendu.pdf', 'pdf', 'compte-rendu.pdf'],
  ['../../etc/passwd', 'text', 'passwd.txt'],
  ['C:\\Windows\\a.pdf', 'pdf', 'a.pdf'],
  ['facture\u202Efdp.exe', 'pdf', 'facturefdp.exe.pdf'],
  ['photo.JPEG', 'jpeg', 'photo.jpeg'],
  ['photo.jpeg', 'png', 'photo.jpeg.png'],
  ['note.txt\0.exe', 'text', 'note.txt.exe.txt'],
  ['CON.txt', 'text', 'document.txt'],
  ['LPT1.pdf', 'text', 'document.txt'],
  ['...', 'pdf', 'document.pdf'],
  ['', 'pdf', 'document.pdf'],
  ['a|b?c*.txt', 'text', 'abc.txt'],
  [' .cache ', 'text', 'cache.txt'],
  [`${'long'.repeat(100)}.pdf`, 'pdf', `${'long'.repeat(30)}.pdf`],
])('« %s », whose content is %s, is kept as %s', (proposed, kind, name) => {
  expect(cleanFileName(proposed, kind)).toBe(name)
})

test.each<[kept: string, kind: DocumentKind, saved: string]>([
  ['page.html', 'html', 'page.html.txt'],
  ['dessin.svg', 'svg', 'dessin.svg.txt'],
  ['facture.exe', 'text', 'facture.exe.txt'],
  ['facture.pdf', 'pdf', 'facture.pdf'],
  ['../../raccourci.lnk', 'record-archive', 'raccourci.lnk.zip'],
])('« %s », kept as %s, is saved as %s', (kept, kind, saved) => {
  expect(savedFileName(kept, kind)).toBe(saved)
})

test.each([
  ['biologie_2026-11-12.pdf', 'Biologie'],
  ['IRM genou droit 03.11.2026.pdf', 'IRM genou droit'],
  ['20261103-echo-abdo.pdf', '-echo-abdo'.slice(1).replace(/^./u, 'E')],
  ['2026-11-12.pdf', '2026-11-12'],
  ['scan.pdf', 'Scan'],
])('%s is called « %s »', (fileName, title) => {
  expect(titleFromName(fileName)).toBe(title)
})

test.each([
  ['biologie_2026-11-12.pdf', '2026-11-12'],
  ['IRM 03.11.2026.pdf', '2026-11-03'],
  ['IRM_03-11-2026', '2026-11-03'],
  ['20261103-echo.pdf', '2026-11-03'],
  ['2026-13-45.pdf', null],
  ['31-02-2026.pdf', null],
  ['2027-01-01.pdf', null],
  ['scan0001.pdf', null],
  ['123202611034.pdf', null],
])('the day of %s is %s', (name, day) => {
  expect(dayNamedIn(name, '2026-11-22')).toBe(day)
})

const category = (name: string, keywords: string[], archived = false): DocumentCategory => ({
  categoryId: name,
  fields: { name, tone: 'grey', keywords },
  position: 0,
  archived,
  version: 1,
})
const categories = [
  category('Biologie', ['laboratoire', 'bilan sanguin', 'HbA1c']),
  category('Imagerie', ['IRM', 'radio', 'échographie']),
  category('Ancienne', ['irm'], true),
]

test.each([
  ['bilan sanguin novembre.pdf', '', 'Biologie'],
  ['scan.pdf', 'Laboratoire de l’Estuaire\nHbA1c : 7,9 %', 'Biologie'],
  ['IRM genou.pdf', 'Laboratoire', 'Imagerie'],
  ['ECHOGRAPHIE.PDF', '', 'Imagerie'],
  ['firme.pdf', 'la radiologie', null],
  ['scan.pdf', '', null],
])('%s (« %s ») is proposed in %s', (name, text, wanted) => {
  expect(suggestCategory(name, text, categories)?.categoryId ?? null).toBe(wanted)
})

describe('a habit', () => {
  it('goes by the words two files share, without their figures', () => {
    expect(habitKey('Labo-Estuaire_20261112_0042.pdf')).toBe(habitKey('labo estuaire 20251001 77.pdf'))
    expect(habitKey('Labo-Estuaire.pdf')).toBe('labo estuaire')
  })
  it('is none where only figures are left', () => {
    expect(habitKey('20261112.pdf')).toBe('')
  })
})

test('sizes are judged before anything is sent', () => {
  expect(refusalOfSize(0)).toBe('empty')
  expect(refusalOfSize(100 * 1024 * 1024)).toBeNull()
  expect(refusalOfSize(100 * 1024 * 1024 + 1)).toBe('too-large')
  expect(mayBeginUpload({ count: 39, bytes: 0 }, 10)).toBe(true)
  expect(mayBeginUpload({ count: 40, bytes: 0 }, 10)).toBe(false)
  expect(mayBeginUpload({ count: 3, bytes: 399 * 1024 * 1024 }, 2 * 1024 * 1024)).toBe(false)
})

test('pages are named once each, and some are left', () => {
  const page = (from: number) => ({ from, turn: 0 as const })
  expect(isArrangement([page(2), page(0)], 3)).toBe(true)
  expect(isArrangement([page(0), page(0)], 3)).toBe(false)
  expect(isArrangement([page(3)], 3)).toBe(false)
  expect(pagesLeft([0, 2], 3)).toEqual([page(1)])
  expect(pagesLeft([0, 1, 2], 3)).toBeNull()
  expect(turnedBy(270, 90)).toBe(0)
})
