import { useState } from 'react'
import { searchPatients } from '#app/features/patients/contract.ts'
import { sayRecordName } from '#app/text/fr/common.ts'
import { useLiveQuery } from '#renderer/client/index.ts'
import { writtenDate } from '#renderer/features/patients/index.ts'
import { ComboboxField } from '#ui/SelectField.tsx'
import type { NamedPatient } from './useDocumentActs.ts'

const shownResults = 9

/** A patient found as everywhere, by what one knows of them. */
export function PatientChoice(props: {
  readonly label: string
  readonly placeholder: string
  readonly chosen: NamedPatient | null
  readonly onChoose: (patient: NamedPatient | null) => void
  readonly error?: string | undefined
}) {
  const { chosen, onChoose } = props
  const [typed, setTyped] = useState<string | null>(null)
  const searched = (typed ?? '').trim()
  const found = useLiveQuery(
    searchPatients,
    searched.length < 2 ? null : { text: searched, limit: shownResults, order: 'name-first' },
  )
  const rows = searched.length < 2 ? [] : (found.value?.rows ?? [])
  return (
    <ComboboxField
      label={props.label}
      placeholder={props.placeholder}
      text={typed ?? chosen?.displayName ?? ''}
      onTextChange={(text) => {
        setTyped(text)
        if (chosen !== null) onChoose(null)
      }}
      options={rows.map((row) => ({
        value: row.patientId,
        label: sayRecordName(row),
        trail: writtenDate(row.birthDate),
      }))}
      value={chosen?.patientId ?? null}
      onChoose={(patientId) => {
        const row = rows.find((one) => one.patientId === patientId)
        if (row === undefined) return
        setTyped(null)
        onChoose({ patientId, displayName: sayRecordName(row) })
      }}
      busy={found.refreshing}
      error={props.error}
    />
  )
}
