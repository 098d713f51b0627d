import { type ReactNode, useState } from 'react'
import { sayDelay, sayRefusal } from '#app/text/fr/common.ts'
import { openingText } from '#app/text/fr/opening.ts'
import { settingsText } from '#app/text/fr/settings.ts'
import type { AnyProblem } from '#renderer/client/index.ts'
import { useCountdown } from '#renderer/features/opening/index.ts'
import { Button, Dialog, PasswordField } from '#ui/index.ts'

const fr = settingsText.security

/** Asks one's own password again before an act on the keys. `onConfirm` answers a refusal, or `null` once done. */
export function PasswordDialog(props: {
  readonly title: string
  readonly children: ReactNode
  readonly confirmLabel: string
  readonly onConfirm: (password: string) => Promise<AnyProblem | null>
  readonly onClose: () => void
}) {
  const { onConfirm } = props
  const [password, setPassword] = useState('')
  const [refusal, setRefusal] = useState<AnyProblem | null>(null)
  const [missing, setMissing] = useState(false)
  const [busy, setBusy] = useState(false)
  const waitMs = useCountdown(refusal)
  const submit = async () => {
    if (busy || waitMs > 0) return
    if (password === '') {
      setMissing(true)
      return
    }
    setBusy(true)
    const refused = await onConfirm(password)
    setBusy(false)
    setRefusal(refused)
  }
  return (
    <Dialog
      title={props.title}
      onClose={props.onClose}
      onSubmit={() => void submit()}
      footer={
        <>
          <Button size="dialog" keys="Escape" onClick={props.onClose}>
            {fr.cancel}
          </Button>
          <Button sends size="dialog" kind="primary" type="submit" disabled={busy || waitMs > 0}>
            {props.confirmLabel}
          </Button>
        </>
      }
    >
      <p>{props.children}</p>
      <PasswordField
        label={fr.yourPassword}
        autoComplete="current-password"
        value={password}
        onChange={(text) => {
          setPassword(text)
          setMissing(false)
        }}
        error={missing ? fr.passwordRequired : refusal === null ? undefined : sayRefusal(refusal)}
        hint={waitMs > 0 ? openingText.wait(sayDelay(waitMs)) : undefined}
      />
    </Dialog>
  )
}
