import { contract } from '#app/contract.ts'
import type { DrugLine, PrescriptionFields } from '#app/features/prescriptions/model.ts'
import type { TreatmentFields } from '#app/features/treatments/model.ts'
import type { WorldSeat } from './open-world.ts'

/** A treatment as typed, in free words. */
export const someTreatment: TreatmentFields = {
  drug: { cis: null, name: 'Ramipril 10 mg' },
  posology: {
    doses: { morning: 1, noon: 0, evening: 0, night: 0 },
    text: '',
    unit: 'comprimé',
    route: '',
    asNeeded: false,
  },
  duration: { count: 3, unit: 'month' },
  chronic: true,
  startedOn: '2026-05-28',
  stoppedOn: null,
  stopReason: '',
  ald: true,
  prescriber: '',
}

/** A line of drug as the editor makes it. */
export function someLine(changes: Partial<DrugLine> = {}): DrugLine {
  const { drug, posology, duration, chronic, ald } = someTreatment
  const lineId = crypto.randomUUID()
  return {
    kind: 'drug',
    lineId,
    treatmentId: null,
    drug,
    posology,
    duration,
    renewals: 0,
    chronic,
    ald,
    noSubstitution: null,
    ...changes,
  }
}

/** A prescription of one line. */
export const somePrescription: PrescriptionFields = {
  prescribedOn: '2026-11-24',
  lines: [someLine()],
  twoZones: false,
}

interface Seats {
  as(name: 'anna'): WorldSeat
}

/** A treatment of a new patient, as `update` and the others name it. */
export async function writtenTreatment(world: Seats) {
  const patientId = await world.as('anna').createPatient()
  const { treatment } = await world.as('anna').must(contract.treatments.create, { patientId, fields: someTreatment })
  return { patientId, treatmentId: treatment.treatmentId, expectedVersion: treatment.version }
}

/** A signed prescription of a new patient, as `get` and the others name it. */
export async function signedPrescription(world: Seats) {
  const patientId = await world.as('anna').createPatient()
  const wanted = { patientId, prescriptionId: crypto.randomUUID(), fields: somePrescription, overrides: [] }
  const { prescription } = await world.as('anna').must(contract.prescriptions.sign, wanted)
  return { patientId, prescriptionId: prescription.prescriptionId }
}
