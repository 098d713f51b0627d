import { lazy, Suspense } from 'react'
import type { SectionProps } from '#renderer/features/forms/index.ts'
import { Skeleton } from '#ui/index.ts'

const Section = lazy(() => import('./MemosSection.tsx'))

/** The tab « Notes », loaded when it is first shown. */
export function MemosSection(props: SectionProps) {
  return (
    <Suspense fallback={<Skeleton lines={5} />}>
      <Section {...props} />
    </Suspense>
  )
}
