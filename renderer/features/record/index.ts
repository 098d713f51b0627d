export { RecordScreen, type RecordScreenProps } from './RecordScreen.tsx'
export { SearchAll, type SearchAllProps } from './search-all/SearchAll.tsx'
