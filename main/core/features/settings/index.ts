export { readCabinetSettings } from './cabinet-settings.ts'
export { settingsHandlers } from './handlers.ts'
export { findSection, type Section, writeSection } from './repository.ts'
