import { contract } from '#app/contract.ts'
import { asFiles, smallBase } from '#test/world/medicines.ts'
import { signedPrescription, somePrescription, someTreatment, writtenTreatment } from '#test/world/prescriptions.ts'
import { type Example, example, nothing } from './example.ts'

const { medicines, prescriptions, treatments } = contract

/** A call that succeeds, for every operation on drugs, treatments and prescriptions. */
export const treatmentExamples: readonly Example[] = [
  example(medicines.search)(async () => ({ input: { text: 'amoxi', limit: 20 } })),
  example(medicines.get)(async () => ({ input: { cis: '60000001' } })),
  example(medicines.searchSubstances)(async () => ({ input: { text: 'amoxi', limit: 20 } })),
  example(medicines.library)(nothing),
  example(medicines.import)(async () => ({ input: { files: asFiles(smallBase()) } }), { ownWorld: true }),
  example(prescriptions.get)(async (world) => ({ seat: world.as('anna'), input: await signedPrescription(world) })),
  example(prescriptions.pdf)(async (world) => ({ seat: world.as('anna'), input: await signedPrescription(world) })),
  example(prescriptions.preview)(async (world) => ({
    input: { patientId: await world.as('anna').createPatient(), fields: somePrescription },
  })),
  example(prescriptions.sign)(async (world) => ({
    input: {
      patientId: await world.as('anna').createPatient(),
      prescriptionId: crypto.randomUUID(),
      fields: somePrescription,
      overrides: [],
    },
  })),
  example(prescriptions.cancel)(async (world) => ({
    seat: world.as('anna'),
    input: { ...(await signedPrescription(world)), expectedVersion: 1, reason: 'Erreur de patient' },
  })),
  example(prescriptions.templates)(nothing),
  example(prescriptions.saveTemplate)(async () => ({
    input: { name: 'Douleur', isShared: true, lines: somePrescription.lines },
  })),
  example(prescriptions.removeTemplate)(async (world) => {
    const template = { name: 'Douleur', isShared: true, lines: somePrescription.lines }
    const { templateId } = (await world.as('doctor').must(prescriptions.saveTemplate, template)).template
    return { input: { templateId, expectedVersion: 1 } }
  }),
  example(treatments.list)(async (world) => ({ input: { patientId: await world.as('anna').createPatient() } })),
  example(treatments.check)(async (world) => ({
    input: { patientId: await world.as('anna').createPatient(), drugs: [someTreatment.drug], instead: [] },
  })),
  example(treatments.create)(async (world) => ({
    input: { patientId: await world.as('anna').createPatient(), fields: someTreatment },
  })),
  example(treatments.update)(async (world) => ({
    input: { ...(await writtenTreatment(world)), fields: someTreatment },
  })),
  example(treatments.stop)(async (world) => ({
    input: { ...(await writtenTreatment(world)), stoppedOn: '2026-11-24', reason: 'Toux' },
  })),
  example(treatments.remove)(async (world) => ({ input: await writtenTreatment(world) })),
  example(treatments.restore)(async (world) => {
    const treatment = await writtenTreatment(world)
    const { version } = await world.as('anna').must(treatments.remove, treatment)
    return { input: { ...treatment, expectedVersion: version } }
  }),
]
