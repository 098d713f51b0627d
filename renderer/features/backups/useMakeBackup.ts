import { useCallback, useEffect, useRef, useState } from 'react'
import { getBackupSettings, listBackups, startBackup } from '#app/features/backups/contract.ts'
import type { JobView } from '#app/features/jobs/model.ts'
import {
  type AnyProblem,
  type FollowedJob,
  isUnderWay,
  useAskAgain,
  useCabinet,
  useJob,
} from '#renderer/client/index.ts'
import { useKeptJob } from '#renderer/features/jobs/index.ts'

/** Making a backup, as the section shows it. */
export interface BackupMaking {
  readonly job: JobView | null
  readonly underWay: boolean
  /** Why it was not begun, or not brought to its end. */
  readonly problem: AnyProblem | null
  readonly start: () => void
  readonly steer: FollowedJob['steer']
}

/**
 * Makes a backup when asked; it goes on while the section is closed, and is found again when it opens. `present` is one
 * that this user began before the page was loaded, on this seat or another.
 */
export function useMakeBackup(present: string | null): BackupMaking {
  const { call } = useCabinet()
  const askAgainOf = useAskAgain()
  const { jobId, keep } = useKeptJob('backup')
  const { job, problem, steer } = useJob(jobId)
  useEffect(() => {
    if (present !== null && jobId === null) keep(present)
  }, [present, jobId, keep])
  const [refusal, setRefusal] = useState<AnyProblem | null>(null)
  const [asking, setAsking] = useState(false)
  const underWay = asking || isUnderWay(job)

  const start = useCallback(() => {
    const run = async () => {
      setAsking(true)
      setRefusal(null)
      const reply = await call(startBackup, {})
      setAsking(false)
      if (reply.ok) keep(reply.value.jobId)
      else setRefusal(reply)
    }
    void run()
  }, [call, keep])

  const ended = job !== null && !isUnderWay(job)
  const told = useRef<string | null>(null)
  useEffect(() => {
    if (!ended || told.current === jobId) return
    told.current = jobId
    askAgainOf(getBackupSettings, listBackups)
  }, [ended, jobId, askAgainOf])
  return { job, underWay, problem: refusal ?? problem, start, steer }
}
