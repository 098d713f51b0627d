import { IconCloudDownload } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { forgetReimbursements, readReimbursements } from '#app/features/reimbursements/contract.ts'
import { sayRefusal } from '#app/text/fr/common.ts'
import { reimbursementsText } from '#app/text/fr/reimbursements.ts'
import { useCabinet, useLiveQuery } from '#renderer/client/index.ts'
import { Refusal, type SectionProps } from '#renderer/features/forms/index.ts'
import { writtenDate } from '#renderer/features/patients/index.ts'
import { Block, Button, EmptyState, Skeleton } from '#ui/index.ts'
import { HistoryView } from './HistoryView.tsx'
import classes from './Reimbursements.module.css'
import { type HistoryCall, useHistoryCall } from './useHistoryCall.ts'

const fr = reimbursementsText

/** « Remboursements »: what HRi gave a moment ago, or how to ask for it. */
export default function ReimbursementsScreen({ patient }: SectionProps) {
  const { patientId } = patient
  const { call } = useCabinet()
  const answer = useLiveQuery(readReimbursements, { patientId }, { freshOnMount: true })
  const history = answer.former ? undefined : answer.value?.history
  const asking = useHistoryCall(patientId)
  const root = useRef<HTMLElement>(null)
  const step = `${asking.phase === null} ${history?.answeredAt ?? ''}`
  useEffect(() => {
    // The button that was pressed is gone: the hands are on what came of it.
    const part = root.current
    const { activeElement } = document
    if (step === '' || part === null || (activeElement !== document.body && activeElement !== part)) return
    const next = part.querySelector<HTMLElement>('[role="grid"]') ?? part
    next.focus()
  }, [step])
  useEnd(history?.keptUntil ?? null, answer.askAgain)
  if (answer.problem !== undefined) return <Refusal problem={answer.problem} onRetry={answer.askAgain} />
  if (history === undefined) return <Skeleton lines={8} />
  const forget = async () => {
    await call(forgetReimbursements, { patientId })
    answer.askAgain()
  }
  return (
    <section ref={root} className={classes['section']} aria-label={fr.title} data-region tabIndex={-1}>
      <CallState asking={asking} />
      {history !== null ? (
        <HistoryView
          key={history.answeredAt}
          history={history}
          onForget={() => void forget()}
          onAskAgain={asking.phase === null ? asking.ask : null}
        />
      ) : asking.phase !== null || asking.people.length > 0 ? null : (
        <EmptyState
          title={fr.start.title}
          actions={
            <Button kind="primary" icon={IconCloudDownload} sends onClick={asking.ask}>
              {fr.ask}
            </Button>
          }
        >
          {fr.start.text} {cardWords[asking.card]}
        </EmptyState>
      )}
    </section>
  )
}

const cardWords: Readonly<Record<HistoryCall['card'], string>> = {
  none: fr.start.insert,
  inserted: fr.start.here,
  read: fr.start.read,
}

/** The call: under way, waiting for a choice, or what came of it. */
function CallState({ asking }: { readonly asking: HistoryCall }) {
  const { phase, problem, cancelled, people, cancel } = asking
  if (phase !== null) {
    const words = phase === 'card' ? fr.calling.reading : `${fr.calling.phases[phase] ?? fr.calling.running}…`
    return (
      <div className={classes['progress']} role="status">
        <IconCloudDownload size={20} stroke={1.75} aria-hidden="true" />
        <span>
          <strong>{words}</strong> <span className={classes['hint']}>{fr.calling.meanwhile}</span>
        </span>
        {cancel === null ? null : (
          <Button size="small" onClick={cancel}>
            {fr.calling.cancel}
          </Button>
        )}
      </div>
    )
  }
  if (people.length > 0) {
    return (
      <Block tone="info" flush>
        {fr.whom}
        <span className={classes['people']}>
          {people.map((person) => (
            <Button key={person.index} size="small" onClick={() => asking.choose(person)}>
              {`${person.usedName || person.birthName} ${person.firstName}`}
              {person.birthDate === null ? '' : ` · ${writtenDate(person.birthDate)}`}
            </Button>
          ))}
        </span>
      </Block>
    )
  }
  if (problem !== null) {
    const isAway = problem.problem === 'connection.lost'
    return (
      <Block tone={isAway ? 'offline' : 'error'} title={fr.calling.fault} flush announce="assertive">
        {sayRefusal(problem)}
      </Block>
    )
  }
  return cancelled ? (
    <Block tone="info" flush>
      {fr.calling.cancelled}
    </Block>
  ) : null
}

/** Asks again at that instant: what was kept until then is forgotten. */
function useEnd(instant: string | null, askAgain: () => void): void {
  useEffect(() => {
    if (instant === null) return
    const timer = setTimeout(askAgain, Math.max(0, Date.parse(instant) - Date.now()) + 500)
    return () => clearTimeout(timer)
  }, [instant, askAgain])
}
