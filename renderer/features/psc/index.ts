export { PscSection } from './PscSection.tsx'
export { PscSignIn } from './PscSignIn.tsx'
