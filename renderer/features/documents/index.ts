export { PdfView } from './PdfView.tsx'
export type { PagePicture } from './pdf/page-pictures.ts'

/** What draws the pages of a PDF for a printer; it comes when something is printed. */
export const loadPagePictures = async () => (await import('./pdf/page-pictures.ts')).pagePictures
