export { TrainingReader, TrainingReaderButton } from './TrainingReader.tsx'
