import { useState } from 'react'
import { getRightsSettings, updateRightsSettings } from '#app/features/rights/contract.ts'
import { rightsMode, type RightsMode } from '#app/features/rights/model.ts'
import { rightsText } from '#app/text/fr/rights.ts'
import { type AnyProblem, useAskAgain, useCabinet, useLiveQuery } from '#renderer/client/index.ts'
import { Refusal } from '#renderer/features/forms/index.ts'
import { Radio, Skeleton } from '#ui/index.ts'
import classes from './Rights.module.css'

const fr = rightsText.settings

/** « Paramètres › Droits (ADRi) »: when the cabinet asks for rights by itself. */
export function RightsSection() {
  const { call } = useCabinet()
  const askAgain = useAskAgain()
  const answer = useLiveQuery(getRightsSettings, {}, { kinds: ['settings'] })
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<AnyProblem | null>(null)
  const present = answer.value
  const choose = async (mode: RightsMode) => {
    if (present === undefined || busy || mode === present.settings.mode) return
    setBusy(true)
    setProblem(null)
    const reply = await call(updateRightsSettings, { settings: { mode }, expectedVersion: present.version })
    setBusy(false)
    if (!reply.ok) setProblem(reply)
    askAgain(getRightsSettings)
  }
  return (
    <section className={classes['section']} aria-label={fr.title}>
      <header className={classes['toolbar']}>
        <h2>{fr.title}</h2>
      </header>
      <div className={classes['body']}>
        {present === undefined ? (
          answer.problem === undefined ? (
            <Skeleton lines={4} />
          ) : (
            <Refusal problem={answer.problem} onRetry={answer.askAgain} />
          )
        ) : (
          <fieldset className={classes['modes']}>
            <legend>{fr.group}</legend>
            {rightsMode.options.map((mode) => (
              <Radio
                key={mode}
                name="rights-mode"
                label={fr.modes[mode].name}
                hint={fr.modes[mode].hint}
                checked={present.settings.mode === mode}
                onChange={() => void choose(mode)}
              />
            ))}
          </fieldset>
        )}
        {problem === null ? null : <Refusal problem={problem} />}
        <p className={classes['quiet']}>{fr.hint}</p>
      </div>
    </section>
  )
}
