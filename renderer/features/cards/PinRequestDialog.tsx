import { useEffect, useRef, useState } from 'react'
import { cardsText } from '#app/text/fr/cards.ts'
import { sayRefusal } from '#app/text/fr/common.ts'
import { type AnyProblem, useCabinet, usePinRequests, useSession } from '#renderer/client/index.ts'
import { Block, Button, type CodeFieldHandle, Dialog } from '#ui/index.ts'
import { sayHolder } from './holder.ts'
import { isPinComplete, PinField } from './PinForm.tsx'
import { pinRefusal } from './pin-refusal.ts'
import { enterPin } from './proving.ts'
import { SightHelp, SightLine } from './SightLine.tsx'
import { useProfessionalCard } from './useProfessionalCard.ts'

const fr = cardsText.sign

/** Asks the code of the card when something must be signed with it, whatever the person was doing. */
export function PinRequestDialog() {
  const request = usePinRequests()
  // Another request is another question: nothing of the former one stays.
  return request === null ? null : <PinQuestion key={request.requestId} {...request} />
}

function PinQuestion(props: { cardNumber: string | null; entered: () => void; giveUp: () => void }) {
  const { cardNumber, entered, giveUp } = props
  const { call } = useCabinet()
  const session = useSession()
  const seat = useProfessionalCard()
  const { card, workstation, sight } = seat
  const field = useRef<CodeFieldHandle>(null)
  const [busy, setBusy] = useState(false)
  const [missing, setMissing] = useState(false)
  const [problem, setProblem] = useState<AnyProblem | null>(null)
  const isOther = card !== null && cardNumber !== null && card.cardNumber !== cardNumber
  const asks = card !== null && sight === 'ready' && !isOther
  useEffect(() => {
    if (asks && !busy) field.current?.focus()
  }, [asks, busy])
  const submit = async () => {
    if (!asks || workstation === null || busy) return
    const complete = isPinComplete(field.current)
    setMissing(!complete)
    if (!complete || field.current === null) return
    setBusy(true)
    const answer = await enterPin({ call, workstation, card }, field.current.take())
    setBusy(false)
    if (answer.ok) return entered()
    setProblem(answer.problem)
    await seat.readAgain()
  }
  return (
    <Dialog
      title={fr.title}
      onClose={giveUp}
      onSubmit={() => void submit()}
      footer={
        <>
          <Button size="dialog" keys="Escape" onClick={giveUp}>
            {fr.cancel}
          </Button>
          <Button sends size="dialog" kind="primary" type="submit" disabled={busy || !asks}>
            {fr.sign}
          </Button>
        </>
      }
    >
      <p>{fr.text(session.displayName, card === null ? null : sayHolder(card, [session]))}</p>
      {isOther ? <Block tone="warning">{fr.otherCard(cardNumber)}</Block> : null}
      {asks ? (
        <PinField
          field={field}
          card={card}
          problem={problem}
          missing={missing}
          busy={busy}
          onType={() => setMissing(false)}
        />
      ) : (
        <>
          <SightLine seat={seat} users={[session]} />
          <SightHelp sight={sight} />
        </>
      )}
      {problem === null || pinRefusal(problem) !== null ? null : (
        <Block tone="error" announce="assertive">
          {sayRefusal(problem)}
        </Block>
      )}
    </Dialog>
  )
}
