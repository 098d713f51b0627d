import { expect, test, vi } from 'vitest'
import type { PatientSummary } from '#app/features/patients/model.ts'
import {
  type AskRows,
  lateMs,
  PatientRows,
  type RowsAnswer,
  windowSize,
} from '#renderer/features/patients/list/patient-rows.ts'

const row = (fileNumber: number): PatientSummary => ({
  patientId: `00000000-0000-7000-8000-${String(fileNumber).padStart(12, '0')}`,
  version: 1,
  fileNumber,
  usedName: '',
  usedFirstName: '',
  birthName: 'LACAZE',
  birthFirstName: 'Manon',
  birthDate: '2001-07-14',
  sex: 'F',
  insStatus: 'provisional',
  insAttributes: [],
  insKo: false,
  deceased: false,
  hidden: false,
})

/** Answers held until the test lets them go, in the order it wants. */
function heldAnswers() {
  const asked: { offset: number; signal: AbortSignal; answer: (answer: RowsAnswer) => void }[] = []
  const ask: AskRows = (offset, _limit, signal) =>
    new Promise((resolve) => asked.push({ offset, signal, answer: resolve }))
  return { asked, ask }
}

const page = (offset: number, count: number, total: number, totalIsExact = true): RowsAnswer => ({
  kind: 'page',
  page: { rows: Array.from({ length: count }, (_, step) => row(offset + step)), total, totalIsExact, visible: 12_408 },
})
const settled = () => new Promise((resolve) => setTimeout(resolve, 0))

test('rows of the previous question stay until the first rows of the new one are there', async () => {
  const rows = new PatientRows()
  const { asked, ask } = heldAnswers()
  rows.question('la', ask)
  asked[0]?.answer(page(0, 2, 2))
  await settled()
  rows.question('lac', ask)
  expect(rows.view()).toMatchObject({ shown: 'la', length: 2 })
  asked[1]?.answer(page(7, 1, 1))
  await settled()
  expect(rows.view()).toMatchObject({ shown: 'lac', length: 1, visible: 12_408 })
  expect(rows.view().rowAt(0)?.fileNumber).toBe(7)
})

test('a new keystroke withdraws the question before, whose late answer changes nothing', async () => {
  const rows = new PatientRows()
  const { asked, ask } = heldAnswers()
  rows.question('l', ask)
  rows.question('la', ask)
  expect(asked[0]?.signal.aborted).toBe(true)
  asked[1]?.answer(page(5, 1, 1))
  await settled()
  asked[0]?.answer(page(0, 3, 3))
  await settled()
  expect(rows.view()).toMatchObject({ shown: 'la', length: 1 })
  expect(rows.view().rowAt(0)?.fileNumber).toBe(5)
})

test('only windows in sight are asked, each once', async () => {
  const rows = new PatientRows()
  const { asked, ask } = heldAnswers()
  rows.question('', ask)
  asked[0]?.answer(page(0, windowSize, 100_000))
  await settled()
  const sight = windowSize * 500
  rows.need(sight, sight + 20)
  rows.need(sight + 1, sight + 21)
  expect(asked.map(({ offset }) => offset)).toEqual([0, sight])
  expect(rows.view().rowAt(sight)).toBeUndefined()
  asked[1]?.answer(page(sight, windowSize, 100_000))
  await settled()
  expect(rows.view().rowAt(sight + 3)?.fileNumber).toBe(sight + 3)
})

test('past an inexact total one may scroll on while windows come full, and no further', async () => {
  const rows = new PatientRows()
  const { asked, ask } = heldAnswers()
  rows.question('a', ask)
  asked[0]?.answer(page(0, windowSize, windowSize, false))
  await settled()
  expect(rows.view().length).toBe(2 * windowSize)
  rows.need(windowSize, 2 * windowSize)
  asked[1]?.answer(page(windowSize, 3, windowSize, false))
  await settled()
  expect(rows.view().length).toBe(windowSize + 3)
})

test('a change announced asks again what is in sight, and forgets the rest', async () => {
  const rows = new PatientRows()
  const { asked, ask } = heldAnswers()
  rows.question('', ask)
  asked[0]?.answer(page(0, windowSize, 1_000))
  await settled()
  rows.need(windowSize * 2, windowSize * 2 + 10)
  asked[1]?.answer(page(windowSize * 2, windowSize, 1_000))
  await settled()
  rows.refresh()
  expect(asked[2]?.offset).toBe(windowSize * 2)
  expect(rows.view().rowAt(windowSize * 2)).toBeDefined()
  asked[2]?.answer(page(windowSize * 2 + 1, windowSize, 999))
  await settled()
  expect(rows.view()).toMatchObject({ length: 999 })
  expect(rows.view().rowAt(windowSize * 2)?.fileNumber).toBe(windowSize * 2 + 1)
  expect(rows.view().rowAt(0)).toBeUndefined()
})

test('a refusal keeps the rows and is shown until an answer comes', async () => {
  const rows = new PatientRows()
  const { asked, ask } = heldAnswers()
  rows.question('', ask)
  asked[0]?.answer(page(0, 3, 3))
  await settled()
  rows.refresh()
  asked[1]?.answer({ kind: 'refused', problem: 'internal', reference: 'R-1' })
  await settled()
  expect(rows.view()).toMatchObject({ length: 3, failure: { problem: 'internal', reference: 'R-1' } })
  rows.refresh()
  asked[2]?.answer(page(0, 3, 3))
  await settled()
  expect(rows.view().failure).toBeNull()
})

test('an answer that is late is said so, and a quick one is drawn once', async () => {
  vi.useFakeTimers()
  try {
    const rows = new PatientRows()
    const { asked, ask } = heldAnswers()
    let drawings = 0
    rows.subscribe(() => {
      drawings += 1
    })
    rows.question('l', ask)
    asked[0]?.answer(page(0, 1, 1))
    await vi.advanceTimersByTimeAsync(0)
    await vi.advanceTimersByTimeAsync(lateMs * 2)
    expect(drawings).toBe(1)
    rows.question('la', ask)
    await vi.advanceTimersByTimeAsync(lateMs)
    expect(rows.view()).toMatchObject({ shown: 'l', late: true })
    asked[1]?.answer(page(0, 1, 1))
    await vi.advanceTimersByTimeAsync(0)
    expect(rows.view()).toMatchObject({ shown: 'la', late: false })
  } finally {
    vi.useRealTimers()
  }
})
