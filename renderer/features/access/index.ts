export { EmergencyBand, EmergencyButton, EmergencyNotices, EmergencyProvider, useEmergency } from './Emergency.tsx'
export { GroupsSection } from './GroupsSection.tsx'
export { RecordGroups } from './RecordGroups.tsx'
