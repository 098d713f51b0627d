import { afterAll, beforeAll, expect, test } from 'vitest'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { contract } from '#app/contract.ts'
import type { Core } from '#core/index.ts'
import { composeCore } from '#main/compose/index.ts'
import { connectInMemory, type MemorySeat } from '#main/wire/index.ts'
import { testPasswordCost } from '#test/world/open-world.ts'

const { antecedents, cabinet, jobs, measurements, patients, record, results } = contract

let folder: string
let core: Core
let seat: MemorySeat
let lacaze: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cabinet-formation-'))
  core = composeCore({
    version: '0.0.0-test',
    stateFolder: join(folder, 'etat'),
    cabinetsFolder: join(folder, 'cabinets'),
    backupsFolder: join(folder, 'sauvegardes'),
    passwordCost: testPasswordCost,
    scheduled: false,
  })
  seat = connectInMemory(core, { kind: 'test', name: 'formation' })
  const started = await seat.call(cabinet.prepareTraining, { patients: 60, seed: 1 })
  if (!started.ok) throw new Error(started.problem)
  const state = async () => {
    const job = await seat.call(jobs.get, { jobId: started.value.jobId })
    return job.ok ? job.value.job.state : job.problem
  }
  while ((await state()) === 'running') await new Promise((resolve) => setTimeout(resolve, 50))
  expect(await state()).toBe('done')
  const known = await seat.call(cabinet.trainingAccounts, {})
  const marchand = known.ok
    ? known.value.accounts.find(({ displayName }) => displayName.includes('MARCHAND'))
    : undefined
  if (!known.ok || known.value.cabinetId === null || marchand === undefined) throw new Error('no training cabinet')
  const { userId, password } = marchand
  await seat.call(cabinet.open, { cabinetId: known.value.cabinetId, userId, password })
  const found = await seat.call(patients.search, { text: 'lacaze françoise', limit: 5 })
  lacaze = found.ok ? (found.value.rows[0]?.patientId ?? '') : ''
}, 60_000)

afterAll(async () => {
  await core.dispose()
  await rm(folder, { recursive: true, force: true })
})

test('the record of the manual has what the manual shows', async () => {
  const asked = { patientId: lacaze, filter: {}, offset: 0, limit: 50 }
  const timeline = await seat.call(record.timeline, asked)
  if (!timeline.ok) throw new Error(timeline.problem)
  expect(timeline.value.entries.map(({ kind, title, authorName }) => [kind, title, authorName])).toEqual([
    ['result', 'HbA1c, créatinine, bilan lipidique', 'Labo'],
    ['vaccination', expect.stringContaining('Comirnaty'), 'HM'],
    ['vaccination', expect.stringContaining('Vaxigrip'), 'HM'],
    ['consultation', 'Renouvellement 3 mois, TA 142/84', 'HM'],
    ['document', 'Ophtalmologie : pas de rétinopathie', 'Sorel'],
    ['consultation', 'Renouvellement, sevrage tabac', 'HM'],
    ['result', 'HbA1c 7,3 %, microalbuminurie', 'Labo'],
    ['document', 'Doppler des troncs supra-aortiques', 'Aubin'],
    ['consultation', 'Renouvellement, TA 138/82', 'HM'],
    ['document', 'Cardiologie : ECG et écho sans anomalie', 'Casta'],
    ['result', 'HbA1c, bilan annuel', 'Labo'],
  ])
  const [biology] = timeline.value.entries
  expect(biology?.marks.abnormalCount).toBe(5)
  const read = await seat.call(results.read, { resultId: biology?.entryId ?? '' })
  if (!read.ok) throw new Error(read.problem)
  const { lines, laboratory, seenBy } = read.value.result
  expect([laboratory, seenBy]).toEqual(['Labo Estuaire', 'HM'])
  expect(
    lines.map(({ line, flag, former }) => [line.analyte, line.value, flag, ...former.map((one) => one?.value)]),
  ).toEqual([
    ['HbA1c', 7.9, 'high', 7.3, 7.2],
    ['LDL-cholestérol', 1.24, 'high', 1.02, 0.98],
    ['DFG (CKD-EPI)', 58, 'low', 64, 66],
    ['Glycémie à jeun', 1.62, 'high', 1.38, 1.31],
    ['Créatinine', 88, 'high', 81, 79],
    ['Potassium', 4.6, 'normal', 4.4, 4.3],
  ])
})

test('its structured data is that of the manual', async () => {
  const read = await seat.call(antecedents.read, { patientId: lacaze })
  if (!read.ok) throw new Error(read.problem)
  const { problems, allergies } = read.value
  expect(problems.map(({ fields }) => fields.label)).toEqual(
    expect.arrayContaining(['Diabète de type 2', 'Hypertension artérielle', 'Hypothyroïdie', 'Cholécystectomie']),
  )
  expect(allergies.state === 'list' ? allergies.entries.map(({ fields }) => fields.substance) : []).toEqual(
    expect.arrayContaining(['Pénicillines', 'Pollens de graminées']),
  )
  const measured = await seat.call(measurements.list, { patientId: lacaze })
  const pressure = measured.ok ? measured.value.measurements.find(({ code }) => code === 'blood-pressure') : undefined
  expect(pressure).toMatchObject({ value: 142, second: 84 })
})

test('words of notes and of letters received are found', async () => {
  const search = async (text: string) => {
    const found = await seat.call(record.searchAll, { text, filter: {}, after: null, limit: 20 })
    return found.ok ? found.value.matches.map(({ entry }) => entry.title) : found.problem
  }
  expect(await search('rétinopathie diabétique')).toEqual(['Ophtalmologie : pas de rétinopathie'])
  expect(await search('sevrage tabagique patiente')).toEqual(['Renouvellement, sevrage tabac'])
})

test('everybody has a history', async () => {
  const listed = await seat.call(patients.search, { text: '', limit: 60 })
  if (!listed.ok) throw new Error(listed.problem)
  let empty = 0
  for (const { patientId } of listed.value.rows) {
    const timeline = await seat.call(record.timeline, { patientId, filter: {}, offset: 0, limit: 1 })
    if (timeline.ok && timeline.value.total === 0) empty += 1
  }
  expect(empty).toBe(0)
})
