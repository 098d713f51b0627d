export { default as ResultForm } from './ResultForm.tsx'
export { ResultReader } from './ResultReader.tsx'
