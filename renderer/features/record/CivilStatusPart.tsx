import { useState } from 'react'
import { consentsText } from '#app/text/fr/consents.ts'
import { contactsText } from '#app/text/fr/contacts.ts'
import { recordText } from '#app/text/fr/record.ts'
import { PatientConsents } from '#renderer/features/consents/index.ts'
import { PatientRelations } from '#renderer/features/contacts/index.ts'
import { CivilStatusEditor } from '#renderer/features/patients/index.ts'
import { FilterChip } from '#ui/Mark.tsx'
import type { TabProps } from './parts.tsx'
import classes from './CivilStatusPart.module.css'

const views = ['identity', 'relations', 'consents'] as const
type View = (typeof views)[number]

const labels: Readonly<Record<View, string>> = {
  identity: recordText.civilStatusViews.identity,
  relations: contactsText.relations.title,
  consents: consentsText.title,
}

/** « État civil »: who the person is, who is around them, and what they consent to (PAT-5 to PAT-7). */
export function CivilStatusPart({ patient, onRecord, onConflict }: TabProps) {
  const [view, setView] = useState<View>('identity')
  return (
    <>
      <div className={classes['views']} role="group" aria-label={recordText.civilStatusViews.name}>
        {views.map((one) => (
          <FilterChip key={one} label={labels[one]} pressed={view === one} onChange={() => setView(one)} />
        ))}
      </div>
      {view === 'identity' ? (
        <CivilStatusEditor record={patient} onSaved={onRecord} onConflict={onConflict} />
      ) : view === 'relations' ? (
        <PatientRelations patientId={patient.patientId} />
      ) : (
        <PatientConsents patientId={patient.patientId} />
      )}
    </>
  )
}
