import { useEffect, useState } from 'react'
import { answerTraining, trainingRequests } from '#app/features/psc/contract.ts'
import type { PscChannel, TrainingRequest } from '#app/features/psc/model.ts'
import { pscText } from '#app/text/fr/psc.ts'
import { useCabinet } from '#renderer/client/index.ts'
import { Block, Button } from '#ui/index.ts'
import classes from './Psc.module.css'

const fr = pscText.training
/** Between two looks at the simulated telephone, in ms. */
const lookMs = 700

/** « e-CPS de formation »: stands for the telephone, where a newcomer approves or refuses. Training only. */
export function TrainingTelephone({ channel }: { readonly channel: PscChannel }) {
  const { call } = useCabinet()
  const [request, setRequest] = useState<TrainingRequest | null>(null)
  const [answered, setAnswered] = useState(false)
  useEffect(() => {
    if (answered) return
    const look = async () => {
      const reply = await call(trainingRequests, {})
      if (reply.ok) setRequest(reply.value.requests.at(-1) ?? null)
    }
    const timer = setInterval(() => void look(), lookMs)
    return () => clearInterval(timer)
  }, [call, answered])
  const answer = async (approve: boolean) => {
    if (request === null) return
    setAnswered(true)
    const reply = await call(answerTraining, { requestId: request.requestId, approve })
    if (!reply.ok || !reply.value.answered) setAnswered(false)
  }
  return (
    <Block tone="training" title={fr.title[channel]} announce="off">
      <div className={classes.telephone}>
        <p>{fr.text[channel]}</p>
        {request === null ? (
          <p className={classes.hint}>{fr.waiting}</p>
        ) : (
          <>
            <p>
              {fr.asks(request.displayName)}
              <strong className={classes.small}>{request.bindingNumber}</strong>
            </p>
            <div className={classes.answers}>
              <Button size="small" disabled={answered} onClick={() => void answer(false)}>
                {fr.refuse}
              </Button>
              <Button size="small" disabled={answered} onClick={() => void answer(true)}>
                {fr.approve}
              </Button>
            </div>
          </>
        )}
      </div>
    </Block>
  )
}
