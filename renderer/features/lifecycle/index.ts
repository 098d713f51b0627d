export { DuplicatesSection } from './DuplicatesSection.tsx'
export { lifecycleMenuItems } from './menu-items.ts'
export { ReportSection } from './ReportSection.tsx'
