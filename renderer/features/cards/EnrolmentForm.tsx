import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import type { ProfessionalCard } from '#app/devices/workstation.ts'
import { cardsText } from '#app/text/fr/cards.ts'
import { sayDelay, sayRefusal } from '#app/text/fr/common.ts'
import { openingText } from '#app/text/fr/opening.ts'
import { type AnyProblem, useCabinet, useCountdown, useWorkstation } from '#renderer/client/index.ts'
import { Block, Button, Checkbox, type CodeFieldHandle, PasswordField, useSlow } from '#ui/index.ts'
import classes from './Cards.module.css'
import { type Adoption, enrolCard, type Enrolled, type EnrolmentStep } from './enrolment.ts'
import { isPinComplete, PinField } from './PinForm.tsx'
import { pinRefusal } from './pin-refusal.ts'

const fr = cardsText.enrol

/** What is asked of the form that writes the key slot of a card. */
export interface EnrolmentFormProps {
  readonly card: ProfessionalCard
  /** It takes the place of the former cards of the same person. */
  readonly renews: boolean
  readonly submitLabel: string
  readonly cancelLabel: string
  readonly onCancel: () => void
  /** Done before the card is asked anything: opening the cabinet with the password. A refusal, or `null`. */
  readonly before?: (password: string) => Promise<AnyProblem | null>
  readonly onRefused?: () => void
  readonly onEnrolled: (enrolled: Enrolled) => void
  readonly children?: ReactNode
}

const aboutPassword: ReadonlySet<string> = new Set(['password.wrong', 'cabinet.wrong-password', 'cabinet.wait'])

/** The password once, the code of the card once, and the card signs by itself what it must. */
export function EnrolmentForm(props: EnrolmentFormProps) {
  const { card, renews } = props
  const { call } = useCabinet()
  const { workstation } = useWorkstation()
  const [password, setPassword] = useState('')
  const [missing, setMissing] = useState<{ readonly password: boolean; readonly pin: boolean } | null>(null)
  const [step, setStep] = useState<EnrolmentStep | null>(null)
  const [problem, setProblem] = useState<AnyProblem | null>(null)
  const [adoption, setAdoption] = useState<(Adoption & { readonly answer: (is: boolean) => void }) | null>(null)
  const form = useRef<HTMLFormElement>(null)
  const pin = useRef<CodeFieldHandle>(null)
  const busy = step !== null
  const isSlow = useSlow(busy && adoption === null)
  const waitMs = useCountdown(problem)
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('input[autocomplete="current-password"]')?.focus()
  }, [])
  useEffect(() => {
    if (problem === null) return
    if (pinRefusal(problem) !== null) pin.current?.focus()
    else if (aboutPassword.has(problem.problem))
      form.current?.querySelector<HTMLElement>('input[autocomplete="current-password"]')?.focus()
  }, [problem])

  const enrol = async () => {
    if (workstation === null) return
    setProblem(null)
    setStep('password')
    const refused = (await props.before?.(password)) ?? null
    const done =
      refused === null
        ? await enrolCard(
            { call, workstation, card },
            {
              password,
              takePin: () => pin.current?.take() ?? '',
              renews,
              onStep: setStep,
              onAdoption: (asked) =>
                new Promise((answer) => {
                  setAdoption({ ...asked, answer })
                }),
            },
          )
        : ({ ok: false, problem: refused } as const)
    setStep(null)
    setAdoption(null)
    if (!done.ok) {
      props.onRefused?.()
      setProblem(done.problem)
      return
    }
    setPassword('')
    props.onEnrolled(done.value)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (busy || waitMs > 0) return
    const lacks = { password: password === '', pin: !isPinComplete(pin.current) }
    setMissing(lacks)
    if (!lacks.password && !lacks.pin) void enrol()
  }
  const passwordProblem = problem !== null && aboutPassword.has(problem.problem) ? problem : null
  const other = problem !== null && passwordProblem === null && pinRefusal(problem) === null ? problem : null
  return (
    <form ref={form} className={classes.pin} onSubmit={submit} noValidate>
      {props.children}
      {other === null ? null : (
        <Block tone="error" announce="assertive">
          {sayRefusal(other)}
        </Block>
      )}
      <PasswordField
        label={fr.password}
        autoComplete="current-password"
        value={password}
        disabled={busy}
        onChange={(text) => {
          setPassword(text)
          setMissing(null)
        }}
        error={
          missing?.password === true
            ? fr.passwordNeeded
            : passwordProblem === null || passwordProblem.problem === 'cabinet.wait'
              ? undefined
              : sayRefusal(passwordProblem)
        }
        warning={waitMs > 0 ? openingText.wait(sayDelay(waitMs)) : undefined}
      />
      <PinField
        field={pin}
        card={card}
        problem={problem}
        missing={missing?.pin === true}
        busy={busy}
        onType={() => setMissing(null)}
      />
      {adoption === null ? null : <AdoptionQuestion adoption={adoption} onAnswer={adoption.answer} />}
      <p role="status" className={classes.step}>
        {isSlow && step !== null ? fr.steps[step] : ''}
      </p>
      {adoption === null ? (
        <div className={classes.buttons}>
          <Button kind="primary" size="dialog" type="submit" keys="Enter" disabled={busy || waitMs > 0}>
            {props.submitLabel}
          </Button>
          <Button size="dialog" disabled={busy} onClick={props.onCancel}>
            {props.cancelLabel}
          </Button>
        </div>
      ) : null}
    </form>
  )
}

/** The number of the card becomes that of the account: only once the person has read it and says it is theirs. */
function AdoptionQuestion({ adoption, onAnswer }: { adoption: Adoption; onAnswer: (is: boolean) => void }) {
  const [accepted, setAccepted] = useState(false)
  const [refused, setRefused] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.querySelector('input')?.focus(), [])
  return (
    <div ref={box} className={classes.question} role="group" aria-label={cardsText.own.rpps}>
      <p>{cardsText.own.rppsAdopted(adoption.rpps)}</p>
      <Checkbox
        label={cardsText.own.rppsConfirm}
        checked={accepted}
        onChange={setAccepted}
        error={refused && !accepted ? cardsText.own.rppsConfirmNeeded : undefined}
      />
      <div className={classes.buttons}>
        <Button
          kind="primary"
          size="dialog"
          onClick={() => {
            if (accepted) onAnswer(true)
            else setRefused(true)
          }}
        >
          {fr.enrolOnly}
        </Button>
        <Button size="dialog" onClick={() => onAnswer(false)}>
          {cardsText.pin.cancel}
        </Button>
      </div>
    </div>
  )
}
