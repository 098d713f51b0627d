import { lazy } from 'react'

export { Cim10Section } from './Cim10Section.tsx'
export { allergyEntry, familyEntry, habitusEntry, problemEntry } from './entries.ts'
export { endsOnEnter, optionsOf, PartialDateField } from './fields.tsx'
export { AllergiesSummary, HabitusSummary, ProblemsSummary } from './summaries.tsx'
export { SuggestedField, type Suggestion } from './SuggestedField.tsx'
export { useAllergies } from './useAntecedents.ts'

/** The tab « Antécédents », loaded when it is first shown. */
export const AntecedentsSection = lazy(() => import('./AntecedentsSection.tsx'))
