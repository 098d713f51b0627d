import { IconArrowAutofitWidth, IconMinus, IconPlus } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { EmptyState, IconButton } from '#ui/index.ts'
import { pdfView as words } from '#app/text/fr/documents.ts'
import { openPdf, type PdfFault, PdfRefused } from './open-pdf.ts'
import { type PageSize, shownSize } from './page-size.ts'
import classes from './Pdf.module.css'
import { PdfPage } from './PdfPage.tsx'

const gap = 12
const margin = 16
const zooms = [0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4] as const
const a4: PageSize = { width: 595, height: 842 }

/** What can be asked of a `PdfPages`. */
export interface PdfPagesProps {
  readonly bytes: Uint8Array
  /** Names the document to who does not see it. */
  readonly label?: string | undefined
  /** Beside the zoom. */
  readonly tools?: ReactNode | undefined
}

/** The pages of a PDF, one below the other, those in sight drawn. */
export default function PdfPages({ bytes, label, tools }: PdfPagesProps) {
  const [pdf, setPdf] = useState<PDFDocumentProxy | null>(null)
  const [fault, setFault] = useState<PdfFault | null>(null)

  useEffect(() => {
    const stopped = new AbortController()
    let close: (() => void) | null = null
    setPdf(null)
    setFault(null)
    openPdf(bytes, stopped.signal).then(
      (open) => {
        close = open.close
        if (stopped.signal.aborted) open.close()
        else setPdf(open.pdf)
      },
      (error: unknown) => {
        if (!stopped.signal.aborted) setFault(error instanceof PdfRefused ? error.fault : 'unreadable')
      },
    )
    return () => {
      stopped.abort()
      close?.()
    }
  }, [bytes])

  if (fault !== null) {
    const isProtected = fault === 'protected'
    return (
      <EmptyState title={isProtected ? words.protected : words.unreadable}>
        {isProtected ? words.protectedHint : words.unreadableHint}
      </EmptyState>
    )
  }
  if (pdf === null) return <PdfWaiting />
  return <OpenPages pdf={pdf} label={label} tools={tools} />
}

/** Said only when it lasts. */
export function PdfWaiting() {
  return (
    <p className={classes['waiting']} role="status">
      {words.loading}
    </p>
  )
}

function OpenPages({ pdf, label, tools }: Omit<PdfPagesProps, 'bytes'> & { readonly pdf: PDFDocumentProxy }) {
  const scroller = useRef<HTMLDivElement>(null)
  const [room, setRoom] = useState(0)
  const [zoom, setZoom] = useState(1)
  const [sizes, setSizes] = useState<ReadonlyMap<number, PageSize>>(new Map())
  const first = sizes.get(1) ?? a4

  useLayoutEffect(() => {
    const box = scroller.current
    if (box === null) return
    const measure = () => setRoom(box.clientWidth)
    const observer = new ResizeObserver(measure)
    observer.observe(box)
    measure()
    return () => observer.disconnect()
  }, [])

  // At 100 % a page takes the width there is, up to that of a sheet at arm's length.
  const width = Math.max(120, Math.min(room - 2 * margin, 900)) * zoom
  const sizeOf = useCallback((index: number) => shownSize(sizes.get(index + 1) ?? first, width), [sizes, first, width])
  const virtualizer = useVirtualizer({
    count: pdf.numPages,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => sizeOf(index).height + gap,
    overscan: 1,
    paddingStart: gap,
  })
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, sizeOf])

  const learn = useCallback((number: number, size: PageSize) => {
    setSizes((known) => {
      const former = known.get(number)
      if (former?.width === size.width && former.height === size.height) return known
      return new Map(known).set(number, size)
    })
  }, [])

  const items = virtualizer.getVirtualItems()
  const middle = (virtualizer.scrollOffset ?? 0) + (scroller.current?.clientHeight ?? 0) / 2
  const current = (items.find((item) => item.end >= middle) ?? items.at(-1))?.index ?? 0

  const step = (by: 1 | -1) => {
    const next = zooms.filter((one) => (by > 0 ? one > zoom : one < zoom))
    setZoom((by > 0 ? next[0] : next.at(-1)) ?? zoom)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.metaKey) return
    const goTo = (index: number) => virtualizer.scrollToIndex(index, { align: 'start' })
    const acts: Readonly<Record<string, () => void>> = {
      PageDown: () => goTo(Math.min(current + 1, pdf.numPages - 1)),
      PageUp: () => goTo(Math.max(current - 1, 0)),
      Home: () => goTo(0),
      End: () => goTo(pdf.numPages - 1),
      '+': () => step(1),
      '-': () => step(-1),
      '0': () => setZoom(1),
    }
    const act = acts[event.key]
    // The browser's own zoom keeps Ctrl.
    if (act === undefined || event.ctrlKey) return
    event.preventDefault()
    act()
  }

  return (
    <div className={classes['view']}>
      <div className={classes['bar']}>
        <span className={classes['position']} aria-live="polite">
          {words.page(current + 1, pdf.numPages)}
        </span>
        <IconButton icon={IconMinus} label={words.zoomOut} onClick={() => step(-1)} disabled={zoom <= zooms[0]} />
        <span className={classes['zoom']}>{words.zoom(Math.round(zoom * 100))}</span>
        <IconButton icon={IconPlus} label={words.zoomIn} onClick={() => step(1)} disabled={zoom >= 4} />
        <IconButton icon={IconArrowAutofitWidth} label={words.fitWidth} onClick={() => setZoom(1)} />
        {tools === undefined ? null : <div className={classes['tools']}>{tools}</div>}
      </div>
      <div
        ref={scroller}
        className={classes['scroller']}
        role="region"
        aria-label={label ?? words.region}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by the keyboard
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <div className={classes['sheet']} style={{ height: virtualizer.getTotalSize() }}>
          {room === 0
            ? null
            : items.map((item) => {
                const size = sizeOf(item.index)
                return (
                  <div
                    key={item.key}
                    className={classes['place']}
                    style={{
                      transform: `translateY(${item.start}px)`,
                      width: size.width,
                      height: size.height,
                      left: Math.max(margin, (room - size.width) / 2),
                    }}
                  >
                    <PdfPage pdf={pdf} number={item.index + 1} width={width} onSize={learn} />
                  </div>
                )
              })}
        </div>
      </div>
    </div>
  )
}
