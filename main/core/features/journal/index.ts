export { classOf as classify } from '#app/features/journal/rules.ts'
export { journalHandlers } from './handlers.ts'
export { expiredLines } from './retention.ts'
