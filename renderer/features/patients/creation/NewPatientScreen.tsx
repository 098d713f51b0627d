import { useViewportSize } from '@mantine/hooks'
import { useMemo, useRef, useState } from 'react'
import type { PatientRecord } from '#app/features/patients/model.ts'
import { civilStatusText as text } from '#app/text/fr/civil-status.ts'
import { saveStateText } from '#app/text/fr/common.ts'
import { identityMarkText } from '#app/text/fr/identity-mark.ts'
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
import type { NewPatientPrefill } from './prefill.ts'
import { type NewPatient, type PrefillOffered, useNewPatient } from './useNewPatient.ts'

/** From this width of the window the pane of resembling records is wide. */
const widePaneFrom = 1600

/** What can be asked of « Nouveau dossier ». */
export interface NewPatientScreenProps {
  readonly onCreated: (record: PatientRecord) => void
  /** Opens a record that resembles; what is typed stays in its draft. */
  readonly onOpen: (patientId: string) => void
  /** From « Rechercher avec la carte Vitale », or a DataMatrix that was read. */
  readonly offered?: PrefillOffered | undefined
}

const saveAction: Action<{ save: () => void }> = {
  id: 'patients.create.save',
  label: text.create,
  keys: 'Ctrl+S',
  run: ({ save }) => save(),
}
const actions = [saveAction]

/** « Nouveau dossier »: the état civil to fill in, and the records that resemble it beside. */
export function NewPatientScreen({ onCreated, onOpen, offered }: NewPatientScreenProps) {
  const creation = useNewPatient(onCreated, offered)
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
          <PrefillNotices creation={creation} />
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

/** What was read of a card or of a DataMatrix, and the choice between it and what was already typed. */
function PrefillNotices({ creation }: { creation: NewPatient }) {
  if (creation.waits !== null) {
    const prefilled = wordsOf(creation.waits)
    return (
      <Block
        tone="warning"
        announce="assertive"
        title={prefilled.draftTitle}
        actions={
          <>
            <Button onClick={creation.leaveOffered}>{prefilled.keep}</Button>
            <Button onClick={creation.useOffered}>{prefilled.replace}</Button>
          </>
        }
      >
        {prefilled.draftText}
      </Block>
    )
  }
  const { filledIn } = creation
  if (filledIn === null) return null
  const { title, text: words } = wordsOf(filledIn)
  const isUncertain = filledIn.from === 'vitale-card' && filledIn.card.nameUncertain
  return (
    <Block tone="info" title={title}>
      {isUncertain ? `${vitaleText.prefilled.nameUncertain} ${words}` : words}
    </Block>
  )
}

function wordsOf({ from }: NewPatientPrefill) {
  return from === 'vitale-card' ? vitaleText.prefilled : identityMarkText.prefilled
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
