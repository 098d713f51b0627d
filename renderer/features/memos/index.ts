import { lazy } from 'react'

/** The tab « Notes », loaded when it is first shown. */
export const MemosSection = lazy(() => import('./MemosSection.tsx'))
