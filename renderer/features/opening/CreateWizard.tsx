import { type FormEvent, useState } from 'react'
import { createCabinet, describe } from '#app/features/cabinet/contract.ts'
import { cabinetName, type RecoverySheet as Sheet } from '#app/features/cabinet/model.ts'
import { isRpps } from '#app/features/people/rules.ts'
import type { SessionView } from '#app/features/sessions/model.ts'
import { sayRefusal } from '#app/text/fr/common.ts'
import { openingText } from '#app/text/fr/opening.ts'
import { type AnyProblem, useCabinet, useLiveQuery } from '#renderer/client/index.ts'
import { Block, Button, EntryCard, PasswordField, SelectField, Steps, TextField } from '#ui/index.ts'
import { rememberOpened } from './memory.ts'
import classes from './Opening.module.css'
import { PasswordRules, usePasswordWeaknesses } from './PasswordRules.tsx'
import { RecoverySheet } from './RecoverySheet.tsx'

const fr = openingText.wizard
const titles = ['Dr', 'Pr', 'M.', 'Mme', ''] as const
type Title = (typeof titles)[number]

interface Fields {
  readonly name: string
  readonly title: Title
  readonly lastName: string
  readonly firstName: string
  readonly rpps: string
  readonly password: string
  readonly again: string
}

const empty: Fields = { name: '', title: 'Dr', lastName: '', firstName: '', rpps: '', password: '', again: '' }

/** « Créer un nouveau cabinet » (CAB-2): its name, who is responsible for it, then the recovery sheet. */
export function CreateWizard({ onOpened, onBack }: { onOpened: (session: SessionView) => void; onBack: () => void }) {
  const { call } = useCabinet()
  const [step, setStep] = useState<0 | 1>(0)
  const [fields, setFields] = useState(empty)
  const [shown, setShown] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<AnyProblem | null>(null)
  const [created, setCreated] = useState<{ session: SessionView; recovery: Sheet } | null>(null)
  const weaknesses = usePasswordWeaknesses(fields.password, [fields.lastName, fields.firstName, fields.name])
  const change = (part: Partial<Fields>) => {
    setFields((former) => ({ ...former, ...part }))
    setProblem(null)
  }
  const errors = errorsOf(fields, weaknesses.length)
  const wrong = step === 0 ? errors.name !== undefined : Object.values(errors).some((error) => error !== undefined)

  const create = async () => {
    setBusy(true)
    const { name, title, lastName, firstName, password } = fields
    const rpps = fields.rpps === '' ? null : fields.rpps
    const reply = await call(createCabinet, { name, administrator: { title, lastName, firstName, rpps }, password })
    setBusy(false)
    if (!reply.ok) {
      setProblem(reply)
      if (reply.problem === 'cabinet.name-taken') setStep(0)
      return
    }
    setFields(empty)
    rememberOpened({ cabinetId: reply.value.session.cabinetId, userId: reply.value.session.userId })
    setCreated(reply.value)
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (wrong) {
      setShown(true)
      const form = event.currentTarget
      requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
      return
    }
    setShown(false)
    if (step === 0) setStep(1)
    else void create()
  }
  if (created !== null) {
    return (
      <EntryCard title={openingText.sheet.title} aside={stepsAt(2)} width={760}>
        <RecoverySheet
          sheet={created.recovery}
          doneLabel={openingText.sheet.done}
          onDone={() => onOpened(created.session)}
        />
      </EntryCard>
    )
  }
  const error = (name: keyof typeof errors) => (shown ? errors[name] : undefined)
  return (
    <EntryCard title={fr.title} aside={stepsAt(step)} width={760}>
      <form className={classes.stack} onSubmit={submit} noValidate>
        {problem === null ? null : (
          <Block tone="error" announce="assertive">
            {sayRefusal(problem)}
          </Block>
        )}
        {step === 0 ? (
          <NameStep fields={fields} onChange={change} error={error('name')} />
        ) : (
          <>
            <div className={classes.trio}>
              <SelectField
                label={fr.titleField}
                size="dialog"
                value={fields.title === '' ? fr.noTitle : fields.title}
                options={titles.map((title) => ({
                  value: title === '' ? fr.noTitle : title,
                  label: title === '' ? fr.noTitle : title,
                }))}
                onChange={(value) => change({ title: titles.find((title) => title === value) ?? '' })}
              />
              <TextField
                label={fr.lastName}
                size="dialog"
                value={fields.lastName}
                onChange={(lastName) => change({ lastName })}
                error={error('lastName')}
                maxLength={80}
              />
              <TextField
                label={fr.firstName}
                size="dialog"
                value={fields.firstName}
                onChange={(firstName) => change({ firstName })}
                error={error('firstName')}
                maxLength={80}
              />
            </div>
            <div className={classes.pair}>
              <TextField
                label={fr.rpps}
                optional
                size="dialog"
                inputMode="numeric"
                tabular
                value={fields.rpps}
                onChange={(rpps) => change({ rpps: rpps.replaceAll(/\s/g, '') })}
                error={error('rpps')}
                hint={fr.rppsHint}
                maxLength={14}
              />
            </div>
            <div className={classes.pair}>
              <PasswordField
                label={fr.password}
                autoComplete="new-password"
                value={fields.password}
                onChange={(password) => change({ password })}
                error={error('password')}
              />
              <PasswordField
                label={fr.passwordAgain}
                autoComplete="new-password"
                value={fields.again}
                onChange={(again) => change({ again })}
                error={error('again')}
              />
            </div>
            <PasswordRules weaknesses={weaknesses} />
            <p className={classes.muted}>{fr.createNote}</p>
          </>
        )}
        <div className={classes.foot}>
          <Button size="dialog" onClick={step === 0 ? onBack : () => setStep(0)}>
            {openingText.back}
          </Button>
          <span className={classes.footSpace} />
          <Button kind="primary" size="dialog" type="submit" keys="Enter" disabled={busy}>
            {step === 0 ? fr.next : busy ? fr.creating : fr.create}
          </Button>
        </div>
      </form>
    </EntryCard>
  )
}

function NameStep({
  fields,
  onChange,
  error,
}: {
  fields: Fields
  onChange: (part: Partial<Fields>) => void
  error: string | undefined
}) {
  const cabinet = useLiveQuery(describe, {})
  return (
    <>
      <TextField
        label={fr.name}
        size="dialog"
        value={fields.name}
        onChange={(name) => onChange({ name })}
        error={error}
        hint={fr.nameHint}
        maxLength={60}
      />
      {cabinet.value === undefined ? null : (
        <p className={classes.muted}>
          {fr.folder} <strong>{cabinet.value.cabinetsFolder}</strong>
        </p>
      )}
    </>
  )
}

function stepsAt(at: number) {
  return <Steps name={fr.step(at + 1, fr.steps.length)} steps={fr.steps} at={at} />
}

function errorsOf(
  fields: Fields,
  weaknesses: number,
): Readonly<Record<Exclude<keyof Fields, 'title'>, string | undefined>> {
  const required = (text: string) => (text.trim() === '' ? fr.required : undefined)
  return {
    name: required(fields.name) ?? (cabinetName.safeParse(fields.name).success ? undefined : fr.nameRefused),
    lastName: required(fields.lastName),
    firstName: required(fields.firstName),
    rpps: fields.rpps === '' || isRpps(fields.rpps) ? undefined : fr.rppsRefused,
    password: required(fields.password) ?? (weaknesses > 0 ? fr.passwordWeak : undefined),
    again: fields.again === fields.password ? undefined : fr.passwordsDiffer,
  }
}
