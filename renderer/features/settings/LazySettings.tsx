import { lazy, Suspense } from 'react'
import { Skeleton } from '#ui/index.ts'
import type { SettingsScreenProps } from './SettingsScreen.tsx'

const Screen = lazy(async () => ({ default: (await import('./SettingsScreen.tsx')).SettingsScreen }))

/** « Paramètres », loaded when it is first opened: who sees patients all day seldom needs it. */
export function SettingsScreen(props: SettingsScreenProps) {
  return (
    <Suspense fallback={<Skeleton lines={10} />}>
      <Screen {...props} />
    </Suspense>
  )
}
