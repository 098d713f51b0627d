export { vitaleHandlers } from './handlers.ts'
