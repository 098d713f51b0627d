import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import type { RoleFields } from '#app/features/roles/model.ts'
import { type Permission, presetPermissions } from '#app/kernel/permissions.ts'
import {
  fieldsOf,
  openWorld,
  personFields,
  signedIn,
  testPassword,
  type World,
  type WorldSeat,
} from '#test/world/open-world.ts'

const { people, roles } = contract
const forbidden = { ok: false, problem: 'forbidden', data: {} }

const deputyOf = (name: string, permissions: readonly Permission[]): RoleFields => ({
  name,
  description: '',
  base: 'administrator',
  permissions: [...permissions],
})

async function personOf(seat: WorldSeat, userId: string) {
  const found = (await seat.must(people.list, {})).people.find((person) => person.userId === userId)
  if (found === undefined) throw new Error('nobody of this identifier')
  return found
}

describe('whoever holds a part of the administration', () => {
  let world: World
  let users: WorldSeat
  let editor: WorldSeat
  const roleOf = new Map<WorldSeat, RoleFields & { readonly role: string }>()

  beforeAll(async () => {
    world = await openWorld()
    const admin = world.as('admin')
    const deputy = async (name: string, permissions: readonly Permission[]) => {
      const fields = deputyOf(name, permissions)
      const { role } = await admin.must(roles.create, { fields })
      const { person } = await admin.must(people.create, {
        fields: personFields(name, { roleKey: role.role }),
        password: testPassword,
      })
      const seat = await signedIn(world.core, world.cabinetId, person, name)
      roleOf.set(seat, { ...fields, role: role.role })
      return seat
    }
    users = await deputy('Comptes', ['people.read', 'people.configure'])
    editor = await deputy('Rôles', ['people.read', 'role.configure'])
  }, 60_000)
  afterAll(() => world[Symbol.asyncDispose]())

  test('gives nobody, themself first, a role that administers more than they do', async () => {
    const self = await personOf(users, users.userId)
    const raised = { ...fieldsOf(self), roleKey: 'administrator' as const }
    const update = { userId: self.userId, expectedVersion: self.version, fields: raised }
    expect(await users.call(people.update, update)).toEqual(forbidden)
    const accomplice = { fields: personFields('Ami', 'administrator'), password: testPassword }
    expect(await users.call(people.create, accomplice)).toEqual(forbidden)
    // What they may: a colleague who administers nothing, and one’s own telephone.
    expect(
      await users.call(people.create, { fields: personFields('Paul', 'secretary'), password: testPassword }),
    ).toMatchObject({ ok: true })
    const phone = { ...fieldsOf(self), phone: '01 02 03 04 05' }
    expect(await users.call(people.update, { ...update, fields: phone })).toMatchObject({ ok: true })
  })

  test('does not take the account of somebody who administers more', async () => {
    const reset = { userId: world.userId('admin'), password: 'ardoise verger tambour 9' }
    expect(await users.call(people.resetPassword, reset)).toEqual(forbidden)
    // A telephone corrected gives nothing: the role is the one they had.
    const admin = await personOf(users, world.userId('admin'))
    const fields = { ...fieldsOf(admin), phone: '01 02 03 04 05' }
    const update = { userId: admin.userId, expectedVersion: admin.version, fields }
    expect(await users.call(people.update, update)).toMatchObject({ ok: true })
  })

  test('writes no role that administers more than they do, and theirs least of all', async () => {
    const own = roleOf.get(editor)
    if (own === undefined) throw new Error('the editor has a role')
    const { role, ...fields } = own
    const permissions = [...fields.permissions, 'people.configure' as const]
    const raised = { role: role as never, expectedVersion: 1, fields: { ...fields, permissions } }
    expect(await editor.call(roles.update, raised)).toEqual(forbidden)
    const whole = deputyOf('Tout', presetPermissions.administrator)
    expect(await editor.call(roles.create, { fields: whole })).toEqual(forbidden)
    expect(await editor.call(roles.create, { fields: deputyOf('Moins', ['people.read']) })).toMatchObject({ ok: true })
    // A role that administers more already may be renamed, and loses what is taken from it.
    const others = roleOf.get(users)
    if (others === undefined) throw new Error('so has the other')
    const { role: key, ...same } = others
    const renamed = { role: key as never, expectedVersion: 1, fields: { ...same, name: 'Comptes et mots de passe' } }
    expect(await editor.call(roles.update, renamed)).toMatchObject({ ok: true })
  })
})

test('an administrator who could read neither users nor roles would administer nothing: a role keeps that too', async () => {
  await using world = await openWorld()
  const admin = world.as('admin')
  const blind = presetPermissions.administrator.filter((permission) => permission !== 'people.read')
  const preset = { role: 'administrator', expectedVersion: 0, fields: deputyOf('Administrateur', blind) } as const
  expect(await admin.call(roles.update, preset)).toMatchObject({ problem: 'role.keeps-administration' })
  const { role } = await admin.must(roles.create, { fields: deputyOf('Aveugle', blind) })
  const self = await personOf(admin, admin.userId)
  const moved = { ...fieldsOf(self), roleKey: role.role }
  const update = { userId: self.userId, expectedVersion: self.version, fields: moved }
  expect(await admin.call(people.update, update)).toMatchObject({ problem: 'person.last-administrator' })
})

test('two administrators who close each other at once leave one', async () => {
  await using world = await openWorld({ people: { other: 'administrator' } })
  const [one, two] = [world.as('admin'), world.as('other')]
  const close = async (seat: WorldSeat, userId: string) => {
    const { version } = await personOf(seat, userId)
    return seat.call(people.setActive, { userId, expectedVersion: version, active: false })
  }
  const replies = await Promise.all([close(one, two.userId), close(two, one.userId)])
  expect(replies.filter((reply) => reply.ok)).toHaveLength(1)
  const still = await Promise.all([one, two].map((seat) => seat.call(people.list, {})))
  expect(still.map((reply) => reply.ok).toSorted()).toEqual([false, true])
})

test('the journal says which role, which sight and which groups an account was given', async () => {
  await using world = await openWorld({ people: { bruno: 'secretary' } })
  const admin = world.as('admin')
  const bruno = await personOf(admin, world.userId('bruno'))
  const fields = { ...fieldsOf(bruno), roleKey: 'practitioner' as const, seesAllPatients: false }
  await admin.must(people.update, { userId: bruno.userId, expectedVersion: 1, fields })
  const line = (await world.journal()).findLast(({ act }) => act === 'person.update')
  expect(JSON.parse(line?.details ?? '{}')).toEqual({
    changed: ['roleKey', 'seesAllPatients'],
    role: 'practitioner',
    seesAll: false,
  })
})
