import { lazy, Suspense } from 'react'
import { Skeleton } from '#ui/index.ts'

const Section = lazy(async () => ({ default: (await import('./ReadersSection.tsx')).ReadersSection }))

/** « Lecteurs », loaded when it is opened: the indicator is on every screen, the diagnostic on hardly any. */
export function ReadersSection() {
  return (
    <Suspense fallback={<Skeleton lines={8} />}>
      <Section />
    </Suspense>
  )
}
