export { cardsHandlers } from './handlers.ts'
export { isCardOf } from './repository.ts'
export { refreshListsIfDue, type RevokedCard } from './refreshing.ts'
export { settleCardSlots } from './slots.ts'
