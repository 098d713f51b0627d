import { lazy } from 'react'

export { vaccinationEntry } from './entry.ts'

/** One vaccination in the reading pane, loaded when it is first shown. */
export const VaccinationReader = lazy(() => import('./VaccinationReader.tsx'))
/** The tab « Vaccination », loaded when it is first shown. */
export const VaccinationSection = lazy(() => import('./VaccinationSection.tsx'))
