import type { PatientSummary } from '#app/features/patients/model.ts'
import { sayRecordName } from '#app/text/fr/common.ts'
import { verificationText } from '#app/text/fr/verification.ts'
import { InsIcon, writtenDate } from '#renderer/features/patients/index.ts'
import type { Column } from '#ui/index.ts'
import classes from './Verification.module.css'

const text = verificationText.work.columns

/** « LACAZE Manon, 14/07/2001 », as two homonyms are told apart. */
export function sayPatient(patient: PatientSummary): string {
  return `${sayRecordName(patient)}, ${writtenDate(patient.birthDate)}`
}

/** Who each row is about: name with the mark of the identity, birth date, number of the file. */
export function summaryColumns<Row>(patientOf: (row: Row) => PatientSummary): readonly Column<Row>[] {
  return [
    {
      id: 'patient',
      header: text.patient,
      width: 230,
      cell: (row) => <Name patient={patientOf(row)} />,
    },
    { id: 'birthDate', header: text.birthDate, width: 92, cell: (row) => writtenDate(patientOf(row).birthDate) },
    { id: 'fileNumber', header: text.fileNumber, width: 72, cell: (row) => String(patientOf(row).fileNumber) },
  ]
}

function Name({ patient }: { readonly patient: PatientSummary }) {
  return (
    <span className={classes.name}>
      <InsIcon status={patient.insStatus} ko={patient.insKo} size={14} />
      <span>{sayRecordName(patient)}</span>
    </span>
  )
}
