import { type FormEvent, useEffect, useState } from 'react'
import { shownFingerprint } from '#app/features/network/pairing.ts'
import { sayDelay } from '#app/text/fr/common.ts'
import { joiningText, networkText } from '#app/text/fr/network.ts'
import { refusedText } from '#app/text/fr/line.ts'
import { type BrowserJoined, introducedHost, joinThisBrowser } from '#renderer/client/index.ts'
import { Block, Button, EntryCard, EntryWindow, Skeleton, TextField } from '#ui/index.ts'
import { Fingerprint } from './Fingerprint.tsx'
import classes from './Network.module.css'

const fr = networkText.screen

type Refusal = Extract<BrowserJoined, { ok: false }>

/** Which field a refusal is about; the others are about the whole. */
const aboutCode: ReadonlySet<Refusal['why']> = new Set(['malformed', 'no-code', 'wrong-code'])

function sentenceOf({ why, triesLeft, waitMs }: Refusal): string {
  switch (why) {
    case 'wrong-code':
      return joiningText[why](triesLeft)
    case 'too-many-tries':
      return joiningText[why](sayDelay(waitMs))
    case 'unreachable':
      return fr.unreachable
    case 'not-kept':
      return fr.notKept
    default:
      return joiningText[why]
  }
}

/** The page of a browser that is no seat of this cabinet: who the host is, and the code that joins it. */
export function JoinScreen({ wasRevoked, onJoined }: { wasRevoked: boolean; onJoined: () => void }) {
  const [host, setHost] = useState<Awaited<ReturnType<typeof introducedHost>> | undefined>(undefined)
  useEffect(() => {
    let isShown = true
    void introducedHost().then((found) => {
      if (isShown) setHost(found)
    })
    return () => {
      isShown = false
    }
  }, [])
  return (
    <EntryWindow title={refusedText.title}>
      <EntryCard title={fr.title} width={560}>
        {host === undefined ? <Skeleton lines={6} /> : null}
        {host === null ? (
          <Block tone="offline" announce="assertive">
            {fr.unreachable}
          </Block>
        ) : null}
        {host === undefined || host === null ? null : (
          <div className={classes.join}>
            {wasRevoked ? <Block tone="warning">{fr.revoked}</Block> : null}
            <p className={classes.intro}>{fr.intro(host.computerName)}</p>
            <Fingerprint title={fr.compare} fingerprint={shownFingerprint(host.fingerprint)} hint={fr.compareHint} />
            <JoinForm onJoined={onJoined} />
          </div>
        )}
      </EntryCard>
    </EntryWindow>
  )
}

/** The first field refused takes the focus, once it is drawn so. */
function focusError(form: HTMLFormElement): void {
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
}

function JoinForm({ onJoined }: { onJoined: () => void }) {
  const [code, setCode] = useState('')
  const [name, setName] = useState<string>(fr.usualName)
  const [shown, setShown] = useState(false)
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)

  const join = async (form: HTMLFormElement) => {
    setBusy(true)
    const outcome = await joinThisBrowser(code, name.trim())
    setBusy(false)
    if (outcome.ok) onJoined()
    else {
      setRefusal(outcome)
      focusError(form)
    }
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (busy) return
    const form = event.currentTarget
    setShown(true)
    setRefusal(null)
    if (code.trim() === '' || name.trim() === '') {
      focusError(form)
      return
    }
    void join(form)
  }
  const sentence = refusal === null ? undefined : sentenceOf(refusal)
  const isCodeWrong = refusal !== null && aboutCode.has(refusal.why)
  return (
    <form className={classes.joinForm} onSubmit={submit} noValidate>
      {sentence === undefined || isCodeWrong ? null : (
        <Block tone={refusal?.why === 'unreachable' ? 'offline' : 'error'} announce="assertive">
          {sentence}
        </Block>
      )}
      <TextField
        label={fr.code}
        size="dialog"
        tabular
        autoComplete="off"
        value={code}
        onChange={(typed) => {
          setCode(typed)
          setRefusal(null)
        }}
        error={shown && code.trim() === '' ? fr.required : isCodeWrong ? sentence : undefined}
        hint={fr.codeHint}
        maxLength={40}
      />
      <TextField
        label={fr.name}
        size="dialog"
        value={name}
        onChange={setName}
        error={shown && name.trim() === '' ? fr.required : undefined}
        hint={fr.nameHint}
        maxLength={40}
      />
      <p className={classes.quiet}>{fr.kept}</p>
      <Button kind="primary" size="entry" wide spread type="submit" keys="Enter" disabled={busy}>
        {busy ? fr.busy : fr.submit}
      </Button>
    </form>
  )
}
