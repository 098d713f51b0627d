export { hasRightKey, peopleHandlers, wrongRpps } from './handlers.ts'
export { weaknessesOf } from './password.ts'
export {
  adoptRpps,
  displayNameOf,
  findActor,
  findPerson,
  insertPerson,
  isRppsTaken,
  listPeople,
  mayAct,
  nameOf,
  noteOpened,
  shortNameOf,
  type Stamp,
} from './repository.ts'
export {
  type Administration,
  endsAdministration,
  type HeldRole,
  readDifferences,
  readRoles,
  readStandings,
  type RoleOfPerson,
} from './roles.ts'
export { type PersonRow, type PersonTable } from './tables.ts'
