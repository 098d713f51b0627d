import { lazy } from 'react'

export { vaccinationEntry } from './entry.ts'
export { VaccinationSection } from './LazyVaccination.tsx'
export { VaccinationsSummary } from './VaccinationsSummary.tsx'

/** One vaccination in the reading pane, loaded when it is first shown. */
export const VaccinationReader = lazy(() => import('./VaccinationReader.tsx'))
