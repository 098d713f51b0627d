import { act } from 'react'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { permissions } from '#app/kernel/permissions.ts'
import { settingsNeeds } from '#app/features/roles/model.ts'
import { permissionNeeds, withPermission } from '#renderer/features/roles/role-values.ts'
import { RolesSection } from '#renderer/features/roles/index.ts'
import { sections } from '#renderer/features/settings/sections.ts'
import { one, press } from '#test/renderer/ui/draw.tsx'
import { sitAsAdministrator } from '../settings/administrator.tsx'
import { presetRoles } from './roles.ts'

let leave: (() => Promise<unknown>) | undefined
afterEach(async () => {
  await leave?.()
  leave = undefined
})

const intern = {
  ...presetRoles[1],
  role: '01930000-0000-7000-8000-000000000301',
  name: 'Interne',
  description: 'Sous la responsabilité d’un praticien',
  isPreset: false,
  people: 0,
  version: 2,
}

async function sitAtRoles(roles: readonly unknown[], answers: Record<string, (input: never) => unknown> = {}) {
  const seat = await sitAsAdministrator(<RolesSection />, { 'roles.list': () => ({ roles }), ...answers })
  leave = seat.leave
  return seat
}

const box = (permission: string) => one<HTMLInputElement>(`[data-field="${permission}"] input`)
const tap = (element: HTMLElement) => act(async () => element.click())

async function chooseLast(settle: () => Promise<unknown>) {
  const table = one('[role="grid"]')
  await act(async () => table.focus())
  await press(table, 'End')
  await settle()
}

test('the administrator keeps administration, and takes no clinical permission', async () => {
  const seat = await sitAtRoles(presetRoles)
  expect(box('people.configure').disabled).toBe(true)
  expect(box('patient.read').disabled).toBe(true)
  expect(box('task.read').disabled).toBe(false)
  expect(seat.text()).toContain('L’administrateur garde ces permissions')
  expect(seat.text()).toContain('Un rôle ouvre les dossiers ou administre le cabinet, jamais les deux')
  expect(seat.text()).toContain('Aucun dossier, aucun nom de patient.')
})

test('the effect of a change and what the person will see are said before it is saved, for all who have the role', async () => {
  const seat = await sitAtRoles(presetRoles.slice(0, 3), {
    'roles.update': (input: { fields: { permissions: string[] } }) => ({
      role: { ...presetRoles[2], permissions: input.fields.permissions, isChanged: true, version: 1 },
    }),
  })
  await chooseLast(seat.settle)
  expect(seat.text()).toContain('2 personnes ont ce rôle.')
  expect(box('people.configure').disabled).toBe(true)
  await tap(box('backup.make'))
  expect(seat.text()).toContain('2 personnes ont ce rôle : le changement vaut dès leur prochaine action.')
  const sight = one('[aria-label="Ce que cette personne verra"]')
  expect(sight.textContent).toContain('Cabinet · Utilisateurs')
  expect(sight.textContent).not.toContain('Sauvegardes')
  await seat.press('s', { ctrlKey: true, code: 'KeyS' })
  const [asked] = seat.asked('roles.update')
  expect(asked).toMatchObject({ role: 'secretary', expectedVersion: 0 })
  expect(JSON.stringify(asked)).not.toContain('backup.make')
})

test('a role of the cabinet that nobody has is removed after a question, one that somebody has is not', async () => {
  const seat = await sitAtRoles([...presetRoles, intern], { 'roles.remove': () => ({ removed: true }) })
  await chooseLast(seat.settle)
  await seat.click('Supprimer le rôle…')
  await seat.click('Garder le rôle')
  expect(seat.asked('roles.remove')).toEqual([])
  await seat.click('Supprimer le rôle…')
  await seat.clickLast('Supprimer')
  expect(seat.asked('roles.remove')).toEqual([{ role: intern.role, expectedVersion: 2 }])
  await seat.leave()
  const held = await sitAtRoles([...presetRoles, { ...intern, people: 1 }])
  await chooseLast(held.settle)
  const remove = [...document.querySelectorAll('button')].find((each) => each.textContent === 'Supprimer le rôle…')
  expect(remove?.disabled).toBe(true)
  expect(held.text()).toContain('Donnez un autre rôle à ces personnes')
})

test('a preset that was changed is given back what it was delivered with', async () => {
  const seat = await sitAtRoles([{ ...presetRoles[0], isChanged: true, version: 3 }], {
    'roles.restore': () => ({ role: { ...presetRoles[0], version: 4 } }),
  })
  await seat.click('Rétablir')
  expect(seat.asked('roles.restore')).toEqual([{ role: 'administrator', expectedVersion: 3 }])
})

test('a new role starts from a preset and is sent with what was ticked', async () => {
  const seat = await sitAtRoles(presetRoles, {
    'roles.create': (input: { fields: object }) => ({ role: { ...intern, ...input.fields } }),
  })
  await seat.click('Nouveau rôle')
  await seat.type('name', 'Interne')
  await tap(box('patient.accesses'))
  await seat.press('s', { ctrlKey: true, code: 'KeyS' })
  expect(seat.asked('roles.create')).toMatchObject([{ fields: { name: 'Interne', base: 'secretary' } }])
  expect(JSON.stringify(seat.asked('roles.create'))).toContain('patient.accesses')
})

test('whatever is ticked and unticked, nothing is held without what it needs', () => {
  const step = fc.record({ permission: fc.constantFrom(...permissions), on: fc.boolean() })
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const held = steps.reduce<readonly string[]>(
        (chosen, { permission, on }) => withPermission(chosen, permission, on),
        [],
      )
      for (const [permission, needed] of Object.entries(permissionNeeds))
        if (held.includes(permission)) expect(held).toContain(needed)
    }),
  )
})

test('each section of the settings asks what the preview of a role says it asks', () => {
  for (const section of sections) expect(section.needs).toBe(settingsNeeds[section.id])
})
