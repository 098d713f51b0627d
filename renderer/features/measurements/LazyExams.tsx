import { lazy, Suspense } from 'react'
import type { SectionProps } from '#renderer/features/forms/index.ts'
import { Skeleton } from '#ui/index.ts'

const Exams = lazy(() => import('./ExamsSection.tsx'))

/** « Examens », loaded when it is first opened. */
export function ExamsSection(props: SectionProps) {
  return (
    <Suspense fallback={<Skeleton lines={6} />}>
      <Exams {...props} />
    </Suspense>
  )
}
