import { IconPencil, IconPlus, IconRefresh, IconTrash } from '@tabler/icons-react'
import { useCallback, useMemo, useRef, useState } from 'react'
import { listTreatments, removeTreatment, restoreTreatment, stopTreatment } from '#app/features/treatments/contract.ts'
import type { TreatmentView } from '#app/features/treatments/model.ts'
import { sayPartialDate } from '#app/text/fr/antecedent-words.ts'
import { sayDuration, sayPosology, treatmentsText } from '#app/text/fr/treatments.ts'
import { type AnyProblem, useAskAgain, useCabinet, useLiveQuery, useSession } from '#renderer/client/index.ts'
import { Refusal, type SectionProps } from '#renderer/features/forms/index.ts'
import { type Action, Button, EmptyState, IconButton, Skeleton, Tag, useActions, useToast } from '#ui/index.ts'
import { SafetyNotice } from './SafetyNotice.tsx'
import { StopPanel } from './StopPanel.tsx'
import { TreatmentPanel } from './TreatmentPanel.tsx'
import classes from './Treatments.module.css'

const fr = treatmentsText

/** What is open beside the list: a new treatment, one being changed, or one being stopped. */
type Opened =
  | { readonly kind: 'add' }
  | { readonly kind: 'change'; readonly treatment: TreatmentView }
  | { readonly kind: 'stop'; readonly treatment: TreatmentView }

interface Subject {
  readonly add: () => void
  readonly renew: () => void
  readonly mayWrite: boolean
  readonly mayPrescribe: boolean
}

const actions: readonly Action<Subject>[] = [
  { id: 'treatments.add', label: fr.add, keys: 'Alt+N', enabledFor: (s) => s.mayWrite, run: (s) => s.add() },
  {
    id: 'treatments.renew',
    label: fr.renewAll,
    enabledFor: (s) => s.mayPrescribe,
    run: (s) => s.renew(),
  },
]

/** « Traitements »: what the patient takes, what they took, and the check of it. */
export function TreatmentsSection({ patient, onOpen }: SectionProps) {
  const { patientId } = patient
  const { permissions } = useSession()
  const mayWrite = permissions.includes('record.write')
  const answer = useLiveQuery(listTreatments, { patientId }, { kinds: ['clinical', 'library'], about: patientId })
  const [opened, setOpened] = useState<Opened | null>(null)
  const from = useRef<HTMLElement | null>(null)
  const addButton = useRef<HTMLButtonElement>(null)
  const open = useCallback((next: Opened) => {
    from.current = document.activeElement instanceof HTMLElement ? document.activeElement : null
    setOpened(next)
  }, [])
  const add = useCallback(() => open({ kind: 'add' }), [open])
  const acts = useTreatmentActs(patientId)
  const close = useCallback(() => {
    setOpened(null)
    // The line that asked may have gone with what was done.
    requestAnimationFrame(() => {
      if (from.current?.isConnected === true && from.current !== document.body) from.current.focus()
      else addButton.current?.focus()
    })
  }, [])
  const renew = useCallback(
    () => onOpen({ form: 'prescription', subjectId: null, startWith: { renewAll: true } }),
    [onOpen],
  )
  const hasCurrent = answer.value?.treatments.some(({ isCurrent }) => isCurrent) === true
  const mayPrescribe = permissions.includes('prescription.write') && hasCurrent
  useActions(
    actions,
    useMemo(() => ({ add, renew, mayWrite, mayPrescribe }), [add, renew, mayWrite, mayPrescribe]),
  )
  if (answer.problem !== undefined) return <Refusal problem={answer.problem} onRetry={answer.askAgain} />
  if (answer.value === undefined) return <Skeleton lines={6} />
  const { treatments, safety } = answer.value
  const current = treatments.filter(({ isCurrent }) => isCurrent)
  const past = treatments.filter(({ isCurrent }) => !isCurrent)
  const rows = { mayWrite, onOpened: open, acts }
  return (
    <div className={classes.section}>
      <div className={classes.bar}>
        {mayWrite ? (
          <Button ref={addButton} icon={IconPlus} keys="Alt+N" onClick={add}>
            {fr.add}
          </Button>
        ) : null}
        {mayPrescribe ? (
          <Button icon={IconRefresh} onClick={renew}>
            {fr.renewAll}
          </Button>
        ) : null}
      </div>
      <div className={classes.scroll}>
        {acts.failure === null ? null : <Refusal problem={acts.failure} />}
        {opened?.kind === 'add' ? <TreatmentPanel patientId={patientId} treatment={null} onClose={close} /> : null}
        {opened?.kind === 'change' ? (
          <TreatmentPanel
            key={opened.treatment.treatmentId}
            patientId={patientId}
            treatment={opened.treatment}
            onClose={close}
          />
        ) : null}
        {opened?.kind === 'stop' ? (
          <StopPanel
            key={opened.treatment.treatmentId}
            treatment={opened.treatment}
            onStop={(stoppedOn, reason) => {
              close()
              void acts.stop(opened.treatment, stoppedOn, reason)
            }}
            onClose={close}
          />
        ) : null}
        {current.length === 0 ? null : <SafetyNotice safety={safety} saysNone />}
        {treatments.length === 0 ? <EmptyState title={fr.none}>{fr.noneAtAll}</EmptyState> : null}
        {current.length === 0 ? null : <Rows title={fr.current} treatments={current} {...rows} />}
        {past.length === 0 ? null : <Rows title={fr.past} treatments={past} {...rows} />}
      </div>
    </div>
  )
}

/** Stopping, taking up again and removing, each undone by « Annuler ». */
function useTreatmentActs(patientId: string) {
  const { call } = useCabinet()
  const askAgain = useAskAgain()
  const toast = useToast()
  const [failure, setFailure] = useState<AnyProblem | null>(null)
  const stopOnce = useCallback(
    async (treatmentId: string, expectedVersion: number, stoppedOn: string | null, reason: string) => {
      const reply = await call(stopTreatment, { patientId, treatmentId, expectedVersion, stoppedOn, reason })
      setFailure(reply.ok ? null : reply)
      askAgain(listTreatments)
      return reply.ok ? reply.value.treatment.version : null
    },
    [call, patientId, askAgain],
  )
  const stop = useCallback(
    async ({ treatmentId, version, fields }: TreatmentView, stoppedOn: string | null, reason: string) => {
      const after = await stopOnce(treatmentId, version, stoppedOn, reason)
      if (after === null) return
      const words = stoppedOn === null ? fr.resumed(fields.drug.name) : fr.stoppedToast(fields.drug.name)
      toast(words, () => void stopOnce(treatmentId, after, fields.stoppedOn, fields.stopReason))
    },
    [stopOnce, toast],
  )
  const remove = useCallback(
    async ({ treatmentId, version, fields }: TreatmentView) => {
      const reply = await call(removeTreatment, { patientId, treatmentId, expectedVersion: version })
      setFailure(reply.ok ? null : reply)
      askAgain(listTreatments)
      if (!reply.ok) return
      toast(fr.removed(fields.drug.name), () => {
        const bringBack = async () => {
          const back = await call(restoreTreatment, { patientId, treatmentId, expectedVersion: reply.value.version })
          setFailure(back.ok ? null : back)
          askAgain(listTreatments)
        }
        void bringBack()
      })
    },
    [call, patientId, askAgain, toast],
  )
  return { stop, remove, failure }
}

function Rows(props: {
  readonly title: string
  readonly treatments: readonly TreatmentView[]
  readonly mayWrite: boolean
  readonly onOpened: (opened: Opened) => void
  readonly acts: ReturnType<typeof useTreatmentActs>
}) {
  const { title, treatments, mayWrite, onOpened, acts } = props
  return (
    <section>
      <h2 className={classes.title}>
        {title} <span className={classes.count}>{treatments.length}</span>
      </h2>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{fr.columns.drug}</th>
            <th scope="col">{fr.columns.posology}</th>
            <th scope="col">{fr.columns.duration}</th>
            <th scope="col">{fr.columns.since}</th>
            <th scope="col">{fr.columns.until}</th>
            {mayWrite ? (
              <th scope="col">
                <span className={classes.hidden}>{fr.columns.acts}</span>
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {treatments.map((treatment) => (
            <Row
              key={treatment.treatmentId}
              treatment={treatment}
              mayWrite={mayWrite}
              onOpened={onOpened}
              acts={acts}
            />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Row(props: {
  readonly treatment: TreatmentView
  readonly mayWrite: boolean
  readonly onOpened: (opened: Opened) => void
  readonly acts: ReturnType<typeof useTreatmentActs>
}) {
  const { treatment, mayWrite, onOpened, acts } = props
  const { fields, renewedUntil } = treatment
  const { drug, duration, stoppedOn, stopReason } = fields
  const until =
    stoppedOn === null
      ? renewedUntil === null
        ? ''
        : sayPartialDate(renewedUntil)
      : fr.stopped(sayPartialDate(stoppedOn), stopReason)
  return (
    <tr>
      <th scope="row">
        {drug.name} {fields.ald ? <Tag>{fr.ald}</Tag> : null}
        {drug.cis === null ? <span className={classes.aside}>{fr.freeText}</span> : null}
      </th>
      <td>{sayPosology(fields.posology)}</td>
      <td className={classes.day}>{duration === null ? (fields.chronic ? fr.chronic : '') : sayDuration(duration)}</td>
      <td className={classes.day}>{fields.startedOn === null ? '' : sayPartialDate(fields.startedOn)}</td>
      <td>{until}</td>
      {mayWrite ? (
        <td className={classes.acts}>
          <span>
            <IconButton
              size="small"
              icon={IconPencil}
              label={`${fr.change} ${drug.name}`}
              onClick={() => onOpened({ kind: 'change', treatment })}
            />
            {stoppedOn === null ? (
              <Button size="small" kind="bare" onClick={() => onOpened({ kind: 'stop', treatment })}>
                {fr.stop}
                <span className={classes.hidden}> {drug.name}</span>
              </Button>
            ) : (
              <Button size="small" kind="bare" sends onClick={() => void acts.stop(treatment, null, '')}>
                {fr.resume}
                <span className={classes.hidden}> {drug.name}</span>
              </Button>
            )}
            <IconButton
              size="small"
              icon={IconTrash}
              label={`${fr.remove} ${drug.name}`}
              onClick={() => void acts.remove(treatment)}
            />
          </span>
        </td>
      ) : null}
    </tr>
  )
}
