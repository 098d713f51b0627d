import { sql } from 'kysely'
import { isCivilDate, isId, isInstant, isOneOf, isTextOf, type Migration, strictTable } from './lib.ts'

const presets = ['administrator', 'practitioner', 'secretary', 'locum', 'read-only'] as const

/** What roles allow beside what they are delivered with, and from which day a user's access runs. */
export const roles: Migration = {
  number: 60,
  name: 'roles',
  async up(db, dialect) {
    // A preset has a row from the day it is changed; a role of the cabinet always has one.
    await strictTable(db, dialect, 'role')
      .addColumn('role_key', 'text', (column) => column.primaryKey())
      .addColumn('base', 'text', (column) => column.notNull())
      // Null for a preset: the program names it.
      .addColumn('name', 'text')
      .addColumn('description', 'text', (column) => column.notNull())
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('created_at', 'text', (column) => column.notNull())
      .addColumn('updated_at', 'text', (column) => column.notNull())
      .addColumn('updated_by', 'text')
      .addCheckConstraint('role_base', isOneOf('base', presets))
      .addCheckConstraint('role_preset', sql`(name is null) = (role_key = base)`)
      .addCheckConstraint('role_key_form', sql`role_key = base or (${isId('role_key')})`)
      .addCheckConstraint('role_name', isTextOf('name', 60))
      .addCheckConstraint('role_description', sql`length(description) <= 200`)
      .addCheckConstraint('role_version', sql`version >= 1`)
      .addCheckConstraint('role_created', isInstant('created_at'))
      .addCheckConstraint('role_updated', isInstant('updated_at'))
      .execute()

    // Differences to the preset only: what a later edition adds to the preset reaches the role by itself. No check on the
    // names: an older edition's name that is no more must not keep a file from opening.
    await strictTable(db, dialect, 'role_permission', { clustered: true })
      .addColumn('role_key', 'text', (column) => column.notNull().references('role.role_key').onDelete('cascade'))
      .addColumn('permission', 'text', (column) => column.notNull())
      .addColumn('effect', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('role_permission_key', ['role_key', 'permission'])
      .addCheckConstraint('role_permission_effect', isOneOf('effect', ['granted', 'withdrawn']))
      .execute()

    // `person.role` stays the preset, or the one a role of the cabinet starts from.
    await db.schema
      .alterTable('person')
      .addColumn('role_id', 'text', (column) => column.references('role.role_key'))
      .execute()
    await db.schema
      .alterTable('person')
      .addColumn('valid_from', 'text', (column) => column.check(isCivilDate('valid_from')))
      .execute()
  },
}
