import { lazy, Suspense } from 'react'
import type { SectionProps } from '#renderer/features/forms/index.ts'
import { Skeleton } from '#ui/index.ts'

const Section = lazy(() => import('./VaccinationSection.tsx'))

/** The tab « Vaccination », loaded when it is first shown. */
export function VaccinationSection(props: SectionProps) {
  return (
    <Suspense fallback={<Skeleton lines={8} />}>
      <Section {...props} />
    </Suspense>
  )
}
