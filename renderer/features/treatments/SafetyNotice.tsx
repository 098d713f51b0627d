import type { ReactNode } from 'react'
import type { SafetyAlert, SafetyOutcome } from '#app/features/treatments/model.ts'
import { sayAlert, sayReasons, treatmentsText } from '#app/text/fr/treatments.ts'
import { Block } from '#ui/index.ts'
import classes from './Treatments.module.css'

const fr = treatmentsText.safety

/** What can be asked of a `SafetyNotice`. */
export interface SafetyNoticeProps {
  readonly safety: SafetyOutcome
  /** What stands under an alert, by its key: the field of a reason. */
  readonly under?: ReadonlyMap<string, ReactNode> | undefined
  /** Says « aucune alerte » too: where somebody is about to sign. */
  readonly saysNone?: boolean | undefined
}

/**
 * The outcome of the check, said the same everywhere: alerts, the gravest first; what was not checked and why, which is
 * never « aucune ».
 */
export function SafetyNotice({ safety, under, saysNone }: SafetyNoticeProps) {
  const { alerts, notChecked, state } = safety
  const reasons = sayReasons(notChecked)
  const grave = alerts.filter(({ kind }) => kind !== 'duplicate')
  const duplicates = alerts.filter(({ kind }) => kind === 'duplicate')
  return (
    <>
      {grave.length === 0 ? null : (
        <Block tone="error" title={`${fr.title}\u00a0: ${fr.alerts(grave.length)}`}>
          <Alerts alerts={grave} under={under} />
        </Block>
      )}
      {duplicates.length === 0 ? null : (
        <Block tone="warning">
          <Alerts alerts={duplicates} under={undefined} />
        </Block>
      )}
      {notChecked.length === 0 ? null : (
        <Block tone="warning" title={`${fr.notChecked}.`}>
          {reasons.length === 1 ? (
            <span>{reasons[0]} </span>
          ) : (
            <ul className={classes.reasons}>
              {reasons.map((reason) => (
                <li key={reason}>{reason}</li>
              ))}
            </ul>
          )}
          {fr.reminder}
        </Block>
      )}
      {state === 'none' && saysNone === true ? <p className={classes.checked}>{fr.none}</p> : null}
    </>
  )
}

function Alerts({
  alerts,
  under,
}: {
  readonly alerts: readonly SafetyAlert[]
  readonly under: SafetyNoticeProps['under']
}) {
  return (
    <ul className={classes.reasons}>
      {alerts.map((alert) => (
        <li key={alert.key}>
          {sayAlert(alert)}
          {under?.get(alert.key)}
        </li>
      ))}
    </ul>
  )
}
