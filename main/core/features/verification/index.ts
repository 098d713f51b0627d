export { verificationHandlers } from './handlers.ts'
export { nightRun } from './night.ts'
export { runPlan } from './running.ts'
export { patientColumns } from './tables.ts'
