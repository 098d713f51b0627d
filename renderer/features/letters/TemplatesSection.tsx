import { lazy, Suspense } from 'react'
import { Skeleton } from '#ui/index.ts'

const Templates = lazy(() => import('./Templates.tsx'))

/** « Modèles de courriers »: what letters are started from. */
export function TemplatesSection() {
  return (
    <Suspense fallback={<Skeleton lines={6} />}>
      <Templates />
    </Suspense>
  )
}
