export { BackupSection } from './BackupSection.tsx'
export { RestoreWizard } from './RestoreWizard.tsx'
