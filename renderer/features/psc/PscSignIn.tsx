import { IconLogin2 } from '@tabler/icons-react'
import { useMemo, useRef, useState } from 'react'
import { describePsc } from '#app/features/psc/contract.ts'
import type { SessionView } from '#app/features/sessions/model.ts'
import { pscText as fr } from '#app/text/fr/psc.ts'
import { useLiveQuery } from '#renderer/client/index.ts'
import { type Action, Button, useActions } from '#ui/index.ts'
import classes from './Psc.module.css'
import { PscDialog } from './PscDialog.tsx'

/** What signing in by Pro Santé Connect is given. */
export interface PscSignInProps {
  /** The cabinet that is open; `null` while it is closed: Pro Santé Connect gives no key. */
  readonly cabinetId: string | null
  /** Who is chosen on the screen around. */
  readonly user: { readonly userId: string; readonly displayName: string } | null
  readonly onOpened: (session: SessionView) => void
  /** Of the button: that of the others beside it. */
  readonly size: 'dialog' | 'entry'
}

const signInAction: Action<{ press: () => void; ready: boolean }> = {
  id: 'psc.sign-in',
  label: fr.button,
  keys: 'Alt+S',
  enabledFor: ({ ready }) => ready,
  run: ({ press }) => press(),
}
const actions = [signInAction]

/**
 * « S’identifier avec Pro Santé Connect »: a plain button with the official wording, and the dialog it opens. Nothing where
 * the cabinet is closed or has no proxy. Not the drawing of the state, whose rules were not found (decision 0027).
 */
export function PscSignIn({ cabinetId, user, onOpened, size }: PscSignInProps) {
  const offer = useLiveQuery(describePsc, cabinetId === null ? null : {}, {
    kinds: ['settings', 'cabinet'],
    freshOnMount: true,
  })
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const isOffered = cabinetId !== null && offer.value?.offered === true
  useActions(
    actions,
    useMemo(() => ({ press: () => setOpen(true), ready: isOffered && !open }), [isOffered, open]),
  )
  if (!isOffered) return null
  return (
    <div className={classes.door}>
      <Button
        ref={button}
        size={size}
        wide
        spread={size === 'entry'}
        icon={IconLogin2}
        keys="Alt+S"
        describedBy="psc-hint"
        onClick={() => setOpen(true)}
      >
        {fr.button}
      </Button>
      <p id="psc-hint" className={classes.hint}>
        {fr.hint}
      </p>
      {open ? (
        <PscDialog
          cabinetId={cabinetId}
          user={user}
          training={offer.value?.training === true}
          onOpened={onOpened}
          onClose={() => {
            setOpen(false)
            button.current?.focus()
          }}
        />
      ) : null}
    </div>
  )
}
