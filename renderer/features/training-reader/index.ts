export { TrainingReader } from './TrainingReader.tsx'
