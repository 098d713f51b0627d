import { AnnotationMode, type PDFDocumentProxy, type PDFPageProxy, TextLayer } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { useEffect, useRef, useState } from 'react'
import { pdfView as words } from '#app/text/fr/documents.ts'
import classes from './Pdf.module.css'
import { drawingOf, type PageSize } from './page-size.ts'

/** What can be asked of a `PdfPage`. */
export interface PdfPageProps {
  readonly pdf: PDFDocumentProxy
  /** Counted from 1. */
  readonly number: number
  /** Width on the screen, in CSS pixels. */
  readonly width: number
  /** Told once the page is known: pages may differ in size. */
  readonly onSize: (number: number, size: PageSize) => void
}

/** One page: a picture of it, and over it its words, to be chosen and copied. Links and forms of the page do nothing. */
export function PdfPage({ pdf, number, width, onSize }: PdfPageProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const text = useRef<HTMLDivElement>(null)
  const [failed, setFailed] = useState(false)

  useEffect(() => {
    const stopped = new AbortController()
    setFailed(false)
    draw({ pdf, number, width, onSize, canvas, text, signal: stopped.signal }).catch(() => {
      if (!stopped.signal.aborted) setFailed(true)
    })
    return () => stopped.abort()
  }, [pdf, number, width, onSize])

  return (
    <div className={classes['page']} data-page={number} aria-label={words.page(number, pdf.numPages)} role="group">
      <canvas ref={canvas} className={classes['canvas']} />
      <div ref={text} className={classes['text']} />
      {failed ? <p className={classes['fault']}>{words.pageUnreadable(number)}</p> : null}
    </div>
  )
}

interface Drawing extends PdfPageProps {
  readonly canvas: { readonly current: HTMLCanvasElement | null }
  readonly text: { readonly current: HTMLDivElement | null }
  readonly signal: AbortSignal
}

async function draw({ pdf, number, width, onSize, canvas, text, signal }: Drawing): Promise<void> {
  const page: PDFPageProxy = await pdf.getPage(number)
  if (signal.aborted) return
  const natural = page.getViewport({ scale: 1 })
  onSize(number, { width: natural.width, height: natural.height })
  const { scale, pixelScale } = drawingOf(natural, width, window.devicePixelRatio)
  const viewport = page.getViewport({ scale })
  const picture = canvas.current
  const over = text.current
  if (picture === null || over === null) return
  picture.width = Math.max(1, Math.floor(viewport.width * pixelScale))
  picture.height = Math.max(1, Math.floor(viewport.height * pixelScale))
  const drawn = page.render({
    canvas: picture,
    viewport,
    transform: [pixelScale, 0, 0, pixelScale, 0, 0],
    // Stamps and filled fields are drawn as they look; none of them does anything.
    annotationMode: AnnotationMode.ENABLE,
  })
  over.replaceChildren()
  over.style.setProperty('--total-scale-factor', String(scale))
  const words = new TextLayer({ textContentSource: page.streamTextContent(), container: over, viewport })
  signal.addEventListener(
    'abort',
    () => {
      drawn.cancel()
      words.cancel()
      page.cleanup()
    },
    { once: true },
  )
  await drawn.promise
  // A page without readable words is still a picture.
  await words.render().catch(() => undefined)
}
