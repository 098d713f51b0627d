export { RightsPanel } from './RightsPanel.tsx'
export { RightsSection } from './RightsSection.tsx'
export { RightsStatus } from './RightsStatus.tsx'
export { useRightsShown } from './rights-shown.ts'
