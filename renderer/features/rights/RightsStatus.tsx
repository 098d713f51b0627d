import { IconAlertTriangle, IconShieldCheck, IconShieldQuestion, IconX } from '@tabler/icons-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { askRights, readRights } from '#app/features/rights/contract.ts'
import type { CallReason } from '#app/features/rights/model.ts'
import { readPatient } from '#app/features/patients/contract.ts'
import { rightsText, sayStanding } from '#app/text/fr/rights.ts'
import {
  isGivenUp,
  isUnderWay,
  useAskAgain,
  useCabinet,
  useDesk,
  useJob,
  useLiveQuery,
  useSession,
  useSigningAgreed,
} from '#renderer/client/index.ts'
import { namesInUse } from '#renderer/features/patients/index.ts'
import { useVitaleDesk } from '#renderer/features/vitale/index.ts'
import { Button, IconButton } from '#ui/index.ts'
import { type KeptCall, useCalls } from './calls.ts'
import { useRightsShown } from './rights-shown.ts'
import type { CardRead } from './useRightsCall.ts'
import classes from './Rights.module.css'

const fr = rightsText.status

/**
 * Rights in the status bar: asked for by itself when a card was read and the cabinet wants it, or offered there where the
 * holder of the professional card would first be asked to sign; under way with a way to stop them; then answered until
 * somebody has looked. Nobody is interrupted.
 */
export function RightsStatus() {
  const { calls } = useCalls()
  const { offer, ask } = useOfferOnReading()
  return (
    <>
      {offer === null ? null : (
        <Button kind="bare" size="small" icon={IconShieldQuestion} onClick={ask}>
          {fr.offer(offer.name)}
        </Button>
      )}
      {calls
        .filter(({ seen }) => !seen)
        .map((kept) => (
          <OneCall key={kept.jobId} kept={kept} />
        ))}
    </>
  )
}

/** What the reading of a card calls for: the rights of whom, and why. */
interface Offer {
  readonly patientId: string
  readonly name: string
  readonly card: CardRead
  readonly reason: CallReason
  /** The call before, if any: once there is another one, this was done elsewhere. */
  readonly after: string | null
}

/** Looks once at each reading of a card, when the record it is about is known; says nothing where nothing is due. */
function useOfferOnReading(): { readonly offer: Offer | null; readonly ask: () => void } {
  const { call } = useCabinet()
  const { held } = useVitaleDesk()
  const { calls, keep } = useCalls()
  const known = useRef(calls)
  known.current = calls
  const session = useSession()
  const isAgreed = useSigningAgreed()
  const mayAsk = session.permissions.includes('rights.ask')
  const [offer, setOffer] = useState<Offer | null>(null)
  const done = useRef<string | null>(null)
  const patientId = held?.patientId ?? null
  const readingId = held?.readingId ?? null
  const index = held?.index ?? 0
  useEffect(() => {
    if (!mayAsk || patientId === null || readingId === null) return
    const key = `${readingId} ${patientId}`
    if (done.current === key) return
    done.current = key
    setOffer(null)
    const look = async () => {
      const card = { readingId, index }
      const [reply, read] = await Promise.all([call(readRights, { patientId, card }), call(readPatient, { patientId })])
      if (!reply.ok || !read.ok || done.current !== key) return
      const { due, missing } = reply.value.rights
      if (due === null || missing.length > 0) return
      const { fields } = read.value.record
      const { name, firstName } = namesInUse({ ...fields, firstName: fields.firstBirthFirstName })
      const after = jobOf(known.current, patientId)
      setOffer({ patientId, name: `${name} ${firstName}`, card, reason: due, after })
    }
    void look()
  }, [call, mayAsk, patientId, readingId, index])
  const standing = offer !== null && jobOf(calls, offer.patientId) === offer.after ? offer : null
  const ask = useCallback(() => {
    if (standing === null) return
    setOffer(null)
    const begin = async () => {
      const { patientId: of, name, card, reason } = standing
      const started = await call(askRights, { patientId: of, card, reason })
      // What stands in the way is said where the rights are shown, to whoever looks at them.
      if (started.ok) keep({ patientId: of, name, jobId: started.value.jobId, seen: false })
    }
    void begin()
  }, [call, keep, standing])
  const goesByItself = isAgreed === true || (isAgreed === null && session.openedWith.kind === 'psc')
  useEffect(() => {
    if (goesByItself) ask()
  }, [goesByItself, ask])
  return { offer: isAgreed === false ? standing : null, ask }
}

function jobOf(calls: readonly KeptCall[], patientId: string): string | null {
  return calls.find((one) => one.patientId === patientId)?.jobId ?? null
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
  if (job?.state === 'cancelled' || isGivenUp(problem)) return null
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
