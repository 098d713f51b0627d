import { AnnotationMode } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { openPdf } from './open-pdf.ts'

/** A page as a picture, and its size on paper in millimetres. */
export interface PagePicture {
  readonly picture: Blob
  readonly width: number
  readonly height: number
}

/** Pixels of one side beyond which a browser may give an empty canvas. */
const longestSide = 8_000

/** Every page of a PDF as a picture for a printer, one drawn at a time. Rejects with `PdfRefused`. */
export async function* pagePictures(
  bytes: Uint8Array,
  dotsPerInch: number,
  signal: AbortSignal,
): AsyncGenerator<PagePicture> {
  const { pdf, close } = await openPdf(bytes, signal)
  try {
    for (let number = 1; number <= pdf.numPages && !signal.aborted; number += 1) {
      const page = await pdf.getPage(number)
      const natural = page.getViewport({ scale: 1 })
      const scale = Math.min(dotsPerInch / 72, longestSide / Math.max(natural.width, natural.height))
      const viewport = page.getViewport({ scale })
      const canvas = document.createElement('canvas')
      canvas.width = Math.ceil(viewport.width)
      canvas.height = Math.ceil(viewport.height)
      await page.render({ canvas, viewport, annotationMode: AnnotationMode.ENABLE, intent: 'print' }).promise
      page.cleanup()
      const picture = await pictureOf(canvas)
      // Its pixels go now, not when the collector comes by.
      canvas.width = 0
      yield { picture, width: (natural.width * 25.4) / 72, height: (natural.height * 25.4) / 72 }
    }
  } finally {
    close()
  }
}

function pictureOf(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new Error('a page was not drawn')) : resolve(blob)), 'image/png')
  })
}
