export { MemosSection } from './LazyMemos.tsx'
