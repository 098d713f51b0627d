import { useCallback, useEffect, useState } from 'react'
import type { SessionView } from '#app/features/sessions/model.ts'
import { type AnyProblem, useCabinet } from '#renderer/client/index.ts'
import { type CardInHand, deviceReason, enterPin, type Proved } from './proving.ts'
import { type CardSeat, useProfessionalCard } from './useProfessionalCard.ts'

/** From the button to the session: what is shown of it, and what the person may do. */
export interface CardFlow {
  readonly seat: CardSeat
  /** `checking`: whether the card is known here; `pin`: its code is awaited; `working`: the card answers. */
  readonly stage: 'idle' | 'checking' | 'pin' | 'working'
  readonly problem: AnyProblem | null
  /** The button was pressed and no card can be used: what to do is shown. */
  readonly explains: boolean
  readonly press: () => void
  readonly cancel: () => void
  readonly submit: (pin: string) => void
}

/** What a flow does with a card, before its code is asked and once it was entered. */
export interface CardFlowSteps {
  /** Spends nothing: a card that is of no use here is told before its code is asked. */
  readonly prepare: (hand: CardInHand) => Promise<Proved<unknown>>
  readonly finish: (hand: CardInHand) => Promise<Proved<SessionView>>
  readonly onDone: (session: SessionView) => void
}

interface State {
  readonly at: CardFlow['stage']
  /** The card meant: another one, or the same put back, begins again. */
  readonly insertion: number | null
  readonly problem: AnyProblem | null
  readonly explains: boolean
  /** Pressed before it was known which card is there: goes on once it is. */
  readonly wanted: boolean
}

const idle: State = { at: 'idle', insertion: null, problem: null, explains: false, wanted: false }

/** One way to be recognised by one's card. The code goes from the field to the card, and is kept nowhere. */
export function useCardFlow({ prepare, finish, onDone }: CardFlowSteps): CardFlow {
  const { call } = useCabinet()
  const seat = useProfessionalCard()
  const { card, workstation, sight, readAgain } = seat
  const [state, setState] = useState<State>(idle)
  const insertion = card?.insertion ?? null
  const isMeant = state.insertion === insertion
  // What was asked of a card that went ends with it; its refusal is still worth reading until another comes.
  const stage = isMeant ? state.at : 'idle'
  const isStale = state.insertion !== null && insertion !== null && !isMeant

  const press = useCallback(() => {
    const begin = async () => {
      if (sight === 'starting' || sight === 'reading') {
        setState({ ...idle, insertion, wanted: true })
        return
      }
      if (card === null || workstation === null || sight !== 'ready') {
        setState({ ...idle, insertion, explains: true })
        // What the card or its module could not do a moment ago, it may now.
        await readAgain()
        return
      }
      setState({ ...idle, at: 'checking', insertion: card.insertion })
      const known = await prepare({ call, workstation, card })
      setState({
        ...idle,
        at: known.ok ? 'pin' : 'idle',
        insertion: card.insertion,
        problem: known.ok ? null : known.problem,
      })
    }
    void begin()
  }, [call, card, workstation, sight, insertion, readAgain, prepare])

  const isWanted = state.wanted && sight !== 'starting' && sight !== 'reading'
  useEffect(() => {
    if (isWanted) press()
  }, [isWanted, press])

  const submit = useCallback(
    (pin: string) => {
      const go = async () => {
        if (card === null || workstation === null) return
        const hand = { call, workstation, card }
        const of = { ...idle, insertion: card.insertion }
        setState({ ...of, at: 'working' })
        const entered = await enterPin(hand, pin)
        if (!entered.ok) {
          const isWrong = deviceReason(entered.problem) === 'pin.wrong'
          await readAgain()
          setState({ ...of, at: isWrong ? 'pin' : 'idle', problem: entered.problem, explains: !isWrong })
          return
        }
        const done = await finish(hand)
        if (done.ok) return onDone(done.value)
        // A card that opens nothing here keeps no code either.
        void workstation.forgetPin({}).catch(() => undefined)
        setState({ ...of, problem: done.problem })
      }
      void go()
    },
    [call, card, workstation, readAgain, finish, onDone],
  )

  const cancel = useCallback(() => setState(idle), [])
  return {
    seat,
    stage,
    problem: isStale ? null : state.problem,
    explains: state.explains && !isStale && sight !== 'ready' && sight !== 'reading',
    press,
    cancel,
    submit,
  }
}
