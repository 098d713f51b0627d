import type { CabinetProfile } from '#app/features/cabinet/model.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'
import type { LineIdentity } from '#core/ports/index.ts'
import { type Establishment, readEstablishment } from '#main/protocols/establishment-certificate.ts'

/** The certificate of the establishment with its key: goes to the line, and nowhere else. */
export interface KeptIdentity {
  readonly identity: LineIdentity
  readonly establishment: Establishment
  readonly importedAt: string
}

/** The certificate of this cabinet; `null` where it has none, or one that can no longer be read. */
export async function findIdentityOfLine(db: ReadDb): Promise<KeptIdentity | null> {
  const row = await db.selectFrom('teleservice_certificate').selectAll().executeTakeFirst()
  if (row === undefined) return null
  const identity = { certificate: row.certificate, key: row.private_key }
  const reading = readEstablishment(identity.certificate)
  return reading.ok ? { identity, establishment: reading.establishment, importedAt: row.imported_at } : null
}

/** Whether this cabinet can call without a person: with its certificate, or in training with the one that comes along. */
export async function hasCertificate(db: ReadDb, profile: CabinetProfile): Promise<boolean> {
  return profile === 'training' || (await findIdentityOfLine(db)) !== null
}

/** Keeps a certificate in the place of the former one; `null`: keeps none. */
export async function keepIdentity(
  db: WriteDb,
  identity: LineIdentity | null,
  stamp: { readonly at: string; readonly by: string },
): Promise<void> {
  await db.deleteFrom('teleservice_certificate').execute()
  if (identity === null) return
  await db
    .insertInto('teleservice_certificate')
    .values({
      only_row: 1,
      certificate: identity.certificate,
      private_key: identity.key,
      imported_at: stamp.at,
      imported_by: stamp.by,
    })
    .execute()
}
