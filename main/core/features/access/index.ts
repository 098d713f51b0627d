export { groupSearchMark } from '#app/features/access/rules.ts'
export { emergenciesOver } from './emergency-rows.ts'
export {
  insertCustomGroup,
  isPublicGroup,
  listGroups,
  markOf,
  marksOfPatient,
  searchMarksOf,
  searchMarksOfPatient,
} from './groups.ts'
export {
  type GroupedPerson,
  groupsAtCreation,
  type GroupStamp,
  setMembers,
  setUserGroups,
  settleGroups,
} from './members.ts'
export { publicGroupId } from './public-group.ts'
export { countInGroups, readGroupsSwitch, sightOf, writeGroupsSwitch } from './sight.ts'
export { patientColumns } from './tables.ts'
