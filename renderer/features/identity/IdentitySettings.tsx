import { useState } from 'react'
import { getIdentitySettings, updateIdentitySettings } from '#app/features/identity/contract.ts'
import { documentKind } from '#app/features/identity/model.ts'
import { documentTerms } from '#app/features/identity/rules/proofs.ts'
import { identityText } from '#app/text/fr/identity.ts'
import { identitySettingsText as fr } from '#app/text/fr/identity-settings.ts'
import { type AnyProblem, useAskAgain, useCabinet, useLiveQuery } from '#renderer/client/index.ts'
import { Refusal } from '#renderer/features/forms/index.ts'
import { Skeleton, Switch } from '#ui/index.ts'
import classes from './settings.module.css'

const kinds = documentKind.exclude(['AV']).options

/** « Paramètres › Identités »: the documents by which an identity may be validated in this cabinet. */
export function IdentitySection() {
  const { call } = useCabinet()
  const askAgain = useAskAgain()
  const answer = useLiveQuery(getIdentitySettings, {}, { kinds: ['settings'] })
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<AnyProblem | null>(null)
  const present = answer.value
  const accepted = present?.settings.documentKinds ?? []
  const accept = async (kind: (typeof kinds)[number], isAccepted: boolean) => {
    if (present === undefined || busy) return
    setBusy(true)
    setProblem(null)
    // In the order of the national list, whatever came first.
    const documentKinds = kinds.filter((each) => (each === kind ? isAccepted : accepted.includes(each)))
    const reply = await call(updateIdentitySettings, {
      settings: { documentKinds },
      expectedVersion: present.version,
    })
    setBusy(false)
    if (!reply.ok) setProblem(reply)
    askAgain(getIdentitySettings)
  }
  return (
    <section className={classes['section']} aria-label={fr.title}>
      <header className={classes['toolbar']}>
        <h2>{fr.title}</h2>
      </header>
      <div className={classes['body']}>
        {present === undefined ? (
          answer.problem === undefined ? (
            <Skeleton lines={8} />
          ) : (
            <Refusal problem={answer.problem} onRetry={answer.askAgain} />
          )
        ) : (
          <fieldset className={classes['kinds']}>
            <legend>{fr.group}</legend>
            {kinds.map((kind) => {
              const isAccepted = accepted.includes(kind)
              const isLast = isAccepted && accepted.length === 1
              return (
                <Switch
                  key={kind}
                  label={identityText.documentKinds[kind]}
                  hint={isLast ? fr.last : documentTerms[kind].minorsOnly ? fr.minorsOnly : undefined}
                  checked={isAccepted}
                  disabled={isLast}
                  onChange={(checked) => void accept(kind, checked)}
                />
              )
            })}
          </fieldset>
        )}
        {problem === null ? null : <Refusal problem={problem} />}
        <p className={classes['quiet']}>{fr.hint}</p>
      </div>
    </section>
  )
}
