import { act } from 'react'
import { expect, test } from 'vitest'
import { IdentitySection } from '#renderer/features/identity/index.ts'
import { refuse } from '#test/renderer/features/patients/seat.tsx'
import { sitAsAdministrator } from '#test/renderer/features/settings/administrator.tsx'

type Settings = { readonly documentKinds: readonly string[] }

function switchOf(name: string): HTMLInputElement {
  const found = [...document.querySelectorAll('label')].find((label) => label.textContent?.startsWith(name))
  const input = found?.querySelector('input')
  if (input === null || input === undefined) throw new Error(`no switch ${name}`)
  return input
}

test('a document is accepted at once, in the order of the list; the last one cannot be taken away', async () => {
  let stored: { settings: Settings; version: number } = { settings: { documentKinds: ['PA'] }, version: 3 }
  const seat = await sitAsAdministrator(<IdentitySection />, {
    'identity.settings': () => stored,
    'identity.updateSettings': (input: { settings: Settings; expectedVersion: number }) => {
      stored = { settings: input.settings, version: input.expectedVersion + 1 }
      return stored
    },
  })
  expect(switchOf('Passeport').disabled).toBe(true)
  expect(seat.text()).toContain('Au moins une pièce reste acceptée.')
  expect(seat.text()).toContain('Pour un mineur seulement.')
  expect(() => switchOf('Application carte Vitale')).toThrow('no switch')
  await act(async () => switchOf('Carte nationale').click())
  await seat.settle()
  expect(seat.asked('identity.updateSettings')).toEqual([
    { settings: { documentKinds: ['CN', 'PA'] }, expectedVersion: 3 },
  ])
  expect(switchOf('Passeport').disabled).toBe(false)
  await act(async () => switchOf('Passeport').click())
  await seat.settle()
  expect(seat.asked('identity.updateSettings')[1]).toEqual({ settings: { documentKinds: ['CN'] }, expectedVersion: 4 })
  await seat.leave()
})

test('somebody else chose meanwhile: said, and what they chose is shown', async () => {
  let kinds = ['PA', 'CN']
  const seat = await sitAsAdministrator(<IdentitySection />, {
    'identity.settings': () => ({ settings: { documentKinds: kinds }, version: 1 }),
    'identity.updateSettings': () => {
      kinds = ['CS', 'CN']
      return refuse('edit.conflict', {
        currentVersion: 2,
        changedBy: 'Mme Ada ADMIN',
        changedAt: '2026-11-24T10:00:00.000Z',
      })
    },
  })
  await act(async () => switchOf('Passeport').click())
  await seat.settle()
  expect(seat.text()).toContain('Ada ADMIN')
  expect(switchOf('Passeport').checked).toBe(false)
  expect(switchOf('Titre de séjour').checked).toBe(true)
  await seat.leave()
})
