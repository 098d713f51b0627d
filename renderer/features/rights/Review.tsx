import { useState } from 'react'
import { readRights, reviewRights } from '#app/features/rights/contract.ts'
import type { Proposal, ProposedField, RightsView } from '#app/features/rights/model.ts'
import { rightsText, sayScheme } from '#app/text/fr/rights.ts'
import { type AnyProblem, useAskAgain, useCabinet, useSession } from '#renderer/client/index.ts'
import { Refusal } from '#renderer/features/forms/index.ts'
import { Button, Checkbox } from '#ui/index.ts'
import classes from './Rights.module.css'

const fr = rightsText.review

/** What an answer says otherwise than the civil status: line by line, none taken unless somebody ticks it. */
export function Review(props: {
  readonly patientId: string
  readonly last: RightsView
  readonly version: number
  readonly onChanged: () => void
}) {
  const { patientId, last, version, onChanged } = props
  const { call } = useCabinet()
  const askAgain = useAskAgain()
  const mayEdit = useSession().permissions.includes('patient.edit')
  const [taken, setTaken] = useState<ReadonlySet<ProposedField>>(new Set())
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<AnyProblem | null>(null)
  if (last.reviewedAt !== null) {
    return <p className={classes['source']}>{fr.done(last.reviewedAt, last.reviewedBy ?? '')}</p>
  }
  if (last.proposals.length === 0) return null
  const end = async (accepted: readonly ProposedField[]) => {
    if (busy) return
    setBusy(true)
    setProblem(null)
    const reply = await call(reviewRights, {
      patientId,
      expectedVersion: version,
      rightsId: last.rightsId,
      accepted: [...accepted],
    })
    setBusy(false)
    if (!reply.ok) setProblem(reply)
    else setTaken(new Set())
    askAgain(readRights)
    if (reply.ok || reply.problem === 'edit.conflict') onChanged()
  }
  return (
    <section className={classes['review']} aria-label={fr.title}>
      <h3>{fr.title}</h3>
      <p className={classes['quiet']}>{mayEdit ? fr.text : fr.mayNot}</p>
      <table className={classes['table']}>
        <thead>
          <tr>
            <th scope="col">{fr.field}</th>
            <th scope="col">{fr.record}</th>
            <th scope="col">{fr.rights}</th>
          </tr>
        </thead>
        <tbody>
          {last.proposals.map((line) => (
            <Line
              key={line.field}
              line={line}
              checked={taken.has(line.field)}
              onChange={
                mayEdit
                  ? (on) =>
                      setTaken(
                        (now) => new Set(on ? [...now, line.field] : [...now].filter((one) => one !== line.field)),
                      )
                  : null
              }
            />
          ))}
        </tbody>
      </table>
      {problem === null ? null : <Refusal problem={problem} />}
      {mayEdit ? (
        <div className={classes['reviewActs']}>
          <Button sends kind="primary" disabled={busy || taken.size === 0} onClick={() => void end([...taken])}>
            {fr.apply}
          </Button>
          <Button sends disabled={busy} onClick={() => void end([])}>
            {fr.leave}
          </Button>
        </div>
      ) : null}
    </section>
  )
}

function Line(props: {
  readonly line: Proposal
  readonly checked: boolean
  readonly onChange: ((on: boolean) => void) | null
}) {
  const { line, checked, onChange } = props
  const name = fr.fields[line.field]
  const told = line.field === 'attendingPhysician' ? fr.noDoctor : shownValue(line.field, line.rights)
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{shownValue(line.field, line.record)}</td>
      <td>
        {onChange === null ? (
          told
        ) : (
          <Checkbox
            label={
              <>
                <span className="co-hidden">{fr.take(name)}, </span>
                {told}
              </>
            }
            checked={checked}
            onChange={onChange}
          />
        )}
      </td>
    </tr>
  )
}

function shownValue(field: ProposedField, value: string): string {
  if (value === '') return fr.empty
  if (field === 'regime') return sayScheme(value)
  // In the groups of the card itself.
  return field === 'insuredNir' ? value.replace(/^(.)(..)(..)(..)(...)(...)(..)$/, '$1 $2 $3 $4 $5 $6 $7') : value
}
