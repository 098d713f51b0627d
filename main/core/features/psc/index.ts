export { pscHandlers } from './handlers.ts'
export { hasProxy } from './settings.ts'
