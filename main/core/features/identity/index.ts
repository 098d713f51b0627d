export { asAnswered } from '#app/features/identity/rules/comparison.ts'
export { attributeObstacle } from '#app/features/identity/rules/events.ts'
export { mergeIdentities, type MergeRefusal } from '#app/features/identity/rules/merging.ts'
export { oidObstacle } from '#app/features/identity/rules/numbers.ts'
export { proofAgrees } from '#app/features/identity/rules/proofs.ts'
export { type CivilStatusChange, writeCivilStatus } from './civil-status.ts'
export { readHouse } from './house.ts'
export { patientLife } from './life.ts'
export { findMark } from './marking.ts'
export { findIdentity, type HeldIdentity, identityOf, strictTraitsOf } from './repository.ts'
export { type IdentityCopy, type IdentityRows, identityRows } from './rows.ts'
export { patientColumns } from './tables.ts'
export { type AppliedVerdict, applyVerdicts, askedOf, verdictDetails, verificationProblem } from './verifying.ts'
export {
  applyAll,
  applyToIdentity,
  type IdentityChange,
  type IdentityWriter,
  writeFirstCapture,
} from './write.ts'
