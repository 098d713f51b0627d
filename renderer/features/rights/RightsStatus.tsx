import { IconAlertTriangle, IconShieldCheck, IconX } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { askRights, readRights } from '#app/features/rights/contract.ts'
import { readPatient } from '#app/features/patients/contract.ts'
import { rightsText, sayStanding } from '#app/text/fr/rights.ts'
import {
  isUnderWay,
  useAskAgain,
  useCabinet,
  useDesk,
  useJob,
  useLiveQuery,
  useSession,
} from '#renderer/client/index.ts'
import { namesInUse } from '#renderer/features/patients/index.ts'
import { useVitaleDesk } from '#renderer/features/vitale/index.ts'
import { Button, IconButton } from '#ui/index.ts'
import { type KeptCall, useCalls } from './calls.ts'
import { useRightsShown } from './rights-shown.ts'
import classes from './Rights.module.css'

const fr = rightsText.status

/**
 * Rights in the status bar: asked for by itself when a card was read and the cabinet wants it, under way with a way to stop
 * them, then answered until somebody has looked.
 */
export function RightsStatus() {
  const { calls } = useCalls()
  useAskOnReading()
  return calls.filter(({ seen }) => !seen).map((kept) => <OneCall key={kept.jobId} kept={kept} />)
}

/** Asks once for each reading of a card, when the record it is about is known; says nothing where nothing is asked. */
function useAskOnReading(): void {
  const { call } = useCabinet()
  const { held } = useVitaleDesk()
  const { keep } = useCalls()
  const mayAsk = useSession().permissions.includes('rights.ask')
  const done = useRef<string | null>(null)
  const patientId = held?.patientId ?? null
  const readingId = held?.readingId ?? null
  const index = held?.index ?? 0
  useEffect(() => {
    if (!mayAsk || patientId === null || readingId === null) return
    const key = `${readingId} ${patientId}`
    if (done.current === key) return
    done.current = key
    const ask = async () => {
      const card = { readingId, index }
      const reply = await call(readRights, { patientId, card })
      if (!reply.ok || reply.value.rights.missing.length > 0) return
      const { due } = reply.value.rights
      if (due === null) return
      const started = await call(askRights, { patientId, card, reason: due })
      // What stands in the way is said where the rights are shown, to whoever looks at them.
      if (!started.ok) return
      const read = await call(readPatient, { patientId })
      const fields = read.ok ? read.value.record.fields : null
      const { name, firstName } =
        fields === null ? { name: '', firstName: '' } : namesInUse({ ...fields, firstName: fields.firstBirthFirstName })
      keep({ patientId, name: `${name} ${firstName}`.trim(), jobId: started.value.jobId, seen: false })
    }
    void ask()
  }, [call, keep, mayAsk, patientId, readingId, index])
}

function OneCall({ kept }: { readonly kept: KeptCall }) {
  const { patientId, name } = kept
  const { job, problem, steer } = useJob(kept.jobId)
  const { openRecord } = useDesk()
  const { see } = useCalls()
  const [, showRights] = useRightsShown(patientId)
  const askAgain = useAskAgain()
  const ended = job !== null && !isUnderWay(job)
  const told = useRef(false)
  useEffect(() => {
    if (!ended || told.current) return
    told.current = true
    askAgain(readRights)
  }, [ended, askAgain])
  const answer = useLiveQuery(readRights, ended ? { patientId, card: null } : null, {
    kinds: ['patient'],
    about: patientId,
  })
  if (job?.state === 'cancelled') return null
  if (problem === null && (job === null || isUnderWay(job))) {
    return (
      <span className={classes['status']}>
        <IconShieldCheck size={13} stroke={1.75} aria-hidden="true" />
        {fr.running(name, rightsText.phases[job?.phase ?? 'preparing'] ?? rightsText.running)}
        {job?.canCancel === true ? (
          <IconButton size="small" icon={IconX} label={fr.cancel(name)} onClick={() => steer('cancel')} />
        ) : null}
      </span>
    )
  }
  const standing = answer.value?.rights.last?.standing
  if (problem === null && standing === undefined) return null
  return (
    <Button
      kind="bare"
      size="small"
      icon={problem === null ? IconShieldCheck : IconAlertTriangle}
      onClick={() => {
        see(patientId)
        showRights(true)
        openRecord(patientId, 'etat-civil')
      }}
    >
      {standing === undefined || problem !== null ? fr.failed(name) : fr.answered(name, sayStanding(standing))}
    </Button>
  )
}
