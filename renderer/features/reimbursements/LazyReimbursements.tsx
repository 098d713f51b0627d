import { lazy, Suspense } from 'react'
import type { SectionProps } from '#renderer/features/forms/index.ts'
import { Skeleton } from '#ui/index.ts'

const Reimbursements = lazy(() => import('./ReimbursementsScreen.tsx'))

/** « Remboursements », loaded when it is first opened. */
export function ReimbursementsSection(props: SectionProps) {
  return (
    <Suspense fallback={<Skeleton lines={6} />}>
      <Reimbursements {...props} />
    </Suspense>
  )
}
