export { networkHandlers } from './handlers.ts'
