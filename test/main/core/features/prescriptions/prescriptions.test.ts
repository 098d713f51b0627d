import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import type { AllergyFields } from '#app/features/antecedents/model.ts'
import type { PrescriptionFields } from '#app/features/prescriptions/model.ts'
import { readPdf } from '#main/adapters/documents/read-pdf.ts'
import { importBase } from '#test/world/medicines.ts'
import { openWorld, type WorldSeat } from '#test/world/open-world.ts'
import { someLine, somePrescription, someTreatment } from '#test/world/prescriptions.ts'

const { prescriptions, treatments, antecedents, record } = contract

const penicillins: AllergyFields = {
  substance: 'Pénicillines',
  substanceCode: null,
  classCode: 'penicillins',
  category: 'medicine',
  type: 'allergy',
  reaction: 'urticaire',
  severity: 'severe',
  certainty: 'confirmed',
  onset: null,
  comment: '',
}

const newId = () => crypto.randomUUID()

const clamoxyl = { cis: '60000001', name: 'AMOXICILLINE 500 mg, gélule' }

const open = () =>
  openWorld({
    people: {
      anna: 'practitioner',
      bea: { roleKey: 'practitioner', seesAllPatients: false },
      sophie: 'secretary',
      lise: 'read-only',
    },
  })

let world: Awaited<ReturnType<typeof open>>
beforeAll(async () => {
  world = await open()
}, 30_000)
afterAll(() => world[Symbol.asyncDispose]())

const rowsOf = async (patientId: string) =>
  (await world.rowsOf('prescription')).filter((row) => row.patient_id === patientId)

async function words(seat: WorldSeat, patientId: string, prescriptionId: string): Promise<string> {
  const { pdf } = await seat.must(prescriptions.pdf, { patientId, prescriptionId })
  return wordsOfPdf(pdf)
}

async function wordsOfPdf(pdf: string): Promise<string> {
  return (await readPdf(Buffer.from(pdf, 'base64'))).text.replaceAll(/\s+/g, ' ')
}

const entriesOf = async (seat: WorldSeat, patientId: string) =>
  (await seat.must(record.timeline, { patientId, filter: {}, offset: 0, limit: 50 })).entries

test('signed: frozen with its sheet, in the timeline, its treatments written in the same step', async () => {
  const anna = world.as('anna')
  const patientId = await anna.createPatient()
  const { treatment } = await anna.must(treatments.create, { patientId, fields: someTreatment })
  const fields: PrescriptionFields = {
    prescribedOn: '2026-11-24',
    twoZones: true,
    lines: [
      someLine({
        treatmentId: treatment.treatmentId,
        duration: { count: 3, unit: 'month' },
        renewals: 1,
        noSubstitution: 'MTE',
      }),
      someLine({
        drug: { cis: null, name: 'Paracétamol 1 g' },
        posology: { doses: null, text: '1 comprimé toutes les 6 heures', unit: '', route: '', asNeeded: true },
        duration: { count: 5, unit: 'day' },
        chronic: false,
        ald: false,
      }),
      { kind: 'advice', lineId: crypto.randomUUID(), text: 'Contrôle de la créatinine à 15 jours', ald: true },
    ],
  }
  const { prescription } = await anna.must(prescriptions.sign, {
    patientId,
    prescriptionId: newId(),
    fields,
    overrides: [],
  })
  expect(prescription).toMatchObject({ signedBy: 'Test ANNA', cancelledAt: null, version: 1 })

  const text = await words(anna, patientId, prescription.prescriptionId)
  for (const word of [
    'Ramipril 10 mg',
    '1 comprimé le matin',
    'Pendant 3 mois',
    'À renouveler 1 fois',
    'Non substituable (MTE)',
    'Paracétamol 1 g',
    '1 comprimé toutes les 6 heures, si besoin',
    'Contrôle de la créatinine',
    'affection de longue durée',
    'DURAND Marie',
    'Test ANNA',
  ])
    expect(text).toContain(word)
  expect(text).not.toContain('PROJET')
  // What relates to the long-term illness stands above the rest.
  expect(text.indexOf('Ramipril')).toBeLessThan(text.indexOf('SANS RAPPORT'))
  expect(text.indexOf('Paracétamol')).toBeGreaterThan(text.indexOf('SANS RAPPORT'))

  const { treatments: after } = await anna.must(treatments.list, { patientId })
  expect(after.map(({ fields: { drug }, renewedUntil, isCurrent }) => [drug.name, renewedUntil, isCurrent])).toEqual([
    ['Ramipril 10 mg', '2027-05-23', true],
    ['Paracétamol 1 g', '2026-11-28', true],
  ])
  // A line that was new is of a treatment now: renewed, it will not be written twice.
  const [first, second] = prescription.fields.lines
  expect([first, second].map((line) => (line?.kind === 'drug' ? line.treatmentId : null))).toEqual(
    after.map(({ treatmentId }) => treatmentId),
  )
  const [entry] = await entriesOf(anna, patientId)
  expect(entry).toMatchObject({
    entryId: prescription.prescriptionId,
    kind: 'prescription',
    title: 'Bizone ALD, 3 lignes',
    detail: 'Ramipril 10 mg, Paracétamol 1 g',
    marks: { signed: true, ald: true },
  })
})

test('signed again after a cut it is the same; corrected meanwhile, nobody is told that the correction is signed', async () => {
  const anna = world.as('anna')
  const patientId = await anna.createPatient()
  const wanted = { patientId, prescriptionId: newId(), fields: somePrescription, overrides: [] }
  const { prescription } = await anna.must(prescriptions.sign, wanted)
  expect(await anna.must(prescriptions.sign, wanted)).toEqual({ prescription })
  const corrected = { ...wanted, fields: { ...somePrescription, prescribedOn: '2026-11-21' } }
  const already = { ok: false, problem: 'prescription.already-signed', data: {} }
  expect(await anna.call(prescriptions.sign, corrected)).toEqual(already)
  expect(await entriesOf(anna, patientId)).toHaveLength(1)
})

test('what was not checked is kept with what was signed', async () => {
  const anna = world.as('anna')
  const patientId = await anna.createPatient()
  const wanted = { patientId, prescriptionId: newId(), fields: somePrescription, overrides: [] }
  const { prescription } = await anna.must(prescriptions.sign, wanted)
  expect(prescription.notChecked.map(({ code }) => code)).toEqual(['base-not-imported', 'allergies-unknown'])
})

test('cancelled: marked with its reason, never erased; the sheet stays', async () => {
  const anna = world.as('anna')
  const patientId = await anna.createPatient()
  const wanted = { patientId, prescriptionId: newId(), fields: somePrescription, overrides: [] }
  const { prescriptionId } = (await anna.must(prescriptions.sign, wanted)).prescription
  const cancelling = { patientId, prescriptionId, expectedVersion: 1, reason: 'Erreur de posologie' }
  const { prescription } = await anna.must(prescriptions.cancel, cancelling)
  expect(prescription).toMatchObject({ cancelReason: 'Erreur de posologie', cancelledBy: 'Test ANNA', version: 2 })
  expect(prescription.fields).toEqual(
    (await anna.must(prescriptions.get, { patientId, prescriptionId })).prescription.fields,
  )
  expect(await anna.call(prescriptions.cancel, { ...cancelling, expectedVersion: 2 })).toMatchObject({
    problem: 'edit.conflict',
  })
  expect((await entriesOf(anna, patientId))[0]?.title).toMatch(/^Annulée/)
  expect(await words(anna, patientId, prescriptionId)).toContain('Ramipril')
})

test('a preview writes nothing and says that it is not signed', async () => {
  const anna = world.as('anna')
  const patientId = await anna.createPatient()
  const { pdf } = await anna.must(prescriptions.preview, { patientId, fields: somePrescription })
  expect(await wordsOfPdf(pdf)).toContain('PROJET')
  expect(await rowsOf(patientId)).toEqual([])
  expect(await entriesOf(anna, patientId)).toEqual([])
})

test('who sees the patient reads it; who may not prescribe does not sign', async () => {
  const anna = world.as('anna')
  const patientId = await anna.createPatient()
  const wanted = { patientId, prescriptionId: newId(), fields: somePrescription, overrides: [] }
  const { prescriptionId } = (await anna.must(prescriptions.sign, wanted)).prescription
  expect(await world.as('lise').call(prescriptions.get, { patientId, prescriptionId })).toMatchObject({ ok: true })
  expect(await world.as('lise').call(prescriptions.sign, wanted)).toMatchObject({ problem: 'forbidden' })
  expect(await world.as('sophie').call(prescriptions.get, { patientId, prescriptionId })).toMatchObject({
    problem: 'forbidden',
  })
  const unseen = { problem: 'not-found' }
  expect(await world.as('bea').call(prescriptions.get, { patientId, prescriptionId })).toMatchObject(unseen)
  expect(await world.as('bea').call(prescriptions.sign, wanted)).toMatchObject(unseen)
  // Nor through a patient one does see.
  const own = await world.as('bea').createPatient()
  expect(await world.as('bea').call(prescriptions.pdf, { patientId: own, prescriptionId })).toMatchObject(unseen)
})

test('templates: of the cabinet for all, one’s own for oneself; of no patient', async () => {
  const [anna, bea] = [world.as('anna'), world.as('bea')]
  const patientId = await anna.createPatient()
  const { treatment } = await anna.must(treatments.create, { patientId, fields: someTreatment })
  const lines = [someLine({ treatmentId: treatment.treatmentId })]
  const shared = (await anna.must(prescriptions.saveTemplate, { name: 'HTA', isShared: true, lines })).template
  const own = (await anna.must(prescriptions.saveTemplate, { name: 'À moi', isShared: false, lines })).template
  expect(shared.lines[0]).toMatchObject({ treatmentId: null })
  const names = async (seat: WorldSeat) =>
    (await seat.must(prescriptions.templates, {})).templates.map(({ name }) => name)
  expect(await names(anna)).toHaveLength(2)
  expect(await names(bea)).toEqual(['HTA'])
  const removing = { templateId: own.templateId, expectedVersion: 1 }
  expect(await bea.call(prescriptions.removeTemplate, removing)).toMatchObject({ problem: 'not-found' })
  await anna.must(prescriptions.removeTemplate, removing)
  expect(await names(anna)).toEqual(['HTA'])
})

test('an allergy asks a reason before it is signed, and the reason is kept with it', async () => {
  const anna = world.as('anna')
  await importBase(anna)
  const patientId = await anna.createPatient()
  await anna.must(antecedents.save, {
    patientId,
    entryId: null,
    expectedVersion: null,
    entry: { kind: 'allergy', fields: penicillins },
  })
  const fields = { ...somePrescription, lines: [someLine({ drug: clamoxyl, chronic: false, ald: false })] }
  const refused = await anna.call(prescriptions.sign, { patientId, prescriptionId: newId(), fields, overrides: [] })
  expect(refused).toMatchObject({ ok: false, problem: 'prescription.alerts', data: { alerts: 1 } })
  expect(await rowsOf(patientId)).toEqual([])
  expect((await anna.must(treatments.list, { patientId })).treatments).toEqual([])

  const { safety } = await anna.must(treatments.check, { patientId, drugs: [clamoxyl], instead: [] })
  const [alert] = safety.alerts
  expect(alert).toMatchObject({ kind: 'allergy-class', against: 'Pénicillines', severity: 'severe' })
  const overrides = [{ key: alert?.key ?? '', reason: 'Désensibilisé en 2019' }]
  const { prescription } = await anna.must(prescriptions.sign, {
    patientId,
    prescriptionId: newId(),
    fields,
    overrides,
  })
  expect(prescription.overridden).toMatchObject([{ alert: { key: alert?.key }, reason: 'Désensibilisé en 2019' }])
  expect(prescription.notChecked).toEqual([])

  // The tab says the same thing: one check for all.
  expect((await anna.must(treatments.list, { patientId })).safety.alerts).toMatchObject([{ key: alert?.key }])
})
