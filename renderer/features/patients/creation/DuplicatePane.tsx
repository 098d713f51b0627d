import type { CivilDate } from '#app/kernel/civil-date.ts'
import type { DuplicateCandidate } from '#app/features/patients/model.ts'
import { formatDate } from '#app/features/patients/rules/dates.ts'
import { civilStatusText } from '#app/text/fr/civil-status.ts'
import { patientsListText } from '#app/text/fr/patients-list.ts'
import { patientsText } from '#app/text/fr/patients.ts'
import { Block } from '#ui/Block.tsx'
import { Button } from '#ui/Button.tsx'
import { Tag } from '#ui/Mark.tsx'
import { SidePanel } from '#ui/Panes.tsx'
import { InsMarks } from '../InsMark.tsx'
import { bornAs, namesInUse, shownAge } from '../presentation.ts'
import classes from './NewPatient.module.css'
import { type NewPatient, surelySame } from './useNewPatient.ts'

const text = civilStatusText.duplicates

/** Records that resemble what is typed, each with why; beside the form, never over it. */
export function DuplicatePane(props: {
  readonly creation: NewPatient
  readonly today: CivilDate
  readonly width: number
  readonly onOpen: (patientId: string) => void
}) {
  const { candidates, duplicates } = props.creation
  return (
    <SidePanel side="right" label={text.region} width={props.width}>
      <h2 className={classes['paneTitle']}>{text.region}</h2>
      {duplicates.problem === undefined ? null : <Block tone="warning">{text.failed}</Block>}
      <p className={classes['quiet']} role="status">
        {duplicates.problem !== undefined
          ? ''
          : candidates.length > 0
            ? text.found(candidates.length)
            : duplicates.value === undefined
              ? text.waiting
              : text.none}
      </p>
      <ul className={classes['candidates']}>
        {candidates.map((candidate) => (
          <Candidate
            key={candidate.patient.patientId}
            candidate={candidate}
            today={props.today}
            onOpen={() => props.onOpen(candidate.patient.patientId)}
          />
        ))}
      </ul>
    </SidePanel>
  )
}

function Candidate({
  candidate,
  today,
  onOpen,
}: {
  candidate: DuplicateCandidate
  today: CivilDate
  onOpen: () => void
}) {
  const { patient, reasons, score } = candidate
  const { name, firstName } = namesInUse({ ...patient, firstName: patient.birthFirstName })
  const facts = [
    bornAs(patient, patient.sex),
    `${formatDate(patient.birthDate)}, ${shownAge(patient.birthDate, today)}`,
    patientsListText.preview.fileNumber(patient.fileNumber),
  ]
  return (
    <li className={classes['candidate']} data-sure={score >= surelySame}>
      <strong>
        {name} {firstName}
      </strong>
      <p className={classes['quiet']}>{facts.filter((fact) => fact !== '').join(' · ')}</p>
      <div className={classes['marks']}>
        <InsMarks state={patient} />
      </div>
      <div className={classes['marks']}>
        {reasons.map((reason) => (
          <Tag key={reason} tone={score >= surelySame ? 'warning' : 'neutral'}>
            {patientsText.duplicateReasons[reason]}
          </Tag>
        ))}
      </div>
      <Button size="small" onClick={onOpen}>
        {text.open}
      </Button>
    </li>
  )
}
