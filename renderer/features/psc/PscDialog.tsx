import { type ReactNode, useEffect, useRef, useState } from 'react'
import { type PscActivity, type PscAttempt, type PscChannel, pscChannel } from '#app/features/psc/model.ts'
import { isRpps } from '#app/features/people/rules.ts'
import { sayRefusal } from '#app/text/fr/common.ts'
import { pscText as fr } from '#app/text/fr/psc.ts'
import type { AnyProblem } from '#renderer/client/index.ts'
import { Block, Button, Dialog, Radio, TextField } from '#ui/index.ts'
import type { PscSignInProps } from './PscSignIn.tsx'
import classes from './Psc.module.css'
import { TrainingTelephone } from './TrainingTelephone.tsx'
import { usePscSignIn } from './usePscSignIn.ts'

interface PscDialogProps extends Pick<PscSignInProps, 'user' | 'onOpened'> {
  readonly cabinetId: string
  readonly training: boolean
  readonly onClose: () => void
}

/** From the choice of a channel to the session: the number, the time left, the place of practice. */
export function PscDialog({ cabinetId, user, training, onOpened, onClose }: PscDialogProps) {
  const { stage, begin, chooseActivity, again } = usePscSignIn(cabinetId, onOpened)
  switch (stage.kind) {
    case 'choosing':
      return <Choosing user={user} busy={stage.busy} problem={stage.problem} onBegin={begin} onClose={onClose} />
    case 'waiting':
      return (
        <Waiting attempt={stage.attempt} endsAt={stage.endsAt} onClose={onClose}>
          {training ? <TrainingTelephone channel={stage.attempt.channel} /> : null}
        </Waiting>
      )
    case 'activities':
      return (
        <Activities
          activities={stage.activities}
          busy={stage.busy}
          onChoose={(activity) => void chooseActivity(activity)}
          onClose={onClose}
        />
      )
    case 'failed':
      return (
        <Dialog
          title={fr.title}
          onClose={onClose}
          onSubmit={again}
          footer={
            <>
              <Button size="dialog" keys="Escape" onClick={onClose}>
                {fr.close}
              </Button>
              <Button size="dialog" kind="primary" type="submit" autoFocus>
                {fr.retry}
              </Button>
            </>
          }
        >
          <Block tone="error" announce="assertive">
            {sayRefusal(stage.problem)}
          </Block>
        </Dialog>
      )
  }
}

function Choosing(props: {
  readonly user: PscSignInProps['user']
  readonly busy: boolean
  readonly problem: AnyProblem | null
  readonly onBegin: (who: { userId: string } | { rpps: string }, channel: PscChannel) => Promise<void>
  readonly onClose: () => void
}) {
  const { user, busy, problem } = props
  const [channel, setChannel] = useState<PscChannel>('MOBILE')
  const [typing, setTyping] = useState(false)
  const [rpps, setRpps] = useState('')
  const [judged, setJudged] = useState(false)
  const withoutNumber = problem?.problem === 'psc.no-rpps'
  // Who is chosen may be known a moment later; a number that was begun is not taken away.
  const isTyped = typing || withoutNumber || user === null || rpps !== ''
  const number = rpps.replaceAll(/\s/g, '')
  const field = useRef<HTMLInputElement>(null)
  const go = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    // What had the focus may be away: the number is what is asked now, or nothing is.
    if (isTyped) field.current?.focus()
    else if (document.activeElement === document.body) go.current?.focus()
  }, [isTyped])
  const submit = () => {
    if (busy) return
    if (!isTyped) return void props.onBegin({ userId: user.userId }, channel)
    setJudged(true)
    if (isRpps(number)) void props.onBegin({ rpps: number }, channel)
    else field.current?.focus()
  }
  return (
    <Dialog
      title={fr.title}
      onClose={props.onClose}
      onSubmit={submit}
      footer={
        <>
          <Button size="dialog" keys="Escape" onClick={props.onClose}>
            {fr.cancel}
          </Button>
          <Button ref={go} sends size="dialog" kind="primary" type="submit" disabled={busy} autoFocus={!isTyped}>
            {busy ? fr.beginning : fr.go}
          </Button>
        </>
      }
    >
      {withoutNumber ? (
        <Block tone="info" announce="assertive">
          {sayRefusal(problem)}
        </Block>
      ) : null}
      {isTyped ? (
        <TextField
          ref={field}
          label={fr.rpps}
          hint={fr.rppsHint}
          value={rpps}
          onChange={setRpps}
          inputMode="numeric"
          tabular
          maxLength={14}
          error={judged && !isRpps(number) ? fr.rppsWrong : undefined}
        />
      ) : (
        <p className={classes.who}>
          <span>{fr.who(user.displayName)}</span>
          <Button kind="bare" onClick={() => setTyping(true)}>
            {fr.otherPerson}
          </Button>
        </p>
      )}
      <fieldset className={classes.choices}>
        <legend>{fr.channel}</legend>
        {pscChannel.options.toReversed().map((one) => (
          <Radio
            key={one}
            name="psc-channel"
            label={fr.channels[one]}
            checked={channel === one}
            onChange={() => setChannel(one)}
          />
        ))}
      </fieldset>
      {problem === null || withoutNumber ? null : (
        <Block tone="error" announce="assertive">
          {sayRefusal(problem)}
        </Block>
      )}
    </Dialog>
  )
}

function Waiting(props: {
  readonly attempt: PscAttempt
  readonly endsAt: number
  readonly children: ReactNode
  readonly onClose: () => void
}) {
  const { bindingNumber, channel } = props.attempt
  const left = useSecondsLeft(props.endsAt)
  return (
    <Dialog
      title={fr.title}
      onClose={props.onClose}
      footer={
        <Button size="dialog" keys="Escape" onClick={props.onClose}>
          {fr.cancel}
        </Button>
      }
    >
      <div className={classes.number}>
        <span>{fr.number}</span>
        <output className={classes.digits} aria-label={`${fr.number} ${bindingNumber}`}>
          {bindingNumber}
        </output>
      </div>
      <p>{fr.compare[channel]}</p>
      <p className={classes.left} role="timer">
        {left > 0 ? fr.left(left) : fr.lastWait}
      </p>
      {props.children}
    </Dialog>
  )
}

function Activities(props: {
  readonly activities: readonly PscActivity[]
  readonly busy: boolean
  readonly onChoose: (activity: number) => void
  readonly onClose: () => void
}) {
  const [chosen, setChosen] = useState<number | null>(null)
  return (
    <Dialog
      title={fr.activityTitle}
      onClose={props.onClose}
      onSubmit={() => {
        if (chosen !== null && !props.busy) props.onChoose(chosen)
      }}
      footer={
        <>
          <Button size="dialog" keys="Escape" onClick={props.onClose}>
            {fr.cancel}
          </Button>
          <Button sends size="dialog" kind="primary" type="submit" disabled={props.busy || chosen === null}>
            {fr.enter}
          </Button>
        </>
      }
    >
      <fieldset className={classes.choices} aria-label={fr.activityTitle}>
        {props.activities.map(({ label, detail }, place) => (
          <Radio
            // oxlint-disable-next-line react/no-array-index-key -- its place is what names an activity
            key={place}
            name="psc-activity"
            label={label}
            hint={detail === '' ? undefined : detail}
            checked={chosen === place}
            onChange={() => setChosen(place)}
          />
        ))}
      </fieldset>
      <p className={classes.hint}>{fr.activityHint}</p>
    </Dialog>
  )
}

/** Whole seconds until a moment of the page's own clock; 0 once it is past. */
function useSecondsLeft(endsAt: number): number {
  const [left, setLeft] = useState(() => secondsUntil(endsAt))
  useEffect(() => {
    const timer = setInterval(() => setLeft(secondsUntil(endsAt)), 250)
    return () => clearInterval(timer)
  }, [endsAt])
  return left
}

function secondsUntil(moment: number): number {
  return Math.max(0, Math.ceil((moment - performance.now()) / 1000))
}
