import { IconArrowDown, IconArrowUp, IconRotateClockwise, IconTrash } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { type CSSProperties, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { ArrangedPage, DocumentView } from '#app/features/documents/model.ts'
import { turnedBy } from '#app/features/documents/rules.ts'
import { documentsText, pdfView } from '#app/text/fr/documents.ts'
import { Button, IconButton } from '#ui/Button.tsx'
import { Checkbox } from '#ui/Choice.tsx'
import { Dialog } from '#ui/Dialog.tsx'
import { TextField } from '#ui/TextField.tsx'
import classes from '../reader/Reader.module.css'
import type { DocumentActs } from '../reader/useDocumentActs.ts'
import { openPdf } from './open-pdf.ts'
import { PdfPage } from './PdfPage.tsx'

const text = documentsText.pages
const rowHeight = 98

/** The pages of a PDF to be put in order, turned, taken out or made another document of. */
export default function PagesDialog(props: {
  readonly document: DocumentView
  readonly bytes: Uint8Array
  readonly acts: DocumentActs
  readonly onClose: () => void
}) {
  const { document, acts, onClose } = props
  const pdf = useOpenPdf(props.bytes)
  const [pages, setPages] = useState<readonly ArrangedPage[]>([])
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set())
  const [title, setTitle] = useState(document.fields.title)
  const [takeOut, setTakeOut] = useState(true)
  useEffect(() => {
    if (pdf !== null) setPages(Array.from({ length: pdf.numPages }, (_, from) => ({ from, turn: 0 })))
  }, [pdf])

  const isAsItWas =
    pages.length === (pdf?.numPages ?? 0) && pages.every(({ from, turn }, index) => from === index && turn === 0)
  const apply = async () => {
    if (await acts.arrange(document, pages)) onClose()
  }
  const extract = async () => {
    const leaving = pages.flatMap(({ from }) => (chosen.has(from) ? [from] : []))
    if (await acts.extract(document, leaving, title.trim(), takeOut && leaving.length < (pdf?.numPages ?? 0))) onClose()
  }
  return (
    <Dialog
      title={text.title}
      onClose={onClose}
      width={620}
      footer={
        <>
          <Button onClick={onClose}>{text.cancel}</Button>
          <Button kind="primary" sends disabled={isAsItWas || pages.length === 0} onClick={() => void apply()}>
            {text.apply}
          </Button>
        </>
      }
    >
      <p className={classes['quiet']}>{text.hint}</p>
      {pdf === null ? (
        <p role="status">{pdfView.loading}</p>
      ) : (
        <PageList pdf={pdf} pages={pages} onPages={setPages} chosen={chosen} onChosen={setChosen} />
      )}
      {chosen.size === 0 || !isAsItWas ? null : (
        <div className={classes['extract']}>
          <TextField label={text.extractTitle} value={title} maxLength={160} onChange={setTitle} />
          <Checkbox label={text.takeOut} checked={takeOut} onChange={setTakeOut} />
          <Button sends disabled={title.trim() === ''} onClick={() => void extract()}>
            {text.extract(chosen.size)}
          </Button>
        </div>
      )}
    </Dialog>
  )
}

function useOpenPdf(bytes: Uint8Array): PDFDocumentProxy | null {
  const [pdf, setPdf] = useState<PDFDocumentProxy | null>(null)
  useEffect(() => {
    const stopped = new AbortController()
    let close: (() => void) | null = null
    openPdf(bytes, stopped.signal).then(
      (open) => {
        close = open.close
        if (stopped.signal.aborted) open.close()
        else setPdf(open.pdf)
      },
      // Said already where the document is shown.
      () => undefined,
    )
    return () => {
      stopped.abort()
      close?.()
    }
  }, [bytes])
  return pdf
}

const ignoreSize = () => undefined

function PageList(props: {
  readonly pdf: PDFDocumentProxy
  readonly pages: readonly ArrangedPage[]
  readonly onPages: (pages: readonly ArrangedPage[]) => void
  readonly chosen: ReadonlySet<number>
  readonly onChosen: (chosen: ReadonlySet<number>) => void
}) {
  const { pdf, pages, onPages, chosen, onChosen } = props
  const scroller = useRef<HTMLDivElement>(null)
  const virtualizer = useVirtualizer({
    count: pages.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 2,
  })
  const focusRow = (index: number) => {
    virtualizer.scrollToIndex(index)
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-row="${index}"]`)?.focus())
  }
  const swap = (index: number, by: 1 | -1) => {
    const [page, other] = [pages[index], pages[index + by]]
    if (page === undefined || other === undefined) return
    onPages(pages.with(index, other).with(index + by, page))
    focusRow(index + by)
  }
  const turn = (index: number) => {
    const page = pages[index]
    if (page !== undefined) onPages(pages.with(index, { ...page, turn: turnedBy(page.turn, 90) }))
  }
  const remove = (index: number) => {
    if (pages.length < 2) return
    onPages(pages.toSpliced(index, 1))
    focusRow(Math.min(index, pages.length - 2))
  }
  const choose = (index: number) => {
    const from = pages[index]?.from
    if (from === undefined) return
    const next = new Set(chosen)
    if (!next.delete(from)) next.add(from)
    onChosen(next)
  }
  const onKeyDown = (event: KeyboardEvent, index: number) => {
    if (event.target !== event.currentTarget) return
    const acts: Readonly<Record<string, () => void>> = event.altKey
      ? { ArrowUp: () => swap(index, -1), ArrowDown: () => swap(index, 1) }
      : {
          ArrowUp: () => focusRow(Math.max(0, index - 1)),
          ArrowDown: () => focusRow(Math.min(pages.length - 1, index + 1)),
          r: () => turn(index),
          R: () => turn(index),
          Delete: () => remove(index),
          ' ': () => choose(index),
        }
    const act = acts[event.key]
    if (act === undefined) return
    event.preventDefault()
    act()
  }
  return (
    <div ref={scroller} className={classes['pageList']} role="list" aria-label={text.title}>
      <div style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const page = pages[index]
          if (page === undefined) return null
          const number = page.from + 1
          const turned: CSSProperties = { transform: `rotate(${page.turn}deg)` }
          return (
            <div
              key={page.from}
              role="listitem"
              data-row={index}
              // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a line moved, turned and taken out by keys
              tabIndex={0}
              className={classes['pageRow']}
              style={{ height: rowHeight, transform: `translateY(${start}px)` }}
              onKeyDown={(event) => onKeyDown(event, index)}
            >
              <div className={classes['thumb']} style={turned} aria-hidden="true">
                <div>
                  <PdfPage pdf={pdf} number={number} width={64} onSize={ignoreSize} />
                </div>
              </div>
              <Checkbox label={text.choose(number)} checked={chosen.has(page.from)} onChange={() => choose(index)} />
              <span className={classes['pageName']}>{page.turn === 0 ? '' : text.turned(page.turn)}</span>
              <IconButton
                icon={IconArrowUp}
                label={text.up(number)}
                disabled={index === 0}
                onClick={() => swap(index, -1)}
              />
              <IconButton
                icon={IconArrowDown}
                label={text.down(number)}
                disabled={index === pages.length - 1}
                onClick={() => swap(index, 1)}
              />
              <IconButton icon={IconRotateClockwise} label={text.turn(number)} onClick={() => turn(index)} />
              <IconButton
                icon={IconTrash}
                label={text.remove(number)}
                disabled={pages.length < 2}
                onClick={() => remove(index)}
              />
            </div>
          )
        })}
      </div>
    </div>
  )
}
