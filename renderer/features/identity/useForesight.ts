import { useCallback } from 'react'
import type { StrictTraits } from '#app/features/identity/model.ts'
import type { InsStatus } from '#app/features/patients/model.ts'
import { useSession } from '#renderer/client/index.ts'
import { statusAfterEdit } from './foresight.ts'
import { useIdentity } from './useIdentityPanel.ts'

/**
 * What the status would be once these traits are saved, by the very rule the cabinet will follow; `null` while the
 * identity could not be read, and nothing can be foreseen.
 */
export function useForesight(patientId: string): (traits: StrictTraits) => InsStatus | null {
  const { value } = useIdentity(patientId)
  const session = useSession()
  const view = value?.identity
  return useCallback(
    (traits) =>
      view === undefined
        ? null
        : statusAfterEdit(view, traits, {
            at: new Date().toISOString(),
            userId: session.userId,
            by: session.displayName,
          }),
    [view, session],
  )
}
