import type { ConsentFields, ConsentView } from '#app/features/consents/model.ts'
import { nothingAsked } from '#app/features/consents/rules.ts'
import { displayNameOf } from '#core/features/people/index.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'

/** What a patient in sight consents to; version 0 while nobody asked. */
export async function consentOf(db: ReadDb, patientId: string): Promise<ConsentView> {
  const row = await db
    .selectFrom('patient_consent')
    .selectAll('patient_consent')
    .where('patient_consent.patient_id', '=', patientId)
    .executeTakeFirst()
  if (row === undefined) return { fields: nothingAsked, updatedAt: null, updatedBy: '', version: 0 }
  return {
    fields: {
      privacyPolicy: row.privacy_policy,
      mssanteCitizen: row.mssante_citizen,
      mssanteProfessionals: row.mssante_professionals,
      dmp: row.dmp,
      dmpVisibleToPatient: row.dmp_visible_to_patient === 1,
      dmpVisibleToProfessionals: row.dmp_visible_to_professionals === 1,
      opposesSharing: row.opposes_sharing === 1,
    },
    updatedAt: row.updated_at,
    updatedBy: await displayNameOf(db, row.updated_by),
    version: row.version,
  }
}

/** Writes the answers of a patient over those before. */
export async function writeConsent(
  db: WriteDb,
  stamp: { readonly patientId: string; readonly version: number; readonly at: string; readonly by: string },
  fields: ConsentFields,
): Promise<void> {
  const columns = {
    privacy_policy: fields.privacyPolicy,
    mssante_citizen: fields.mssanteCitizen,
    mssante_professionals: fields.mssanteProfessionals,
    dmp: fields.dmp,
    dmp_visible_to_patient: fields.dmpVisibleToPatient ? 1 : 0,
    dmp_visible_to_professionals: fields.dmpVisibleToProfessionals ? 1 : 0,
    opposes_sharing: fields.opposesSharing ? 1 : 0,
    updated_at: stamp.at,
    updated_by: stamp.by,
    version: stamp.version,
  }
  await db
    .insertInto('patient_consent')
    .values({ patient_id: stamp.patientId, ...columns })
    .onConflict((on) => on.column('patient_id').doUpdateSet(columns))
    .execute()
}
