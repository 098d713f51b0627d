export { JoinScreen } from './JoinScreen.tsx'
export { NetworkSection } from './NetworkSection.tsx'
