import { useState } from 'react'
import { journalSettings, updateJournalSettings } from '#app/features/journal/contract.ts'
import { type JournalRetention, journalRetention } from '#app/features/journal/model.ts'
import { sayRefusal } from '#app/text/fr/common.ts'
import { fr as text } from '#app/text/fr/journal.ts'
import { type AnyProblem, useAskAgain, useCabinet, useLiveQuery } from '#renderer/client/index.ts'
import { Refusal } from '#renderer/features/forms/index.ts'
import { Block, Button, Dialog, Skeleton, TextField } from '#ui/index.ts'

const fr = text.retention
const bounds = { technicalMonths: [6, 12], recordYears: [10, 50] } as const

/** « Conservation… »: how long lines are kept. */
export function RetentionDialog({ onClose, onSaved }: { readonly onClose: () => void; readonly onSaved: () => void }) {
  const answer = useLiveQuery(journalSettings, {}, { kinds: ['settings'] })
  const { value, problem } = answer
  if (value !== undefined) return <RetentionForm {...value} onClose={onClose} onSaved={onSaved} />
  return (
    <Dialog title={fr.title} onClose={onClose}>
      {problem === undefined ? <Skeleton lines={3} /> : <Block tone="error">{sayRefusal(problem)}</Block>}
    </Dialog>
  )
}

function RetentionForm(props: {
  readonly retention: JournalRetention
  readonly version: number
  readonly onClose: () => void
  readonly onSaved: () => void
}) {
  const { call } = useCabinet()
  const askAgainOf = useAskAgain()
  const [typed, setTyped] = useState({
    technicalMonths: String(props.retention.technicalMonths),
    recordYears: String(props.retention.recordYears),
  })
  const [isJudged, setJudged] = useState(false)
  const [problem, setProblem] = useState<AnyProblem | null>(null)
  const remark = (field: keyof typeof bounds) => {
    const [from, to] = bounds[field]
    const number = Number(typed[field])
    const isRight = typed[field].trim() !== '' && Number.isInteger(number) && number >= from && number <= to
    return isRight || !isJudged ? undefined : fr.range(from, to)
  }
  const save = async () => {
    setJudged(true)
    const read = journalRetention.safeParse({
      technicalMonths: Number(typed.technicalMonths.trim() || Number.NaN),
      recordYears: Number(typed.recordYears.trim() || Number.NaN),
    })
    if (!read.success) return
    const reply = await call(updateJournalSettings, { retention: read.data, expectedVersion: props.version })
    if (reply.ok) {
      askAgainOf(journalSettings)
      props.onSaved()
      return
    }
    setProblem(reply)
    askAgainOf(journalSettings)
  }
  return (
    <Dialog
      title={fr.title}
      onClose={props.onClose}
      onSubmit={() => void save()}
      footer={
        <>
          <Button size="dialog" keys="Escape" onClick={props.onClose}>
            {fr.cancel}
          </Button>
          <Button sends size="dialog" kind="primary" type="submit">
            {fr.save}
          </Button>
        </>
      }
    >
      <TextField
        label={fr.technical}
        value={typed.technicalMonths}
        onChange={(technicalMonths) => setTyped({ ...typed, technicalMonths })}
        onBlur={() => setJudged(true)}
        inputMode="numeric"
        tabular
        size="dialog"
        hint={fr.technicalHint}
        error={remark('technicalMonths')}
      />
      <TextField
        label={fr.record}
        value={typed.recordYears}
        onChange={(recordYears) => setTyped({ ...typed, recordYears })}
        onBlur={() => setJudged(true)}
        inputMode="numeric"
        tabular
        size="dialog"
        hint={fr.recordHint}
        error={remark('recordYears')}
      />
      <Block tone="info" announce="off">
        {fr.effect}
      </Block>
      {problem === null ? null : <Refusal problem={problem} />}
    </Dialog>
  )
}
