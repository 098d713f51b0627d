export { PdfView } from './PdfView.tsx'
export type { PagePicture } from './pdf/page-pictures.ts'
export { DocumentDropZone, type DocumentDropZoneProps } from './import/DocumentDropZone.tsx'
export { importItem } from './import/FileChooser.tsx'
export { DocumentReader } from './reader/DocumentReader.tsx'
export { DocumentsSection } from './settings/DocumentsSection.tsx'
export { useUnfiledDocuments } from './unfiled/live.ts'
export { UnfiledScreen } from './unfiled/UnfiledScreen.tsx'

/** What draws the pages of a PDF for a printer; it comes when something is printed. */
export const loadPagePictures = async () => (await import('./pdf/page-pictures.ts')).pagePictures
