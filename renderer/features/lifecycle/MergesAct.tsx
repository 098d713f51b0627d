import { useState } from 'react'
import { listMerges, undoMerge } from '#app/features/lifecycle/contract.ts'
import { sayDay } from '#app/text/fr/common.ts'
import { lifecycleText } from '#app/text/fr/lifecycle.ts'
import { type AnyProblem, useAskAgain, useCabinet, useLiveQuery } from '#renderer/client/index.ts'
import { type RecordActProps, Refusal } from '#renderer/features/forms/index.ts'
import { Block, Button, Dialog, EmptyState, Skeleton, useEndToast } from '#ui/index.ts'
import classes from './Lifecycle.module.css'

const text = lifecycleText.merges

/** The merges a record has been through, each with what undoing it still can. */
export function MergesAct({ patient, onClose }: RecordActProps) {
  const { patientId } = patient
  const { call } = useCabinet()
  const askAgainOf = useAskAgain()
  const { value, problem } = useLiveQuery(listMerges, { patientId }, { kinds: ['patient'] })
  const [refusal, setRefusal] = useState<AnyProblem | null>(null)
  const [said, setSaid] = useState<string | null>(null)
  const endToast = useEndToast()
  const undo = async (mergeId: string) => {
    const reply = await call(undoMerge, { mergeId })
    // « Annuler » of the merge just done would ask for what is done.
    if (reply.ok) endToast()
    askAgainOf(listMerges)
    setRefusal(reply.ok ? null : reply)
    if (reply.ok) setSaid(text.undone(reply.value.undone.addedSince, reply.value.undone.changedSince.length))
  }
  const failed = refusal ?? problem
  return (
    <Dialog
      title={text.title}
      onClose={onClose}
      width={520}
      footer={
        <Button size="dialog" keys="Escape" onClick={onClose}>
          {lifecycleText.close}
        </Button>
      }
    >
      {failed === undefined ? null : <Refusal problem={failed} />}
      {said === null ? null : <Block tone="success">{said}</Block>}
      {value === undefined ? <Skeleton lines={2} /> : null}
      {value?.merges.length === 0 && said === null ? <EmptyState title={text.none} /> : null}
      <ul className={classes.lines}>
        {value?.merges.map((merge) => (
          <li key={merge.mergeId}>
            <span>{text.line(merge.otherName, merge.otherFileNumber, sayDay(merge.mergedAt), merge.mergedBy)}</span>
            {merge.prevented === null ? (
              <Button sends size="small" onClick={() => void undo(merge.mergeId)}>
                {text.undo}
              </Button>
            ) : (
              <span className={classes.quiet}>{text.prevented[merge.prevented]}</span>
            )}
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
