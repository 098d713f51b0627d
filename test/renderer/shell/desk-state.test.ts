import { expect, test } from 'vitest'
import type { Place } from '#renderer/client/index.ts'
import { addressOf, placeOf, withTab } from '#renderer/shell/desk-state.ts'
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
