export { sessionsHandlers } from './handlers.ts'
export { viewOfSession } from './session-view.ts'
