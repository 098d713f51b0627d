export { sessionsHandlers } from './handlers.ts'
export { viewOfSession } from './session-view.ts'
export { patientLife } from './workspace.ts'
