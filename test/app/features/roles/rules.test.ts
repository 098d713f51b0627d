import { expect, test } from 'vitest'
import { crossesPrivileges, nameKey, weakensAdministrator } from '#app/features/roles/rules.ts'
import { type Permission, presetPermissions, type RoleCode } from '#app/kernel/permissions.ts'

test.each([
  ['administrator', ['people.configure', 'task.read'], false],
  ['administrator', ['people.configure', 'patient.read'], true],
  ['administrator', ['patient.read'], true],
  ['secretary', ['patient.read', 'backup.make', 'cabinet.configure'], false],
  ['secretary', ['journal.read'], true],
  ['practitioner', ['patient.read', 'journal.read'], true],
  ['locum', [], false],
] as [
  RoleCode,
  Permission[],
  boolean,
][])('a role made from %s with %j crosses the line: %s', (base, wanted, expected) => {
  expect(crossesPrivileges(base, wanted)).toBe(expected)
})

test('the administrator preset keeps every privileged permission and what they are shown by, and only those', () => {
  const { administrator } = presetPermissions
  expect(weakensAdministrator(administrator)).toBe(false)
  expect(weakensAdministrator(administrator.filter((permission) => permission !== 'task.read'))).toBe(false)
  for (const taken of ['journal.read', 'role.configure', 'backup.configure', 'people.read']) {
    expect(weakensAdministrator(administrator.filter((permission) => permission !== taken))).toBe(true)
  }
})

test.each([
  ['Interne', '  interne ', true],
  ['Secrétaire', 'SECRETAIRE', true],
  ['Interne  d’été', 'interne d’ete', true],
  ['Interne', 'Internes', false],
])('« %s » and « %s » are one name: %s', (left, right, expected) => {
  expect(nameKey(left) === nameKey(right)).toBe(expected)
})
