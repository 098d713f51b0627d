import { beforeAll, expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import type { Antecedent } from '#app/features/antecedents/model.ts'
import { openWorld } from '#test/world/open-world.ts'
import { readPdf } from '#test/world/pdf.ts'

const { printing, antecedents, measurements, settings, treatments, vaccinations } = contract

const read = async (pdf: string) => readPdf(new Uint8Array(Buffer.from(pdf, 'base64')))
const printWorld = () => openWorld({ people: { bruno: 'secretary' } })
let world: Awaited<ReturnType<typeof printWorld>>
beforeAll(async () => {
  world = await printWorld()
  return () => world[Symbol.asyncDispose]()
})
const doctor = () => world.as('doctor')

const penicillin = {
  substance: 'Pénicilline',
  substanceCode: null,
  classCode: null,
  category: 'medicine',
  type: 'allergy',
  reaction: 'urticaire',
  severity: 'severe',
  certainty: 'confirmed',
  onset: null,
  comment: '',
} as const

async function filledRecord() {
  const patientId = await doctor().createPatient()
  const add = (entry: Antecedent) =>
    doctor().must(antecedents.save, { patientId, entryId: null, expectedVersion: null, entry })
  await add({ kind: 'allergy', fields: penicillin })
  const diabetes = {
    label: 'Diabète de type 2',
    code: 'E11',
    nature: 'medical',
    onset: '2014-00-00',
    end: null,
    ald: null,
    comment: '',
  } as const
  await add({ kind: 'problem', fields: { ...diabetes, state: 'active' } })
  await add({
    kind: 'problem',
    fields: { ...diabetes, label: 'Appendicectomie', code: null, nature: 'surgical', state: 'past' },
  })
  await doctor().must(treatments.create, {
    patientId,
    fields: {
      drug: { cis: null, name: 'Metformine 1 000 mg' },
      posology: {
        doses: { morning: 1, noon: 0, evening: 1, night: 0 },
        text: '',
        unit: 'comprimé',
        route: '',
        asNeeded: false,
      },
      duration: null,
      chronic: true,
      startedOn: null,
      stoppedOn: null,
      stopReason: '',
      ald: true,
      prescriber: '',
    },
  })
  const vaccine = {
    valences: [],
    vaccine: 'Repevax',
    rank: '',
    givenOn: '2024-05-00',
    lot: '',
    site: null,
    route: null,
  } as const
  await doctor().must(vaccinations.save, {
    patientId,
    vaccinationId: null,
    expectedVersion: null,
    fields: { ...vaccine, valences: [], givenBy: '', declared: false, comment: '' },
  })
  const readings = [
    { code: 'blood-pressure' as const, value: 142, second: 84 },
    { code: 'weight' as const, value: 77.1, second: null },
  ]
  await doctor().must(measurements.add, { patientId, measuredAt: '2026-11-02T08:00:00.000Z', fields: { readings } })
  return patientId
}

test('« Synthèse » says allergies first, then what is followed, what was, what is taken and what was measured', async () => {
  const patientId = await filledRecord()
  const { pages, title } = await read((await doctor().must(printing.summary, { patientId })).pdf)
  expect(title).toBe('Synthèse')
  expect(pages).toHaveLength(1)
  const page = pages[0] ?? ''
  const order = [
    'Pénicilline',
    'Diabète de type 2 (E11), depuis 2014',
    'Appendicectomie',
    'Metformine',
    '142/84',
    '77,1',
  ]
  const places = order.map((words) => page.indexOf(words))
  expect(Math.min(...places)).toBeGreaterThan(0)
  expect(places).toEqual(places.toSorted((a, b) => a - b))
})

test('« Synthèse » of a record where nobody asked about allergies says so, and never that there is none', async () => {
  const patientId = await doctor().createPatient()
  const { pages } = await read((await doctor().must(printing.summary, { patientId })).pdf)
  expect(pages[0]).toContain('Non renseignées')
  expect(pages[0]).not.toMatch(/aucune/i)
})

test('« Traitements en cours » is in whole words for the patient, and says it is no prescription', async () => {
  const patientId = await filledRecord()
  const { pages } = await read((await doctor().must(printing.treatments, { patientId })).pdf)
  expect(pages[0]).toContain('Metformine')
  expect(pages[0]).toContain('1 comprimé le matin')
  expect(pages[0]).toContain('n’est pas une ordonnance')
})

test('a secretary prints labels, not what is clinical', async () => {
  const patientId = await doctor().createPatient()
  const bruno = world.as('bruno')
  const asked = {
    patientId,
    facts: ['name' as const, 'birth-date' as const],
    format: 'roll-89x36' as const,
    startAt: 1,
    copies: 2,
  }
  const { pages } = await read((await bruno.must(printing.labels, asked)).pdf)
  expect(pages).toHaveLength(2)
  expect(pages[0]).toContain('DURAND')
  expect(await bruno.call(printing.summary, { patientId })).toMatchObject({ ok: false, problem: 'forbidden' })
})

test('a label never shows the matricule of an identity that is not qualified', async () => {
  const patientId = await doctor().createPatient()
  const asked = {
    patientId,
    facts: ['name' as const, 'matricule' as const],
    format: 'roll-89x36' as const,
    startAt: 1,
    copies: 1,
  }
  const { pages } = await read((await doctor().must(printing.labels, asked)).pdf)
  expect(pages[0]).not.toContain('INS')
})

test('what is printed is journaled, with what and how many and no word of it', async () => {
  const patientId = await doctor().createPatient()
  await doctor().must(printing.printed, { patientId, what: 'label', entryId: null, copies: 3 })
  const line = (await world.auditOf(patientId)).at(-1)
  expect(line).toMatchObject({ act: 'patient.print', outcome: 'done' })
  expect(JSON.parse(line?.details ?? '{}')).toEqual({ what: 'label', copies: 3 })
})

test('pages that cannot be made are a refusal, and nothing is written', async () => {
  const { TypesettingFailure } = await import('#core/ports/index.ts')
  const broken = { typeset: () => Promise.reject(new TypesettingFailure('timeout')) }
  await using other = await openWorld({ ports: { typesetting: broken } })
  const patientId = await other.as('doctor').createPatient()
  const reply = await other.as('doctor').call(printing.summary, { patientId })
  expect(reply).toMatchObject({ ok: false, problem: 'printing.failed', data: { reason: 'timeout' } })
})

test('the letterhead takes a plain picture, refuses what only looks like one, and prints the cabinet’s own address', async () => {
  const logo = (text: string) => ({ type: 'image/png' as const, data: Buffer.from(text).toString('base64') })
  const hostile = { settings: { logo: logo('<svg onload="x()"></svg>'.repeat(4)), footer: '' }, expectedVersion: 0 }
  expect(await doctor().call(printing.setLetterhead, hostile)).toMatchObject({
    ok: false,
    problem: 'printing.logo-refused',
    data: { reason: 'not-an-image' },
  })
  // One black pixel.
  const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=='
  const plain = { logo: { type: 'image/png' as const, data: pixel }, footer: 'Chèques acceptés.' }
  await doctor().must(printing.setLetterhead, { settings: plain, expectedVersion: 0 })
  const { settings: present, version } = await doctor().must(settings.get, {})
  await doctor().must(settings.update, {
    settings: { ...present, town: 'Fictiville', postalCode: '38000' },
    expectedVersion: version,
  })
  const patientId = await doctor().createPatient()
  const { pages } = await read((await doctor().must(printing.summary, { patientId })).pdf)
  for (const words of ['38000 Fictiville', 'Fictiville, le ', 'Chèques acceptés.']) expect(pages[0]).toContain(words)
})
