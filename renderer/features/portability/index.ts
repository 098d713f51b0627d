export { ArchivesSection } from './ArchivesSection.tsx'
export { exportItem } from './ExportAct.tsx'
