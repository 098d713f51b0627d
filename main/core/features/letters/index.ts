import { letterHandlers } from './handlers.ts'
import { templateHandlers } from './template-handlers.ts'

export { patientColumns } from './tables.ts'
/** What answers about letters and their templates. */
export const lettersHandlers = [...letterHandlers, ...templateHandlers]
