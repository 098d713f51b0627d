export { presenceHandlers } from './handlers.ts'
