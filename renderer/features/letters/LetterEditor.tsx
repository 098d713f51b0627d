import { lazy, Suspense } from 'react'
import type { EditorProps } from '#renderer/features/forms/index.ts'
import { Skeleton } from '#ui/index.ts'

// The editor of rich text weighs more than the rest of the record: it comes when a letter is written.
const LetterWriting = lazy(() => import('./LetterWriting.tsx'))

/** Writes a letter or a certificate, or a correction of one. */
export function LetterEditor(props: EditorProps) {
  return (
    <Suspense fallback={<Skeleton lines={6} />}>
      <LetterWriting {...props} />
    </Suspense>
  )
}
