import { useState } from 'react'
import { previewPatient, searchPatients } from '#app/features/patients/contract.ts'
import { sayRecordName } from '#app/text/fr/common.ts'
import { tasksText } from '#app/text/fr/tasks.ts'
import { useLiveQuery, type VersionedForm } from '#renderer/client/index.ts'
import { writtenDate } from '#renderer/features/patients/index.ts'
import { ComboboxField } from '#ui/index.ts'
import type { TaskValues } from './task-values.ts'

const fr = tasksText.form
const shownResults = 9

/** A patient as the form names them. */
export interface NamedPatient {
  readonly patientId: string
  readonly displayName: string
  readonly birthDate: string
}

/** What is known of the patient a form names, asked of the cabinet when a draft alone holds their number. */
export interface KnownPatient {
  readonly patient: NamedPatient | null
  /** Out of sight since. */
  readonly away: boolean
}

/** The patient chosen in a form, by name. `known` are those already named: the task's, the record's. */
export function useKnownPatient(patientId: string, known: readonly (NamedPatient | null)[]): KnownPatient {
  const found = known.find((one) => one?.patientId === patientId) ?? null
  const asked = useLiveQuery(previewPatient, patientId === '' || found !== null ? null : { patientId })
  if (patientId === '' || found !== null) return { patient: found, away: false }
  const preview = asked.value?.preview
  return {
    patient:
      preview?.patientId === patientId
        ? { patientId, displayName: sayRecordName(preview), birthDate: preview.birthDate }
        : null,
    away: asked.problem?.problem === 'not-found',
  }
}

/** The patient a task is about: found as everywhere, taken out by emptying the field. */
export function PatientField(props: {
  readonly form: VersionedForm<TaskValues>
  readonly chosen: KnownPatient
  readonly onNamed: (patient: NamedPatient) => void
}) {
  const { form, chosen, onNamed } = props
  const [typed, setTyped] = useState<string | null>(null)
  const name = chosen.patient?.displayName ?? ''
  const searched = (typed ?? '').trim()
  const found = useLiveQuery(
    searchPatients,
    searched.length < 2 ? null : { text: searched, limit: shownResults, order: 'name-first' },
  )
  const rows = searched.length < 2 ? [] : (found.value?.rows ?? [])
  const proposed = rows.map((row) => ({
    patientId: row.patientId,
    displayName: sayRecordName(row),
    birthDate: row.birthDate,
  }))
  const options = typed === null && chosen.patient !== null ? [chosen.patient] : proposed
  return (
    <div data-field="patient">
      <ComboboxField
        label={fr.patient}
        optional
        placeholder={fr.patientHint}
        text={typed ?? name}
        onTextChange={(text) => {
          if (text === name) {
            setTyped(null)
            return
          }
          setTyped(text)
          if (text === '') form.set('patient', '')
        }}
        options={options.map((patient) => ({
          value: patient.patientId,
          label: patient.displayName,
          trail: writtenDate(patient.birthDate),
        }))}
        value={form.values.patient === '' ? null : form.values.patient}
        onChoose={(patientId) => {
          const patient = options.find((one) => one.patientId === patientId)
          if (patient === undefined) return
          onNamed(patient)
          setTyped(null)
          form.set('patient', patientId)
        }}
        onBlur={() => {
          // Words nobody chose anything from are not a patient.
          setTyped(null)
          form.leave('patient')
        }}
        busy={found.refreshing}
        disabled={form.readOnly}
        {...(typed === null && chosen.patient !== null ? { trail: writtenDate(chosen.patient.birthDate) } : {})}
        error={chosen.away ? fr.patientAway : form.errors.patient}
      />
    </div>
  )
}
