import { useState } from 'react'
import { describe, listKeySlots, rekey, replaceRecoveryKey, setKeyringSlot } from '#app/features/cabinet/contract.ts'
import type { KeySlotView, RecoverySheet as Sheet } from '#app/features/cabinet/model.ts'
import { sayMegabytes } from '#app/text/fr/backups.ts'
import { sayRefusal } from '#app/text/fr/common.ts'
import { settingsText } from '#app/text/fr/settings.ts'
import { type AnyProblem, isUnderWay, useAskAgain, useCabinet, useJob, useLiveQuery } from '#renderer/client/index.ts'
import { JobProgress, useKeptJob } from '#renderer/features/jobs/index.ts'
import { RecoverySheet } from '#renderer/features/opening/index.ts'
import { Block, Button, Switch } from '#ui/index.ts'
import { PasswordDialog } from './PasswordDialog.tsx'
import { SectionWaiting } from './SectionWaiting.tsx'
import classes from './Settings.module.css'

const fr = settingsText.security

/** « Sécurité »: the ways to open the cabinet, its recovery sheet, this computer's keyring, its encryption key. */
export function SecuritySection() {
  const answer = useLiveQuery(listKeySlots, {}, { kinds: ['cabinet', 'person'] })
  const [sheet, setSheet] = useState<Sheet | null>(null)
  const [made, setMade] = useState(false)
  if (sheet !== null) {
    return (
      <section className={classes.section} aria-label={fr.recovery.dialog} data-region tabIndex={-1}>
        <header className={classes.toolbar}>
          <h2>{fr.recovery.dialog}</h2>
        </header>
        <div className={classes.body}>
          <div className={classes.paper}>
            <RecoverySheet
              sheet={sheet}
              doneLabel={fr.recovery.done}
              onDone={() => {
                setSheet(null)
                setMade(true)
                answer.askAgain()
              }}
            />
          </div>
        </div>
      </section>
    )
  }
  if (answer.value === undefined) return <SectionWaiting title={fr.title} answer={answer} />
  const { slots } = answer.value
  return (
    <section className={classes.section} aria-label={fr.title} data-region tabIndex={-1}>
      <header className={classes.toolbar}>
        <h2>{fr.title}</h2>
      </header>
      <div className={classes.body}>
        <div className={classes.stack}>
          <p className={classes.quiet}>{fr.intro}</p>
          <Slots slots={slots} />
          <Recovery
            known={slots.some(({ kind }) => kind === 'recovery')}
            made={made}
            onSheet={(next) => {
              setMade(false)
              setSheet(next)
            }}
          />
          <Keyring on={slots.some(({ kind }) => kind === 'keyring')} />
          <Rekeying />
        </div>
      </div>
    </section>
  )
}

const labels: Partial<Record<KeySlotView['kind'], string>> = {
  recovery: fr.slots.recoveryLabel,
  keyring: fr.slots.keyringLabel,
}

const kindsInOrder: readonly KeySlotView['kind'][] = ['recovery', 'keyring', 'password', 'card']

function Slots({ slots }: { slots: readonly KeySlotView[] }) {
  const ordered = kindsInOrder.flatMap((kind) => slots.filter((slot) => slot.kind === kind))
  return (
    <table className={classes.table}>
      <caption>{fr.slots.title}</caption>
      <thead>
        <tr>
          <th scope="col">{fr.slots.columns.kind}</th>
          <th scope="col">{fr.slots.columns.label}</th>
          <th scope="col">{fr.slots.columns.since}</th>
        </tr>
      </thead>
      <tbody>
        {ordered.map((slot) => (
          <tr key={slot.slotId}>
            <td>{fr.slots.kinds[slot.kind]}</td>
            <th scope="row">{labels[slot.kind] ?? slot.label}</th>
            <td className="co-tabular">{fr.slots.since(slot.createdAt)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Recovery(props: { known: boolean; made: boolean; onSheet: (sheet: Sheet) => void }) {
  const { call } = useCabinet()
  const [asked, setAsked] = useState(false)
  return (
    <section className={classes.card} aria-label={fr.recovery.title}>
      <h3>{fr.recovery.title}</h3>
      <p>{fr.recovery.text}</p>
      {props.known ? null : <Block tone="warning">{fr.recovery.none}</Block>}
      {props.made ? <Block tone="success">{fr.recovery.made}</Block> : null}
      <div className={classes.buttons}>
        <Button onClick={() => setAsked(true)}>{fr.recovery.action}</Button>
      </div>
      {asked ? (
        <PasswordDialog
          title={fr.recovery.dialog}
          confirmLabel={fr.recovery.confirm}
          onClose={() => setAsked(false)}
          onConfirm={async (password) => {
            const reply = await call(replaceRecoveryKey, { password })
            if (!reply.ok) return reply
            setAsked(false)
            props.onSheet(reply.value.recovery)
            return null
          }}
        >
          {fr.recovery.dialogText}
        </PasswordDialog>
      ) : null}
    </section>
  )
}

/** Only where this computer protects secrets. */
function Keyring({ on }: { on: boolean }) {
  const { call } = useCabinet()
  const askAgainOf = useAskAgain()
  const described = useLiveQuery(describe, {})
  const [refusal, setRefusal] = useState<AnyProblem | null>(null)
  const [busy, setBusy] = useState(false)
  if (described.value?.keyringAvailable !== true) return null
  const turn = async (enabled: boolean) => {
    setBusy(true)
    const reply = await call(setKeyringSlot, { enabled })
    setBusy(false)
    setRefusal(reply.ok ? null : reply)
    askAgainOf(listKeySlots)
  }
  return (
    <section className={classes.card} aria-label={fr.keyring.title}>
      <h3>{fr.keyring.title}</h3>
      <Switch
        label={fr.keyring.switch}
        hint={fr.keyring.text}
        checked={on}
        disabled={busy}
        onChange={(enabled) => void turn(enabled)}
      />
      {refusal === null ? null : (
        <Block tone="error" announce="assertive">
          {sayRefusal(refusal)}
        </Block>
      )}
    </section>
  )
}

function Rekeying() {
  const { call } = useCabinet()
  const { jobId, keep } = useKeptJob('rekey')
  const { job, problem, steer } = useJob(jobId)
  const [asked, setAsked] = useState(false)
  return (
    <section className={classes.card} aria-label={fr.rekey.title}>
      <h3>{fr.rekey.title}</h3>
      <p>{fr.rekey.text}</p>
      {problem === null ? null : (
        <Block tone="error" title={fr.rekey.failed} announce="assertive">
          {sayRefusal(problem)}
        </Block>
      )}
      {job?.state === 'cancelled' ? <Block tone="info">{fr.rekey.stopped}</Block> : null}
      {job?.state === 'done' ? <Block tone="success">{fr.rekey.done}</Block> : null}
      {job !== null && isUnderWay(job) ? (
        <JobProgress
          key={job.jobId}
          label={fr.rekey.running}
          note={fr.rekey.note}
          job={job}
          steer={steer}
          figures={({ phase, done, total }) => fr.rekey.figures(phase, sayMegabytes(done), sayMegabytes(total))}
        />
      ) : (
        <div className={classes.buttons}>
          <Button onClick={() => setAsked(true)}>{fr.rekey.action}</Button>
        </div>
      )}
      {asked ? (
        <PasswordDialog
          title={fr.rekey.dialog}
          confirmLabel={fr.rekey.confirm}
          onClose={() => setAsked(false)}
          onConfirm={async (password) => {
            const reply = await call(rekey, { password })
            if (!reply.ok) return reply
            setAsked(false)
            keep(reply.value.jobId)
            return null
          }}
        >
          {fr.rekey.dialogText}
        </PasswordDialog>
      ) : null}
    </section>
  )
}
