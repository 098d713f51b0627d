import { authorityHandlers } from './authorities.ts'
import { enrollingHandlers } from './enrolling.ts'
import { managingHandlers } from './managing.ts'
import { openingHandlers } from './opening.ts'

export { settleCardSlots } from './slots.ts'

/** What answers about professional cards. */
export const cardsHandlers = [...openingHandlers, ...enrollingHandlers, ...managingHandlers, ...authorityHandlers]
