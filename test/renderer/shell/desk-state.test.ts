import { expect, test } from 'vitest'
import { workspace } from '#app/features/sessions/model.ts'
import type { Place } from '#renderer/client/index.ts'
import { addressOf, placeOf, withInTab, withTab } from '#renderer/shell/desk-state.ts'
import { firstWorkspace } from '#renderer/shell/workspace.ts'

const one = '01920000-0000-7000-8000-000000000001'
const two = '01920000-0000-7000-8000-000000000002'

test.each<Place>([
  { kind: 'list' },
  { kind: 'new-patient' },
  { kind: 'record', patientId: one, section: 'etat-civil' },
  { kind: 'settings', section: 'utilisateurs' },
])('$kind has an address that leads back to it', (place) => {
  expect(placeOf(addressOf(place))).toEqual(place)
})

test('an unknown address is the list', () => {
  expect(placeOf('/nulle/part')).toEqual({ kind: 'list' })
})

test('a record has one tab, in the order of opening, and keeps the section it was left on', () => {
  const opened = withTab(withTab(withTab(firstWorkspace, one, 'etat-civil'), two, 'etat-civil'), one, 'notes')
  expect(opened.tabs.map((tab) => [tab.patientId, tab.section])).toEqual([
    [one, 'notes'],
    [two, 'etat-civil'],
  ])
  expect(opened.activeTab).toBe(one)
})

test('no more tabs are kept than the cabinet accepts', () => {
  const ids = Array.from({ length: 35 }, (_, index) => `01920000-0000-7000-8000-${String(index).padStart(12, '0')}`)
  const opened = ids.reduce((workspace, id) => withTab(workspace, id, 'etat-civil'), firstWorkspace)
  expect(opened.tabs).toHaveLength(30)
  expect(opened.tabs.at(-1)?.patientId).toBe(ids.at(-1))
})

test('a tab keeps what is read and what is written in it, through a change of section, until they are taken away', () => {
  const entry = { entryId: two, kind: 'consultation' as const }
  const editor = { form: 'note' as const, subjectId: null }
  const read = withInTab(withTab(firstWorkspace, one, 'historique'), one, { entry })
  const written = withTab(withInTab(read, one, { editor }), one, 'examens')
  expect(written.tabs).toEqual([{ kind: 'record', patientId: one, section: 'examens', entry, editor }])
  expect(workspace.parse(written)).toEqual(written)
  expect(withInTab(written, one, { editor: undefined }).tabs).toEqual([
    { kind: 'record', patientId: one, section: 'examens', entry },
  ])
  expect(withInTab(written, two, { editor: undefined })).toEqual(written)
})

test('a workspace does not keep a whole text as the beginning of an editor', () => {
  const editor = { form: 'letter' as const, subjectId: null, startWith: { body: 'a'.repeat(20_000) } }
  expect(workspace.safeParse(withInTab(withTab(firstWorkspace, one, 'x'), one, { editor })).success).toBe(false)
})
