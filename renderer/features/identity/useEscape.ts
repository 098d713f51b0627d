import { useMemo } from 'react'
import { identityPanelText as fr } from '#app/text/fr/identity-panel.ts'
import { type Action, useActions } from '#ui/index.ts'

const backAction: Action<{ readonly back: () => void }> = {
  id: 'identity.back',
  label: fr.acts.back,
  keys: 'Escape',
  run: ({ back }) => back(),
}
const backActions = [backAction]

/** Échap takes the safe way out of a question of the panel. */
export function useEscape(back: () => void): void {
  useActions(
    backActions,
    useMemo(() => ({ back }), [back]),
  )
}
