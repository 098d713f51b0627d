export { ReadersSection } from './LazyReaders.tsx'
export { ReadersIndicator } from './ReadersIndicator.tsx'
