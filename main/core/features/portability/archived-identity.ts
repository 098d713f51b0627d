import { z } from 'zod'
import { type Identity, type IdentityHouse, type InsProof, proof, type Proof } from '#app/features/identity/model.ts'
import { insAttribute } from '#app/features/patients/model.ts'
import { nameKey } from '#app/kernel/letters.ts'
import {
  asAnswered,
  attributeObstacle,
  identityRows,
  oidObstacle,
  proofAgrees,
  strictTraitsOf,
} from '#core/features/identity/index.ts'
import type { PatientRow } from '#core/features/patients/index.ts'
import { ArchiveRefusal } from '#core/ports/index.ts'
import type { ArchivedRow, ReadDb, WriteDb } from '#core/kernel/tables.ts'
import type { RecordContent } from './content.ts'
import { formerNumbersTable, type ReadRecord } from './verify.ts'

/** Columns of a patient that repeat the proofs. */
const copied = [
  'ins_status',
  'ins_rank',
  'ins_attributes',
  'ins_ko',
  'ins_matricule',
  'ins_key',
  'ins_oid',
] as const satisfies readonly (keyof PatientRow)[]

const attributesText = z.array(insAttribute).max(2)

/**
 * Refuses proofs that are not what they say: another form, another person, standing beside traits they do not attest or
 * an identity that may have none, or given in the name of an account of this cabinet by somebody else. That a status is
 * what its proofs make is not looked at: it is made again from them, and the digest tells.
 */
export async function checkProofs(db: ReadDb, record: ReadRecord, house: IdentityHouse): Promise<void> {
  const refused = () => new ArchiveRefusal('wrong-rows', 'identity_proof')
  const rows = record.rows.get('identity_proof') ?? []
  const proofs = rows.map((row) => ({ row, proof: proofIn(row) }))
  const standing = proofs.filter(({ row }) => row['standing'] === 1)
  const attributes = attributesOf(record.patient)
  if (attributes === null) throw refused()
  if (standing.length > 0 && attributeObstacle({ attributes }) !== null) throw refused()
  const traits = strictTraitsOf(record.patient as unknown as PatientRow)
  const ins = standing.find(({ proof: one }) => one.kind === 'ins')?.proof
  const held = ins?.kind === 'ins' ? ins : null
  if (standing.some(({ proof: one }) => !proofAgrees(one, traits, held))) throw refused()
  if (held !== null && oidObstacle(held.answer.number.oid, house) !== null)
    throw new ArchiveRefusal('test-matricule', 'identity_proof')
  await checkActs(db, record, proofs)
}

function proofIn(row: ArchivedRow): Proof {
  const read = proof.safeParse(parsedJson(row['content']))
  if (!read.success || read.data.kind !== row['kind'] || read.data.proofId !== row['proof_id'])
    throw new ArchiveRefusal('wrong-rows', 'identity_proof')
  return read.data
}

function parsedJson(text: unknown): unknown {
  try {
    return JSON.parse(String(text)) as unknown
  } catch {
    return undefined
  }
}

function attributesOf(patient: ArchivedRow): Identity['attributes'] | null {
  const read = attributesText.safeParse(parsedJson(patient['ins_attributes']))
  return read.success ? read.data : null
}

/** Who captured, checked, withdrew: an account of this cabinet only under its own name. */
async function checkActs(
  db: ReadDb,
  record: ReadRecord,
  proofs: readonly { readonly row: ArchivedRow; readonly proof: Proof }[],
): Promise<void> {
  const about = record.rows.get('patient_identity') ?? []
  const named = [
    ...about.map((row) => [row['captured_by_user_id'], row['captured_by']] as const),
    ...about.map((row) => [row['ko_by_user_id'], row['ko_by']] as const),
    ...proofs.map(({ row }) => [row['withdrawn_by_user_id'], row['withdrawn_by']] as const),
    ...proofs.map(({ proof: { act } }) => [act.userId, act.by] as const),
    ...(record.rows.get('identity_marking') ?? []).map((row) => [row['marked_by_user_id'], row['marked_by']] as const),
  ].filter((pair): pair is readonly [string, string] => typeof pair[0] === 'string')
  if (named.length === 0) return
  const people = await db
    .selectFrom('person')
    .select(['user_id', 'last_name'])
    .where('user_id', 'in', [...new Set(named.map(([userId]) => userId))])
    .execute()
  const lastNames = new Map(people.map((person) => [person.user_id, nameKey(person.last_name)]))
  for (const [userId, by] of named) {
    const lastName = lastNames.get(userId)
    if (lastName !== undefined && !nameKey(by).includes(lastName))
      throw new ArchiveRefusal('foreign-author', 'identity_proof')
  }
}

/**
 * Writes what an archive without proofs says: a matricule that stood is what INSi answered for the traits beside it, and
 * becomes a proof; which document had been looked at was never written, and none is invented. What was qualified comes in
 * retrieved, what was validated provisional. A doubtful or fictitious identity, and production for a number of test, keep
 * the number as one that no longer stands.
 */
export async function writeIdentityWithoutProofs(
  db: WriteDb,
  record: ReadRecord,
  house: IdentityHouse,
  newId: () => string,
): Promise<void> {
  const row = record.patient as unknown as PatientRow
  const traits = strictTraitsOf(row)
  const act = { at: row.updated_at, userId: null, by: row.updated_by }
  const attributes = attributesOf(record.patient) ?? []
  const given = insOf(row, act, newId())
  const stands =
    given !== null && attributeObstacle({ attributes }) === null && oidObstacle(given.answer.number.oid, house) === null
  const because = attributes.includes('fictitious')
    ? 'fictitious'
    : attributes.includes('doubtful')
      ? 'doubtful'
      : 'not-confirmed'
  const former = (record.former ?? []).map((one) => ({ ...one, proofId: newId() }))
  const identity: Identity = {
    traits,
    capture: { channel: given === null ? 'SM' : 'INSI', act },
    ins: stands ? given : null,
    document: null,
    attributes,
    ko: row.ins_ko === 1 ? { reason: 'none', exchangeId: null, act } : null,
    withdrawn: [
      ...former.map((one) => {
        const withdrawn = { at: one.withdrawn_at, userId: null, by: '' }
        const number = { matricule: one.matricule, key: one.key, oid: one.oid }
        const said = { kind: 'ins', proofId: one.proofId, channel: 'INSI', exchangeId: null, verifiedAt: null } as const
        const answer = { number, history: [], traits: silent }
        return {
          proof: { ...said, answer, act: withdrawn },
          because: 'traits-changed' as const,
          act: withdrawn,
          note: '',
          final: true,
        }
      }),
      ...(given === null || stands ? [] : [{ proof: given, because, act, note: '', final: true } as const]),
    ],
  }
  const rows = identityRows(row.patient_id, identity)
  await db.insertInto('patient_identity').values(rows.identity).execute()
  if (rows.proofs.length > 0)
    await db
      .insertInto('identity_proof')
      .values([...rows.proofs])
      .execute()
}

const silent = {
  birthName: null,
  firstName: null,
  firstNames: null,
  sex: null,
  birthDate: null,
  birthPlaceCode: null,
} as const

function insOf(row: PatientRow, act: InsProof['act'], proofId: string): InsProof | null {
  const { ins_matricule: matricule, ins_key: key, ins_oid: oid } = row
  if (matricule === null || key === null || oid === null) return null
  return {
    kind: 'ins',
    proofId,
    answer: { number: { matricule, key, oid }, history: [], traits: asAnswered(strictTraitsOf(row)) },
    channel: 'INSI',
    exchangeId: null,
    act,
    verifiedAt: null,
  }
}

/** A record just written, as the archive without proofs that brought it counted it in its digest. */
export function contentWithoutProofs(content: RecordContent, { patient, former }: ReadRecord): RecordContent {
  const tables = content.tables
    .filter(({ table }) => !identityTables.has(table.name))
    .map(({ table, rows }) => {
      if (!table.isOwn) return { table, rows }
      const said = Object.fromEntries(copied.map((column) => [column, patient[column] ?? null]))
      return { table, rows: rows.map((row) => ({ ...row, ...said })) }
    })
  const [own] = tables
  if (own === undefined || former === null) return { ...content, tables }
  const table = { ...own.table, name: formerNumbersTable, isOwn: false, references: [] }
  return { ...content, tables: [...tables, { table, rows: former }] }
}

const identityTables: ReadonlySet<string> = new Set(['patient_identity', 'identity_proof', 'identity_marking'])
