import { useEffect, useState } from 'react'
import type { InstalledAuthority } from '#app/devices/workstation.ts'
import { addAuthorities, listAuthorities, listRevocations } from '#app/features/cards/contract.ts'
import type { AuthorityView } from '#app/features/cards/model.ts'
import { issuesCards } from '#app/features/cards/rules.ts'
import { cardsText } from '#app/text/fr/cards.ts'
import { sayRefusal } from '#app/text/fr/common.ts'
import { type AnyProblem, useAskAgain, useCabinet, useWorkstation } from '#renderer/client/index.ts'
import { Block, Button, Checkbox, Dialog } from '#ui/index.ts'
import classes from './CardSettings.module.css'
import { sayFingerprint } from './fingerprint.ts'

const fr = cardsText.trust.installed

/**
 * Adds authorities whose certificates the CryptoLib of this computer keeps, each shown before it is accepted. Nothing is
 * shown where there are none, or none that the cabinet does not already accept.
 */
export function InstalledAuthorities(props: { known: readonly AuthorityView[]; onAdded: (count: number) => void }) {
  const { known, onAdded } = props
  const installed = useInstalled()
  const [isOpen, setIsOpen] = useState(false)
  const fresh = installed.filter((one) => !known.some(({ fingerprint }) => fingerprint === one.fingerprint))
  if (fresh.length === 0) return null
  return (
    <>
      <Button sends onClick={() => setIsOpen(true)}>
        {fr.open}
      </Button>
      {isOpen ? (
        <ChoiceDialog
          authorities={fresh}
          onClose={() => setIsOpen(false)}
          onAdded={(count) => {
            setIsOpen(false)
            onAdded(count)
          }}
        />
      ) : null}
    </>
  )
}

/** Those within their dates: the folder keeps former ones. */
function useInstalled(): readonly InstalledAuthority[] {
  const { workstation } = useWorkstation()
  const [installed, setInstalled] = useState<readonly InstalledAuthority[]>([])
  useEffect(() => {
    if (workstation === null) return
    let isHere = true
    workstation
      .installedAuthorities({})
      .then(({ authorities }) => {
        const now = Date.now()
        const isGood = (one: InstalledAuthority) =>
          Date.parse(one.validFrom) <= now && now <= Date.parse(one.validUntil)
        if (isHere) setInstalled(authorities.filter(isGood))
      })
      // The line broke: its next one asks again, and a file can be imported meanwhile.
      .catch(() => undefined)
    return () => {
      isHere = false
    }
  }, [workstation])
  return installed
}

function ChoiceDialog(props: {
  authorities: readonly InstalledAuthority[]
  onAdded: (count: number) => void
  onClose: () => void
}) {
  const { authorities, onAdded, onClose } = props
  const { call } = useCabinet()
  const askAgainOf = useAskAgain()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    () => new Set(authorities.filter(({ name }) => issuesCards(name)).map(({ fingerprint }) => fingerprint)),
  )
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<AnyProblem | null>(null)
  const choose = (fingerprint: string, isChosen: boolean) =>
    setChosen((before) => {
      const after = new Set(before)
      if (isChosen) after.add(fingerprint)
      else after.delete(fingerprint)
      return after
    })
  const add = async () => {
    setBusy(true)
    setProblem(null)
    const file = bundleOf(authorities.filter(({ fingerprint }) => chosen.has(fingerprint)))
    const reply = await call(addAuthorities, { file })
    setBusy(false)
    if (!reply.ok) return setProblem(reply)
    askAgainOf(listAuthorities, listRevocations)
    onAdded(reply.value.added)
  }
  return (
    <Dialog
      title={fr.title}
      width={640}
      onClose={onClose}
      onSubmit={() => void (chosen.size > 0 && !busy && add())}
      footer={
        <>
          <Button size="dialog" keys="Escape" onClick={onClose}>
            {fr.cancel}
          </Button>
          <Button sends size="dialog" kind="primary" type="submit" disabled={busy || chosen.size === 0}>
            {fr.add(chosen.size)}
          </Button>
        </>
      }
    >
      <p>{fr.text}</p>
      <ul className={classes.choices} aria-label={fr.title}>
        {authorities.map((one) => (
          <li key={one.fingerprint}>
            <Checkbox
              label={one.name}
              checked={chosen.has(one.fingerprint)}
              onChange={(isChosen) => choose(one.fingerprint, isChosen)}
            />
            <p className={classes.quiet}>
              {one.isRoot ? cardsText.trust.root : cardsText.trust.signedBy(one.issuer)}
              {' · '}
              {fr.validity(one.validFrom, one.validUntil)}
            </p>
            <p className={classes.fingerprint}>
              <span className="co-hidden">{fr.fingerprint} </span>
              {sayFingerprint(one.fingerprint)}
            </p>
          </li>
        ))}
      </ul>
      {problem === null ? null : (
        <Block tone="error" announce="assertive">
          {sayRefusal(problem)}
        </Block>
      )}
    </Dialog>
  )
}

/** Several certificates as one file, PEM in base64url: all are added, or none. */
function bundleOf(authorities: readonly InstalledAuthority[]): string {
  const pem = authorities.map(({ certificate }) => {
    const base64 = certificate.replaceAll('-', '+').replaceAll('_', '/')
    const padded = base64.padEnd(Math.ceil(base64.length / 4) * 4, '=')
    return `-----BEGIN CERTIFICATE-----\n${padded}\n-----END CERTIFICATE-----\n`
  })
  return btoa(pem.join('')).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
