export { groupSearchMark } from '#app/features/access/rules.ts'
export {
  type GroupedPerson,
  groupsAtCreation,
  type GroupStamp,
  insertCustomGroup,
  isPublicGroup,
  listGroups,
  markOf,
  marksOfPatient,
  publicGroupId,
  searchMarksOfPatient,
  setUserGroups,
  settleGroups,
  userGroups,
} from './groups.ts'
export { countInGroups, readGroupsSwitch, sightOf, writeGroupsSwitch } from './sight.ts'
export { patientColumns } from './tables.ts'
