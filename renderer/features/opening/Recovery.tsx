import { type FormEvent, useState } from 'react'
import { openWithRecoveryKey } from '#app/features/cabinet/contract.ts'
import type { KnownCabinet } from '#app/features/cabinet/model.ts'
import type { SessionView } from '#app/features/sessions/model.ts'
import { sayDelay, sayRefusal } from '#app/text/fr/common.ts'
import { openingText } from '#app/text/fr/opening.ts'
import { type AnyProblem, useCabinet, useCountdown } from '#renderer/client/index.ts'
import { Block, Button, EntryCard, PasswordField, SelectField, TextField } from '#ui/index.ts'
import { rememberOpened } from './memory.ts'
import classes from './Opening.module.css'
import { PasswordRules, usePasswordWeaknesses } from './PasswordRules.tsx'

const fr = openingText.recovery

/** « Mot de passe oublié » (CAB-2): another manager, or the printed recovery key. */
export function Recovery(props: {
  cabinet: KnownCabinet
  onOpened: (session: SessionView) => void
  onBack: () => void
}) {
  const { cabinet, onOpened, onBack } = props
  const { call } = useCabinet()
  const administrators = cabinet.users.filter((user) => user.role === 'administrator')
  const [userId, setUserId] = useState(administrators[0]?.userId ?? null)
  const [recoveryKey, setRecoveryKey] = useState('')
  const [newPassword, setNewPassword] = useState('')
  const [problem, setProblem] = useState<AnyProblem | null>(null)
  const [busy, setBusy] = useState(false)
  const user = administrators.find((one) => one.userId === userId)
  const weaknesses = usePasswordWeaknesses(newPassword, [user?.displayName ?? '', cabinet.name])
  const left = useCountdown(problem)
  const aboutKey = problem?.problem === 'cabinet.wrong-recovery-key'

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (userId === null || busy || left > 0 || weaknesses.length > 0) return
    setBusy(true)
    const reply = await call(openWithRecoveryKey, { cabinetId: cabinet.cabinetId, recoveryKey, userId, newPassword })
    setBusy(false)
    if (!reply.ok) {
      setProblem(reply)
      return
    }
    rememberOpened({ cabinetId: cabinet.cabinetId, userId })
    onOpened(reply.value.session)
  }
  return (
    <EntryCard
      title={fr.title}
      aside={cabinet.name}
      second={
        <div className={classes.choice}>
          <h2 className={classes.subtitle}>{fr.manager}</h2>
          <p className={classes.muted}>{fr.managerText}</p>
        </div>
      }
      bottom={
        <Button size="small" onClick={onBack}>
          {openingText.back}
        </Button>
      }
    >
      <form className={classes.stack} onSubmit={(event) => void submit(event)} noValidate>
        <div className={classes.choice}>
          <h2 className={classes.subtitle}>{fr.sheet}</h2>
          <p className={classes.muted}>{fr.sheetText}</p>
        </div>
        {problem === null || aboutKey ? null : (
          <Block tone="error" announce="assertive">
            {sayRefusal(problem)}
          </Block>
        )}
        <TextField
          label={fr.key}
          size="dialog"
          rows={2}
          value={recoveryKey}
          onChange={(text) => {
            setRecoveryKey(text)
            setProblem((former) => (former?.problem === 'cabinet.wait' ? former : null))
          }}
          error={aboutKey && problem !== null ? sayRefusal(problem) : undefined}
          hint={fr.keyHint}
          maxLength={200}
        />
        <SelectField
          label={fr.user}
          size="dialog"
          value={userId}
          options={administrators.map((one) => ({ value: one.userId, label: one.displayName }))}
          onChange={setUserId}
        />
        <PasswordField
          label={fr.newPassword}
          autoComplete="new-password"
          value={newPassword}
          onChange={setNewPassword}
        />
        <PasswordRules weaknesses={weaknesses} />
        <Button
          kind="primary"
          size="dialog"
          wide
          type="submit"
          disabled={busy || left > 0 || weaknesses.length > 0 || recoveryKey.trim() === '' || userId === null}
        >
          {left > 0 ? openingText.wait(sayDelay(left)) : fr.open}
        </Button>
      </form>
    </EntryCard>
  )
}
