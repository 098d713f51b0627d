import { useEffect, useMemo, useRef, useState } from 'react'
import { type MemoFields, memoFields, type MemoView } from '#app/features/memos/model.ts'
import { memosText } from '#app/text/fr/memos.ts'
import { type AnyProblem, useDraft } from '#renderer/client/index.ts'
import { EntryPanel } from '#renderer/features/forms/index.ts'
import { Block, Checkbox, Skeleton, TextField } from '#ui/index.ts'
import classes from './Memos.module.css'

const fr = memosText
const blank: MemoFields = { text: '', personal: false, pinned: false }

/** Writes a memo, or corrects one; what is typed is kept as a draft until it is saved or given up. */
export function MemoPanel(props: {
  readonly patientId: string
  readonly memo: MemoView | null
  /** Answers the refusal, or `null` once it is written. */
  readonly onSave: (fields: MemoFields) => Promise<AnyProblem | null>
  readonly onClose: () => void
}) {
  const { patientId, memo, onSave, onClose } = props
  const start = memo?.fields ?? blank
  const [fields, setFields] = useState(start)
  const [restoredAt, setRestoredAt] = useState<string | null>(null)
  const [isTakenUp, setTakenUp] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<AnyProblem | null>(null)
  const [isEmpty, setEmpty] = useState(false)
  const root = useRef<HTMLElement>(null)
  const isTyped = fields.text !== start.text || fields.pinned !== start.pinned || fields.personal !== start.personal
  const kept = useMemo(() => (isTakenUp && isTyped ? { ...fields } : null), [isTakenUp, isTyped, fields])
  const draft = useDraft({ form: 'memo', subjectId: memo?.memoId ?? patientId }, kept, memo?.version ?? null)
  const { found } = draft
  useEffect(() => {
    if (found === undefined || isTakenUp) return
    setTakenUp(true)
    const waiting = memoFields.safeParse(found?.fields)
    if (found === null || !waiting.success) return
    setFields(waiting.data)
    setRestoredAt(found.savedAt)
  }, [found, isTakenUp])
  useEffect(() => {
    if (isTakenUp) root.current?.querySelector('textarea')?.focus()
  }, [isTakenUp])
  if (!isTakenUp) return <Skeleton lines={3} />
  const set = (change: Partial<MemoFields>) => {
    setFields({ ...fields, ...change })
    setEmpty(false)
  }
  const save = async () => {
    if (busy) return
    const read = memoFields.safeParse(fields)
    if (!read.success) return setEmpty(true)
    setBusy(true)
    const refusal = await onSave(read.data)
    setBusy(false)
    if (refusal !== null) return setFailure(refusal)
    await draft.discard()
    onClose()
  }
  const giveUp = () => {
    void draft.discard()
    onClose()
  }
  // Échap loses no text: with something typed, the pane is put away and the draft waits.
  const leave = () => {
    draft.flush()
    onClose()
  }
  return (
    <EntryPanel
      root={root}
      label={memo === null ? fr.addLong : fr.change}
      failure={failure}
      busy={busy}
      onSave={() => void save()}
      onCancel={giveUp}
      onLeave={leave}
    >
      {restoredAt === null ? null : <Block tone="info">{fr.restored(restoredAt)}</Block>}
      <TextField
        label={fr.text}
        rows={4}
        maxLength={4000}
        value={fields.text}
        error={isEmpty ? fr.empty : undefined}
        onChange={(text) => set({ text })}
      />
      <Checkbox label={fr.pinned} checked={fields.pinned} onChange={(pinned) => set({ pinned })} />
      {memo === null ? (
        <>
          <Checkbox label={fr.personal} checked={fields.personal} onChange={(personal) => set({ personal })} />
          <p className={classes['hint']}>{fr.personalHint}</p>
        </>
      ) : null}
    </EntryPanel>
  )
}
