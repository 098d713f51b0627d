import { IconArchive, IconRibbonHealth } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { PatientRecord } from '#app/features/patients/model.ts'
import { patientsText } from '#app/text/fr/patients.ts'
import { recordText } from '#app/text/fr/record.ts'
import {
  bornAs,
  InsMarks,
  namesInUse,
  shownAge,
  shownMatricule,
  todayHere,
  writtenDate,
} from '#renderer/features/patients/index.ts'
import { StatusMark } from '#ui/Mark.tsx'
import classes from './Record.module.css'

const text = recordText.band

/** Who this record is about. The matricule is shown only when the identity is qualified. */
export function IdentityBand({ record, after }: { record: PatientRecord; after?: ReactNode }) {
  const { fields } = record
  const feminine = fields.sex === 'F'
  const { name, firstName } = namesInUse({ ...fields, firstName: fields.firstBirthFirstName })
  const born = bornAs(fields, fields.sex)
  const age = shownAge(fields.birthDate, fields.deathDate ?? todayHere())
  const dated = fields.deathDate === null ? null : writtenDate(fields.deathDate)
  return (
    <header className={classes['band']} aria-label={text.region}>
      <h1 className={classes['identity']}>
        <strong>{name}</strong> {firstName}
      </h1>
      {born === '' ? null : <span className={classes['fact']}>{born}</span>}
      <span className={classes['fact']}>
        {patientsText.sexesInBand[fields.sex]}
        {fields.deceased && dated === null ? null : (
          <>
            , <strong>{fields.deceased ? text.ageAtDeath(age) : age}</strong>
          </>
        )}
      </span>
      <span className={`${classes['fact'] ?? ''} co-tabular`}>{writtenDate(fields.birthDate)}</span>
      <InsMarks state={record} />
      {record.insStatus === 'qualified' && record.ins !== null ? (
        <span className={`${classes['fact'] ?? ''} co-tabular`} title={text.matriculeName}>
          {shownMatricule(record.ins)}
        </span>
      ) : null}
      {fields.deceased ? (
        <StatusMark tone="neutral" icon={IconRibbonHealth}>
          {text.deceased(feminine, dated)}
        </StatusMark>
      ) : null}
      {record.hidden ? (
        <StatusMark tone="violet" icon={IconArchive}>
          {text.archived}
        </StatusMark>
      ) : null}
      {after}
    </header>
  )
}
