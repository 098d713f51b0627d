export { classOf as classify } from '#app/features/journal/rules.ts'
