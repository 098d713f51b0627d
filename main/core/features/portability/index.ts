export { portabilityHandlers } from './handlers.ts'
