export { LetterEditor } from './LetterEditor.tsx'
export { LetterReader } from './LetterReader.tsx'
export { TemplatesSection } from './TemplatesSection.tsx'
