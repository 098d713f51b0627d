export { cardsHandlers } from './handlers.ts'
export { settleCardSlots } from './slots.ts'
