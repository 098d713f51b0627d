import { sql } from 'kysely'
import { isFlag, isId, isInstant, isOneOf, isTextOf, type Migration, strictTable } from './lib.ts'

/** Users of the cabinet, and which patients each may see. */
export const peopleAndAccess: Migration = {
  number: 20,
  name: 'people-and-access',
  async up(db, dialect) {
    await strictTable(db, dialect, 'person')
      .addColumn('user_id', 'text', (column) => column.primaryKey())
      .addColumn('title', 'text', (column) => column.notNull())
      .addColumn('last_name', 'text', (column) => column.notNull())
      .addColumn('first_name', 'text', (column) => column.notNull())
      .addColumn('role', 'text', (column) => column.notNull())
      .addColumn('rpps', 'text')
      .addColumn('profession', 'text')
      .addColumn('specialty', 'text')
      .addColumn('sector', 'text')
      .addColumn('email_mss', 'text')
      .addColumn('email', 'text')
      .addColumn('phone', 'text')
      .addColumn('mobile', 'text')
      .addColumn('valid_until', 'text')
      .addColumn('sees_all', 'integer', (column) => column.notNull())
      .addColumn('active', 'integer', (column) => column.notNull())
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('created_at', 'text', (column) => column.notNull())
      .addColumn('updated_at', 'text', (column) => column.notNull())
      .addColumn('updated_by', 'text')
      .addCheckConstraint('person_id', isId('user_id'))
      .addCheckConstraint('person_title', isOneOf('title', ['Dr', 'Pr', 'M.', 'Mme', '']))
      .addCheckConstraint(
        'person_role',
        isOneOf('role', ['administrator', 'practitioner', 'secretary', 'locum', 'read-only']),
      )
      .addCheckConstraint('person_last_name', isTextOf('last_name', 80))
      .addCheckConstraint('person_first_name', isTextOf('first_name', 80))
      .addCheckConstraint('person_rpps', sql`length(rpps) = 11`)
      .addCheckConstraint('person_sees_all', isFlag('sees_all'))
      .addCheckConstraint('person_active', isFlag('active'))
      .addCheckConstraint('person_version', sql`version >= 1`)
      .addCheckConstraint('person_created', isInstant('created_at'))
      .addCheckConstraint('person_updated', isInstant('updated_at'))
      .execute()
    await db.schema
      .createIndex('person_one_rpps')
      .unique()
      .on('person')
      .column('rpps')
      .where('rpps', 'is not', null)
      .execute()

    // Apart from the user: merely opening the cabinet must not change what it holds, nor a version somebody has read.
    await strictTable(db, dialect, 'person_opening')
      .addColumn('user_id', 'text', (column) => column.primaryKey().references('person.user_id'))
      .addColumn('last_opened_at', 'text', (column) => column.notNull())
      .addCheckConstraint('person_opening_at', isInstant('last_opened_at'))
      .execute()

    await strictTable(db, dialect, 'access_group')
      .addColumn('access_group_id', 'text', (column) => column.primaryKey())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('owner_user_id', 'text', (column) => column.references('person.user_id'))
      .addColumn('created_at', 'text', (column) => column.notNull())
      .addCheckConstraint('access_group_id_form', isId('access_group_id'))
      .addCheckConstraint('access_group_kind', isOneOf('kind', ['public', 'practitioner', 'custom']))
      .addCheckConstraint('access_group_owner', sql`(kind = 'practitioner') = (owner_user_id is not null)`)
      .addCheckConstraint('access_group_name', isTextOf('name', 160))
      .addCheckConstraint('access_group_created', isInstant('created_at'))
      .execute()
    await db.schema
      .createIndex('access_group_one_public')
      .unique()
      .on('access_group')
      .column('kind')
      .where('kind', '=', sql.lit('public'))
      .execute()
    await db.schema
      .createIndex('access_group_one_per_owner')
      .unique()
      .on('access_group')
      .column('owner_user_id')
      .where('owner_user_id', 'is not', null)
      .execute()

    await strictTable(db, dialect, 'access_group_person', { clustered: true })
      .addColumn('user_id', 'text', (column) => column.notNull().references('person.user_id'))
      .addColumn('access_group_id', 'text', (column) => column.notNull().references('access_group.access_group_id'))
      .addPrimaryKeyConstraint('access_group_person_key', ['user_id', 'access_group_id'])
      .execute()

    // The patient table comes later and knows nothing of groups: its rows are removed by a trigger of its own step if
    // ever patients can be removed.
    await strictTable(db, dialect, 'patient_access_group', { clustered: true })
      .addColumn('patient_id', 'text', (column) => column.notNull())
      .addColumn('access_group_id', 'text', (column) => column.notNull().references('access_group.access_group_id'))
      .addPrimaryKeyConstraint('patient_access_group_key', ['patient_id', 'access_group_id'])
      .addCheckConstraint('patient_access_group_patient', isId('patient_id'))
      .execute()
    await db.schema
      .createIndex('patient_access_group_by_group')
      .on('patient_access_group')
      .columns(['access_group_id', 'patient_id'])
      .execute()
  },
}
