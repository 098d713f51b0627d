import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { listGroupMarks, listGroups, setGroupsEnabled } from '#app/features/access/contract.ts'
import { accessText } from '#app/text/fr/access.ts'
import { type AnyProblem, useAskAgain, useCabinet } from '#renderer/client/index.ts'
import { Refusal } from '#renderer/features/forms/index.ts'
import { Block, Button } from '#ui/index.ts'
import classes from './Access.module.css'

const fr = accessText.turning

/** Asks before groups begin or cease to limit anybody, and says who then sees what. Échap leaves things as they are. */
export function TurningQuestion(props: {
  readonly enabled: boolean
  readonly version: number
  /** Users who read records and are not in « Public ». */
  readonly limited: readonly string[]
  readonly patients: number
  readonly onEnd: () => void
}) {
  const { enabled, version, limited, patients, onEnd } = props
  const { call } = useCabinet()
  const askAgainOf = useAskAgain()
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<AnyProblem | null>(null)
  const safe = useRef<HTMLButtonElement>(null)
  useEffect(() => safe.current?.focus(), [])
  const turn = async () => {
    setBusy(true)
    const reply = await call(setGroupsEnabled, { enabled: !enabled, expectedVersion: version })
    setBusy(false)
    askAgainOf(listGroups, listGroupMarks)
    if (reply.ok) onEnd()
    else setRefusal(reply)
  }
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    onEnd()
  }
  return (
    <div role="group" aria-label={enabled ? fr.offTitle : fr.onTitle} onKeyDown={press}>
      <Block tone="warning" announce="assertive" title={enabled ? fr.offTitle : fr.onTitle}>
        {enabled ? fr.off(limited, patients) : fr.on(limited)}
        <span className={classes.turning}>
          <Button ref={safe} size="small" keys="Escape" onClick={onEnd}>
            {enabled ? fr.offKeep : fr.onKeep}
          </Button>
          <Button size="small" disabled={busy} onClick={() => void turn()}>
            {enabled ? fr.offConfirm : fr.onConfirm}
          </Button>
        </span>
      </Block>
      {refusal === null ? null : <Refusal problem={refusal} />}
    </div>
  )
}
