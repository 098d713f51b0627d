import { authorityHandlers } from './authorities.ts'
import { enrollingHandlers } from './enrolling.ts'
import { managingHandlers } from './managing.ts'
import { openingHandlers } from './opening.ts'

/** What answers about professional cards. */
export const cardsHandlers = [...openingHandlers, ...enrollingHandlers, ...managingHandlers, ...authorityHandlers]
