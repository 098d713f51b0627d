export { measurementFeeder, measurementIdOf } from './feeding.ts'
export { measurementsHandlers } from './handlers.ts'
export { rowOf } from './repository.ts'
export { type MeasurementTable, patientColumns } from './tables.ts'
