export { pscHandlers } from './handlers.ts'
