import { useViewportSize } from '@mantine/hooks'
import { useMemo, useRef, useState } from 'react'
import type { PatientRecord } from '#app/features/patients/model.ts'
import { civilStatusText as text } from '#app/text/fr/civil-status.ts'
import { saveStateText } from '#app/text/fr/common.ts'
import { vitaleText } from '#app/text/fr/vitale.ts'
import { patientsListText } from '#app/text/fr/patients-list.ts'
import { type Action, useActions } from '#ui/actions/index.ts'
import { Block, Skeleton } from '#ui/Block.tsx'
import { Button } from '#ui/Button.tsx'
import { SaveState } from '#ui/SaveState.tsx'
import { settleField } from '#ui/settle-field.ts'
import { DraftBar, draftStateShown, ErrorCount, SaveFailure } from '../civil-status/CivilStatusEditor.tsx'
import { CivilStatusFields, focusField } from '../civil-status/CivilStatusFields.tsx'
import { namesInUse, todayHere } from '../presentation.ts'
import { DuplicatePane } from './DuplicatePane.tsx'
import classes from './NewPatient.module.css'
import { type CardOffered, type NewPatient, useNewPatient } from './useNewPatient.ts'

/** From this width of the window the pane of resembling records is wide. */
const widePaneFrom = 1600

/** What can be asked of « Nouveau dossier ». */
export interface NewPatientScreenProps {
  readonly onCreated: (record: PatientRecord) => void
  /** Opens a record that resembles; what is typed stays in its draft. */
  readonly onOpen: (patientId: string) => void
  /** From « Rechercher avec la carte Vitale ». */
  readonly card?: CardOffered | undefined
}

const saveAction: Action<{ save: () => void }> = {
  id: 'patients.create.save',
  label: text.create,
  keys: 'Ctrl+S',
  run: ({ save }) => save(),
}
const actions = [saveAction]

/** « Nouveau dossier »: the état civil to fill in, and the records that resemble it beside. */
export function NewPatientScreen({ onCreated, onOpen, card }: NewPatientScreenProps) {
  const creation = useNewPatient(onCreated, card)
  const root = useRef<HTMLElement>(null)
  const [today] = useState(() => todayHere())
  const viewport = useViewportSize()
  const save = (sure: boolean) =>
    void creation.create(sure).then((fault) => {
      if (fault !== null) requestAnimationFrame(() => focusField(root.current, fault))
    })
  const latest = useRef(save)
  latest.current = save
  useActions(
    actions,
    useMemo(
      () => ({
        save: () => {
          settleField()
          latest.current(false)
        },
      }),
      [],
    ),
  )
  if (!creation.ready) return <Skeleton lines={6} />
  const state = creation.busy
    ? ({ kind: 'saving', text: saveStateText.saving } as const)
    : draftStateShown(creation.draft.state)
  return (
    <section ref={root} className={classes['screen']} aria-label={text.newTitle}>
      <div className={classes['editor']}>
        <header className={classes['head']}>
          <h1 className={classes['title']}>{text.newTitle}</h1>
          <SaveState
            kind={creation.dirty || creation.busy ? state.kind : null}
            text={state.text}
            retry={{ label: text.failure.retry, run: creation.draft.flush }}
          />
        </header>
        <div className={classes['notices']}>
          <CardNotices creation={creation} />
          {creation.restoredAt === null ? null : <DraftBar keptAt={creation.restoredAt} onAbandon={creation.abandon} />}
          {creation.failure === null ? null : (
            <SaveFailure failure={creation.failure} title={text.failure.title} onRetry={() => save(false)} />
          )}
          {creation.form.judged ? <ErrorCount errors={creation.form.errors} /> : null}
        </div>
        <div className={classes['scroll']}>
          <CivilStatusFields form={creation.form} autoFocus />
        </div>
        <footer className={classes['foot']}>
          {creation.asking === null ? (
            <>
              <Button sends kind="primary" keys="Ctrl+S" onClick={() => save(false)} disabled={creation.busy}>
                {text.create}
              </Button>
              <Button onClick={creation.abandon} disabled={creation.busy}>
                {text.cancel}
              </Button>
            </>
          ) : (
            <DuplicateQuestion creation={creation} onSure={() => save(true)} onOpen={onOpen} />
          )}
        </footer>
      </div>
      <DuplicatePane
        creation={creation}
        today={today}
        width={viewport.width >= widePaneFrom ? 380 : 312}
        onOpen={onOpen}
      />
    </section>
  )
}

/** What comes from a card, and the choice between it and what was already typed. */
function CardNotices({ creation }: { creation: NewPatient }) {
  const { prefilled } = vitaleText
  if (creation.cardWaits) {
    return (
      <Block
        tone="warning"
        announce="assertive"
        title={prefilled.draftTitle}
        actions={
          <>
            <Button onClick={creation.leaveCard}>{prefilled.keep}</Button>
            <Button onClick={creation.useCard}>{prefilled.replace}</Button>
          </>
        }
      >
        {prefilled.draftText}
      </Block>
    )
  }
  if (creation.fromCard === null) return null
  const { nameUncertain } = creation.fromCard
  return (
    <Block tone="info" title={prefilled.title}>
      {nameUncertain ? `${prefilled.nameUncertain} ${prefilled.text}` : prefilled.text}
    </Block>
  )
}

const backAction: Action<{ back: () => void }> = {
  id: 'patients.create.back',
  label: text.duplicates.confirmBack,
  keys: 'Escape',
  run: ({ back }) => back(),
}
const backActions = [backAction]

/** Before a second record of somebody who surely has one: in the page, the safe ways first. */
function DuplicateQuestion(props: { creation: NewPatient; onSure: () => void; onOpen: (patientId: string) => void }) {
  const { creation } = props
  useActions(
    backActions,
    useMemo(() => ({ back: creation.backToTyping }), [creation.backToTyping]),
  )
  if (creation.asking === null) return null
  const { patient } = creation.asking
  const { name, firstName } = namesInUse({ ...patient, firstName: patient.birthFirstName })
  return (
    <Block
      tone="warning"
      announce="assertive"
      title={text.duplicates.confirmTitle}
      actions={
        <>
          <Button keys="Escape" onClick={creation.backToTyping}>
            {text.duplicates.confirmBack}
          </Button>
          <Button onClick={() => props.onOpen(patient.patientId)}>{text.duplicates.open}</Button>
          <Button onClick={props.onSure} disabled={creation.busy}>
            {text.duplicates.confirmCreate}
          </Button>
        </>
      }
    >
      {text.duplicates.confirmRest(`${name} ${firstName}`, patientsListText.fileNumber(patient.fileNumber))}
    </Block>
  )
}
