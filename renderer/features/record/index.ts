export { RecordScreen, type RecordScreenProps } from './RecordScreen.tsx'
