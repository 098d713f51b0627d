import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { TreatmentView } from '#app/features/treatments/model.ts'
import { treatmentsText } from '#app/text/fr/treatments.ts'
import { todayHere } from '#renderer/features/patients/index.ts'
import { Button, TextField } from '#ui/index.ts'
import classes from './Treatments.module.css'

const fr = treatmentsText

/** Stops a treatment today, and why: a usual reason by a click, or words. */
export function StopPanel(props: {
  readonly treatment: TreatmentView
  readonly onStop: (stoppedOn: string, reason: string) => void
  readonly onClose: () => void
}) {
  const { treatment, onStop, onClose } = props
  const [reason, setReason] = useState('')
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  const stop = (why: string) => onStop(todayHere(), why)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    onClose()
  }
  const { name } = treatment.fields.drug
  return (
    <section className={classes.panel} aria-label={`${fr.stop} ${name}`} onKeyDown={onKeyDown}>
      <h2 className={classes.title}>
        {fr.stop} {name}
      </h2>
      <TextField
        ref={field}
        label={fr.fields.stopReason}
        optional
        maxLength={200}
        value={reason}
        onChange={setReason}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          stop(reason.trim())
        }}
      />
      <div className={classes.foot}>
        <Button kind="primary" sends onClick={() => stop(reason.trim())}>
          {fr.stop}
        </Button>
        <Button onClick={onClose}>{fr.cancel}</Button>
        {fr.stopReasons.map((usual) => (
          <Button key={usual} size="small" sends onClick={() => stop(usual)}>
            {usual}
          </Button>
        ))}
      </div>
    </section>
  )
}
