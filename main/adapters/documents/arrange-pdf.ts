import { degrees, EncryptedPDFError, PDFDocument } from '@cantoo/pdf-lib'
import type { ArrangedPage } from '#app/features/documents/model.ts'

/** Pages put in order, or why they were not. */
export type Arranged = { readonly bytes: Uint8Array } | { readonly refused: 'protected' | 'damaged' | 'pages' }

/** Some pages of a PDF in another order, each turned besides, in a PDF of their own: scripts and actions of the whole stay behind. */
export async function arrangePdf(bytes: Uint8Array, pages: readonly ArrangedPage[]): Promise<Arranged> {
  let former: PDFDocument
  try {
    former = await PDFDocument.load(bytes, { updateMetadata: false, throwOnInvalidObject: true })
  } catch (error) {
    return { refused: error instanceof EncryptedPDFError ? 'protected' : 'damaged' }
  }
  const count = former.getPageCount()
  if (pages.some(({ from }) => from >= count)) return { refused: 'pages' }
  try {
    const arranged = await PDFDocument.create({ updateMetadata: false })
    const copies = await arranged.copyPages(
      former,
      pages.map(({ from }) => from),
    )
    for (const [index, copy] of copies.entries()) {
      const { turn = 0 } = pages[index] ?? {}
      copy.setRotation(degrees((copy.getRotation().angle + turn) % 360))
      arranged.addPage(copy)
    }
    return { bytes: await arranged.save({ addDefaultPage: false }) }
  } catch {
    return { refused: 'damaged' }
  }
}
