import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { listPeople, resetPassword, setPersonActive } from '#app/features/people/contract.ts'
import type { PersonView } from '#app/features/people/model.ts'
import { sayRefusal } from '#app/text/fr/common.ts'
import { peopleText as fr } from '#app/text/fr/people.ts'
import { type AnyProblem, useAskAgain, useCabinet, useSession } from '#renderer/client/index.ts'
import { FormGroup, Refusal } from '#renderer/features/forms/index.ts'
import { PasswordRules, usePasswordWeaknesses } from '#renderer/features/opening/index.ts'
import { type Action, Block, Button, Dialog, PasswordField, useActions } from '#ui/index.ts'
import classes from './People.module.css'

/** A user's access: a new password, closing it, opening it again. Each takes effect at once. */
export function AccessOf({ person, onlyAdministrator }: { person: PersonView; onlyAdministrator: boolean }) {
  const { call } = useCabinet()
  const session = useSession()
  const askAgainOf = useAskAgain()
  const [asked, setAsked] = useState<'password' | 'closing' | null>(null)
  const [refusal, setRefusal] = useState<AnyProblem | null>(null)
  const [renewed, setRenewed] = useState(false)
  const own = person.userId === session.userId
  const buttons = useRef<HTMLDivElement>(null)
  const wasActive = useRef(person.active)
  useEffect(() => {
    if (wasActive.current === person.active) return
    // The button that was used is gone; the one that undoes it takes its place.
    wasActive.current = person.active
    buttons.current?.querySelector('button')?.focus()
  }, [person.active])
  const setActive = async (active: boolean) => {
    setRefusal(null)
    setAsked(null)
    const { userId, version } = person
    const reply = await call(setPersonActive, { userId, expectedVersion: version, active })
    if (!reply.ok) setRefusal(reply)
    askAgainOf(listPeople)
  }
  const closing = asked === 'closing'
  return (
    <FormGroup title={fr.columns.access}>
      {person.active && !person.hasPassword ? <Block tone="warning">{fr.closing.missingPassword}</Block> : null}
      {person.active ? null : <Block tone="warning">{fr.closing.reopenText}</Block>}
      {refusal === null ? null : <Refusal problem={refusal} />}
      {renewed ? <Block tone="success">{fr.password.resetDone}</Block> : null}
      {closing ? (
        <ClosingQuestion
          name={person.displayName}
          onKeep={() => setAsked(null)}
          onClose={() => void setActive(false)}
        />
      ) : (
        <div ref={buttons} className={classes.buttons}>
          {person.active ? (
            <>
              <Button disabled={own} onClick={() => setAsked('password')}>
                {fr.password.reset}
              </Button>
              <Button disabled={own || onlyAdministrator} onClick={() => setAsked('closing')}>
                {fr.closing.action}
              </Button>
            </>
          ) : (
            <Button onClick={() => void setActive(true)}>{fr.closing.reopen}</Button>
          )}
        </div>
      )}
      {own ? <p className={classes.quiet}>{fr.closing.own}</p> : null}
      {onlyAdministrator && !own ? <p className={classes.quiet}>{fr.onlyAdministrator}</p> : null}
      {asked === 'password' ? (
        <NewPassword
          person={person}
          onClose={() => setAsked(null)}
          onDone={() => {
            setAsked(null)
            setRenewed(true)
            askAgainOf(listPeople)
          }}
        />
      ) : null}
    </FormGroup>
  )
}

const keepAction: Action<{ keep: () => void }> = {
  id: 'people.closing.keep',
  label: fr.closing.keep,
  keys: 'Escape',
  run: ({ keep }) => keep(),
}
const keepActions = [keepAction]

function ClosingQuestion(props: { name: string; onKeep: () => void; onClose: () => void }): ReactNode {
  const { onKeep } = props
  const safe = useRef<HTMLButtonElement>(null)
  useEffect(() => safe.current?.focus(), [])
  useActions(
    keepActions,
    useMemo(() => ({ keep: onKeep }), [onKeep]),
  )
  return (
    <div className={classes.danger} role="group" aria-label={fr.closing.title}>
      <h3>{fr.closing.title}</h3>
      <p>{fr.closing.text(props.name)}</p>
      <div className={classes.right}>
        <Button ref={safe} keys="Escape" onClick={onKeep}>
          {fr.closing.keep}
        </Button>
        <Button sends kind="danger" onClick={props.onClose}>
          {fr.closing.confirm}
        </Button>
      </div>
    </div>
  )
}

function NewPassword(props: { person: PersonView; onClose: () => void; onDone: () => void }) {
  const { person, onClose, onDone } = props
  const { call } = useCabinet()
  const session = useSession()
  const [password, setPassword] = useState('')
  const [refused, setRefused] = useState<string>()
  const [busy, setBusy] = useState(false)
  const weaknesses = usePasswordWeaknesses(password, [person.firstName, person.lastName, session.cabinetName])
  const submit = async () => {
    if (busy) return
    if (weaknesses.length > 0) {
      setRefused(fr.password.weak)
      return
    }
    setBusy(true)
    const reply = await call(resetPassword, { userId: person.userId, password })
    setBusy(false)
    if (reply.ok) onDone()
    else setRefused(sayRefusal(reply))
  }
  return (
    <Dialog
      title={fr.password.resetTitle(person.displayName)}
      onClose={onClose}
      onSubmit={() => void submit()}
      footer={
        <>
          <Button size="dialog" keys="Escape" onClick={onClose}>
            {fr.cancel}
          </Button>
          <Button sends size="dialog" kind="primary" type="submit" disabled={busy}>
            {fr.password.resetConfirm}
          </Button>
        </>
      }
    >
      <p>{fr.password.resetText}</p>
      <PasswordField
        label={fr.password.resetField}
        autoComplete="new-password"
        value={password}
        onChange={(text) => {
          setPassword(text)
          setRefused(undefined)
        }}
        error={refused}
      />
      <PasswordRules weaknesses={weaknesses} />
    </Dialog>
  )
}
