import { contract } from '#app/contract.ts'
import type { MeasurementFields } from '#app/features/measurements/model.ts'
import type { ResultFields } from '#app/features/results/model.ts'
import { type Example, example } from './example.ts'
import type { ExampleWorld } from './example-subjects.ts'

const { measurements, record, results } = contract

const somebody = async (world: ExampleWorld) => world.as('anna').createPatient()

/** A call that succeeds, for every operation of `record`. */
export const recordExamples: readonly Example[] = [
  example(record.timeline)(async (world) => ({
    input: { patientId: await somebody(world), filter: {}, offset: 0, limit: 50 },
  })),
  example(record.facets)(async (world) => ({ input: { patientId: await somebody(world) } })),
  example(record.search)(async (world) => ({
    input: { patientId: await somebody(world), text: 'toux', filter: {}, offset: 0, limit: 50 },
  })),
  example(record.searchAll)(async () => ({ input: { text: 'toux', filter: {}, after: null, limit: 50 } })),
]

/** A blood pressure and a weight. */
export const someMeasures: MeasurementFields = {
  readings: [
    { code: 'blood-pressure', value: 142, second: 84 },
    { code: 'weight', value: 77.1, second: null },
  ],
}

/** A result of two lines, one of them out of its range. */
export const someResult: ResultFields = {
  title: '',
  laboratory: 'Labo Estuaire',
  sampledOn: '2026-11-19',
  comment: '',
  lines: [
    resultLine('HbA1c', 7.9, '%', 4, 6),
    { ...resultLine('Anticorps anti-VHC', null, '', null, null), text: 'Négatif', reference: 'Négatif' },
  ],
}

function resultLine(analyte: string, value: number | null, unit: string, low: number | null, high: number | null) {
  return { panel: '', analyte, loinc: null, value, text: '', unit, low, high, reference: '', flag: null }
}

async function newMeasure(world: ExampleWorld) {
  const patientId = await somebody(world)
  const asked = { patientId, measuredAt: '2026-11-02T08:00:00.000Z', fields: someMeasures }
  const [measure] = (await world.as('anna').must(measurements.add, asked)).measurements
  if (measure === undefined) throw new Error('nothing was measured')
  return measure
}

async function newResult(world: ExampleWorld) {
  const asked = { patientId: await somebody(world), fields: { ...someResult, sampledOn: '2026-11-02' } }
  return (await world.as('anna').must(results.create, asked)).result
}

/** A call that succeeds, for every operation of `measurements` and `results`. */
export const examExamples: readonly Example[] = [
  example(measurements.list)(async (world) => ({ input: { patientId: await somebody(world) } })),
  example(measurements.add)(async (world) => ({
    input: { patientId: await somebody(world), measuredAt: '2026-11-02T08:00:00.000Z', fields: someMeasures },
  })),
  example(measurements.change)(async (world) => {
    const { measurementId, version: expectedVersion, measuredAt } = await newMeasure(world)
    const reading = { code: 'blood-pressure', value: 138, second: 82 } as const
    return { input: { measurementId, expectedVersion, measuredAt, reading } }
  }),
  example(measurements.remove)(async (world) => {
    const { measurementId, version: expectedVersion } = await newMeasure(world)
    return { input: { measurementId, expectedVersion } }
  }),
  example(measurements.restore)(async (world) => {
    const { measurementId, version } = await newMeasure(world)
    const removed = await world.as('anna').must(measurements.remove, { measurementId, expectedVersion: version })
    return { input: { measurementId, expectedVersion: removed.version } }
  }),
  example(results.read)(async (world) => ({ input: { resultId: (await newResult(world)).resultId } })),
  example(results.series)(async (world) => ({ input: { patientId: (await newResult(world)).patientId } })),
  example(results.create)(async (world) => ({
    input: { patientId: await somebody(world), fields: { ...someResult, sampledOn: '2026-11-02' } },
  })),
  example(results.update)(async (world) => {
    const { resultId, version: expectedVersion } = await newResult(world)
    return { input: { resultId, expectedVersion, fields: { ...someResult, sampledOn: '2026-11-01' } } }
  }),
  example(results.setSeen)(async (world) => {
    const { resultId, version: expectedVersion } = await newResult(world)
    return { input: { resultId, expectedVersion, seen: true } }
  }),
  example(results.remove)(async (world) => {
    const { resultId, version: expectedVersion } = await newResult(world)
    return { input: { resultId, expectedVersion } }
  }),
  example(results.restore)(async (world) => {
    const { resultId, version } = await newResult(world)
    const removed = await world.as('anna').must(results.remove, { resultId, expectedVersion: version })
    return { input: { resultId, expectedVersion: removed.version } }
  }),
]
