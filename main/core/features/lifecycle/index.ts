export { isBlocked } from './block.ts'
export { lifecycleHandlers } from './handlers.ts'
export { type AnyRow, anyTables, type PatientRegistry, patientRegistry, rowsOf } from './patient-rows.ts'
export { patientColumns } from './tables.ts'
