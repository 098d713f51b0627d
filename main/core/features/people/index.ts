export { assignGroupsAtCreation, groupsAtCreation } from './access.ts'
export { patientColumns } from './tables.ts'
