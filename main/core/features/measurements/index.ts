export { measurementFeeder, measurementIdOf } from './feeding.ts'
export { measurementsHandlers } from './handlers.ts'
export { insertMeasurements, rowOf } from './repository.ts'
export { type MeasurementTable, patientColumns } from './tables.ts'
