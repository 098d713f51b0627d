import { type CSSProperties, type ReactNode, useEffect, useState } from 'react'
import type { DocumentView } from '#app/features/documents/model.ts'
import { mediaTypeOf } from '#app/features/documents/rules.ts'
import { saySize, sayRefusal } from '#app/text/fr/common.ts'
import { documentKinds, documentsText } from '#app/text/fr/documents.ts'
import { Block, EmptyState, Progress, Skeleton } from '#ui/Block.tsx'
import { Button } from '#ui/Button.tsx'
import { PdfView } from '../PdfView.tsx'
import classes from './Reader.module.css'
import { useContent } from './useContent.ts'
import { WordsView } from './WordsView.tsx'

const text = documentsText.reader

/** What can be asked of a `DocumentContent`. */
export interface DocumentContentProps {
  readonly document: DocumentView
  readonly onSave: () => void
  /** Beside the zoom of a PDF. */
  readonly tools?: ReactNode
}

/** What a document holds, as its kind is shown; a kind that is not has a sentence and a button. */
export function DocumentContent({ document, onSave, tools }: DocumentContentProps) {
  switch (document.shownAs) {
    case 'pdf':
    case 'image':
      return <ShownBytes document={document} onSave={onSave} tools={tools} />
    case 'none':
      return (
        <EmptyState title={text.noPreview} actions={<Button onClick={onSave}>{text.save}</Button>}>
          {text.noPreviewHint(documentKinds[document.kind])}
        </EmptyState>
      )
    default:
      return <WordsView document={document} onSave={onSave} />
  }
}

/** Said while a large content comes. */
const worthSaying = 2 * 1024 * 1024

function ShownBytes({ document, onSave, tools }: DocumentContentProps) {
  const { documentId, number, fields } = document
  const { bytes, problem, progress, again } = useContent(documentId, number)
  if (problem !== null) {
    return (
      <div className={classes['padded']}>
        <Block
          tone={problem.problem === 'connection.lost' ? 'offline' : 'error'}
          title={text.failed}
          actions={
            <Button size="small" onClick={again}>
              {text.retry}
            </Button>
          }
        >
          {sayRefusal(problem)}
        </Block>
      </div>
    )
  }
  if (bytes === null) {
    return (
      <div className={classes['padded']}>
        {progress !== null && progress.total > worthSaying ? (
          <Progress
            label={text.waiting}
            figures={text.progress(saySize(progress.done), saySize(progress.total))}
            fraction={progress.done / progress.total}
          />
        ) : (
          <Skeleton lines={6} />
        )}
      </div>
    )
  }
  if (document.shownAs === 'pdf') return <PdfView bytes={bytes} label={fields.title} tools={tools} />
  return <ImageView document={document} bytes={bytes} onSave={onSave} />
}

/**
 * An image, drawn by the browser from the page's own memory. A drawing (SVG) shown so runs nothing, and asks for nothing
 * outside itself.
 */
function ImageView(props: { document: DocumentView; bytes: Uint8Array<ArrayBuffer>; onSave: () => void }) {
  const { document, bytes, onSave } = props
  const [address, setAddress] = useState<string | null>(null)
  const [isBroken, setIsBroken] = useState(false)
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([bytes], { type: mediaTypeOf(document.kind) }))
    setAddress(made)
    setIsBroken(false)
    return () => URL.revokeObjectURL(made)
  }, [bytes, document.kind])
  if (isBroken) {
    return (
      <EmptyState title={text.imageUnreadable} actions={<Button onClick={onSave}>{text.save}</Button>}>
        {text.imageUnreadableHint}
      </EmptyState>
    )
  }
  const turned: CSSProperties = { transform: `rotate(${document.turn}deg)` }
  return (
    <div
      className={classes['image']}
      role="region"
      aria-label={document.fields.title}
      data-turned={document.turn === 90 || document.turn === 270}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by the keyboard
      tabIndex={0}
    >
      {address === null ? null : (
        <img
          src={address}
          alt={text.imageOf(document.fields.title)}
          style={turned}
          decoding="async"
          onError={() => setIsBroken(true)}
        />
      )}
    </div>
  )
}
