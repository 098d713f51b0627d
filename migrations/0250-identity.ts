import { sql } from 'kysely'
import {
  isFlag,
  isId,
  isInstant,
  isOneOf,
  type Migration,
  type MigrationTransaction,
  type SchemaDialect,
  strictTable,
} from './lib.ts'

/** What makes the status of an identity: its proofs, how its traits came in, why it is « INS KO » (INS-1). */
export const identity: Migration = {
  number: 250,
  name: 'identity',
  async up(db, dialect) {
    await createTables(db, dialect)
    await widenIndexOfNames(db)
    await keepWhatINSiGave(db, dialect)
    await keepFormerNumbers(db, dialect)
    await db.schema.dropTable('patient_former_ins').execute()
  },
}

async function createTables(db: MigrationTransaction, dialect: SchemaDialect): Promise<void> {
  // A patient without a row was typed by whoever wrote the record last, and has neither proof nor « INS KO ».
  await strictTable(db, dialect, 'patient_identity', { clustered: true })
    .addColumn('patient_id', 'text', (column) => column.primaryKey().references('patient.patient_id'))
    .addColumn('capture_channel', 'text', (column) => column.notNull())
    .addColumn('captured_at', 'text', (column) => column.notNull())
    .addColumn('captured_by_user_id', 'text')
    .addColumn('captured_by', 'text', (column) => column.notNull())
    .addColumn('ko_reason', 'text')
    .addColumn('ko_exchange_id', 'text')
    .addColumn('ko_at', 'text')
    .addColumn('ko_by_user_id', 'text')
    .addColumn('ko_by', 'text')
    // Numbers INSi gave for this record that nothing ties to the one held.
    .addColumn('strays', 'integer', (column) => column.notNull().defaultTo(0))
    .addCheckConstraint(
      'patient_identity_channel',
      isOneOf('capture_channel', ['SM', 'CV', 'INSI', 'CB', 'RFID', 'AV']),
    )
    .addCheckConstraint('patient_identity_captured', isInstant('captured_at'))
    .addCheckConstraint(
      'patient_identity_ko_reason',
      isOneOf('ko_reason', ['none', 'several', 'traits-declined', 'other-matricule', 'not-confirmed']),
    )
    .addCheckConstraint('patient_identity_ko_at', isInstant('ko_at'))
    .addCheckConstraint(
      'patient_identity_ko_whole',
      sql`(ko_reason is null) = (ko_at is null) and (ko_reason is null) = (ko_by is null)`,
    )
    .addCheckConstraint('patient_identity_strays', sql`strays >= 0`)
    .execute()

  await db.schema
    .createIndex('patient_identity_watched')
    .on('patient_identity')
    .columns(['patient_id', 'ko_reason', 'strays'])
    .where((eb) => eb.or([eb(sql.ref('ko_reason'), 'is not', null), eb(sql.ref('strays'), '>', eb.lit(0))]))
    .execute()

  await strictTable(db, dialect, 'identity_proof')
    .addColumn('proof_id', 'text', (column) => column.primaryKey())
    .addColumn('patient_id', 'text', (column) => column.notNull().references('patient.patient_id'))
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('standing', 'integer', (column) => column.notNull())
    // JSON of the whole proof, as it was given.
    .addColumn('content', 'text', (column) => column.notNull())
    // Of one that no longer stands, or never did: in which order they went, why, who, and whether it is for good.
    .addColumn('place', 'integer')
    .addColumn('because', 'text')
    .addColumn('withdrawn_at', 'text')
    .addColumn('withdrawn_by_user_id', 'text')
    .addColumn('withdrawn_by', 'text')
    .addColumn('note', 'text')
    .addColumn('final', 'integer')
    .addCheckConstraint('identity_proof_id', isId('proof_id'))
    .addCheckConstraint('identity_proof_kind', isOneOf('kind', ['ins', 'document']))
    .addCheckConstraint('identity_proof_standing', isFlag('standing'))
    .addCheckConstraint(
      'identity_proof_because',
      isOneOf('because', [
        'traits-changed',
        'traits-declined',
        'other-matricule',
        'not-confirmed',
        'doubtful',
        'fictitious',
        'superseded',
        'by-person',
        'merged',
      ]),
    )
    .addCheckConstraint('identity_proof_withdrawn', isInstant('withdrawn_at'))
    .addCheckConstraint('identity_proof_final', isFlag('final'))
    .addCheckConstraint(
      'identity_proof_gone',
      sql`(standing = 1) = (because is null) and (because is null) = (place is null)
        and (because is null) = (withdrawn_at is null) and (because is null) = (withdrawn_by is null)
        and (because is null) = (note is null) and (because is null) = (final is null)`,
    )
    .execute()
  await db.schema
    .createIndex('identity_proof_by_patient')
    .on('identity_proof')
    .columns(['patient_id', 'kind', 'standing'])
    .execute()
  // Two proofs of one kind never stand together.
  await db.schema
    .createIndex('identity_proof_standing_once')
    .unique()
    .on('identity_proof')
    .columns(['patient_id', 'kind'])
    .where(sql.ref('standing'), '=', sql.lit(1))
    .execute()

  // Who said homonym, doubtful or fictitious of an identity, or no longer, and in which words.
  await strictTable(db, dialect, 'identity_marking')
    .addColumn('marking_id', 'text', (column) => column.primaryKey())
    .addColumn('patient_id', 'text', (column) => column.notNull().references('patient.patient_id'))
    .addColumn('attribute', 'text', (column) => column.notNull())
    .addColumn('is_set', 'integer', (column) => column.notNull())
    .addColumn('note', 'text', (column) => column.notNull())
    .addColumn('marked_at', 'text', (column) => column.notNull())
    .addColumn('marked_by_user_id', 'text')
    .addColumn('marked_by', 'text', (column) => column.notNull())
    .addCheckConstraint('identity_marking_id', isId('marking_id'))
    .addCheckConstraint('identity_marking_attribute', isOneOf('attribute', ['homonym', 'doubtful', 'fictitious']))
    .addCheckConstraint('identity_marking_set', isFlag('is_set'))
    .addCheckConstraint('identity_marking_at', isInstant('marked_at'))
    .execute()
  await db.schema
    .createIndex('identity_marking_by_patient')
    .on('identity_marking')
    .columns(['patient_id', 'marked_at'])
    .execute()

  // Numbers a person has had, besides the one held: those INSi names as former, and those that no longer stand.
  await strictTable(db, dialect, 'patient_known_number', { clustered: true })
    .addColumn('patient_id', 'text', (column) => column.notNull().references('patient.patient_id'))
    .addColumn('matricule', 'text', (column) => column.notNull())
    .addColumn('source', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('patient_known_number_key', ['patient_id', 'matricule', 'source'])
    .addCheckConstraint('patient_known_number_matricule', sql`length(matricule) = 13`)
    .addCheckConstraint('patient_known_number_source', isOneOf('source', ['former', 'withdrawn']))
    .execute()
  await db.schema
    .createIndex('patient_known_number_by_matricule')
    .on('patient_known_number')
    .columns(['matricule', 'patient_id'])
    .execute()
}

/**
 * Who bears that name, with all that decides whether an identity is to be looked at: the work-list of a hundred thousand
 * patients reads this index alone, a tenth of their rows.
 */
async function widenIndexOfNames(db: MigrationTransaction): Promise<void> {
  await db.schema.dropIndex('patient_named_at_birth').execute()
  await db.schema
    .createIndex('patient_named_at_birth')
    .on('patient')
    .columns([
      'birth_name_key',
      'birth_first_name_key',
      'birth_date',
      'sex',
      'used_name_key',
      'ins_status',
      'ins_attributes',
      'ins_ko',
      'ins_matricule',
      'patient_id',
      'version',
      'file_number',
    ])
    .execute()
}

interface StatusBefore {
  readonly patient_id: string
  readonly birth_name_ins: string
  readonly birth_first_names_ins: string
  readonly first_birth_first_name_ins: string
  readonly sex: string
  readonly birth_date: string
  readonly birth_place_code: string
  readonly ins_matricule: string | null
  readonly ins_key: string | null
  readonly ins_oid: string | null
  readonly ins_ko: number
  readonly updated_at: string
  readonly updated_by_user_id: string | null
  readonly updated_by: string
  readonly proof_id: string
}

/**
 * A matricule that stood was what INSi answered for the traits beside it: it becomes a proof. Which document had been
 * looked at was never written, and none is invented: what was qualified is retrieved, what was validated provisional.
 */
async function keepWhatINSiGave(db: MigrationTransaction, dialect: SchemaDialect): Promise<void> {
  const { rows } = await sql<StatusBefore>`select patient_id, birth_name_ins, birth_first_names_ins,
    first_birth_first_name_ins, sex, birth_date, birth_place_code, ins_matricule, ins_key, ins_oid, ins_ko, updated_at,
    updated_by_user_id, updated_by, ${newId(dialect)} as proof_id
    from patient where ins_matricule is not null or ins_ko = 1`.execute(db)
  for (const row of rows) {
    const ko = row.ins_ko === 1
    await sql`insert into patient_identity (patient_id, capture_channel, captured_at, captured_by_user_id, captured_by,
      ko_reason, ko_at, ko_by_user_id, ko_by)
      values (${row.patient_id}, ${row.ins_matricule === null ? 'SM' : 'INSI'}, ${row.updated_at},
      ${row.updated_by_user_id}, ${row.updated_by}, ${ko ? 'none' : null}, ${ko ? row.updated_at : null},
      ${ko ? row.updated_by_user_id : null}, ${ko ? row.updated_by : null})`.execute(db)
    if (row.ins_matricule === null) continue
    const proof = {
      kind: 'ins',
      proofId: row.proof_id,
      answer: {
        number: { matricule: row.ins_matricule, key: row.ins_key, oid: row.ins_oid },
        history: [],
        traits: {
          birthName: row.birth_name_ins,
          firstName: row.first_birth_first_name_ins,
          firstNames: row.birth_first_names_ins,
          sex: row.sex,
          birthDate: row.birth_date,
          birthPlaceCode: row.birth_place_code,
        },
      },
      channel: 'INSI',
      exchangeId: null,
      act: { at: row.updated_at, userId: row.updated_by_user_id, by: row.updated_by },
      verifiedAt: null,
    }
    await sql`insert into identity_proof (proof_id, patient_id, kind, standing, content)
      values (${row.proof_id}, ${row.patient_id}, 'ins', 1, ${JSON.stringify(proof)})`.execute(db)
  }
  const retrieved = sql`case when ins_matricule is null then`
  await sql`update patient set ins_rank = ${retrieved} 0 else 1 end,
    ins_status = ${retrieved} 'provisional' else 'retrieved' end where ins_status <> 'provisional'`.execute(db)
  await sql`update patient_order set ins_rank =
    (select patient.ins_rank from patient where patient.patient_id = patient_order.patient_id)
    where ins_rank <> 0`.execute(db)
}

interface FormerNumber {
  readonly patient_id: string
  readonly matricule: string
  readonly key: string
  readonly oid: string
  readonly withdrawn_at: string
  readonly proof_id: string
}

/** Matricules that a changed trait had withdrawn: proofs that can never stand again, their traits having not been kept. */
async function keepFormerNumbers(db: MigrationTransaction, dialect: SchemaDialect): Promise<void> {
  const { rows } = await sql<FormerNumber>`select patient_id, matricule, key, oid, withdrawn_at,
    ${newId(dialect)} as proof_id from patient_former_ins order by patient_id, withdrawn_at, matricule`.execute(db)
  const silent = {
    birthName: null,
    firstName: null,
    firstNames: null,
    sex: null,
    birthDate: null,
    birthPlaceCode: null,
  }
  for (const [place, row] of rows.entries()) {
    const { proof_id: proofId, matricule, key, oid, withdrawn_at: at } = row
    const answer = { number: { matricule, key, oid }, history: [], traits: silent }
    const act = { at, userId: null, by: '' }
    const proof = { kind: 'ins', proofId, answer, channel: 'INSI', exchangeId: null, act, verifiedAt: null }
    await sql`insert into identity_proof (proof_id, patient_id, kind, standing, content, place, because, withdrawn_at,
      withdrawn_by, note, final) values (${proofId}, ${row.patient_id}, 'ins', 0, ${JSON.stringify(proof)}, ${place},
      'traits-changed', ${at}, '', '', 1)`.execute(db)
    await sql`insert into patient_known_number (patient_id, matricule, source)
      values (${row.patient_id}, ${matricule}, 'withdrawn') on conflict do nothing`.execute(db)
  }
}

/** A random UUID, made by the database: a step has no chance of its own. */
function newId(dialect: SchemaDialect) {
  if (dialect === 'postgres') return sql<string>`gen_random_uuid()::text`
  const part = (bytes: number) => sql`lower(hex(randomblob(${sql.lit(bytes)})))`
  return sql<string>`${part(4)} || '-' || ${part(2)} || '-4' || substr(${part(2)}, 2) || '-a' || substr(${part(2)}, 2) || '-' || ${part(6)}`
}
