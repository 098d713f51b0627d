import { useCallback, useState } from 'react'
import { inspectBackup, restoreBackup } from '#app/features/backups/contract.ts'
import type { BackupContents } from '#app/features/backups/model.ts'
import type { JobView } from '#app/features/jobs/model.ts'
import { backupsText } from '#app/text/fr/backups.ts'
import { type AnyProblem, useCabinet, useJob } from '#renderer/client/index.ts'

/** Where the restored cabinet goes. */
export interface Destination {
  readonly name: string
  readonly mode: 'new' | 'replace'
}

/** How far the restoration is; each step keeps what the former ones found. */
export type RestoreStep =
  | { readonly at: 'choose' }
  | { readonly at: 'review'; readonly contents: BackupContents }
  | { readonly at: 'name'; readonly contents: BackupContents }
  | {
      readonly at: 'work'
      readonly contents: BackupContents
      readonly destination: Destination
      readonly jobId: string
    }

/** The restoration in hand. */
export interface Restore {
  readonly step: RestoreStep
  readonly path: string
  readonly setPath: (path: string) => void
  readonly destination: Destination
  readonly setDestination: (part: Partial<Destination>) => void
  readonly busy: boolean
  readonly problem: AnyProblem | null
  readonly job: JobView | null
  readonly stop: () => void
  /** Reads the chosen file to its end and shows what it holds; writes nothing. */
  readonly examine: () => Promise<void>
  readonly begin: () => Promise<void>
  readonly goTo: (at: 'choose' | 'review' | 'name') => void
}

/** Restores a backup, step by step (CAB-4). Nothing is written on this computer before `begin`. */
export function useRestore(): Restore {
  const { call } = useCabinet()
  const [step, setStep] = useState<RestoreStep>({ at: 'choose' })
  const [path, setPath] = useState('')
  const [destination, setDestination] = useState<Destination>({ name: '', mode: 'new' })
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<AnyProblem | null>(null)
  const followed = useJob(step.at === 'work' ? step.jobId : null)

  const choosePath = useCallback((next: string) => {
    setPath(next)
    setRefused(null)
  }, [])
  const changeDestination = useCallback((part: Partial<Destination>) => {
    setDestination((former) => ({ ...former, ...part }))
    setRefused(null)
  }, [])

  const examine = useCallback(async () => {
    setBusy(true)
    setRefused(null)
    const reply = await call(inspectBackup, { path: path.trim() })
    setBusy(false)
    if (!reply.ok) {
      setRefused(reply)
      return
    }
    const { contents } = reply.value
    const name = contents.sameAsCabinetHere
      ? backupsText.restore.suggestedName(contents.cabinetName)
      : contents.cabinetName
    setDestination({ name, mode: 'new' })
    setStep({ at: 'review', contents })
  }, [call, path])

  const begin = useCallback(async () => {
    if (step.at !== 'name') return
    setBusy(true)
    setRefused(null)
    const { contents } = step
    const chosen = destination.mode === 'replace' ? { ...destination, name: contents.cabinetName } : destination
    const reply = await call(restoreBackup, {
      path: contents.path,
      name: chosen.name,
      mode: chosen.mode,
      expectedCabinetId: contents.cabinetId,
    })
    setBusy(false)
    if (reply.ok) setStep({ at: 'work', contents, destination: chosen, jobId: reply.value.jobId })
    else setRefused(reply)
  }, [call, step, destination])

  const goTo = useCallback((at: 'choose' | 'review' | 'name') => {
    setRefused(null)
    setStep((former) =>
      at === 'choose' || former.at === 'choose' ? { at: 'choose' } : { at, contents: former.contents },
    )
  }, [])
  const { steer } = followed
  const stop = useCallback(() => steer('cancel'), [steer])

  return {
    step,
    path,
    setPath: choosePath,
    destination,
    setDestination: changeDestination,
    busy,
    problem: refused ?? followed.problem,
    job: followed.job,
    stop,
    examine,
    begin,
    goTo,
  }
}
