import { act } from 'react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ResultView } from '#app/features/results/model.ts'
import { ResultForm, ResultReader } from '#renderer/features/results/index.ts'
import type { Permission } from '#app/kernel/permissions.ts'
import { type Answers, refuse, sitAt } from '#test/renderer/features/patients/seat.tsx'
import { recordOfFrancoise as patient } from '#test/renderer/features/patients/records.ts'
import { one, write } from '#test/renderer/ui/draw.tsx'

let leave: (() => Promise<unknown>) | undefined
beforeEach(() => {
  Element.prototype.scrollIntoView = () => {}
})
afterEach(async () => {
  await leave?.()
  leave = undefined
})

const { patientId } = patient
/** Presses a button as a person does. */
const click = (button: HTMLElement) => act(async () => button.click())
const resultId = '01980000-0000-7000-8000-000000000001'
const line = { panel: '', loinc: null, text: '', unit: '%', low: 4, high: 6, reference: '4,0 – 6,0', flag: null }
const result: ResultView = {
  resultId,
  patientId,
  title: 'HbA1c, créatinine',
  laboratory: 'Labo Estuaire',
  sampledOn: '2026-11-19',
  comment: 'Prélèvement à jeun',
  lines: [
    {
      valueId: '01980000-0000-7000-8000-000000000002',
      line: { ...line, analyte: 'HbA1c', value: 7.9 },
      flag: 'high',
      former: [
        { value: 7.3, text: '', unit: '%', flag: 'high' },
        { value: 72, text: '', unit: 'mmol/mol', flag: null },
      ],
    },
    {
      valueId: '01980000-0000-7000-8000-000000000003',
      line: { ...line, analyte: 'Potassium', value: 7.1, unit: 'mmol/L', flag: 'very-high' },
      flag: 'very-high',
      former: [null, null],
    },
  ],
  formerDays: ['2026-05-21', '2025-11-17'],
  seenAt: null,
  seenBy: '',
  recordedAt: '2026-11-19T16:00:00.000Z',
  recordedBy: 'Dr H. MARCHAND',
  version: 3,
}

async function open(answers: Answers = {}, permissions: readonly Permission[] = ['record.read', 'record.write']) {
  let removed = 0
  const seat = await sitAt(
    <ResultReader patientId={patientId} entryId={resultId} onEdit={() => {}} onRemoved={() => (removed += 1)} />,
    { 'results.read': () => ({ result }), ...answers },
    permissions,
  )
  leave = seat.leave
  await seat.settle()
  return { ...seat, removed: () => removed }
}
const cells = () =>
  [...document.querySelectorAll('tbody tr')].map((row) => [...row.children].map((cell) => cell.textContent))

test('shows each value with its range and those of the two samples before', async () => {
  await open()
  expect(one('h2').textContent).toBe('Biologie du 19/11/2026')
  expect(document.body.textContent).toContain('Labo Estuaire · non vu')
  expect([...document.querySelectorAll('thead th')].slice(3).map((head) => head.textContent)).toEqual([
    '05/2026',
    '11/2025',
  ])
  expect(cells()).toEqual([
    ['HbA1c', '↑ 7,9\u00A0%', '4,0 – 6,0', '7,3', '72\u00A0mmol/mol'],
    ['Potassium', '↑↑ 7,1\u00A0mmol/L', '4,0 – 6,0', '', ''],
  ])
  expect([...document.querySelectorAll('tbody [role="img"]')].map((sign) => sign.getAttribute('aria-label'))).toEqual([
    'Élevé',
    'Très élevé',
  ])
})

test('is marked seen, and says why when it is not', async () => {
  const asked: unknown[] = []
  const { settle } = await open({
    'results.setSeen': (input: never) => {
      asked.push(input)
      return refuse('not-found', {})
    },
  })
  await click(one('header button:not([aria-label])'))
  await settle()
  expect(asked).toEqual([{ resultId, expectedVersion: 3, seen: true }])
  expect(document.body.textContent).toContain('Le résultat n’a pas été modifié.')
})

test('is removed, and the pane empties', async () => {
  const { removed, settle } = await open({ 'results.remove': () => ({ version: 4 }) })
  await click(one('[aria-label="Retirer ce résultat"]'))
  await settle()
  expect(removed()).toBe(1)
})

test('who may not write has no act', async () => {
  await open({}, ['record.read'])
  expect(document.querySelectorAll('header button')).toHaveLength(0)
})

test('a result written by hand: what is missing is said, and what is typed is read', async () => {
  const asked: unknown[] = []
  let closed = 0
  const seat = await sitAt(
    <ResultForm patientId={patientId} result={null} onClose={() => (closed += 1)} />,
    {
      'results.create': (input: never) => {
        asked.push(input)
        return { result }
      },
    },
    ['record.write'],
  )
  leave = seat.leave
  const field = (label: string) => {
    const found = [...document.querySelectorAll('label')].find((one) => one.textContent?.startsWith(label))
    return document.getElementById(found?.htmlFor ?? '') as HTMLInputElement
  }
  await write(field('Prélèvement'), '19/11/26')
  await write(field('Analyse'), 'HbA1c')
  await click(one('button[type="submit"]'))
  await seat.settle()
  expect(asked).toEqual([])
  expect(document.body.textContent).toContain('Donnez sa valeur.')
  await write(field('Résultat'), '7,9')
  await write(field('Référence'), '4,0 – 6,0')
  await click(one('button[type="submit"]'))
  await seat.settle()
  expect(closed).toBe(1)
  expect(asked).toMatchObject([
    {
      patientId,
      fields: {
        sampledOn: '2026-11-19',
        lines: [{ analyte: 'HbA1c', value: 7.9, low: 4, high: 6, reference: '4,0 – 6,0' }],
      },
    },
  ])
})
