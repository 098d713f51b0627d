import { useEffect, useRef } from 'react'
import type { SessionView } from '#app/features/sessions/model.ts'
import { beRecognised, type CardFlow, type CardInHand, useCardFlow } from '#renderer/features/cards/index.ts'

/** Nothing to find out first: who the card is, its signature says. */
const ready = () => Promise.resolve({ ok: true, value: null } as const)
const recognise = (hand: CardInHand) => beRecognised(hand, 'unlock')

/** The card at the lock screen, and when its code is asked without being asked for. */
export interface LockCard {
  readonly flow: CardFlow
  /** This page has no readers, and its session owes nothing to a card: nothing of cards is shown. */
  readonly isHidden: boolean
  /** The session was opened with a card that is not there: putting it back is the way in. */
  readonly isAwaited: boolean
}

/**
 * A card put in while the seat is locked is somebody who comes back, or who takes the seat: its code is asked at once, where
 * nothing else was begun. The one that was there all along asks only for a session it had opened.
 *
 * `free`: nothing else was begun; `same`: the holder of the session is the one chosen.
 */
export function useLockCard(
  session: SessionView,
  { free, same }: { readonly free: boolean; readonly same: boolean },
  onUnlocked: (session: SessionView) => void,
): LockCard {
  const flow = useCardFlow({ prepare: ready, finish: recognise, onDone: onUnlocked })
  const { seat, stage, press } = flow
  const byCard = same && session.openedWith.kind === 'card'
  const insertion = seat.sight === 'ready' ? (seat.card?.insertion ?? null) : null
  /** What was in the reader when this screen came; `undefined` until it is known. */
  const first = useRef<number | null | undefined>(undefined)
  const asked = useRef<number | null>(null)
  const isSettled = seat.sight !== 'starting' && seat.sight !== 'reading' && seat.sight !== 'offline'
  useEffect(() => {
    if (!isSettled) return
    if (first.current === undefined) first.current = insertion
    const isNew = insertion !== first.current || byCard
    if (insertion === null || !isNew || !free || stage !== 'idle' || asked.current === insertion) return
    asked.current = insertion
    press()
  }, [isSettled, insertion, byCard, free, stage, press])
  return {
    flow,
    isHidden: seat.sight === 'absent' && session.openedWith.kind !== 'card',
    isAwaited: byCard && seat.card === null,
  }
}
