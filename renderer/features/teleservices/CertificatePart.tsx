import { useEffect, useRef, useState } from 'react'
import {
  getTeleserviceSettings,
  importCertificate,
  removeCertificate,
  setAuthorities,
} from '#app/features/teleservices/contract.ts'
import type { EstablishmentCertificate, ServerAuthority } from '#app/features/teleservices/model.ts'
import { sayDay, sayRefusal } from '#app/text/fr/common.ts'
import { teleservicesText } from '#app/text/fr/teleservices.ts'
import { type AnyProblem, useAskAgain, useCabinet } from '#renderer/client/index.ts'
import { Block, Button, PasswordField } from '#ui/index.ts'
import classes from './Teleservices.module.css'

const fr = teleservicesText.settings
/** A chain of certificates with its key is some kilobytes. */
const largestBytes = 256 * 1024

type Outcome = { readonly done: string } | { readonly problem: AnyProblem } | null

/** The certificate of the establishment, and the authorities of the servers. */
export function CertificatePart(props: {
  certificate: EstablishmentCertificate | null
  authorities: readonly ServerAuthority[]
}) {
  const { certificate, authorities } = props
  const { call } = useCabinet()
  const askAgainOf = useAskAgain()
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [ofCertificate, setOfCertificate] = useState<Outcome>(null)
  const [ofAuthorities, setOfAuthorities] = useState<Outcome>(null)
  const run = async (
    act: () => Promise<{ readonly ok: true } | ({ readonly ok: false } & AnyProblem)>,
    say: (outcome: Outcome) => void,
    done: string,
  ) => {
    setBusy(true)
    say(null)
    const reply = await act()
    setBusy(false)
    say(reply.ok ? { done } : { problem: reply })
    askAgainOf(getTeleserviceSettings)
  }
  const takeCertificate = (file: string) =>
    run(() => call(importCertificate, { file, password }), setOfCertificate, fr.certificate.imported).then(() =>
      setPassword(''),
    )
  return (
    <>
      <section className={classes['part']} aria-label={fr.certificate.title}>
        <h3>{fr.certificate.title}</h3>
        <p className={classes['quiet']}>{fr.certificate.hint}</p>
        {certificate === null ? (
          <p>{fr.certificate.none}</p>
        ) : (
          <p>
            {fr.certificate.of(certificate.commonName, certificate.structureId)}{' '}
            {fr.certificate.validUntil(sayDay(certificate.validUntil))}
          </p>
        )}
        <p className={classes['quiet']}>{fr.certificate.kept}</p>
        <div className={classes['row']}>
          <PasswordField
            label={fr.certificate.password}
            value={password}
            onChange={setPassword}
            autoComplete="current-password"
          />
          <FileButton
            label={fr.certificate.import}
            accept=".p12,.pfx,.pem"
            busy={busy}
            onFile={(file) => void takeCertificate(file)}
          />
          {certificate === null ? null : (
            <Button
              sends
              disabled={busy}
              onClick={() => void run(() => call(removeCertificate, {}), setOfCertificate, fr.certificate.removed)}
            >
              {fr.certificate.remove}
            </Button>
          )}
        </div>
        <Told outcome={ofCertificate} />
      </section>
      <section className={classes['part']} aria-label={fr.authorities.title}>
        <h3>{fr.authorities.title}</h3>
        <p className={classes['quiet']}>{fr.authorities.hint}</p>
        {authorities.length === 0 ? (
          <p>{fr.authorities.none}</p>
        ) : (
          <ul>
            {authorities.map(({ name, validUntil, fingerprint }) => (
              <li key={fingerprint}>
                {name}. {fr.certificate.validUntil(sayDay(validUntil))}
              </li>
            ))}
          </ul>
        )}
        <div className={classes['row']}>
          <FileButton
            label={fr.authorities.import}
            accept=".pem,.cer,.crt,.der,.p7b"
            busy={busy}
            onFile={(file) => void run(() => call(setAuthorities, { file }), setOfAuthorities, fr.authorities.imported)}
          />
          {authorities.length === 0 ? null : (
            <Button
              sends
              disabled={busy}
              onClick={() =>
                void run(() => call(setAuthorities, { file: null }), setOfAuthorities, fr.authorities.removed)
              }
            >
              {fr.authorities.remove}
            </Button>
          )}
        </div>
        <Told outcome={ofAuthorities} />
      </section>
    </>
  )
}

function Told({ outcome }: { outcome: Outcome }) {
  const root = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // Under the button that was pressed, which may be the last line in sight.
    if (outcome !== null) root.current?.scrollIntoView({ block: 'nearest' })
  }, [outcome])
  if (outcome === null) return null
  return (
    <div ref={root}>
      {'done' in outcome ? (
        <Block tone="success">{outcome.done}</Block>
      ) : (
        <Block tone="error" announce="assertive">
          {sayRefusal(outcome.problem)}
        </Block>
      )}
    </div>
  )
}

/** A button that takes one file of the disk; its content goes to `onFile`, in base64. */
function FileButton(props: { label: string; accept: string; busy: boolean; onFile: (file: string) => void }) {
  const input = useRef<HTMLInputElement>(null)
  const take = async (file: File) => {
    // Longer than any certificate: its first bytes are enough for the core to say what it is not.
    const bytes = new Uint8Array(await file.slice(0, largestBytes).arrayBuffer())
    props.onFile(btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')))
  }
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        accept={props.accept}
        aria-label={props.label}
        onChange={(event) => {
          const file = event.target.files?.[0]
          event.target.value = ''
          if (file !== undefined) void take(file)
        }}
      />
      <Button sends disabled={props.busy} onClick={() => input.current?.click()}>
        {props.label}
      </Button>
    </>
  )
}
