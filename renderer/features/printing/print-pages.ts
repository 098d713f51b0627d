import type { SeatClient } from '#renderer/client/index.ts'
import { loadPagePictures, type PagePicture } from '#renderer/features/documents/index.ts'
import classes from './Printing.module.css'

/** How what was asked to be printed ended. */
export type PrintOutcome =
  /** The printer took it. */
  | 'printed'
  /** The computer's own window was opened, and closed: whether paper came out is not known. */
  | 'offered'
  /** The printer is not there, or did not take it. */
  | 'refused'

/** Fine enough for bars and small letters: what office and label printers draw. */
const dotsPerInch = 300

/**
 * Prints a PDF: on a printer of this seat without a question, or through the window of the computer or browser.
 *
 * The pages are drawn here, put on a paper that only the print style sheet shows, and the page prints itself: no document
 * leaves it for another process. Rejects when the PDF cannot be drawn.
 */
export async function printPdf(
  seat: SeatClient | null,
  bytes: Uint8Array,
  how: { readonly printer: string | null; readonly copies: number },
  signal: AbortSignal,
): Promise<PrintOutcome> {
  const pagePictures = await loadPagePictures()
  const pages: PagePicture[] = []
  for await (const page of pagePictures(bytes, dotsPerInch, signal)) pages.push(page)
  const [first] = pages
  if (first === undefined) return 'refused'
  const takeAway = await layOut(pages, first)
  try {
    if (seat === null) {
      window.print()
      return 'offered'
    }
    if (how.printer === null) {
      await seat.print({})
      return 'offered'
    }
    const { width, height } = first
    const { printed } = await seat.printOn({ printer: how.printer, width, height, copies: how.copies })
    return printed ? 'printed' : 'refused'
  } finally {
    takeAway()
  }
}

/** Puts pages on the paper; answers what takes them away. */
async function layOut(pages: readonly PagePicture[], size: PagePicture): Promise<() => void> {
  const paper = document.createElement('div')
  paper.className = classes['paper'] ?? ''
  const addresses: string[] = []
  for (const { picture, width, height } of pages) {
    const address = URL.createObjectURL(picture)
    addresses.push(address)
    const image = document.createElement('img')
    image.alt = ''
    image.style.width = `${width}mm`
    // A hair less than the sheet: rounded up, a page would push an empty one after it.
    image.style.height = `${height - 0.2}mm`
    image.src = address
    paper.append(image)
  }
  // A sheet made by script: the policy of the page refuses one written in it.
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(`@page { size: ${size.width}mm ${size.height}mm; margin: 0 }`)
  const others = document.adoptedStyleSheets
  document.adoptedStyleSheets = [...others, sheet]
  document.body.append(paper)
  await Promise.all(Array.from(paper.querySelectorAll('img'), (image) => image.decode()))
  return () => {
    paper.remove()
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet)
    for (const address of addresses) URL.revokeObjectURL(address)
  }
}
