import { lazy, Suspense } from 'react'
import type { SectionProps } from '#renderer/features/forms/index.ts'
import { Skeleton } from '#ui/index.ts'

const Section = lazy(() => import('./AntecedentsSection.tsx'))

/** The tab « Antécédents », loaded when it is first shown. */
export function AntecedentsSection(props: SectionProps) {
  return (
    <Suspense fallback={<Skeleton lines={8} />}>
      <Section {...props} />
    </Suspense>
  )
}
