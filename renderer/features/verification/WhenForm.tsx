import { useState } from 'react'
import { readVerifications, updateVerificationSettings } from '#app/features/verification/contract.ts'
import type { VerificationSettings } from '#app/features/verification/model.ts'
import { verificationText } from '#app/text/fr/verification.ts'
import { type AnyProblem, useAskAgain, useCabinet, useSession } from '#renderer/client/index.ts'
import { Refusal } from '#renderer/features/forms/index.ts'
import { SelectField, Switch } from '#ui/index.ts'
import classes from './Verification.module.css'

const text = verificationText.section
const hours = Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), label: text.hourOf(hour) }))
const years = [1, 2, 3, 4, 5].map((one) => ({ value: String(one), label: text.yearsOf(one) }))

/** When the program verifies by itself: each choice takes effect at once. */
export function WhenForm(props: {
  readonly settings: VerificationSettings
  readonly version: number
  readonly hasCertificate: boolean
}) {
  const { settings, version, hasCertificate } = props
  const { call } = useCabinet()
  const askAgainOf = useAskAgain()
  const mayChange = useSession().permissions.includes('cabinet.configure')
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<AnyProblem | null>(null)
  const choose = async (change: Partial<VerificationSettings>) => {
    setBusy(true)
    const reply = await call(updateVerificationSettings, {
      settings: { ...settings, ...change },
      expectedVersion: version,
    })
    setBusy(false)
    setRefusal(reply.ok ? null : reply)
    askAgainOf(readVerifications)
  }
  const isOff = !mayChange || busy
  return (
    <fieldset className={classes.when}>
      <legend>{text.when}</legend>
      <Switch
        label={text.byNight}
        hint={hasCertificate ? text.byNightHint : text.noCertificate}
        checked={settings.byNight}
        disabled={isOff || (!hasCertificate && !settings.byNight)}
        onChange={(byNight) => void choose({ byNight })}
      />
      <div className={classes.choices}>
        <SelectField
          label={text.hour}
          value={String(settings.hour)}
          options={hours}
          disabled={isOff || !settings.byNight}
          onChange={(hour) => void choose({ hour: Number(hour) })}
        />
        <SelectField
          label={text.years}
          value={String(settings.years)}
          options={years}
          disabled={isOff}
          onChange={(count) => void choose({ years: Number(count) })}
        />
      </div>
      {refusal === null ? null : <Refusal problem={refusal} />}
    </fieldset>
  )
}
