import { lazy, Suspense } from 'react'
import type { PdfPagesProps } from './pdf/PdfPages.tsx'

// What draws PDF weighs more than all the other screens: it comes when a PDF does.
const PdfPages = lazy(() => import('./pdf/PdfPages.tsx'))

/**
 * A PDF inside the program: its pages with their words, zoom, keys. Nothing of it runs, and it asks nothing of any
 * network. Fills the room it is given. `bytes` keeps its identity as long as the document is the same.
 */
export function PdfView(props: PdfPagesProps) {
  return (
    <Suspense fallback={null}>
      <PdfPages {...props} />
    </Suspense>
  )
}
