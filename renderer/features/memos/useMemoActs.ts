import { useCallback, useState } from 'react'
import { listMemos, removeMemo, restoreMemo, saveMemo } from '#app/features/memos/contract.ts'
import type { MemoFields, MemoView } from '#app/features/memos/model.ts'
import { memosText } from '#app/text/fr/memos.ts'
import { type AnyProblem, useAskAgain, useCabinet } from '#renderer/client/index.ts'
import { useToast } from '#ui/index.ts'

const fr = memosText

/** Writing, correcting, pinning and removing a memo, each undone by « Annuler ». */
export function useMemoActs(patientId: string) {
  const { call } = useCabinet()
  const askAgain = useAskAgain()
  const toast = useToast()
  const [failure, setFailure] = useState<AnyProblem | null>(null)
  const settle = useCallback(
    (refusal: AnyProblem | null) => {
      setFailure(refusal)
      askAgain(listMemos)
    },
    [askAgain],
  )
  const write = useCallback(
    async (fields: MemoFields, known: { readonly memoId: string; readonly version: number } | null) => {
      const memoId = known?.memoId ?? null
      const reply = await call(saveMemo, { patientId, memoId, expectedVersion: known?.version ?? null, fields })
      settle(reply.ok ? null : reply)
      return reply
    },
    [call, patientId, settle],
  )
  const setRemoved = useCallback(
    async (operation: typeof removeMemo | typeof restoreMemo, memoId: string, expectedVersion: number) => {
      const reply = await call(operation, { patientId, memoId, expectedVersion })
      settle(reply.ok ? null : reply)
      return reply.ok ? reply.value.version : null
    },
    [call, patientId, settle],
  )
  /** Answers the refusal, or `null` once it is written. */
  const save = useCallback(
    async (fields: MemoFields, former: MemoView | null): Promise<AnyProblem | null> => {
      const reply = await write(fields, former)
      if (!reply.ok) return reply
      const { memoId, version } = reply.value
      if (former === null) toast(fr.added, () => void setRemoved(removeMemo, memoId, version))
      else toast(fr.saved, () => void write(former.fields, reply.value))
      return null
    },
    [write, setRemoved, toast],
  )
  const remove = useCallback(
    async ({ memoId, version }: MemoView) => {
      const after = await setRemoved(removeMemo, memoId, version)
      if (after !== null) toast(fr.removed, () => void setRemoved(restoreMemo, memoId, after))
    },
    [setRemoved, toast],
  )
  return { save, remove, failure }
}
