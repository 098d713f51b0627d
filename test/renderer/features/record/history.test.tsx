import { useState } from 'react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TimelineEntry } from '#app/features/record/model.ts'
import type { RecordTab } from '#app/features/sessions/model.ts'
import { type Desk, DeskProvider, useDesk } from '#renderer/client/index.ts'
import { RecordScreen } from '#renderer/features/record/index.ts'
import { recordOfFrancoise as record } from '../patients/records.ts'
import { refuse, sitAt } from '../patients/seat.tsx'

const { patientId } = record
const id = (number: number) => `01980000-0000-7000-8000-${String(number).padStart(12, '0')}`

const line = (number: number, change: Partial<TimelineEntry> = {}): TimelineEntry => ({
  entryId: id(number),
  kind: 'document',
  categoryId: null,
  occurredAt: '2026-11-19T09:00:00.000Z',
  title: `Ligne ${number}`,
  detail: '',
  authorId: null,
  authorName: 'Labo',
  marks: {},
  ...change,
})

/** A desk that keeps what a tab shows, as the shell does. */
function Desked({ tab }: { readonly tab: Partial<RecordTab> }) {
  const desk = useDesk()
  const [kept, setKept] = useState<Partial<RecordTab>>(tab)
  const held = {
    ...desk,
    workspace: { tabs: [{ kind: 'record', patientId, section: 'historique', ...kept }] },
    keepInTab: (_: string, change: Partial<RecordTab>) => setKept((former) => ({ ...former, ...change })),
  } as unknown as Desk
  return (
    <DeskProvider value={held}>
      <RecordScreen patientId={patientId} section="historique" onSection={() => {}} onClose={() => {}} />
      <output>{JSON.stringify(kept)}</output>
    </DeskProvider>
  )
}

const kept = () => JSON.parse(document.querySelector('output')?.textContent ?? '{}') as Partial<RecordTab>
const rows = () =>
  [...document.querySelectorAll('[role="grid"] [aria-rowindex]')]
    .slice(1)
    .map((row) => row.textContent?.replaceAll('\u00a0', ' '))
const selected = () => document.querySelector('[role="row"][aria-selected="true"]')?.textContent

/** Waits for what is on its way to be drawn: a loaded computer takes its time. */
async function drawn(seat: Awaited<ReturnType<typeof sitAt>>, isDrawn: () => boolean): Promise<void> {
  for (let turn = 0; turn < 60 && !isDrawn(); turn += 1) await seat.settle(50)
}

interface Asked {
  readonly offset: number
  readonly limit: number
  readonly filter: { readonly kinds?: readonly string[] }
}

function answersOf(entries: readonly TimelineEntry[]) {
  return {
    'patients.open': () => ({ record }),
    'record.timeline': ({ offset, limit, filter }: Asked) => {
      const shown = entries.filter(({ kind }) => filter.kinds?.includes(kind) ?? true)
      return { entries: shown.slice(offset, offset + limit), total: shown.length, counts: [] }
    },
  }
}

async function open(entries: readonly TimelineEntry[], tab: Partial<RecordTab> = {}, more = {}) {
  const answers = { ...answersOf(entries), ...more }
  const seat = await sitAt(<Desked tab={tab} />, answers, ['record.read', 'record.write', 'document.read'])
  await drawn(seat, () => document.querySelector('[role="grid"]') !== null || seat.text().includes('Réessayer'))
  return seat
}

// Nothing has a size here: the list is given one, as it is 26 px a line.
const sized = ['offsetHeight', 'offsetWidth', 'clientHeight'] as const
beforeEach(() => {
  for (const name of sized) Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get: () => 520 })
})
afterEach(() => {
  for (const name of sized) Reflect.deleteProperty(HTMLElement.prototype, name)
})

test('a long history asks its first page alone, beside the record itself, and draws what is in view', async () => {
  const seat = await open(Array.from({ length: 5000 }, (_, at) => line(at + 1)))
  expect(seat.asked('record.timeline')).toEqual([{ patientId, filter: {}, offset: 0, limit: 60 }])
  expect(rows()[0]).toContain('Ligne 1')
  expect(rows().length).toBeLessThan(60)
  expect(document.querySelector('[role="grid"]')?.getAttribute('aria-rowcount')).toBe('5001')
  await seat.leave()
})

test('arrows move the selection, Entrée opens the line in the reading pane at once', async () => {
  const seat = await open([line(1, { kind: 'consultation' }), line(2), line(3)])
  document.querySelector<HTMLElement>('[role="grid"]')?.focus()
  await seat.press('ArrowDown')
  await seat.press('ArrowDown')
  expect(selected()).toContain('Ligne 2')
  expect(kept().entry).toBeUndefined()
  await seat.press('Enter')
  expect(kept().entry).toEqual({ entryId: id(2), kind: 'document' })
  await seat.press('End')
  expect(selected()).toContain('Ligne 3')
  await seat.press('Home')
  await drawn(seat, () => kept().entry?.entryId === id(1))
  // The selection at rest is read too; lines only passed are not.
  expect(kept().entry).toEqual({ entryId: id(1), kind: 'consultation' })
  await seat.leave()
})

test('typing on the list goes to the search; words found are marked and counted', async () => {
  const match = {
    entry: line(7, { title: 'HbA1c' }),
    titleHighlights: [[0, 5]],
    snippet: { text: 'le HbA1c monte', highlights: [[3, 8]] },
  }
  const seat = await open([line(1)], {}, { 'record.search': () => ({ matches: [match], total: 1 }) })
  document.querySelector<HTMLElement>('[role="grid"]')?.focus()
  await seat.press('h')
  await drawn(seat, () => document.querySelector('mark') !== null)
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Rechercher dans le dossier')
  expect(seat.asked('record.search').map((input) => input['text'])).toEqual(['h'])
  expect([...document.querySelectorAll('[role="grid"] mark')].map((mark) => mark.textContent)).toEqual([
    'HbA1c',
    'HbA1c',
  ])
  expect([...document.querySelectorAll('[role="status"]')].map((one) => one.textContent)).toContain('1 élément trouvé')
  await seat.leave()
})

test('a chip shows its kinds alone, and says when there is none', async () => {
  const seat = await open([line(1, { kind: 'result' }), line(2, { kind: 'consultation' })])
  await seat.click('Consult.')
  await drawn(seat, () => rows().length === 1)
  expect(rows()).toHaveLength(1)
  expect(rows()[0]).toContain('Ligne 2')
  await seat.click('Courriers')
  await drawn(seat, () => seat.text().includes('Aucun élément'))
  expect(seat.text()).toContain('Aucun élément avec ces filtres')
  await seat.click('Tout afficher')
  await drawn(seat, () => rows().length === 2)
  expect(rows()).toHaveLength(2)
  await seat.leave()
})

test('one’s own drafts of this record stand first, and are resumed', async () => {
  const draft = (form: string, subjectId: string, owner: string, savedAt: string) => ({
    place: { form, subjectId },
    subjectId,
    patientId: owner,
    savedAt,
  })
  const drafts = [
    draft('note', patientId, patientId, '2026-11-24T13:42:07.000Z'),
    draft('letter', id(3), patientId, '2026-11-24T14:00:00.000Z'),
    draft('note', id(90), id(91), '2026-11-24T14:00:00.000Z'),
    draft('patient-civil-status', patientId, patientId, '2026-11-24T14:00:00.000Z'),
  ]
  const seat = await open([line(1)], {}, { 'drafts.list': () => ({ drafts }) })
  await drawn(seat, () => rows().length === 3)
  expect(rows().map((row) => row?.includes('Brouillon'))).toEqual([true, true, false])
  document.querySelector<HTMLElement>('[role="grid"]')?.focus()
  await seat.press('Home')
  await seat.press('Enter')
  expect(kept().editor).toEqual({ form: 'letter', subjectId: id(3) })
  await seat.leave()
})

test('a history that cannot be read says so, keeps nothing back, and asks again', async () => {
  let isBroken = true
  const seat = await open(
    [],
    {},
    {
      'record.timeline': () =>
        isBroken
          ? refuse('internal', { reference: 'R-1' })
          : answersOf([line(4)])['record.timeline']({ offset: 0, limit: 60, filter: {} }),
    },
  )
  expect(seat.text()).toContain('L’historique n’a pas pu être lu.')
  isBroken = false
  await seat.click('Réessayer')
  await drawn(seat, () => rows().length > 0)
  expect(rows()[0]).toContain('Ligne 4')
  await seat.leave()
})

test('an empty record says what begins it', async () => {
  const seat = await open([])
  expect(seat.text()).toContain('Rien dans ce dossier pour le moment.')
  await seat.leave()
})

test('what was being read is read again when the tab comes back', async () => {
  const seat = await open([line(1)], { entry: { entryId: id(1), kind: 'message' } })
  expect(document.querySelector('[aria-label="Lecture"]')?.textContent).toContain('Cet élément')
  await seat.leave()
})
