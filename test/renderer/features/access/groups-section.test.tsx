import { act } from 'react'
import { afterEach, expect, test } from 'vitest'
import type { GroupView } from '#app/features/access/model.ts'
import { GroupsSection } from '#renderer/features/access/index.ts'
import { initialsOf } from '#renderer/features/access/group-values.ts'
import { refuse } from '#test/renderer/features/patients/seat.tsx'
import { one, press, write } from '#test/renderer/ui/draw.tsx'
import { sitAsAdministrator } from '../settings/administrator.tsx'
import { common, maternity, ofHelene, people, users } from './groups.ts'
import { presetRoles } from '../roles/roles.ts'

let leave: (() => Promise<unknown>) | undefined
afterEach(async () => {
  await leave?.()
  leave = undefined
})

type AnySeat = Awaited<ReturnType<typeof sitAsAdministrator>>

async function sitAtGroups(answers: Record<string, (input: never) => unknown> = {}): Promise<AnySeat> {
  const seat = await sitAsAdministrator(<GroupsSection />, {
    'access.groups': () => ({ enabled: true, version: 3, groups: [common, ofHelene, maternity] }),
    'access.previewGroup': () => ({ losing: [], gaining: [] }),
    'people.list': () => ({ people }),
    'roles.list': () => ({ roles: presetRoles }),
    ...answers,
  })
  leave = seat.leave
  return seat
}

const tap = (element: HTMLElement) => act(async () => element.click())
const focusTable = () => act(async () => table().focus())

/** happy-dom gives no height to the rows: the table is walked as the keyboard does. */
const table = () => one('[role="grid"]')

async function chooseMaternity(seat: AnySeat) {
  await focusTable()
  await press(table(), 'End')
  await seat.settle()
}

const save = { ctrlKey: true, code: 'KeyS' }
const removeButtonOf = (name: string) => one<HTMLButtonElement>(`button[aria-label="Retirer ${name}"]`)

test('who would no longer see how many patients is said before a user is taken out, and nothing is written yet', async () => {
  const seat = await sitAtGroups({
    'access.previewGroup': () => ({
      losing: [{ userId: users.yanis, displayName: 'Dr Yanis BELKACEM', patients: 38 }],
      gaining: [],
    }),
  })
  await chooseMaternity(seat)
  await tap(removeButtonOf('Dr Y. BELKACEM'))
  // The changes at rest, then the answer.
  await seat.settle(250)
  await seat.settle()
  expect(seat.asked('access.previewGroup')).toEqual([
    { groupId: maternity.groupId, userIds: [users.helene, users.aurelie] },
  ])
  expect(seat.text()).toContain(
    'Dr Y. BELKACEM ne voit plus les 38 patients de ce groupe. En urgence, l’accès avec motif reste possible et est journalisé.',
  )
  expect(seat.asked('access.updateGroup')).toEqual([])
  await seat.press('s', save)
  expect(seat.asked('access.updateGroup')).toMatchObject([
    {
      groupId: maternity.groupId,
      expectedVersion: 4,
      fields: { userIds: [users.helene, users.aurelie], patientTag: 'Maternité' },
    },
  ])
})

test('an emergency is not promised to somebody whose role does not allow it', async () => {
  const seat = await sitAtGroups({
    'access.previewGroup': () => ({
      losing: [{ userId: users.aurelie, displayName: 'Aurélie NGUYEN', patients: 12 }],
      gaining: [],
    }),
  })
  await chooseMaternity(seat)
  await tap(removeButtonOf('A. NGUYEN'))
  await seat.settle(250)
  await seat.settle()
  expect(seat.text()).toContain('A. NGUYEN ne voit plus 12 patients de ce groupe.')
  expect(seat.text()).not.toContain('En urgence')
})

test('an effect that could not be worked out is not told as no effect', async () => {
  const seat = await sitAtGroups({ 'access.previewGroup': () => refuse('internal', { reference: 'x' }) })
  await chooseMaternity(seat)
  await tap(removeButtonOf('A. NGUYEN'))
  // The changes at rest, then the answer.
  await seat.settle(250)
  await seat.settle()
  expect(seat.text()).toContain('Effet non calculé. Ce n’est pas une absence d’effet.')
})

test('of « Public » only users change, and who sees all patients cannot be taken out, with the reason', async () => {
  const seat = await sitAtGroups()
  expect(one<HTMLInputElement>('[data-field="name"] input').readOnly).toBe(true)
  expect(document.querySelector('button[aria-label^="Retirer"]')).toBeNull()
  expect(seat.text()).toContain('Dr H. MARCHANDvoit tous les patients')
  expect(seat.text()).toContain('décochez d’abord « Cet utilisateur peut voir tous les patients et contacts »')
  expect(seat.text()).not.toContain('Supprimer le groupe')
})

test('a practitioner stays in their own group, which is not deleted', async () => {
  const seat = await sitAtGroups({
    'access.groups': () => ({ enabled: true, version: 3, groups: [common, ofHelene] }),
  })
  await focusTable()
  await press(table(), 'End')
  await seat.settle()
  expect(one<HTMLInputElement>('[data-field="name"] input').value).toBe('Dr Hélène MARCHAND')
  expect(document.querySelector('button[aria-label^="Retirer"]')).toBeNull()
  await press(table(), 'Delete')
  expect(seat.text()).not.toContain('Supprimer le groupe')
})

test('Suppr asks the full name of a custom group; Échap keeps it; another name deletes nothing', async () => {
  const seat = await sitAtGroups({ 'access.deleteGroup': () => ({ deleted: true }) })
  await chooseMaternity(seat)
  await press(table(), 'Delete')
  await seat.settle()
  expect(seat.text()).toContain('Les 38 patients restent au cabinet et visibles du groupe « Public ».')
  await seat.press('Escape')
  expect(seat.text()).toContain('Supprimer le groupe…')
  await press(table(), 'Delete')
  await seat.settle()
  const confirm = () => one<HTMLButtonElement>('form button[type="submit"]')
  expect(confirm().disabled).toBe(true)
  const field = one<HTMLInputElement>('form input')
  await write(field, 'Suivi')
  expect(confirm().disabled).toBe(true)
  await write(field, 'Suivi de maternité')
  await tap(confirm())
  await seat.settle()
  expect(seat.asked('access.deleteGroup')).toEqual([
    { groupId: maternity.groupId, expectedVersion: 4, typedName: 'Suivi de maternité' },
  ])
  expect(seat.text()).toContain('Le groupe « Suivi de maternité » est supprimé.')
})

test('turning groups off says first who will see every patient, and Échap leaves them on', async () => {
  const seat = await sitAtGroups({ 'access.setEnabled': () => ({ enabled: false, version: 4 }) })
  const toggle = one<HTMLInputElement>('[role="switch"]')
  await tap(toggle)
  await seat.settle()
  expect(seat.text()).toContain('A. NGUYEN verra les 11\u202f872 patients du cabinet')
  expect(seat.asked('access.setEnabled')).toEqual([])
  await seat.press('Escape')
  expect(seat.text()).not.toContain('A. NGUYEN verra')
  await tap(toggle)
  await seat.settle()
  await seat.click('Ne plus les afficher')
  expect(seat.asked('access.setEnabled')).toEqual([{ enabled: false, expectedVersion: 3 }])
})

test('a new group proposes its initials, and a name already taken is told on its field', async () => {
  let created: { fields: Partial<GroupView> } | undefined
  const seat = await sitAtGroups({
    'access.createGroup': (input: { fields: Partial<GroupView> }) => {
      created = input
      return { group: { ...maternity, ...input.fields, patients: 0, version: 1 } }
    },
  })
  await seat.click('Nouveau groupe')
  await seat.type('name', 'suivi de maternite')
  await seat.press('s', save)
  expect(created).toBeUndefined()
  expect(seat.text()).toContain('Un groupe d’accès porte déjà ce nom.')
  await seat.type('name', 'EHPAD Les Embruns')
  await seat.press('s', save)
  expect(created).toMatchObject({ fields: { name: 'EHPAD Les Embruns', initials: 'EE', color: 'violet', userIds: [] } })
})

test.each([
  ['Suivi de maternité', 'SM'],
  ['Addictologie', 'AD'],
  ['EHPAD Les Embruns', 'EE'],
  ['Dr X', 'DR'],
  ['', ''],
])('« %s » proposes the initials « %s »', (name, initials) => {
  expect(initialsOf(name)).toBe(initials)
})
