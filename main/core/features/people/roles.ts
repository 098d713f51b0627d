import type { RoleKey } from '#app/features/roles/model.ts'
import {
  effectivePermissions,
  mayAdminister,
  type Permission,
  permissions,
  type RoleCode,
  roleCode,
  type RoleDifferences,
} from '#app/kernel/permissions.ts'
import { type Administrator, leavesNobody } from '#app/features/people/rules.ts'
import { roleText } from '#app/text/fr/permissions.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import type { PersonTable } from './tables.ts'

/** What somebody's role is and allows. */
export interface HeldRole {
  readonly roleKey: RoleKey
  readonly base: RoleCode
  readonly name: string
  readonly permissions: readonly Permission[]
}

/** The part of a user's row that says their role. */
export type RoleOfPerson = Pick<PersonTable, 'role' | 'role_id'>

/** Every role of the cabinet, presets included, as they stand. */
export class RoleBook {
  readonly #roles: ReadonlyMap<string, HeldRole>

  constructor(roles: readonly HeldRole[]) {
    this.#roles = new Map(roles.map((role) => [role.roleKey, role]))
  }

  /** A role by its key; `undefined` when there is none. */
  find(key: string): HeldRole | undefined {
    return this.#roles.get(key)
  }

  /** The role of a user. */
  of(person: RoleOfPerson): HeldRole {
    const role = this.find(person.role_id ?? person.role)
    if (role === undefined) throw new Error('a user has a role that is not there')
    return role
  }
}

/** Reads every role: the presets as delivered or as changed, then those of the cabinet. */
export async function readRoles(db: ReadDb): Promise<RoleBook> {
  const rows = await db.selectFrom('role').selectAll().execute()
  const differences = await readDifferences(db)
  const presets = roleCode.options.map((base) => ({
    roleKey: base,
    base,
    name: roleText[base],
    permissions: effectivePermissions(base, differences(base)),
  }))
  const own = rows.flatMap((row) =>
    row.name === null
      ? []
      : [
          {
            roleKey: row.role_key,
            base: row.base,
            name: row.name,
            permissions: effectivePermissions(row.base, differences(row.role_key)),
          },
        ],
  )
  return new RoleBook([...presets, ...own])
}

/** How each role differs from its preset. Names that this edition does not know are left out. */
export async function readDifferences(db: ReadDb): Promise<(key: string) => RoleDifferences> {
  const rows = await db.selectFrom('role_permission').selectAll().execute()
  const byRole = Map.groupBy(rows, (row) => row.role_key)
  return (key) => {
    const own = byRole.get(key) ?? []
    const named = (effect: 'granted' | 'withdrawn') =>
      permissions.filter((permission) => own.some((row) => row.permission === permission && row.effect === effect))
    return { granted: named('granted'), withdrawn: named('withdrawn') }
  }
}

/** What says whether a user administers the cabinet. */
export type Standing = RoleOfPerson & Pick<PersonTable, 'user_id' | 'active' | 'valid_from' | 'valid_until'>

/** Everybody's standing, to be judged before and after a change. */
export function readStandings(db: ReadDb): Promise<Standing[]> {
  return db.selectFrom('person').select(['user_id', 'role', 'role_id', 'active', 'valid_from', 'valid_until']).execute()
}

/** What a cabinet's administration rests on: its users, its roles, and who has a password. */
export interface Administration {
  readonly people: readonly Standing[]
  readonly roles: RoleBook
  readonly withPassword: ReadonlySet<string>
}

/** Whether a change would leave nobody who administers the cabinet. */
export function endsAdministration(before: Administration, after: Administration, today: string): boolean {
  return leavesNobody(administratorsOf(before), administratorsOf(after), today)
}

function administratorsOf({ people, roles, withPassword }: Administration): Administrator[] {
  return people
    .filter((person) => mayAdminister(roles.of(person).permissions))
    .map((person) => ({
      active: person.active === 1,
      hasPassword: withPassword.has(person.user_id),
      validFrom: person.valid_from,
      validUntil: person.valid_until,
    }))
}
