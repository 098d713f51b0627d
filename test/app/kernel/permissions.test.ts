import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type AnyOperation, policyOf } from '#app/kernel/operation.ts'
import {
  administering,
  differencesFrom,
  effectivePermissions,
  grantable,
  mayAdminister,
  mixesPrivileges,
  noDifferences,
  type Permission,
  permissionClass,
  permissions,
  presetPermissions,
  roleCode,
  soundPermissions,
} from '#app/kernel/permissions.ts'
import { permissionGroups, permissionText, roleMeaning, roleText } from '#app/text/fr/permissions.ts'

const features = join(import.meta.dirname, '..', '..', '..', 'app', 'features')

/** The operations of every slice, read from the contracts themselves. */
async function declaredOperations(): Promise<AnyOperation[]> {
  const slices = readdirSync(features)
  const contracts = await Promise.all(
    slices.map(async (slice) => (await import(join(features, slice, 'contract.ts'))) as Record<string, unknown>),
  )
  return contracts.flatMap((contract) =>
    Object.entries(contract)
      .filter(([name]) => name.endsWith('Contract'))
      .flatMap(([, operations]) => Object.values(operations as Record<string, AnyOperation>)),
  )
}

describe('the list of permissions', () => {
  test('is what the operations of the contract ask for, no more and no less', async () => {
    const asked = (await declaredOperations()).map((operation) => policyOf(operation).permission)
    expect(asked.length).toBeGreaterThan(60)
    const named = new Set(asked.filter((permission) => typeof permission === 'string'))
    expect([...named].toSorted()).toEqual([...permissions].toSorted())
  })

  test('is worded, grouped by screen, each name once', () => {
    expect(Object.keys(permissionText).toSorted()).toEqual([...permissions].toSorted())
    const names = Object.values(permissionText).map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    expect(new Set(Object.values(permissionText).map(({ group }) => group))).toEqual(
      new Set(Object.keys(permissionGroups)),
    )
    for (const role of roleCode.options) expect(roleText[role] + roleMeaning[role]).toMatch(/\p{Lu}.+\./u)
  })

  test('sets apart what administers: whatever configures but the cabinet’s own address, and the journal', () => {
    for (const permission of permissions) {
      const administers = permission === 'journal.read' || permission.endsWith('.configure')
      const expected = administers && permission !== 'cabinet.configure'
      expect([permission, permissionClass[permission] === 'privileged']).toEqual([permission, expected])
    }
  })
})

describe('preset roles', () => {
  test.each(roleCode.options)('%s mixes nothing and holds together', (role) => {
    const held = presetPermissions[role]
    expect(mixesPrivileges(held)).toBe(false)
    expect(soundPermissions(held)).toEqual(permissions.filter((permission) => held.includes(permission)))
    expect(held.every((permission) => grantable(role).includes(permission))).toBe(true)
    expect(effectivePermissions(role, noDifferences)).toEqual(soundPermissions(held))
    expect(mayAdminister(held)).toBe(role === 'administrator')
  })

  test('the administrator holds everything that is not clinical', () => {
    expect(presetPermissions.administrator).toEqual(grantable('administrator'))
    for (const missing of administering) {
      expect(mayAdminister(presetPermissions.administrator.filter((permission) => permission !== missing))).toBe(false)
    }
  })
})

test.each([
  [['patient.read', 'backup.make'], false],
  [['journal.read', 'backup.make'], false],
  [['journal.read', 'patient.read'], true],
  [['access.assign', 'access.configure'], true],
  [[], false],
] as [Permission[], boolean][])('%j mixes privileges: %s', (held, expected) => {
  expect(mixesPrivileges(held)).toBe(expected)
})

describe('differences', () => {
  test('say a role again from its preset, whatever is chosen', () => {
    for (const base of roleCode.options) {
      const allowed = grantable(base)
      for (let seed = 0; seed < 40; seed += 1) {
        const wanted = allowed.filter((_, place) => ((seed * 2_654_435_761) >>> (place % 31)) % 2 === 0)
        expect(effectivePermissions(base, differencesFrom(base, wanted))).toEqual(soundPermissions(wanted))
      }
    }
  })

  test('are none for a preset as delivered', () => {
    for (const base of roleCode.options) expect(differencesFrom(base, presetPermissions[base])).toEqual(noDifferences)
  })

  test('let what a later edition adds to the preset through', () => {
    const kept = differencesFrom('secretary', ['patient.read', 'people.read', 'patient.import'])
    // As if « backup.make » were new: nobody withdrew it.
    const before = { ...kept, withdrawn: kept.withdrawn.filter((permission) => permission !== 'backup.make') }
    expect(effectivePermissions('secretary', before)).toEqual([
      'patient.read',
      'patient.import',
      'people.read',
      'backup.make',
    ])
  })

  test('grant nothing across the line, even when they say so', () => {
    const forged = { granted: ['journal.read', 'patient.import'] as const, withdrawn: [] }
    expect(effectivePermissions('secretary', forged)).toContain('patient.import')
    expect(effectivePermissions('secretary', forged)).not.toContain('journal.read')
    expect(effectivePermissions('administrator', forged)).not.toContain('patient.import')
  })

  test('who does not read records does nothing else with them', () => {
    const blind = { granted: [], withdrawn: ['patient.read', 'task.read'] as const }
    expect(effectivePermissions('practitioner', blind)).toEqual(['cabinet.configure', 'people.read', 'backup.make'])
  })
})
