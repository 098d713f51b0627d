export { IdentityWork } from './IdentityWork.tsx'
export { VerificationSection } from './VerificationSection.tsx'
