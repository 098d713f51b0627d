export { cabinetHandlers } from './handlers.ts'
