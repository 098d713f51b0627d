import { useState } from 'react'
import { readPatient, updatePatient } from '#app/features/patients/contract.ts'
import type { CivilStatusFields } from '#app/features/patients/model.ts'
import type { ComparedField, VitaleDifference } from '#app/features/vitale/model.ts'
import { sayRefusal } from '#app/text/fr/common.ts'
import { vitaleText } from '#app/text/fr/vitale.ts'
import { type AnyProblem, useCabinet, useSession } from '#renderer/client/index.ts'
import { writtenDate } from '#renderer/features/patients/index.ts'
import { Block, Button, Checkbox, Dialog } from '#ui/index.ts'
import classes from './Vitale.module.css'

const text = vitaleText.compare
const traits: ReadonlySet<ComparedField> = new Set(['birthName', 'birthDate'])

/** « Carte / Dossier »: lines that differ, none taken unless somebody ticks it. The record is already open behind. */
export function Comparison(props: {
  readonly patientId: string
  readonly differences: readonly VitaleDifference[]
  readonly onClose: () => void
}) {
  const { patientId, differences, onClose } = props
  const { call } = useCabinet()
  const session = useSession()
  const mayEdit = session.permissions.includes('patient.edit')
  const [taken, setTaken] = useState<ReadonlySet<ComparedField>>(new Set())
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<AnyProblem | null>(null)
  const apply = async () => {
    if (busy || taken.size === 0) return
    setBusy(true)
    setProblem(null)
    const now = await call(readPatient, { patientId })
    const reply = now.ok
      ? await call(updatePatient, {
          patientId,
          expectedVersion: now.value.record.version,
          fields: withCard(
            now.value.record.fields,
            differences.filter(({ field }) => taken.has(field)),
          ),
          tagIds: now.value.record.tags.map(({ tagId }) => tagId),
        })
      : now
    setBusy(false)
    if (reply.ok) onClose()
    else setProblem(reply)
  }
  const toggle = (field: ComparedField, on: boolean) =>
    setTaken((before) => new Set(on ? [...before, field] : [...before].filter((one) => one !== field)))
  return (
    <Dialog
      title={text.title}
      width={640}
      onClose={onClose}
      onSubmit={() => void apply()}
      footer={
        <>
          <Button size="dialog" keys="Escape" autoFocus onClick={onClose}>
            {text.leave}
          </Button>
          {mayEdit ? (
            <Button sends size="dialog" kind="primary" type="submit" disabled={busy || taken.size === 0}>
              {text.apply}
            </Button>
          ) : null}
        </>
      }
    >
      <p>{text.text}</p>
      <table className={classes['table']}>
        <thead>
          <tr>
            <th scope="col">{text.field}</th>
            <th scope="col">{text.card}</th>
            <th scope="col">{text.record}</th>
          </tr>
        </thead>
        <tbody>
          {differences.map((line) => (
            <Line
              key={line.field}
              line={line}
              checked={taken.has(line.field)}
              onChange={mayEdit ? (on) => toggle(line.field, on) : null}
            />
          ))}
        </tbody>
      </table>
      {[...taken].some((field) => traits.has(field)) ? <Block tone="warning">{text.traits}</Block> : null}
      {problem === null ? null : (
        <Block tone="error" announce="assertive">
          {sayRefusal(problem)}
        </Block>
      )}
    </Dialog>
  )
}

function shownValue(field: ComparedField, value: string): string {
  if (value === '') return text.empty
  if (field === 'birthDate') return writtenDate(value)
  // In the groups of the card itself.
  return field === 'insuredNir' ? value.replace(/^(.)(..)(..)(..)(...)(...)(..)$/, '$1 $2 $3 $4 $5 $6 $7') : value
}

function Line(props: {
  readonly line: VitaleDifference
  readonly checked: boolean
  readonly onChange: ((on: boolean) => void) | null
}) {
  const { line, checked, onChange } = props
  const name = text.fields[line.field]
  const shown = (value: string) => shownValue(line.field, value)
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        {onChange === null ? (
          shown(line.card)
        ) : (
          <Checkbox
            label={
              <>
                <span className="co-hidden">{text.take(name)}, </span>
                {shown(line.card)}
              </>
            }
            checked={checked}
            onChange={onChange}
          />
        )}
      </td>
      <td>{shown(line.record)}</td>
    </tr>
  )
}

/** The civil status with the lines taken from the card; the first name of a card is the one in use, never one of birth. */
function withCard(fields: CivilStatusFields, lines: readonly VitaleDifference[]): CivilStatusFields {
  const given = new Map(lines.map(({ field, card }) => [field, card]))
  const of = (field: ComparedField, now: string) => given.get(field) ?? now
  const { coverage } = fields
  const rank = given.get('birthRank')
  return {
    ...fields,
    birthName: of('birthName', fields.birthName),
    usedName: of('usedName', fields.usedName),
    usedFirstName: of('firstName', fields.usedFirstName),
    birthDate: of('birthDate', fields.birthDate),
    coverage: {
      ...coverage,
      insuredNir: of('insuredNir', coverage.insuredNir),
      regime: of('regime', coverage.regime),
      birthRank: rank === undefined ? coverage.birthRank : Number(rank),
    },
  }
}
