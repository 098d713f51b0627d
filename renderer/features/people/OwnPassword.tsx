import { type FormEvent, useRef, useState } from 'react'
import { changeOwnPassword } from '#app/features/people/contract.ts'
import { sayDelay, sayRefusal } from '#app/text/fr/common.ts'
import { formsText } from '#app/text/fr/forms.ts'
import { peopleText } from '#app/text/fr/people.ts'
import { type AnyProblem, useCabinet, useSession } from '#renderer/client/index.ts'
import { Refusal } from '#renderer/features/forms/index.ts'
import { PasswordRules, useCountdown, usePasswordWeaknesses } from '#renderer/features/opening/index.ts'
import { Block, Button, PasswordField } from '#ui/index.ts'
import classes from './People.module.css'

const fr = peopleText.own

interface Refused {
  readonly present?: string
  readonly next?: string
  readonly again?: string
}

/** « Mon mot de passe »: the present one, then the new one twice. Nothing of it is kept anywhere. */
export function OwnPassword() {
  const { call } = useCabinet()
  const session = useSession()
  const [typed, setTyped] = useState({ present: '', next: '', again: '' })
  const [refused, setRefused] = useState<Refused>({})
  const [failure, setFailure] = useState<AnyProblem | null>(null)
  const [changedAt, setChangedAt] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<AnyProblem | null>(null)
  const waitMs = useCountdown(wrong)
  const present = useRef<HTMLInputElement>(null)
  const next = useRef<HTMLInputElement>(null)
  const again = useRef<HTMLInputElement>(null)
  const weaknesses = usePasswordWeaknesses(typed.next, [session.displayName, session.cabinetName])
  const type = (field: keyof typeof typed) => (text: string) => {
    setTyped((before) => ({ ...before, [field]: text }))
    setRefused({})
    setChangedAt(null)
  }
  const refuse = (why: Refused) => {
    setRefused(why)
    const first = why.present === undefined ? (why.next === undefined ? again : next) : present
    first.current?.focus()
  }
  const submit = async () => {
    if (busy || waitMs > 0) return
    if (typed.present === '') return refuse({ present: peopleText.errors.required })
    if (weaknesses.length > 0) return refuse({ next: peopleText.password.weak })
    if (typed.next !== typed.again) return refuse({ again: fr.differ })
    setBusy(true)
    setFailure(null)
    const reply = await call(changeOwnPassword, { presentPassword: typed.present, newPassword: typed.next })
    setBusy(false)
    if (reply.ok) {
      setTyped({ present: '', next: '', again: '' })
      setChangedAt(new Date().toISOString())
    } else if (reply.problem === 'password.wrong') {
      setWrong(reply)
      refuse({ present: sayRefusal(reply) })
    } else if (reply.problem === 'password.too-weak') refuse({ next: sayRefusal(reply) })
    else setFailure(reply)
  }
  return (
    <section className={classes.list} aria-label={fr.title} data-region tabIndex={-1}>
      <header className={classes.toolbar}>
        <h2>{fr.title}</h2>
      </header>
      <form
        className={classes.own}
        noValidate
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          void submit()
        }}
      >
        <p className={classes.quiet}>{fr.text}</p>
        {changedAt === null ? null : <Block tone="success">{fr.done(changedAt)}</Block>}
        {failure === null ? null : <Refusal problem={failure} title={formsText.failure} />}
        <PasswordField
          ref={present}
          label={fr.present}
          autoComplete="current-password"
          value={typed.present}
          onChange={type('present')}
          error={refused.present}
          hint={waitMs > 0 ? fr.wait(sayDelay(waitMs)) : undefined}
        />
        <PasswordField
          ref={next}
          label={fr.next}
          autoComplete="new-password"
          value={typed.next}
          onChange={type('next')}
          error={refused.next}
        />
        <PasswordRules weaknesses={weaknesses} />
        <PasswordField
          ref={again}
          label={fr.again}
          autoComplete="new-password"
          value={typed.again}
          onChange={type('again')}
          error={refused.again}
        />
        <div className={classes.buttons}>
          <Button sends kind="primary" type="submit" keys="Enter" disabled={busy || waitMs > 0}>
            {fr.action}
          </Button>
        </div>
      </form>
    </section>
  )
}
