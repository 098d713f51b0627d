import {
  IconCalendarOff,
  IconCalendarPlus,
  IconCalendarQuestion,
  IconCloudDownload,
  IconShieldCheck,
} from '@tabler/icons-react'
import { useEffect, useMemo, useRef } from 'react'
import type { PatientRecord } from '#app/features/patients/model.ts'
import { readRights } from '#app/features/rights/contract.ts'
import type { RecordRights, RightsView, Standing } from '#app/features/rights/model.ts'
import { rightsText as fr, sayPeriod, sayScheme, sayStanding } from '#app/text/fr/rights.ts'
import { useLiveQuery, useSession } from '#renderer/client/index.ts'
import { Refusal } from '#renderer/features/forms/index.ts'
import { namesInUse, todayHere, writtenDate } from '#renderer/features/patients/index.ts'
import { useVitaleDesk } from '#renderer/features/vitale/index.ts'
import {
  Block,
  Button,
  DescriptionList,
  EmptyState,
  type Icon,
  Skeleton,
  StatusMark,
  Tag,
  type Tone,
  useSlow,
} from '#ui/index.ts'
import { Review } from './Review.tsx'
import classes from './Rights.module.css'
import { type CardRead, type RightsCall, useRightsCall } from './useRightsCall.ts'

/** « Couverture médicale »: what the Assurance Maladie covers, as a person understands it, and the way to ask again (VIT-1). */
export function RightsPanel({ record, onChanged }: { readonly record: PatientRecord; readonly onChanged: () => void }) {
  const { patientId, fields } = record
  const { name, firstName } = namesInUse({ ...fields, firstName: fields.firstBirthFirstName })
  const call = useRightsCall(patientId, `${name} ${firstName}`)
  const card = useCardOf(patientId)
  const asked = useMemo(() => ({ patientId, card: card.read }), [patientId, card.read])
  const answer = useLiveQuery(readRights, asked, { kinds: ['patient'], about: patientId })
  const isOver = answer.problem?.problem === 'vitale.reading-over'
  const { forget } = card
  useEffect(() => {
    if (isOver) forget()
  }, [isOver, forget])
  const isSlow = useSlow(answer.value === undefined && answer.problem === undefined)
  const last = answer.value?.rights.last
  const root = useKeptFocus(`${call.running} ${last?.rightsId ?? ''} ${last?.reviewedAt ?? ''}`)
  if (answer.value === undefined) {
    if (answer.problem !== undefined && !isOver) return <Refusal problem={answer.problem} onRetry={answer.askAgain} />
    return isSlow ? <Skeleton lines={6} /> : null
  }
  const { rights } = answer.value
  return (
    <section ref={root} className={classes['panel']} aria-label={fr.title} data-region tabIndex={-1}>
      <div className={classes['scroll']}>
        <Head rights={rights} call={call} card={card.read} />
        {answer.problem === undefined || isOver ? null : <Refusal problem={answer.problem} onRetry={answer.askAgain} />}
        <CallState call={call} />
        {rights.last === null ? (
          <EmptyState title={fr.none}>{fr.noneLong}</EmptyState>
        ) : (
          <Answer last={rights.last} rights={rights} patientId={patientId} onChanged={onChanged} />
        )}
      </div>
    </section>
  )
}

/** What was pressed is gone or waits when an act ends: the hands stay in the panel. */
function useKeptFocus(step: string) {
  const root = useRef<HTMLElement>(null)
  const before = useRef(step)
  useEffect(() => {
    if (before.current === step) return
    before.current = step
    if (document.activeElement === document.body) root.current?.focus({ preventScroll: true })
  }, [step])
  return root
}

/** The card that was read for this record a moment ago, as long as it is kept. */
function useCardOf(patientId: string): { readonly read: CardRead; readonly forget: () => void } {
  const { held, hold } = useVitaleDesk()
  return useMemo(
    () => ({
      read: held?.patientId === patientId ? { readingId: held.readingId, index: held.index } : null,
      forget: () => hold(null),
    }),
    [held, hold, patientId],
  )
}

function Head(props: { readonly rights: RecordRights; readonly call: RightsCall; readonly card: CardRead }) {
  const { rights, call, card } = props
  const mayAsk = useSession().permissions.includes('rights.ask')
  const { last, due, missing } = rights
  return (
    <header className={classes['head']}>
      <h2 className="co-hidden">{fr.title}</h2>
      {last === null ? null : <StandingMark standing={last.standing} />}
      {mayAsk ? (
        <span className={classes['acts']}>
          <Button
            sends
            kind={due === null ? undefined : 'primary'}
            icon={IconCloudDownload}
            disabled={call.running || missing.length > 0}
            onClick={() => call.ask(card, due ?? 'asked')}
          >
            {card !== null ? fr.askCard : last === null ? fr.ask : fr.askAgain}
          </Button>
        </span>
      ) : null}
      <p className={classes['due']}>
        {mayAsk
          ? missing.length > 0
            ? fr.missing(missing)
            : due === null || due === 'asked'
              ? ''
              : fr.due[due]
          : fr.mayNotAsk}
      </p>
    </header>
  )
}

const marks: Readonly<Record<Standing['state'], { readonly tone: Tone; readonly icon: Icon }>> = {
  open: { tone: 'success', icon: IconShieldCheck },
  ended: { tone: 'danger', icon: IconCalendarOff },
  'to-come': { tone: 'warning', icon: IconCalendarPlus },
  'not-told': { tone: 'neutral', icon: IconCalendarQuestion },
}

function StandingMark({ standing }: { readonly standing: Standing }) {
  const { tone, icon } = marks[standing.state]
  return (
    <StatusMark tone={tone} icon={icon}>
      {sayStanding(standing)}
    </StatusMark>
  )
}

function CallState({ call }: { readonly call: RightsCall }) {
  const isSlow = useSlow(call.running)
  if (call.running) {
    if (!isSlow) return null
    return (
      <Block
        tone="info"
        title={`${fr.running}${'\u00a0'}: ${fr.phases[call.job?.phase ?? 'preparing'] ?? ''}`}
        actions={
          call.job?.canCancel === true ? (
            <Button size="small" onClick={call.cancel}>
              {fr.stop}
            </Button>
          ) : undefined
        }
      >
        {fr.meanwhile}
      </Block>
    )
  }
  if (call.cancelled) return <Block tone="info">{fr.cancelled}</Block>
  return call.problem === null ? null : <Refusal problem={call.problem} title={fr.failed} />
}

function Answer(props: {
  readonly last: RightsView
  readonly rights: RecordRights
  readonly patientId: string
  readonly onChanged: () => void
}) {
  const { last, rights, patientId, onChanged } = props
  const told = last.rights
  const facts = fr.facts
  const isOld = !last.receivedAt.startsWith(todayHere())
  return (
    <>
      {last.isSomebodyElse ? (
        <Block tone="warning" title={fr.somebodyElse.title}>
          {fr.somebodyElse.text(
            [told.birthName ?? '', told.firstName ?? ''].filter((part) => part !== '').join(' '),
            told.birthDate === null ? '' : writtenDate(told.birthDate),
          )}
        </Block>
      ) : null}
      <Review key={last.rightsId} patientId={patientId} last={last} version={rights.version} onChanged={onChanged} />
      <DescriptionList
        entries={[
          { term: facts.situations, value: <Situations last={last} /> },
          { term: facts.familyDoctor, value: facts.doctors[told.familyDoctor ?? 'unknown'] },
          { term: facts.quality, value: told.quality === null ? facts.notTold : facts.qualities[told.quality] },
          { term: facts.scheme, value: told.scheme === null ? facts.notTold : sayScheme(told.scheme) },
          { term: facts.fund, value: facts.sayFund(told.fund, told.centre) || facts.notTold },
          { term: facts.mutual, value: <Mutual mutual={told.mutual} /> },
        ]}
      />
      <p className={classes['source']}>{fr.source(last.receivedAt, last.askedBy, last.reason)}</p>
      {isOld ? <p className={classes['source']}>{fr.old(last.receivedAt)}</p> : null}
    </>
  )
}

function Situations({ last }: { readonly last: RightsView }) {
  const { present, rights } = last
  if (present.length === 0 && rights.untold.length === 0) return fr.facts.noSituation
  return (
    <ul className={classes['situations']}>
      {present.map((one) => (
        <li key={one.kind}>
          <Tag tone="info">{fr.situations[one.kind]}</Tag>
          <span className={classes['quiet']}>{sayPeriod(one)}</span>
        </li>
      ))}
      {rights.untold.map((one) => (
        <li key={one.code}>
          <Tag>{fr.facts.untold(one.code)}</Tag>
          <span className={classes['quiet']}>{sayPeriod(one)}</span>
        </li>
      ))}
    </ul>
  )
}

function Mutual({ mutual }: { readonly mutual: RightsView['rights']['mutual'] }) {
  if (mutual === null) return fr.facts.noMutual
  return (
    <>
      {fr.facts.sayMutual(mutual.number, mutual.guarantees)}{' '}
      <span className={classes['quiet']}>{sayPeriod(mutual)}</span>
    </>
  )
}
