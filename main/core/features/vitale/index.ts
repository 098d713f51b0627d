export { vitaleHandlers } from './handlers.ts'
export { reasonOf } from './matches.ts'
