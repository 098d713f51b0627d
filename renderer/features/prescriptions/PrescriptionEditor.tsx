import { IconDots, IconEye, IconPlus, IconRefresh, IconTemplate } from '@tabler/icons-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { PrescriptionLine } from '#app/features/prescriptions/model.ts'
import { moved, withDuration, zonesOf } from '#app/features/prescriptions/rules/lines.ts'
import type { Drug } from '#app/features/treatments/model.ts'
import { saveStateText, sayDay } from '#app/text/fr/common.ts'
import { prescriptionsText } from '#app/text/fr/prescriptions.ts'
import { type EditorProps, Refusal, sheetClasses } from '#renderer/features/forms/index.ts'
import {
  DrugSearch,
  DurationField,
  needsReason,
  noPosology,
  parseTreatment,
  SafetyNotice,
} from '#renderer/features/treatments/index.ts'
import {
  type Action,
  Block,
  Button,
  Checkbox,
  IconButton,
  Menu,
  SaveState,
  Skeleton,
  Tag,
  TextField,
  useActions,
  useToast,
} from '#ui/index.ts'
import { type LineActs, LineRow } from './LineRow.tsx'
import classes from './Prescriptions.module.css'
import { Preview } from './Preview.tsx'
import { Templates } from './Templates.tsx'
import { newLine, type Prescribing, usePrescription } from './usePrescription.ts'

const fr = prescriptionsText.editor

interface Keys {
  readonly sign: () => void
  readonly renew: () => void
  readonly save: () => void
  readonly inside: boolean
}

const actions: readonly Action<Keys>[] = [
  { id: 'prescription.sign', label: fr.sign, keys: 'Ctrl+Enter', enabledFor: (s) => s.inside, run: (s) => s.sign() },
  { id: 'prescription.renew', label: fr.renewAll, keys: 'Alt+R', run: (s) => s.renew() },
  { id: 'prescription.save', label: fr.draft, keys: 'Ctrl+S', enabledFor: (s) => s.inside, run: (s) => s.save() },
]

/** Writes a prescription, by keyboard from the search of the first drug to the signature. */
export function PrescriptionEditor(props: EditorProps) {
  const { patient, startWith, onClose, onSaved } = props
  const { patientId } = patient
  const prescribing = usePrescription(patientId, startWith, onSaved)
  const { edited, draft, change } = prescribing
  const [openLine, setOpenLine] = useState<string | null>(null)
  const [inside, setInside] = useState(false)
  const [previewing, setPreviewing] = useState(false)
  const [naming, setNaming] = useState(false)
  const search = useRef<HTMLInputElement>(null)
  const toast = useToast()
  const isReady = draft.found !== undefined
  useEffect(() => {
    if (isReady) search.current?.focus()
  }, [isReady])
  /** Fields whose text cannot be read, by their line: kept when the line folds, so that none is signed without. */
  const faults = useRef(new Set<string>())
  const signNow = useRef(() => {})
  const latest = useRef(prescribing)
  useEffect(() => {
    latest.current = prescribing
    signNow.current = () => void prescribing.sign(faults.current.size > 0)
  })
  useActions(
    actions,
    useMemo(
      () => ({
        sign: () => signNow.current(),
        renew: () => latest.current.renewAll(),
        save: () => latest.current.draft.flush(),
        inside,
      }),
      [inside],
    ),
  )
  const root = useRef<HTMLElement>(null)
  const { hindrance } = prescribing
  useEffect(() => {
    // What stands in the way is under the eyes, and its field under the fingers.
    if (hindrance === 'faulty') setOpenLine(faultyLine(faults.current, latest.current.edited.lines))
    if (hindrance !== 'reason') return
    const fields = [...(root.current?.querySelectorAll<HTMLInputElement>('[data-reason] input') ?? [])]
    fields.find(({ value }) => value.trim().length < 3)?.focus()
  }, [hindrance])
  const add = (line: PrescriptionLine) => {
    change((present) => ({ ...present, lines: [...present.lines, line], typed: '' }))
    setOpenLine(line.lineId)
  }
  const addDrug = (text: string, chosen: Drug | null) => {
    const read = parseTreatment(text)
    const name = (chosen ?? read?.drug)?.name ?? text.trim()
    if (name === '') return
    const drug = chosen ?? { cis: null, name }
    add(newLine({ drug, posology: read?.posology ?? noPosology, duration: read?.duration ?? null }))
  }
  const acts: LineActs = {
    onOpen: setOpenLine,
    onChange: prescribing.setLine,
    onMove: (lineId, by) =>
      change((present) => ({ ...present, lines: moved(present.lines, lineId, by, present.twoZones) })),
    onRemove: (line) => {
      const before = edited.lines
      for (const field of ['doses', 'duration']) faults.current.delete(`${line.lineId} ${field}`)
      change((present) => ({ ...present, lines: present.lines.filter(({ lineId }) => lineId !== line.lineId) }))
      const undo = () => change((present) => ({ ...present, lines: before }))
      toast(fr.removed(line.kind === 'drug' ? line.drug.name : fr.adviceText), undo)
      search.current?.focus()
    },
    onFault: (lineId, field, isFaulty) => {
      if (isFaulty) faults.current.add(`${lineId} ${field}`)
      else faults.current.delete(`${lineId} ${field}`)
    },
    onDone: () => {
      setOpenLine(null)
      search.current?.focus()
    },
  }
  if (!isReady) return <Skeleton lines={6} />
  if (previewing) return <Preview patientId={patientId} edited={edited} onClose={() => setPreviewing(false)} />
  return (
    <section
      ref={root}
      className={sheetClasses['sheet']}
      data-prescription
      aria-label={fr.title}
      onFocus={() => setInside(true)}
      onBlur={({ relatedTarget, currentTarget }) => {
        if (!currentTarget.contains(relatedTarget)) setInside(false)
      }}
    >
      <header className={sheetClasses['head']}>
        <div className={sheetClasses['titled']}>
          <h2>{fr.of(sayDay(`${edited.prescribedOn}T12:00:00.000Z`))}</h2>
          <Tag tone="warning">{fr.draft}</Tag>
          <DraftState prescribing={prescribing} />
          <Menu
            position="bottom-end"
            groups={[
              {
                items: [
                  {
                    id: 'template',
                    label: fr.saveTemplate,
                    disabled: edited.lines.length === 0,
                    onSelect: () => setNaming(true),
                  },
                  {
                    id: 'discard',
                    label: fr.discard,
                    disabled: edited.lines.length === 0 && edited.typed === '',
                    onSelect: () => toast(fr.discarded, prescribing.giveUp()),
                  },
                  { id: 'close', label: fr.close, onSelect: onClose },
                ],
              },
            ]}
          >
            <IconButton icon={IconDots} label={prescriptionsText.title} hasPopup="menu" size="small" />
          </Menu>
        </div>
        <DrugSearch
          ref={search}
          label={fr.addLabel}
          placeholder={fr.addHint}
          text={edited.typed}
          onText={(typed) => change((present) => ({ ...present, typed }))}
          onChoose={({ cis, name }) => addDrug(edited.typed, { cis, name })}
          onEnter={(text) => addDrug(text, null)}
        />
        <div className={classes.tools}>
          <Button size="small" icon={IconRefresh} keys="Alt+R" onClick={prescribing.renewAll}>
            {fr.renewAll}
          </Button>
          <Button
            size="small"
            icon={IconPlus}
            onClick={() => add({ kind: 'advice', lineId: crypto.randomUUID(), text: '', ald: false })}
          >
            {fr.advice}
          </Button>
          <Templates
            naming={naming}
            lines={edited.lines}
            onNamed={() => setNaming(false)}
            onTake={(lines) => change((present) => ({ ...present, lines: [...present.lines, ...lines] }))}
          >
            <Button size="small" icon={IconTemplate} hasPopup="menu">
              {fr.templates}
            </Button>
          </Templates>
        </div>
      </header>
      <div className={classes.scroll}>
        {edited.lines.length === 0 ? (
          <p className={classes.none}>{fr.none}</p>
        ) : (
          <Lines {...{ prescribing, openLine, acts }} />
        )}
        {edited.lines.length === 0 ? null : <AllLines prescribing={prescribing} />}
      </div>
      <div className={classes.standing}>
        <Hindered prescribing={prescribing} />
        <Check prescribing={prescribing} />
      </div>
      <footer className={classes.foot}>
        <Button kind="primary" sends keys="Ctrl+Enter" disabled={prescribing.busy} onClick={() => signNow.current()}>
          {fr.sign}
        </Button>
        <Button icon={IconEye} disabled={edited.lines.length === 0} onClick={() => setPreviewing(true)}>
          {fr.preview}
        </Button>
        <Button onClick={onClose}>{fr.close}</Button>
      </footer>
    </section>
  )
}

/** The first line that cannot be signed: one with a text that cannot be read, or an advice without words. */
function faultyLine(faults: ReadonlySet<string>, lines: readonly PrescriptionLine[]): string | null {
  const [first] = faults
  const silent = lines.find((line) => line.kind === 'advice' && line.text.trim() === '')
  return first?.split(' ')[0] ?? silent?.lineId ?? null
}

/** The lines, in one list or in the two zones of the sheet. */
function Lines(props: {
  readonly prescribing: Prescribing
  readonly openLine: string | null
  readonly acts: LineActs
}) {
  const { prescribing, openLine, acts } = props
  const { lines, twoZones } = prescribing.edited
  const drawn = (some: readonly PrescriptionLine[]) =>
    some.map((line) => <LineRow key={line.lineId} line={line} isOpen={openLine === line.lineId} acts={acts} />)
  if (!twoZones)
    return (
      <ol className={classes.lines} aria-label={fr.lines}>
        {drawn(lines)}
      </ol>
    )
  const { ald, other } = zonesOf({ lines })
  return (
    <>
      {(
        [
          [fr.aldZone, ald],
          [fr.otherZone, other],
        ] as const
      ).map(([title, some]) => (
        <section key={title} className={classes.zone}>
          <h3>{title}</h3>
          {some.length === 0 ? <p className={classes.none}>{fr.emptyZone}</p> : null}
          <ol className={classes.lines} aria-label={title}>
            {drawn(some)}
          </ol>
        </section>
      ))}
    </>
  )
}

/** What is done to every line at once. */
function AllLines({ prescribing }: { readonly prescribing: Prescribing }) {
  const { edited, change } = prescribing
  const [all, setAll] = useState<Parameters<typeof withDuration>[1]>(null)
  const apply = () => {
    if (all !== null) change((present) => ({ ...present, lines: withDuration(present.lines, all) }))
  }
  return (
    <div className={classes.all}>
      <DurationField label={fr.duration} value={all} usual="month" onChange={setAll} onEnter={apply} />
      <Button disabled={all === null} onClick={apply}>
        {fr.apply}
      </Button>
      <Checkbox
        label={fr.twoZones}
        checked={edited.twoZones}
        onChange={(twoZones) => change((present) => ({ ...present, twoZones }))}
      />
    </div>
  )
}

/** The check, with the field of a reason under each alert that asks one. */
function Check({ prescribing }: { readonly prescribing: Prescribing }) {
  const { safety, check } = prescribing
  if (check.problem !== undefined) return <Block tone="warning">{fr.unreachable}</Block>
  if (safety === null) return null
  const reasons = new Map(
    safety.alerts
      .filter(needsReason)
      .map((alert) => [alert.key, <Reason key={alert.key} alertKey={alert.key} prescribing={prescribing} />] as const),
  )
  return <SafetyNotice safety={safety} saysNone under={reasons} />
}

function Reason({ alertKey, prescribing }: { readonly alertKey: string; readonly prescribing: Prescribing }) {
  const { edited, change } = prescribing
  return (
    <div className={classes.reason} data-reason>
      <TextField
        label={fr.reason}
        hint={fr.reasonHint}
        maxLength={300}
        value={edited.reasons[alertKey] ?? ''}
        onChange={(reason) =>
          change((present) => ({ ...present, reasons: { ...present.reasons, [alertKey]: reason } }))
        }
      />
    </div>
  )
}

function Hindered({ prescribing }: { readonly prescribing: Prescribing }) {
  const { hindrance, failure } = prescribing
  if (failure !== null) return <Refusal problem={failure} />
  if (hindrance === null) return null
  const said = { empty: fr.lineNeeded, faulty: fr.faulty, reason: fr.reasonNeeded }[hindrance]
  return (
    <Block tone="error" announce="assertive">
      {said}
    </Block>
  )
}

function DraftState({ prescribing }: { readonly prescribing: Prescribing }) {
  const { state, flush } = prescribing.draft
  const said = useMemo(() => {
    if (state.kind === 'clean') return { kind: null, text: '' } as const
    if (state.kind === 'saved') return { kind: state.kind, text: saveStateText.saved(state.at) } as const
    return { kind: state.kind, text: saveStateText[state.kind] } as const
  }, [state])
  return <SaveState {...said} retry={{ label: saveStateText.retry, run: flush }} />
}
