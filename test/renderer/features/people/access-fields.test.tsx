import { act } from 'react'
import { afterEach, expect, test } from 'vitest'
import { PeopleSection } from '#renderer/features/people/index.ts'
import { blankPerson } from '#renderer/features/people/person-values.ts'
import { chosenGroups, withSight } from '#renderer/features/people/usePersonAccess.ts'
import { one, press } from '#test/renderer/ui/draw.tsx'
import { common, maternity, ofHelene, people, users } from '../access/groups.ts'
import { presetRoles } from '../roles/roles.ts'
import { sitAsAdministrator } from '../settings/administrator.tsx'

let leave: (() => Promise<unknown>) | undefined
afterEach(async () => {
  await leave?.()
  leave = undefined
})

const groups = [common, ofHelene, maternity]

async function sitAtPeople(listed: readonly unknown[], answers: Record<string, (input: never) => unknown> = {}) {
  const seat = await sitAsAdministrator(<PeopleSection />, {
    'people.list': () => ({ people: listed }),
    'roles.list': () => ({ roles: presetRoles }),
    'roles.preview': () => ({ permissions: [], patients: 612, of: 2000, groupsEnabled: true }),
    'access.groups': () => ({ enabled: true, version: 1, groups }),
    ...answers,
  })
  leave = seat.leave
  const table = one('[role="grid"]')
  await act(async () => table.focus())
  await press(table, 'End')
  await seat.settle(300)
  await seat.settle()
  return seat
}

const [helene, , , aurelie, claire] = people
const limited = { ...aurelie, seesAllPatients: false, groupIds: [maternity.groupId] }
const tap = (element: HTMLElement) => act(async () => element.click())

test('« peut voir tous » puts the user in « Public », unticking it takes them out, other groups stay', () => {
  const some = { ...blankPerson, seesAllPatients: false, groupIds: [maternity.groupId] }
  const all = withSight(some, groups, true)
  expect(all).toMatchObject({ seesAllPatients: true, groupIds: [common.groupId, maternity.groupId] })
  expect(withSight(all, groups, false).groupIds).toEqual([maternity.groupId])
})

test('only the groups one may choose are sent: neither « Public » nor the practitioner’s own', () => {
  const groupIds = groups.map(({ groupId }) => groupId)
  expect(chosenGroups({ groupIds }, groups, helene ?? null)).toEqual([maternity.groupId])
  expect(chosenGroups({ groupIds }, groups, null)).toEqual([ofHelene.groupId, maternity.groupId])
})

test('what somebody limited will see is said with its figure, and their groups are sent with the rest', async () => {
  const seat = await sitAtPeople([limited], {
    'people.update': (input: { fields: object; groupIds: string[] }) => ({
      person: { ...limited, ...input.fields, groupIds: [common.groupId, ...input.groupIds], version: 2 },
    }),
  })
  expect(seat.text()).toContain('612 dossiers sur 2\u202f000, ceux de ses groupes.')
  await tap(one('[data-field="seesAllPatients"] input'))
  expect(seat.text()).toContain('Publicsuit la case ci-dessus')
  await seat.press('s', { ctrlKey: true, code: 'KeyS' })
  expect(seat.asked('people.update')).toMatchObject([
    { userId: users.aurelie, fields: { seesAllPatients: true }, groupIds: [maternity.groupId] },
  ])
})

test('a locum has a last day, asked before anything is sent', async () => {
  const seat = await sitAtPeople([{ ...limited, role: 'locum', roleKey: 'locum', validUntil: null }])
  await seat.type('firstName', 'Paule')
  await seat.press('s', { ctrlKey: true, code: 'KeyS' })
  expect(seat.asked('people.update')).toEqual([])
  expect(seat.text()).toContain('Un remplaçant a un dernier jour d’accès.')
})

test('the only administrator keeps that role and their access, and it is said why', async () => {
  const seat = await sitAtPeople([helene, claire])
  expect(seat.text()).toContain('Seul compte d’administration qui puisse ouvrir le cabinet')
  expect(one<HTMLInputElement>('[data-field="roleKey"] input').disabled).toBe(true)
  const close = [...document.querySelectorAll('button')].find((each) => each.textContent === 'Fermer l’accès…')
  expect(close?.disabled).toBe(true)
})
