import { useState } from 'react'
import { requestEmergency } from '#app/features/access/contract.ts'
import { accessText } from '#app/text/fr/access.ts'
import { sayDelay, sayRefusal } from '#app/text/fr/common.ts'
import { type AnyProblem, useCabinet } from '#renderer/client/index.ts'
import { useCountdown } from '#renderer/features/opening/index.ts'
import { readDate, todayHere, writtenDate } from '#renderer/features/patients/index.ts'
import { Block, Button, DateField, Dialog, type ReadDate, TextField } from '#ui/index.ts'
import classes from './Access.module.css'

const fr = accessText.emergency

/** Fewest characters of a reason: « urgence » alone says nothing to who reads it. */
const shortestReason = 10

/** What can be asked of an `EmergencyDialog`. */
export interface EmergencyDialogProps {
  readonly onClose: () => void
  /** The records now open for the time of the access. */
  readonly onOpened: (patientIds: readonly string[]) => void
}

/**
 * « Bris de glace »: opens the record of one person by the whole of their traits and a reason. A refusal never tells a
 * wrong trait from a person the cabinet does not know.
 */
export function EmergencyDialog({ onClose, onOpened }: EmergencyDialogProps) {
  const { call } = useCabinet()
  const [today] = useState(() => todayHere())
  const [birthName, setBirthName] = useState('')
  const [firstName, setFirstName] = useState('')
  const [birthDate, setBirthDate] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const [judged, setJudged] = useState(false)
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<AnyProblem | null>(null)
  const delay = useCountdown(refusal)
  const missing = shortestReason - reason.trim().length
  const parse = (typed: string): ReadDate => {
    const read = readDate(typed, today)
    return read?.ok === true
      ? { ok: true, value: read.date, shown: writtenDate(read.date) }
      : { ok: false, reason: fr.date }
  }
  const submit = async () => {
    setJudged(true)
    if (birthName.trim() === '' || firstName.trim() === '' || birthDate === null || missing > 0) {
      requestAnimationFrame(() => document.querySelector<HTMLElement>('[role="dialog"] [aria-invalid="true"]')?.focus())
      return
    }
    if (busy || delay > 0) return
    setBusy(true)
    setRefusal(null)
    const request = { birthName: birthName.trim(), firstName: firstName.trim(), birthDate, reason: reason.trim() }
    const reply = await call(requestEmergency, { request })
    setBusy(false)
    if (reply.ok) onOpened(reply.value.patientIds)
    else setRefusal(reply)
  }
  const required = (text: string) => (judged && text.trim() === '' ? fr.required : undefined)
  return (
    <Dialog
      title={fr.title}
      width={480}
      onClose={onClose}
      onSubmit={() => void submit()}
      footer={
        <>
          <Button size="dialog" keys="Escape" onClick={onClose}>
            {fr.cancel}
          </Button>
          <Button sends size="dialog" kind="primary" type="submit" disabled={busy || delay > 0}>
            {fr.open}
          </Button>
        </>
      }
    >
      <Block tone="warning" announce="off" title={fr.text}>
        {fr.terms}
      </Block>
      {refusal === null ? null : (
        <Block tone={refusal.problem === 'connection.lost' ? 'offline' : 'error'} announce="assertive">
          {delay > 0 ? fr.wait(sayDelay(delay)) : sayRefusal(refusal)}
        </Block>
      )}
      <TextField
        label={fr.birthName}
        size="dialog"
        value={birthName}
        onChange={setBirthName}
        maxLength={100}
        error={required(birthName)}
      />
      <div className={classes.traits}>
        <TextField
          label={fr.firstName}
          size="dialog"
          value={firstName}
          onChange={setFirstName}
          maxLength={60}
          error={required(firstName)}
        />
        <DateField
          label={fr.birthDate}
          size="dialog"
          value={birthDate}
          onChange={setBirthDate}
          parse={parse}
          format={writtenDate}
          error={judged && birthDate === null ? fr.required : undefined}
        />
      </div>
      <TextField
        label={fr.reason}
        value={reason}
        onChange={setReason}
        rows={3}
        maxLength={500}
        error={judged && missing > 0 ? fr.reasonShort : undefined}
        hint={fr.reasonHint(missing)}
      />
    </Dialog>
  )
}
