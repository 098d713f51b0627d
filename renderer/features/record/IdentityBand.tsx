import { IconArchive, IconCalendarOff, IconRibbonHealth } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { getBlock } from '#app/features/lifecycle/contract.ts'
import type { PatientRecord } from '#app/features/patients/model.ts'
import { patientsText } from '#app/text/fr/patients.ts'
import { recordText } from '#app/text/fr/record.ts'
import { useLiveQuery } from '#renderer/client/index.ts'
import {
  bornAs,
  InsMarks,
  namesInUse,
  shownAge,
  shownMatricule,
  tagTone,
  todayHere,
  writtenDate,
} from '#renderer/features/patients/index.ts'
import { StatusMark, Tag } from '#ui/Mark.tsx'
import { AllergyMark } from './allergies.tsx'
import classes from './Record.module.css'

const text = recordText.band

/**
 * Who this record is about. The matricule is shown only when the identity is qualified. What is known of the person gives
 * way when the room is short; what must not be missed (death, allergies, a blocked record) never does.
 */
export function IdentityBand(props: {
  readonly record: PatientRecord
  readonly presence: ReactNode
  readonly actions: ReactNode
}) {
  const { record } = props
  const { fields } = record
  const feminine = fields.sex === 'F'
  const { name, firstName } = namesInUse({ ...fields, firstName: fields.firstBirthFirstName })
  const born = bornAs(fields, fields.sex)
  const age = shownAge(fields.birthDate, fields.deathDate ?? todayHere())
  const dated = fields.deathDate === null ? null : writtenDate(fields.deathDate)
  return (
    <header className={classes['band']} aria-label={text.region}>
      <div className={classes['who']}>
        <h1 className={classes['identity']} title={`${name} ${firstName}`}>
          <strong>{name}</strong> <span>{firstName}</span>
        </h1>
        <div className={classes['facts']}>
          <span className={classes['fact']}>
            {patientsText.sexesInBand[fields.sex]}
            {fields.deceased && dated === null ? null : (
              <>
                , <strong>{fields.deceased ? text.ageAtDeath(age) : age}</strong>
              </>
            )}
          </span>
          <span className={`${classes['fact'] ?? ''} co-tabular`}>{writtenDate(fields.birthDate)}</span>
          {born === '' ? null : (
            <span className={classes['fact']} data-first>
              {born}
            </span>
          )}
          <InsMarks state={record} />
          {record.insStatus === 'qualified' && record.ins !== null ? (
            <span className={`${classes['fact'] ?? ''} co-tabular`} title={text.matriculeName}>
              {shownMatricule(record.ins)}
            </span>
          ) : null}
        </div>
        <div className={classes['vital']}>
          {fields.deceased ? (
            <StatusMark tone="neutral" icon={IconRibbonHealth}>
              {text.deceased(feminine, dated)}
            </StatusMark>
          ) : null}
          <AllergyMark patientId={record.patientId} />
          <BlockMark patientId={record.patientId} />
          {record.hidden ? (
            <StatusMark tone="violet" icon={IconArchive}>
              {text.archived}
            </StatusMark>
          ) : null}
        </div>
        {record.tags.length === 0 ? null : (
          <div className={classes['bandTags']} role="group" aria-label={text.tags}>
            {record.tags.map((tag) => (
              <Tag key={tag.tagId} tone={tagTone(tag.color)}>
                {tag.name}
              </Tag>
            ))}
          </div>
        )}
      </div>
      {props.presence}
      {props.actions}
    </header>
  )
}

/** Says that no appointment is made for this patient (PAT-9), and why. */
function BlockMark({ patientId }: { patientId: string }) {
  const answer = useLiveQuery(getBlock, { patientId }, { kinds: ['patient'], about: patientId })
  const block = answer.value?.block ?? null
  if (block === null) return null
  return (
    <StatusMark tone="warning" icon={IconCalendarOff} title={text.blockedWhy(block.reason)}>
      {text.blocked}
    </StatusMark>
  )
}
