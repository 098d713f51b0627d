export { measurementEntry } from './entry.tsx'
export { ExamsSection } from './LazyExams.tsx'
export { MeasuresSummary } from './MeasuresSummary.tsx'
