import { useEffect, useRef, useState } from 'react'
import { countTasks } from '#app/features/tasks/contract.ts'
import type { ChangeEvent } from '#app/features/sessions/model.ts'
import type { CivilDate } from '#app/kernel/civil-date.ts'
import { useLiveQuery, useSession } from '#renderer/client/index.ts'
import { todayHere } from '#renderer/features/patients/index.ts'

/** What changes which tasks are seen, and how they read: the tasks, their patients, and who sees whom. */
export const taskKinds: readonly ChangeEvent['kind'][] = [
  'task',
  'patient',
  'person',
  'role',
  'access-group',
  'emergency',
]

/** The calendar is looked at so often: a day may end while the window is open. */
const dayCheckMs = 30_000

/** The day it is on this computer, kept true past midnight. */
export function useToday(): CivilDate {
  const [today, setToday] = useState(() => todayHere())
  useEffect(() => {
    const timer = setInterval(() => setToday(todayHere()), dayCheckMs)
    return () => clearInterval(timer)
  }, [])
  return today
}

/** Figures of the rail: tasks of mine late or due today; 0 until known, and for who has no tasks. */
export function useDueTasks(): number {
  const session = useSession()
  const today = useToday()
  const mayRead = session.permissions.includes('task.read')
  const { value, askAgain } = useLiveQuery(countTasks, mayRead ? {} : null, { kinds: taskKinds })
  const counted = useRef(today)
  useEffect(() => {
    if (counted.current === today) return
    counted.current = today
    if (mayRead) askAgain()
  }, [today, mayRead, askAgain])
  return value === undefined ? 0 : value.due + value.late
}
