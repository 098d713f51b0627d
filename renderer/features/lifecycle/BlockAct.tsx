import { useState } from 'react'
import { blockPatient, getBlock, listBlocked, unblockPatient } from '#app/features/lifecycle/contract.ts'
import { lifecycleText } from '#app/text/fr/lifecycle.ts'
import { sayDay } from '#app/text/fr/common.ts'
import { type AnyProblem, useAskAgain, useCabinet, useLiveQuery } from '#renderer/client/index.ts'
import { type RecordActProps, Refusal } from '#renderer/features/forms/index.ts'
import { Button, Dialog, Skeleton, TextField, useToast } from '#ui/index.ts'
import { nameOf } from './names.ts'

const text = lifecycleText.block

/** « Bloquer »: with a reason; of a blocked patient, the reason and « Débloquer ». Both can be undone. */
export function BlockAct({ patient, onClose }: RecordActProps) {
  const { patientId } = patient
  const { call } = useCabinet()
  const askAgainOf = useAskAgain()
  const toast = useToast()
  const { value, problem } = useLiveQuery(getBlock, { patientId }, { kinds: ['patient'], about: patientId })
  const [typed, setTyped] = useState<string | null>(null)
  const [refusal, setRefusal] = useState<AnyProblem | null>(null)
  const name = nameOf(patient.fields)
  const block = value?.block ?? null
  const reason = typed ?? block?.reason ?? ''
  const askAgain = () => askAgainOf(getBlock, listBlocked)
  const write = async () => {
    const wanted = reason.trim()
    if (wanted === '') return
    const reply = await call(blockPatient, { patientId, reason: wanted })
    if (!reply.ok) {
      setRefusal(reply)
      return
    }
    askAgain()
    onClose()
    const former = block?.reason ?? null
    toast(text.blocked(name), () => {
      const undo =
        former === null ? call(unblockPatient, { patientId }) : call(blockPatient, { patientId, reason: former })
      void undo.then(askAgain)
    })
  }
  const unblock = async () => {
    const reply = await call(unblockPatient, { patientId })
    if (!reply.ok) {
      setRefusal(reply)
      return
    }
    askAgain()
    onClose()
    const former = reply.value.reason
    if (former === null) return
    toast(text.unblocked(name), () => void call(blockPatient, { patientId, reason: former }).then(askAgain))
  }
  return (
    <Dialog
      title={block === null ? text.title(name) : text.blockedTitle(name)}
      onClose={onClose}
      onSubmit={() => void write()}
      footer={
        <>
          <Button size="dialog" keys="Escape" onClick={onClose}>
            {lifecycleText.cancel}
          </Button>
          {block === null ? null : (
            <Button sends size="dialog" onClick={() => void unblock()}>
              {text.unblock}
            </Button>
          )}
          <Button
            sends
            size="dialog"
            kind="primary"
            type="submit"
            disabled={value === undefined || reason.trim() === '' || reason.trim() === block?.reason}
          >
            {block === null ? text.confirm : text.change}
          </Button>
        </>
      }
    >
      {problem === undefined ? null : <Refusal problem={problem} />}
      {refusal === null ? null : <Refusal problem={refusal} />}
      <p>{text.effect}</p>
      {value === undefined ? <Skeleton lines={1} /> : null}
      {block === null ? null : <p>{text.since(sayDay(block.blockedAt), block.blockedBy)}</p>}
      <TextField label={text.reason} value={reason} onChange={setTyped} size="dialog" maxLength={300} />
    </Dialog>
  )
}
