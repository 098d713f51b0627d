import { useState } from 'react'
import { findDuplicates, searchPatients } from '#app/features/patients/contract.ts'
import type { CivilStatusFields } from '#app/features/patients/model.ts'
import { lifecycleText } from '#app/text/fr/lifecycle.ts'
import { useLiveQuery } from '#renderer/client/index.ts'
import { writtenDate } from '#renderer/features/patients/index.ts'
import { Button, ComboboxField, Dialog } from '#ui/index.ts'
import classes from './Lifecycle.module.css'
import { MergeComparison } from './MergeComparison.tsx'
import { sayPatient, summaryName } from './names.ts'

const text = lifecycleText.merge
const shownResults = 9

/** Which record to merge with this one: those that look like it, or any other; then the comparison. */
export function MergeDialog(props: {
  readonly patientId: string
  readonly fields: CivilStatusFields
  readonly onClose: () => void
  readonly onMerged: (keptPatientId: string, otherPatientId: string) => void
}) {
  const { patientId, onClose, onMerged } = props
  const [otherId, setOtherId] = useState<string | null>(null)
  if (otherId === null) return <ChooseOther {...props} onChoose={setOtherId} />
  return (
    <MergeComparison
      keptPatientId={patientId}
      otherPatientId={otherId}
      onBack={() => setOtherId(null)}
      onClose={onClose}
      onMerged={onMerged}
    />
  )
}

function ChooseOther(props: {
  readonly patientId: string
  readonly fields: CivilStatusFields
  readonly onClose: () => void
  readonly onChoose: (patientId: string) => void
}) {
  const { patientId, fields, onChoose } = props
  const [typed, setTyped] = useState('')
  const alike = useLiveQuery(findDuplicates, {
    birthName: fields.birthName,
    usedName: fields.usedName,
    firstName: fields.firstBirthFirstName,
    birthDate: fields.birthDate,
    sex: fields.sex,
    exceptPatientId: patientId,
  })
  const searched = typed.trim()
  const found = useLiveQuery(
    searchPatients,
    searched.length < 2
      ? null
      : { text: searched, limit: shownResults, order: 'name-first', filters: { includeHidden: true } },
  )
  const rows = (searched.length < 2 ? [] : (found.value?.rows ?? [])).filter((row) => row.patientId !== patientId)
  const candidates = alike.value?.candidates ?? []
  return (
    <Dialog
      title={text.title}
      onClose={props.onClose}
      width={560}
      footer={
        <Button size="dialog" keys="Escape" onClick={props.onClose}>
          {lifecycleText.cancel}
        </Button>
      }
    >
      {candidates.length === 0 ? null : (
        <section aria-label={text.proposed}>
          <h3 className={classes.title}>{text.proposed}</h3>
          <ul className={classes.lines}>
            {candidates.map(({ patient, reasons }) => (
              <li key={patient.patientId}>
                <span>
                  {sayPatient(patient)}
                  <span className={classes.quiet}>
                    {reasons.map((reason) => lifecycleText.duplicates.reasons[reason]).join(', ')}
                  </span>
                </span>
                <Button size="small" onClick={() => onChoose(patient.patientId)}>
                  {text.choose}
                </Button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <ComboboxField
        label={text.other}
        hint={text.otherHint}
        text={typed}
        onTextChange={setTyped}
        options={rows.map((row) => ({
          value: row.patientId,
          label: summaryName(row),
          trail: writtenDate(row.birthDate),
        }))}
        value={null}
        onChoose={onChoose}
        busy={found.refreshing}
        size="dialog"
      />
    </Dialog>
  )
}
