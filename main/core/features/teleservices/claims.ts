import { type OwnClaims, ownClaims } from '#app/features/teleservices/model.ts'
import type { CabinetProfile } from '#app/features/cabinet/model.ts'
import { findPerson } from '#core/features/people/index.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'

const none: OwnClaims = { billingNumber: '', amoSpecialty: '', sector: '' }

/** What a professional says of themselves, with its version: 0 before anybody wrote it. */
export interface KeptClaims {
  readonly claims: OwnClaims
  readonly version: number
}

/**
 * The claims of one user. In the training cabinet whoever has an RPPS number has some from the start: they are invented, as
 * the numbers are.
 */
export async function findClaims(db: ReadDb, userId: string, profile: CabinetProfile): Promise<KeptClaims> {
  const row = await db.selectFrom('teleservice_claims').selectAll().where('user_id', '=', userId).executeTakeFirst()
  if (row !== undefined) {
    const { billing_number: billingNumber, amo_specialty: amoSpecialty, sector, version } = row
    const read = ownClaims.safeParse({ billingNumber, amoSpecialty, sector })
    return { claims: read.success ? read.data : none, version }
  }
  const rpps = profile === 'training' ? ((await findPerson(db, userId))?.rpps ?? null) : null
  if (rpps === null) return { claims: none, version: 0 }
  return { claims: { billingNumber: `631${rpps.slice(-6)}`, amoSpecialty: '01', sector: 'SA07' }, version: 0 }
}

/** Writes them; the new version. */
export async function writeClaims(
  db: WriteDb,
  userId: string,
  claims: OwnClaims,
  stamp: { readonly version: number; readonly at: string; readonly by: string },
): Promise<void> {
  const row = {
    billing_number: claims.billingNumber,
    amo_specialty: claims.amoSpecialty,
    sector: claims.sector,
    version: stamp.version,
    updated_at: stamp.at,
    updated_by: stamp.by,
  }
  await db
    .insertInto('teleservice_claims')
    .values({ user_id: userId, ...row })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(row))
    .execute()
}
