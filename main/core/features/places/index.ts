export { findPlace, findPlaceName, gazetteer } from './gazetteer.ts'
export { handlers } from './handlers.ts'
