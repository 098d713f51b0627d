import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { getMedicine } from '#app/features/medicines/contract.ts'
import {
  type DrugLine,
  noSubstitution as noSubstitutionOf,
  type PrescriptionLine,
} from '#app/features/prescriptions/model.ts'
import { isLongerThan, limitOf, longestDays } from '#app/features/prescriptions/rules/limits.ts'
import type { Posology } from '#app/features/treatments/model.ts'
import { prescriptionsText } from '#app/text/fr/prescriptions.ts'
import { sayDuration, sayPosology } from '#app/text/fr/treatments.ts'
import { useLiveQuery } from '#renderer/client/index.ts'
import { DosesField, DurationField } from '#renderer/features/treatments/index.ts'
import { Checkbox, IconButton, SelectField, Tag, TextField } from '#ui/index.ts'
import classes from './Prescriptions.module.css'

const fr = prescriptionsText.editor

/** What a line can be asked. */
export interface LineActs {
  readonly onOpen: (lineId: string | null) => void
  readonly onChange: (line: PrescriptionLine) => void
  readonly onMove: (lineId: string, by: 1 | -1) => void
  readonly onRemove: (line: PrescriptionLine) => void
  /** What is typed in a field of a line cannot be read, or can again. */
  readonly onFault: (lineId: string, field: 'doses' | 'duration', isFaulty: boolean) => void
  /** Entrée in a field: back to the search, for the next drug. */
  readonly onDone: () => void
}

/** One line of the prescription: in one line of words, or open with its fields. */
export function LineRow({
  line,
  isOpen,
  acts,
}: {
  readonly line: PrescriptionLine
  readonly isOpen: boolean
  readonly acts: LineActs
}) {
  const name = line.kind === 'drug' ? line.drug.name : line.text
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    acts.onMove(line.lineId, event.key === 'ArrowUp' ? -1 : 1)
  }
  return (
    <li className={classes.line} data-open={isOpen} data-line={line.lineId} onKeyDown={onKeyDown}>
      <div className={classes.lineHead}>
        <button
          type="button"
          className={classes.lineName}
          aria-expanded={isOpen}
          onClick={() => acts.onOpen(isOpen ? null : line.lineId)}
        >
          <span className={classes.drug}>{name === '' ? fr.adviceText : name}</span>
          {isOpen ? null : <span className={classes.said}>{line.kind === 'drug' ? sayLine(line) : ''}</span>}
          {line.ald ? <Tag>{fr.ald}</Tag> : null}
          {line.kind === 'drug' && line.noSubstitution !== null ? <Tag>{line.noSubstitution}</Tag> : null}
        </button>
        <span className={classes.lineActs}>
          <IconButton
            size="small"
            icon={IconArrowUp}
            label={`${fr.moveUp} ${name}`}
            onClick={() => acts.onMove(line.lineId, -1)}
          />
          <IconButton
            size="small"
            icon={IconArrowDown}
            label={`${fr.moveDown} ${name}`}
            onClick={() => acts.onMove(line.lineId, 1)}
          />
          <IconButton
            size="small"
            icon={IconTrash}
            label={`${fr.removeLine} ${name}`}
            onClick={() => acts.onRemove(line)}
          />
        </span>
      </div>
      {line.kind === 'drug' ? <Limits line={line} isOpen={isOpen} /> : null}
      {isOpen && line.kind === 'drug' ? <DrugFields line={line} acts={acts} /> : null}
      {isOpen && line.kind === 'advice' ? <AdviceFields line={line} acts={acts} /> : null}
    </li>
  )
}

function DrugFields({ line, acts }: { readonly line: DrugLine; readonly acts: LineActs }) {
  const { posology, duration, renewals, chronic, ald, noSubstitution } = line
  const set = (change: Partial<DrugLine>) => acts.onChange({ ...line, ...change })
  const how = (change: Partial<Posology>) => set({ posology: { ...posology, ...change } })
  const enter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.ctrlKey) return
    event.preventDefault()
    acts.onDone()
  }
  return (
    <div className={classes.fields}>
      <DosesField
        autoFocus
        label={fr.doses}
        value={posology.doses}
        onChange={(doses) => how({ doses })}
        onFault={(isFaulty) => acts.onFault(line.lineId, 'doses', isFaulty)}
        onEnter={acts.onDone}
      />
      <DurationField
        label={fr.lineDuration}
        value={duration}
        usual={chronic ? 'month' : 'day'}
        onChange={(next) => set({ duration: next })}
        onFault={(isFaulty) => acts.onFault(line.lineId, 'duration', isFaulty)}
        onEnter={acts.onDone}
      />
      <TextField
        label={fr.renewals}
        value={renewals === 0 ? '' : String(renewals)}
        inputMode="numeric"
        tabular
        maxLength={2}
        onChange={(typed) => set({ renewals: Math.min(12, Number(typed.replaceAll(/\D/g, ''))) })}
        onKeyDown={enter}
      />
      <TextField
        label={fr.unit}
        maxLength={40}
        value={posology.unit}
        onChange={(unit) => how({ unit })}
        onKeyDown={enter}
      />
      <div className={classes.wide}>
        <TextField
          label={fr.text}
          maxLength={500}
          value={posology.text}
          onChange={(text) => how({ text })}
          onKeyDown={enter}
        />
      </div>
      <div className={classes.half}>
        <SelectField
          label={fr.substitution}
          value={noSubstitution}
          placeholder={fr.substitutable}
          clearable
          options={noSubstitutionOf.options.map((value) => ({
            value,
            label: prescriptionsText.noSubstitutionReasons[value],
          }))}
          onChange={(value) => {
            const read = noSubstitutionOf.nullable().safeParse(value)
            if (read.success) set({ noSubstitution: read.data })
          }}
        />
      </div>
      <div className={classes.checks}>
        <Checkbox label={fr.ald} checked={ald} onChange={(next) => set({ ald: next })} />
        <Checkbox label={fr.asNeeded} checked={posology.asNeeded} onChange={(asNeeded) => how({ asNeeded })} />
        <Checkbox label={fr.chronic} checked={chronic} onChange={(next) => set({ chronic: next })} />
      </div>
    </div>
  )
}

function AdviceFields({
  line,
  acts,
}: {
  readonly line: Extract<PrescriptionLine, { kind: 'advice' }>
  readonly acts: LineActs
}) {
  const root = useRef<HTMLDivElement>(null)
  useEffect(() => root.current?.querySelector('textarea')?.focus(), [])
  return (
    <div ref={root} className={classes.advice}>
      <TextField
        label={fr.adviceText}
        rows={2}
        maxLength={1000}
        value={line.text}
        onChange={(text) => acts.onChange({ ...line, text })}
      />
      <Checkbox label={fr.ald} checked={line.ald} onChange={(ald) => acts.onChange({ ...line, ald })} />
    </div>
  )
}

/** What the public base says of how long the drug is prescribed, and whether the line is longer. */
function Limits({ line, isOpen }: { readonly line: DrugLine; readonly isOpen: boolean }) {
  const { drug, duration, renewals } = line
  const answer = useLiveQuery(getMedicine, drug.cis === null ? null : { cis: drug.cis }, { kinds: ['library'] })
  const medicine = answer.value?.medicine ?? null
  const limit = medicine === null ? null : limitOf(medicine.conditions)
  const isTooLong = limit !== null && duration !== null && isLongerThan(duration, renewals, limit.days)
  const isOverYear = duration !== null && isLongerThan(duration, renewals, longestDays)
  const told =
    medicine === null ? '' : [...medicine.conditions, medicine.supply ?? ''].filter((part) => part !== '').join(', ')
  return (
    <>
      {isTooLong ? <p className={classes.warning}>{fr.tooLong(limit.condition)}</p> : null}
      {isOverYear ? <p className={classes.warning}>{fr.overYear}</p> : null}
      {isOpen && told !== '' ? <p className={classes.note}>{fr.longest(told)}</p> : null}
    </>
  )
}

function sayLine({ posology, duration, renewals }: DrugLine): string {
  return [
    sayPosology(posology),
    duration === null ? '' : sayDuration(duration),
    renewals === 0 ? '' : prescriptionsText.sheet.renewals(renewals).toLocaleLowerCase('fr'),
  ]
    .filter((part) => part !== '')
    .join(', ')
}
