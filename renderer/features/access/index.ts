export { EmergencyBand, EmergencyButton, EmergencyNotices, EmergencyProvider, useEmergency } from './Emergency.tsx'
export { GroupsSection } from './GroupsSection.tsx'
export { type AssignGroups, EditableGroups, RecordGroups } from './RecordGroups.tsx'
