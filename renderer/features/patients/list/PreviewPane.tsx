import { memo } from 'react'
import { previewPatient } from '#app/features/patients/contract.ts'
import type { CivilDate } from '#app/kernel/civil-date.ts'
import type { PatientPreview, PatientSummary } from '#app/features/patients/model.ts'
import { patientsListText } from '#app/text/fr/patients-list.ts'
import { patientsText } from '#app/text/fr/patients.ts'
import { useLiveQuery } from '#renderer/client/index.ts'
import { Block, Skeleton } from '#ui/Block.tsx'
import { Button } from '#ui/Button.tsx'
import { Tag } from '#ui/Mark.tsx'
import { DescriptionList, SidePanel } from '#ui/Panes.tsx'
import { useRested } from '../civil-status/usePlaces.ts'
import { InsMarks } from '../InsMark.tsx'
import { bornAs, namesInUse, shownAge, shownPhone } from '../presentation.ts'
import { tagTone } from '../tag-tone.ts'
import classes from './PatientList.module.css'

const text = patientsListText.preview

/** Rest on a row before its preview is read: going through rows is not looking at each of them, and is not journaled. */
const restMs = 250

/** Enough to answer the telephone without opening the record. */
export const PreviewPane = memo(function PreviewPane(props: {
  readonly selected: PatientSummary | null
  readonly today: CivilDate
  readonly width: number
  readonly onOpen: () => void
}) {
  const { selected, today } = props
  const patientId = selected?.patientId ?? null
  const rested = useRested(patientId, restMs)
  const wanted = rested !== null && rested === patientId ? { patientId: rested } : null
  const answer = useLiveQuery(previewPatient, wanted, {
    kinds: ['patient', 'access-group', 'emergency'],
    ...(rested === null ? {} : { about: rested }),
  })
  const preview = answer.value?.preview.patientId === patientId ? answer.value?.preview : undefined
  return (
    <SidePanel
      side="right"
      label={text.region}
      width={props.width}
      footer={
        selected === null ? undefined : (
          <Button kind="primary" keys="Enter" onClick={props.onOpen}>
            {patientsListText.openRecord}
          </Button>
        )
      }
    >
      {selected === null ? (
        <p className={classes['quiet']}>{text.none}</p>
      ) : (
        <>
          <PreviewHead row={preview ?? selected} today={today} />
          {answer.problem === undefined ? null : (
            <Block tone="error">{answer.problem.problem === 'not-found' ? text.gone : text.failed}</Block>
          )}
          {preview === undefined ? (
            answer.problem === undefined ? (
              <Skeleton key={selected.patientId} lines={4} />
            ) : null
          ) : (
            <PreviewFacts preview={preview} />
          )}
        </>
      )}
    </SidePanel>
  )
})

function PreviewHead({ row, today }: { row: PatientSummary; today: CivilDate }) {
  const { name, firstName } = namesInUse({ ...row, firstName: row.birthFirstName })
  const born = bornAs(row, row.sex)
  const age = row.deceased ? patientsText.fields.deceased : shownAge(row.birthDate, today)
  const facts = [born, `${patientsText.sexesInBand[row.sex]}, ${age}`, text.fileNumber(row.fileNumber)]
  return (
    <header className={classes['previewHead']}>
      <h2 className={classes['previewName']}>
        {name} {firstName}
      </h2>
      <p className={classes['previewBirth']}>{facts.filter((fact) => fact !== '').join(' · ')}</p>
      <div className={classes['marks']}>
        <InsMarks state={row} />
      </div>
    </header>
  )
}

function PreviewFacts({ preview }: { preview: PatientPreview }) {
  const phones = [preview.mobile, preview.phone].filter((phone) => phone !== '').map(shownPhone)
  const town = `${preview.postalCode} ${preview.town}`.trim()
  const address = [preview.addressLine, preview.addressComplement, town].filter((line) => line !== '')
  const given = (lines: readonly string[]) =>
    lines.length === 0 ? (
      <span className={classes['quiet']}>{text.notGiven}</span>
    ) : (
      <span className={classes['lines']}>{lines.join('\n')}</span>
    )
  const entries = [
    { term: text.phone, value: <span className="co-tabular">{given(phones)}</span> },
    { term: text.address, value: given(address) },
    {
      term: text.attendingPhysician,
      value: given(preview.attendingPhysicianName === '' ? [] : [preview.attendingPhysicianName]),
    },
    ...(preview.accessGroups.length === 0
      ? []
      : [{ term: text.accessGroup, value: preview.accessGroups.map((group) => group.name).join(', ') }]),
    ...(preview.tags.length === 0
      ? []
      : [
          {
            term: text.tags,
            value: (
              <span className={classes['previewTags']}>
                {preview.tags.map((tag) => (
                  <Tag key={tag.tagId} tone={tagTone(tag.color)}>
                    {tag.name}
                  </Tag>
                ))}
              </span>
            ),
          },
        ]),
  ]
  return <DescriptionList entries={entries} />
}
