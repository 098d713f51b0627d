export { classOf as classify } from '#app/features/journal/rules.ts'
export { expiredLines } from './retention.ts'
