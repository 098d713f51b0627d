import { sayDelay } from './common.ts'

/** What every long work shows of itself. */
export const jobsText = {
  pause: 'Suspendre',
  resume: 'Reprendre',
  paused: 'Suspendu',
  left: (ms: number) => `encore ${sayDelay(ms)}`,
  stopping: 'Arrêt dès que possible…',
  meanwhile: 'Vous pouvez continuer à travailler.',
} as const
