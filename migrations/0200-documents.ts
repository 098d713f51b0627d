import { sql } from 'kysely'
import {
  bytes,
  isCivilDate,
  isFlag,
  isId,
  isInstant,
  isOneOf,
  isTextOf,
  type Migration,
  type MigrationTransaction,
  strictTable,
} from './lib.ts'

const kinds = [
  'pdf',
  'jpeg',
  'png',
  'gif',
  'webp',
  'bmp',
  'svg',
  'tiff',
  'heic',
  'cda',
  'xml',
  'text',
  'html',
  'mail',
  'word',
  'sheet',
  'slides',
  'rich-text',
  'record-archive',
] as const

/** Contents by their digest, documents with their versions and words, their categories, imports under way (DOS-7). */
export const documents: Migration = {
  number: 200,
  name: 'documents',
  async up(db, dialect) {
    await strictTable(db, dialect, 'blob')
      .addColumn('digest', 'text', (column) => column.primaryKey())
      // What its pieces are kept under: they come before the digest is known, and are not written twice.
      .addColumn('content_id', 'text', (column) => column.notNull().unique())
      .addColumn('bytes', 'integer', (column) => column.notNull())
      .addColumn('pieces', 'integer', (column) => column.notNull())
      .addCheckConstraint('blob_digest', sql`length(digest) = 64 and lower(digest) = digest`)
      .addCheckConstraint('blob_content', isId('content_id'))
      .addCheckConstraint('blob_bytes', sql`bytes >= 0 and pieces >= 0`)
      .execute()
    await strictTable(db, dialect, 'blob_piece')
      .addColumn('content_id', 'text', (column) => column.notNull())
      .addColumn('position', 'integer', (column) => column.notNull())
      .addColumn('piece', bytes(dialect) as 'blob', (column) => column.notNull())
      .addColumn('piece_digest', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('blob_piece_key', ['content_id', 'position'])
      .addCheckConstraint('blob_piece_content', isId('content_id'))
      .addCheckConstraint('blob_piece_position', sql`position >= 0`)
      .addCheckConstraint('blob_piece_digest', sql`length(piece_digest) = 64`)
      .execute()
    await strictTable(db, dialect, 'document_upload')
      .addColumn('upload_id', 'text', (column) => column.primaryKey())
      .addColumn('user_id', 'text', (column) => column.notNull().references('person.user_id'))
      .addColumn('file_name', 'text', (column) => column.notNull())
      .addColumn('bytes', 'integer', (column) => column.notNull())
      .addColumn('received', 'integer', (column) => column.notNull())
      .addColumn('pieces', 'integer', (column) => column.notNull())
      .addColumn('started_at', 'text', (column) => column.notNull())
      .addCheckConstraint('document_upload_id', isId('upload_id'))
      .addCheckConstraint('document_upload_bytes', sql`received between 0 and bytes and pieces >= 0`)
      .addCheckConstraint('document_upload_started', isInstant('started_at'))
      .execute()
    await sql`create index document_upload_of on document_upload (user_id)`.execute(db)
    await strictTable(db, dialect, 'document_category')
      .addColumn('category_id', 'text', (column) => column.primaryKey())
      .addColumn('name', 'text', (column) => column.notNull())
      // The name folded, so that no two look alike.
      .addColumn('name_key', 'text', (column) => column.notNull().unique())
      .addColumn('tone', 'text', (column) => column.notNull())
      // JSON: words that suggest it.
      .addColumn('keywords', 'text', (column) => column.notNull())
      .addColumn('position', 'integer', (column) => column.notNull())
      .addColumn('archived', 'integer', (column) => column.notNull())
      .addColumn('updated_at', 'text')
      .addColumn('updated_by', 'text', (column) => column.references('person.user_id'))
      .addColumn('version', 'integer', (column) => column.notNull())
      .addCheckConstraint('document_category_id', isId('category_id'))
      .addCheckConstraint('document_category_name', isTextOf('name', 60))
      .addCheckConstraint(
        'document_category_tone',
        isOneOf('tone', ['grey', 'blue', 'green', 'amber', 'red', 'violet', 'teal']),
      )
      .addCheckConstraint('document_category_archived', isFlag('archived'))
      .addCheckConstraint('document_category_updated', isInstant('updated_at'))
      .addCheckConstraint('document_category_version', sql`version >= 1`)
      .execute()
    await strictTable(db, dialect, 'document')
      .addColumn('document_id', 'text', (column) => column.primaryKey())
      // Null: to be filed. Everybody's who reads documents, as GRP-2 says of an unlinked result.
      .addColumn('patient_id', 'text', (column) => column.references('patient.patient_id'))
      .addColumn('title', 'text', (column) => column.notNull())
      .addColumn('category_id', 'text', (column) => column.references('document_category.category_id'))
      .addColumn('document_date', 'text', (column) => column.notNull())
      .addColumn('sender', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('file_name', 'text', (column) => column.notNull())
      .addColumn('source', 'text', (column) => column.notNull())
      // The content shown now, and how an image is turned.
      .addColumn('blob_digest', 'text', (column) => column.notNull().references('blob.digest'))
      .addColumn('number', 'integer', (column) => column.notNull())
      .addColumn('bytes', 'integer', (column) => column.notNull())
      .addColumn('pages', 'integer')
      .addColumn('turn', 'integer', (column) => column.notNull())
      .addColumn('imported_at', 'text', (column) => column.notNull())
      .addColumn('imported_by', 'text', (column) => column.references('person.user_id'))
      .addColumn('updated_at', 'text', (column) => column.notNull())
      .addColumn('updated_by', 'text', (column) => column.references('person.user_id'))
      .addColumn('removed_at', 'text')
      .addColumn('removed_by', 'text', (column) => column.references('person.user_id'))
      .addColumn('version', 'integer', (column) => column.notNull())
      .addCheckConstraint('document_id_form', isId('document_id'))
      .addCheckConstraint('document_title', isTextOf('title', 160))
      .addCheckConstraint('document_day', isCivilDate('document_date'))
      .addCheckConstraint('document_sender', sql`length(sender) <= 120`)
      .addCheckConstraint('document_kind', isOneOf('kind', kinds))
      .addCheckConstraint('document_file_name', isTextOf('file_name', 160))
      .addCheckConstraint('document_source', isOneOf('source', ['import', 'scan', 'attachment', 'extract', 'export']))
      .addCheckConstraint('document_turn', sql`turn in (0, 90, 180, 270)`)
      .addCheckConstraint('document_imported', isInstant('imported_at'))
      .addCheckConstraint('document_updated', isInstant('updated_at'))
      .addCheckConstraint('document_removed', isInstant('removed_at'))
      .addCheckConstraint('document_version_number', sql`version >= 1 and number >= 1`)
      .execute()
    // Of one record; to be filed; the same content in the same record; what still needs a content.
    await sql`create index document_of_patient on document (patient_id) where patient_id is not null`.execute(db)
    await sql`create index document_unfiled on document (imported_at, document_id) where patient_id is null and removed_at is null`.execute(
      db,
    )
    await sql`create index document_by_content on document (blob_digest)`.execute(db)
    await strictTable(db, dialect, 'document_version')
      .addColumn('document_version_id', 'text', (column) => column.primaryKey())
      .addColumn('document_id', 'text', (column) => column.notNull().references('document.document_id'))
      .addColumn('patient_id', 'text', (column) => column.references('patient.patient_id'))
      .addColumn('number', 'integer', (column) => column.notNull())
      .addColumn('blob_digest', 'text', (column) => column.notNull().references('blob.digest'))
      .addColumn('bytes', 'integer', (column) => column.notNull())
      .addColumn('pages', 'integer')
      .addColumn('turn', 'integer', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('made_at', 'text', (column) => column.notNull())
      .addColumn('made_by', 'text', (column) => column.references('person.user_id'))
      .addUniqueConstraint('document_version_once', ['document_id', 'number'])
      .addCheckConstraint('document_version_id_form', isId('document_version_id'))
      .addCheckConstraint('document_version_first', sql`number >= 1`)
      .addCheckConstraint('document_version_turn', sql`turn in (0, 90, 180, 270)`)
      .addCheckConstraint('document_version_reason', isOneOf('reason', ['imported', 'turned', 'arranged', 'former']))
      .addCheckConstraint('document_version_made', isInstant('made_at'))
      .execute()
    await sql`create index document_version_of_patient on document_version (patient_id) where patient_id is not null`.execute(
      db,
    )
    await sql`create index document_version_by_content on document_version (blob_digest)`.execute(db)
    await strictTable(db, dialect, 'document_words')
      .addColumn('document_id', 'text', (column) => column.primaryKey().references('document.document_id'))
      .addColumn('patient_id', 'text', (column) => column.references('patient.patient_id'))
      .addColumn('words', 'text', (column) => column.notNull())
      .execute()
    await sql`create index document_words_of_patient on document_words (patient_id) where patient_id is not null`.execute(
      db,
    )
    // The category somebody gave to files named alike, proposed for the next.
    await strictTable(db, dialect, 'document_habit')
      .addColumn('habit_key', 'text', (column) => column.primaryKey())
      .addColumn('category_id', 'text', (column) => column.notNull().references('document_category.category_id'))
      .addColumn('used_at', 'text', (column) => column.notNull())
      .addCheckConstraint('document_habit_key', isTextOf('habit_key', 200))
      .addCheckConstraint('document_habit_used', isInstant('used_at'))
      .execute()
    await strictTable(db, dialect, 'scan_fault')
      .addColumn('scan_fault_id', 'text', (column) => column.primaryKey())
      .addColumn('file_name', 'text', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('at', 'text', (column) => column.notNull())
      .addCheckConstraint('scan_fault_id_form', isId('scan_fault_id'))
      .addCheckConstraint('scan_fault_at', isInstant('at'))
      .execute()
    await seedCategories(db)
  },
}

/** What every cabinet starts with; it renames, adds and archives as it likes. */
const categories = [
  [
    'Biologie',
    'biologie',
    'green',
    ['biologie', 'laboratoire', 'bilan sanguin', 'analyses', 'hémogramme', 'NFS', 'HbA1c'],
  ],
  [
    'Imagerie',
    'imagerie',
    'violet',
    ['imagerie', 'radio', 'radiographie', 'scanner', 'IRM', 'échographie', 'écho', 'doppler', 'mammographie', 'TDM'],
  ],
  ['Courrier reçu', 'courrierrecu', 'blue', ['courrier', 'lettre', 'cher confrère', 'chère consœur']],
  [
    'Compte rendu',
    'compterendu',
    'teal',
    ['compte rendu', 'compte-rendu', 'CRH', 'hospitalisation', 'opératoire', 'consultation'],
  ],
  ['Certificat', 'certificat', 'amber', ['certificat', 'attestation', 'aptitude', 'arrêt de travail']],
  [
    'Administratif',
    'administratif',
    'grey',
    ['mutuelle', 'assurance', 'CPAM', 'CERFA', 'MDPH', 'carte vitale', 'consentement'],
  ],
  ['Export', 'export', 'grey', []],
] as const

async function seedCategories(db: MigrationTransaction): Promise<void> {
  for (const [index, [name, key, tone, keywords]] of categories.entries()) {
    const id = `0192f000-0000-7000-8000-0000000002${String(index).padStart(2, '0')}`
    await sql`insert into document_category (category_id, name, name_key, tone, keywords, position, archived, version)
      values (${id}, ${name}, ${key}, ${tone}, ${JSON.stringify(keywords)}, ${index}, 0, 1)`.execute(db)
  }
}
