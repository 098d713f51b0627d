export { OwnPassword } from './OwnPassword.tsx'
export { PeopleSection } from './PeopleSection.tsx'
