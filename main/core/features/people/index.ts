export { groupsAtCreation } from './access.ts'
export { hasRightKey, peopleHandlers, wrongRpps } from './handlers.ts'
export { weaknessesOf } from './password.ts'
export {
  displayNameOf,
  findActor,
  findPerson,
  insertPerson,
  listPeople,
  mayAct,
  nameOf,
  noteOpened,
  shortNameOf,
  type Stamp,
} from './repository.ts'
export { patientColumns, type PersonRow, type PersonTable } from './tables.ts'
