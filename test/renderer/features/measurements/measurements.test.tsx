import { act } from 'react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Measurement } from '#app/features/measurements/model.ts'
import { ExamsSection, measurementEntry } from '#renderer/features/measurements/index.ts'
import { readTyped } from '#renderer/features/measurements/MeasureFields.tsx'
import { readInstant } from '#renderer/features/measurements/read-instant.ts'
import { seriesOf } from '#renderer/features/measurements/series.ts'
import type { Permission } from '#app/kernel/permissions.ts'
import { type Answers, sitAt } from '#test/renderer/features/patients/seat.tsx'
import { recordOfFrancoise as patient } from '#test/renderer/features/patients/records.ts'
import { one, write } from '#test/renderer/ui/draw.tsx'

// happy-dom has no canvas: what is drawn stands in the table too, which is what is tested.
vi.mock('uplot', () => ({
  default: class {
    setSize() {}
    destroy() {}
  },
}))

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
const birthDate = '1958-11-09'
const measured = (
  id: number,
  code: Measurement['code'],
  value: number,
  second: number | null,
  day: string,
  sourceNoteId: string | null = null,
): Measurement => ({
  measurementId: `01980000-0000-7000-8000-${String(id).padStart(12, '0')}`,
  code,
  value,
  second,
  measuredAt: `${day}T10:00:00.000Z`,
  authorName: 'Dr H. MARCHAND',
  sourceNoteId,
  version: 1,
})
const noteId = '01900000-0000-7000-8000-0000000000aa'
const measures = [
  measured(1, 'blood-pressure', 152, 88, '2026-11-20'),
  measured(2, 'blood-pressure', 138, 84, '2026-08-26', noteId),
  measured(3, 'weight', 78.4, null, '2026-11-20'),
  measured(4, 'weight', 77.1, null, '2026-08-26', noteId),
  measured(5, 'height', 162, null, '2026-02-01', noteId),
]

async function open(answers: Answers = {}, permissions: readonly Permission[] = ['record.read', 'record.write']) {
  const shown: string[] = []
  const seat = await sitAt(
    <ExamsSection patient={patient} onOpen={() => {}} onShow={({ entryId }) => void shown.push(entryId)} />,
    {
      'measurements.list': () => ({ measurements: measures, birthDate }),
      'results.series': () => ({ analytes: [] }),
      ...answers,
    },
    permissions,
  )
  leave = seat.leave
  await vi.waitFor(() => expect(document.body.textContent).toContain('Valeurs'), { timeout: 8_000 })
  return { ...seat, shown }
}

describe('« Examens »', () => {
  test('says the last value, the one before and what changed, in words for readers too', () => {
    const series = seriesOf(measures, [], { birthDate })
    expect(series.map(({ name, points: [last] }) => [name, last.shown, last.flag])).toEqual([
      ['Tension artérielle', '152/88', 'high'],
      ['Poids', '78,4', null],
      ['Taille', '162', null],
      ['IMC', '29,9', 'high'],
    ])
    expect(series[0]?.limits).toEqual([140, 90])
  })

  test('a child is compared with nothing', () => {
    const [pressure] = seriesOf(measures, [], { birthDate: '2020-01-01' })
    expect([pressure?.points[0].flag, pressure?.limits]).toEqual([null, []])
  })

  test('leads to the consultation a value comes from, and removes only those written here', async () => {
    const removed: unknown[] = []
    const { shown, settle } = await open({
      'measurements.remove': (input: never) => {
        removed.push(input)
        return { version: 2 }
      },
    })
    await click(one('table button:not([aria-label])'))
    expect(shown).toEqual([noteId])
    await click(one('table button[aria-label="Retirer cette mesure"]'))
    await settle()
    expect(removed).toEqual([{ measurementId: measures[0]?.measurementId, expectedVersion: 1 }])
  })

  test('who may not write has no button that writes', async () => {
    await open({}, ['record.read'])
    expect(document.body.textContent).not.toContain('Ajouter des mesures')
    expect(document.querySelector('[aria-label="Retirer cette mesure"]')).toBeNull()
  })
})

describe('« Constantes » in a note', () => {
  test('reads what is typed and says it again; what cannot be is left in the text', () => {
    const read = measurementEntry.parse('TA 15/8, pouls 74')
    expect(read === null ? null : measurementEntry.say(read)).toBe('TA 150/80, Pouls 74')
    expect(measurementEntry.parse('poids 784')).toBeNull()
    expect(measurementEntry.parse('Ramipril 10 mg, 1-0-0')).toBeNull()
    expect(measurementEntry.fields.safeParse(measurementEntry.empty()).success).toBe(false)
  })

  test.each([
    ['blood-pressure', '152/88', 152, undefined, undefined],
    ['blood-pressure', '152', undefined, '15/8 ou 152/88 attendu.', undefined],
    ['blood-pressure', '88/152', undefined, 'La minimale est au-dessus de la maximale.', undefined],
    ['weight', '784', undefined, 'Valeur impossible : vérifiez l’unité.', undefined],
    ['weight', '254', 254, undefined, 'À vérifier'],
    ['weight', 'lourd', undefined, 'Nombre attendu.', undefined],
    ['weight', '', undefined, undefined, undefined],
    ['height', '1,62', 162, undefined, undefined],
  ] as const)('%s typed %s', (code, typed, value, error, warning) => {
    const read = readTyped(code, typed)
    expect([read.reading?.value, read.error?.replaceAll('\u00A0', ' '), read.warning]).toEqual([value, error, warning])
  })

  test('each value has its field; Entrée says that it is finished', async () => {
    const given: object[] = []
    let done = 0
    const { Form } = measurementEntry
    const seat = await sitAt(
      <Form
        value={{ readings: [] }}
        onChange={(next) => void given.push(next)}
        onDone={() => (done += 1)}
        patientId={patientId}
        autoFocus
      />,
      {},
      [],
    )
    leave = seat.leave
    const field = one<HTMLInputElement>('input')
    expect(document.activeElement).toBe(field)
    await write(field, '152/88')
    expect(given.at(-1)).toEqual({ readings: [{ code: 'blood-pressure', value: 152, second: 88 }] })
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
    expect(done).toBe(1)
  })
})

test.each([
  ['24/11/2026', '14:31', '2026-11-24T'],
  ['24/11/2026', '14h31', '2026-11-24T'],
  ['24/11/2026', '1431', '2026-11-24T'],
  ['31/02/2026', '14:31', null],
  ['24/11/2026', '25:00', null],
  ['24/11', '14:31', null],
])('the instant of %s, %s', (day, time, expected) => {
  const read = readInstant(day, time)
  expect(read?.slice(0, 11) ?? null).toBe(expected)
})
