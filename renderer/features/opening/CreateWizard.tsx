import { type FormEvent, useEffect, useRef, useState } from 'react'
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
type Step = 'name' | 'practitioner' | 'administrator'
const order: readonly Step[] = ['name', 'practitioner', 'administrator']

/** One of the two first accounts, as typed. */
interface Account {
  readonly title: Title
  readonly lastName: string
  readonly firstName: string
  readonly rpps: string
  readonly password: string
  readonly again: string
}
type AccountErrors = Readonly<Record<Exclude<keyof Account, 'title'>, string | undefined>>

const nobody: Account = { title: '', lastName: '', firstName: '', rpps: '', password: '', again: '' }

/** « Créer un nouveau cabinet » (CAB-2): its name, its first practitioner, who administers it, then the recovery sheet. */
export function CreateWizard({ onOpened, onBack }: { onOpened: (session: SessionView) => void; onBack: () => void }) {
  const { call } = useCabinet()
  const [step, setStep] = useState<Step>('name')
  const [name, setName] = useState('')
  const [practitioner, setPractitioner] = useState<Account>({ ...nobody, title: 'Dr' })
  const [administrator, setAdministrator] = useState(nobody)
  const [shown, setShown] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<AnyProblem | null>(null)
  const [created, setCreated] = useState<{ session: SessionView; recovery: Sheet } | null>(null)
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    // Each step begins in its first field: the name, then the person, then the password of the account that administers.
    const first = {
      name: 'input',
      practitioner: 'input[type="text"]:not([aria-haspopup])',
      administrator: '[type="password"]',
    }
    form.current?.querySelector<HTMLElement>(first[step])?.focus()
  }, [step])
  const weakPractitioner = usePasswordWeaknesses(practitioner.password, wordsOf(practitioner, name))
  const weakAdministrator = usePasswordWeaknesses(administrator.password, wordsOf(administrator, name))

  const nameError = errorOfName(name)
  const practitionerErrors = errorsOf(practitioner, weakPractitioner.length)
  const administratorErrors = errorsOf(administrator, weakAdministrator.length, practitioner.password)
  const wrong = {
    name: nameError !== undefined,
    practitioner: isAnyWrong(practitionerErrors),
    administrator: isAnyWrong(administratorErrors),
  }[step]

  const create = async () => {
    setBusy(true)
    const { rpps, again: _again, ...first } = practitioner
    const { rpps: _rpps, again: _second, ...other } = administrator
    const reply = await call(createCabinet, {
      name,
      administrator: other,
      practitioner: { ...first, rpps: rpps === '' ? null : rpps },
    })
    setBusy(false)
    if (!reply.ok) {
      setProblem(reply)
      if (reply.problem === 'cabinet.name-taken') setStep('name')
      if (reply.problem === 'password.too-weak' && reply.data.account === 'practitioner') setStep('practitioner')
      return
    }
    setPractitioner(nobody)
    setAdministrator(nobody)
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
    if (step === 'administrator') return void create()
    // A doctor alone administers their own cabinet: most often the same person.
    if (step === 'practitioner' && administrator.lastName === '') {
      setAdministrator({ ...administrator, lastName: practitioner.lastName, firstName: practitioner.firstName })
    }
    setStep(order[order.indexOf(step) + 1] ?? 'administrator')
  }
  if (created !== null) {
    return (
      <EntryCard title={openingText.sheet.title} aside={stepsAt(order.length)} width={760}>
        <RecoverySheet
          sheet={created.recovery}
          doneLabel={openingText.sheet.done}
          onDone={() => onOpened(created.session)}
        />
      </EntryCard>
    )
  }
  const back = () => {
    setShown(false)
    setProblem(null)
    if (step === 'name') onBack()
    else setStep(order[order.indexOf(step) - 1] ?? 'name')
  }
  return (
    <EntryCard title={fr.title} aside={stepsAt(order.indexOf(step))} width={760}>
      <form ref={form} className={classes.stack} onSubmit={submit} noValidate>
        {problem === null ? null : (
          <Block tone="error" announce="assertive">
            {sayRefusal(problem)}
          </Block>
        )}
        {step === 'name' ? (
          <NameStep
            name={name}
            onChange={(typed) => {
              setName(typed)
              setProblem(null)
            }}
            error={shown ? nameError : undefined}
          />
        ) : null}
        {step === 'practitioner' ? (
          <>
            <p className={classes.muted}>{fr.practice}</p>
            <AccountStep
              key="practitioner"
              account={practitioner}
              withRpps
              errors={shown ? practitionerErrors : noErrors}
              onChange={(part) => {
                setPractitioner((former) => ({ ...former, ...part }))
                setProblem(null)
              }}
            />
          </>
        ) : null}
        {step === 'administrator' ? (
          <>
            <p className={classes.muted}>{fr.administration}</p>
            <AccountStep
              key="administrator"
              account={administrator}
              errors={shown ? administratorErrors : noErrors}
              onChange={(part) => {
                setAdministrator((former) => ({ ...former, ...part }))
                setProblem(null)
              }}
            />
          </>
        ) : null}
        {step === 'name' ? null : (
          <PasswordRules weaknesses={step === 'practitioner' ? weakPractitioner : weakAdministrator} />
        )}
        {step === 'administrator' ? <p className={classes.muted}>{fr.createNote}</p> : null}
        <div className={classes.foot}>
          <Button size="dialog" onClick={back}>
            {openingText.back}
          </Button>
          <span className={classes.footSpace} />
          <Button kind="primary" size="dialog" type="submit" keys="Enter" disabled={busy}>
            {step !== 'administrator' ? fr.next : busy ? fr.creating : fr.create}
          </Button>
        </div>
      </form>
    </EntryCard>
  )
}

function NameStep({
  name,
  onChange,
  error,
}: {
  name: string
  onChange: (name: string) => void
  error: string | undefined
}) {
  const cabinet = useLiveQuery(describe, {})
  return (
    <>
      <TextField
        label={fr.name}
        size="dialog"
        value={name}
        onChange={onChange}
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

function AccountStep({
  account,
  withRpps = false,
  errors,
  onChange,
}: {
  account: Account
  withRpps?: boolean
  errors: AccountErrors
  onChange: (part: Partial<Account>) => void
}) {
  return (
    <>
      <div className={classes.trio}>
        <SelectField
          label={fr.titleField}
          size="dialog"
          value={account.title === '' ? fr.noTitle : account.title}
          options={titles.map((title) => ({
            value: title === '' ? fr.noTitle : title,
            label: title === '' ? fr.noTitle : title,
          }))}
          onChange={(value) => onChange({ title: titles.find((title) => title === value) ?? '' })}
        />
        <TextField
          label={fr.lastName}
          size="dialog"
          value={account.lastName}
          onChange={(lastName) => onChange({ lastName })}
          error={errors.lastName}
          maxLength={80}
        />
        <TextField
          label={fr.firstName}
          size="dialog"
          value={account.firstName}
          onChange={(firstName) => onChange({ firstName })}
          error={errors.firstName}
          maxLength={80}
        />
      </div>
      {withRpps ? (
        <div className={classes.pair}>
          <TextField
            label={fr.rpps}
            optional
            size="dialog"
            inputMode="numeric"
            tabular
            value={account.rpps}
            onChange={(rpps) => onChange({ rpps: rpps.replaceAll(/\s/g, '') })}
            error={errors.rpps}
            hint={fr.rppsHint}
            maxLength={14}
          />
        </div>
      ) : null}
      <div className={classes.pair}>
        <PasswordField
          label={fr.password}
          autoComplete="new-password"
          value={account.password}
          onChange={(password) => onChange({ password })}
          error={errors.password}
        />
        <PasswordField
          label={fr.passwordAgain}
          autoComplete="new-password"
          value={account.again}
          onChange={(again) => onChange({ again })}
          error={errors.again}
        />
      </div>
    </>
  )
}

function stepsAt(at: number) {
  return <Steps name={fr.step(at + 1, fr.steps.length)} steps={fr.steps} at={at} />
}

const noErrors: AccountErrors = {
  lastName: undefined,
  firstName: undefined,
  rpps: undefined,
  password: undefined,
  again: undefined,
}

function wordsOf(account: Account, cabinet: string): readonly string[] {
  return [account.lastName, account.firstName, cabinet]
}

function isAnyWrong(errors: AccountErrors): boolean {
  return Object.values(errors).some((error) => error !== undefined)
}

function errorOfName(name: string): string | undefined {
  if (name.trim() === '') return fr.required
  return cabinetName.safeParse(name).success ? undefined : fr.nameRefused
}

/** What keeps an account from being made. `other` is the password of the account chosen before. */
function errorsOf(account: Account, weaknesses: number, other = ''): AccountErrors {
  const required = (text: string) => (text.trim() === '' ? fr.required : undefined)
  const same = other !== '' && account.password === other ? fr.sameAsPractitioner : undefined
  return {
    lastName: required(account.lastName),
    firstName: required(account.firstName),
    rpps: account.rpps === '' || isRpps(account.rpps) ? undefined : fr.rppsRefused,
    password: required(account.password) ?? (weaknesses > 0 ? fr.passwordWeak : same),
    again: account.again === account.password ? undefined : fr.passwordsDiffer,
  }
}
