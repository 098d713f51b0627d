export { findPlaceName, gazetteer } from './gazetteer.ts'
export { handlers } from './handlers.ts'
