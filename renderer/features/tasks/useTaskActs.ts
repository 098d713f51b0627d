import { useCallback, useState } from 'react'
import { countTasks, listTasks, removeTask, restoreTask, setTaskDone } from '#app/features/tasks/contract.ts'
import type { TaskView } from '#app/features/tasks/model.ts'
import { tasksText as fr } from '#app/text/fr/tasks.ts'
import { type AnyProblem, useAskAgain, useCabinet } from '#renderer/client/index.ts'
import { useToast } from '#ui/index.ts'

/** An act that was refused: what did not happen, and why. */
export interface FailedAct {
  readonly title: string
  readonly refusal: AnyProblem
}

/** Done, to do again, removed: each with its undo. */
export function useTaskActs() {
  const { call } = useCabinet()
  const askAgainOf = useAskAgain()
  const toast = useToast()
  const [failed, setFailed] = useState<FailedAct | null>(null)
  const settle = useCallback(
    (title: string, refusal: AnyProblem | null) => {
      setFailed(refusal === null ? null : { title, refusal })
      // After a refusal too: what is shown was not what the cabinet holds.
      askAgainOf(listTasks, countTasks)
    },
    [askAgainOf],
  )

  const setDone = useCallback(
    async (taskId: string, expectedVersion: number, done: boolean): Promise<TaskView | null> => {
      const reply = await call(setTaskDone, { taskId, expectedVersion, done })
      settle(fr.failed.done, reply.ok ? null : reply)
      return reply.ok ? reply.value.task : null
    },
    [call, settle],
  )

  /** Answers whether it was done. */
  const toggle = useCallback(
    async ({ taskId, version, doneAt, fields }: TaskView): Promise<boolean> => {
      const done = doneAt === null
      const changed = await setDone(taskId, version, done)
      if (changed === null) return false
      toast((done ? fr.toasts.done : fr.toasts.toDo)(fields.title), () => void setDone(taskId, changed.version, !done))
      return true
    },
    [setDone, toast],
  )

  /** Answers whether it was removed. */
  const remove = useCallback(
    async ({ taskId, version, fields }: TaskView): Promise<boolean> => {
      const reply = await call(removeTask, { taskId, expectedVersion: version })
      settle(fr.failed.removed, reply.ok ? null : reply)
      if (!reply.ok) return false
      toast(fr.toasts.removed(fields.title), () => {
        const restore = async () => {
          const restored = await call(restoreTask, { taskId, expectedVersion: reply.value.version })
          settle(fr.failed.done, restored.ok ? null : restored)
        }
        void restore()
      })
      return true
    },
    [call, settle, toast],
  )
  return { toggle, remove, failed }
}
