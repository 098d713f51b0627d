import type { Drug, SafetyOutcome, TreatmentView } from '#app/features/treatments/model.ts'
import { stemOf, substancesOf } from '#app/features/treatments/rules/classes.ts'
import { type CheckedDrug, checkSafety } from '#app/features/treatments/rules/safety.ts'
import { allergiesOf } from '#core/features/antecedents/index.ts'
import { readMedicines, substancesNamed } from '#core/features/medicines/index.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import { findTreatments, viewOf } from './repository.ts'

/** Which drugs of whom are checked. */
export interface SafetyRequest {
  readonly patientId: string
  readonly drugs: readonly Drug[]
  /** Treatments these drugs renew or replace. */
  readonly instead: readonly string[]
  readonly today: string
}

/** The one check of drugs against the allergies of a patient in sight: for the tab, the note, the prescription alike. */
export async function checkFor(db: ReadDb, request: SafetyRequest): Promise<SafetyOutcome> {
  const { patientId, instead, today } = request
  const taken = (await findTreatments(db, patientId))
    .map((row) => viewOf(row, today))
    .filter(({ isCurrent, treatmentId }) => isCurrent && !instead.includes(treatmentId))
  return check(
    db,
    patientId,
    request.drugs,
    taken.map(({ fields }) => fields.drug),
  )
}

/** The check of what a patient takes today. */
export async function checkTaken(
  db: ReadDb,
  patientId: string,
  views: readonly TreatmentView[],
): Promise<SafetyOutcome> {
  const taken = views.filter(({ isCurrent }) => isCurrent).map(({ fields }) => fields.drug)
  return check(db, patientId, taken, [])
}

async function check(
  db: ReadDb,
  patientId: string,
  drugs: readonly Drug[],
  others: readonly Drug[],
): Promise<SafetyOutcome> {
  const codes = [...drugs, ...others].flatMap(({ cis }) => (cis === null ? [] : [cis]))
  const known = await readMedicines(db, codes)
  const checked = (drug: Drug): CheckedDrug => ({
    drug,
    components: drug.cis === null ? null : (known?.get(drug.cis)?.components ?? null),
  })
  const allergies = await allergiesOf(db, patientId)
  const recognised = new Map<string, readonly string[]>()
  if (allergies.state === 'list') {
    const written = allergies.entries.filter(({ fields }) => fields.substanceCode === null)
    const stems = new Set(written.flatMap(({ fields }) => substancesOf(fields.substance).map(stemOf)))
    for (const stem of stems) {
      const found = (await substancesNamed(db, stem)).filter(({ name }) => stemOf(name) === stem)
      if (found.length > 0)
        recognised.set(
          stem,
          found.map(({ code }) => code),
        )
    }
  }
  return checkSafety({
    drugs: drugs.map(checked),
    others: others.map(checked),
    allergies,
    recognised,
    isImported: known !== null,
  })
}
