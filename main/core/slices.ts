// Beside its index: users and patients need the groups, and the answers about groups need them both.
import { accessHandlers } from './features/access/handlers.ts'
import { patientColumns as accessColumns } from './features/access/index.ts'
import { antecedentsHandlers, patientColumns as antecedentColumns } from './features/antecedents/index.ts'
import { backupsHandlers } from './features/backups/index.ts'
import { cabinetHandlers } from './features/cabinet/index.ts'
import { cardsHandlers } from './features/cards/index.ts'
import { consentsHandlers, patientColumns as consentColumns } from './features/consents/index.ts'
import { contactsHandlers, patientColumns as contactColumns } from './features/contacts/index.ts'
import { devicesHandlers } from './features/devices/index.ts'
import { documentsHandlers, patientColumns as documentColumns } from './features/documents/index.ts'
import { draftsHandlers, patientColumns as draftColumns } from './features/drafts/index.ts'
import { identityHandlers } from './features/identity/handlers.ts'
import { patientColumns as identityColumns, patientLife as identityLife } from './features/identity/index.ts'
import { jobsHandlers } from './features/jobs/index.ts'
import { classify, journalHandlers } from './features/journal/index.ts'
import { lettersHandlers, patientColumns as letterColumns } from './features/letters/index.ts'
import { medicinesHandlers } from './features/medicines/index.ts'
import { measurementsHandlers, patientColumns as measurementColumns } from './features/measurements/index.ts'
import { memosHandlers, patientColumns as memoColumns } from './features/memos/index.ts'
// Beside its index: an edited civil status is written by the identity, which is written in the list of patients.
import { handlers as patientsHandlers } from './features/patients/handlers.ts'
import { patientColumns, patientLife as patientsLife } from './features/patients/index.ts'
import { lifecycleHandlers, patientColumns as lifecycleColumns, patientRegistry } from './features/lifecycle/index.ts'
import { networkHandlers } from './features/network/index.ts'
import { notesHandlers, patientColumns as noteColumns } from './features/notes/index.ts'
import { findActor, peopleHandlers } from './features/people/index.ts'
import { handlers as placesHandlers } from './features/places/index.ts'
import { patientColumns as prescriptionColumns, prescriptionsHandlers } from './features/prescriptions/index.ts'
import { portabilityHandlers } from './features/portability/index.ts'
import { presenceHandlers } from './features/presence/index.ts'
import { printingHandlers } from './features/printing/index.ts'
import { pscHandlers } from './features/psc/index.ts'
import { patientColumns as recordColumns, patientLife as recordLife, recordHandlers } from './features/record/index.ts'
import { reimbursementsHandlers } from './features/reimbursements/index.ts'
import { patientColumns as resultColumns, resultsHandlers } from './features/results/index.ts'
import { patientColumns as rightsColumns, rightsHandlers } from './features/rights/index.ts'
import { rolesHandlers } from './features/roles/index.ts'
import { patientLife as sessionsLife, sessionsHandlers } from './features/sessions/index.ts'
import { settingsHandlers } from './features/settings/index.ts'
import { patientColumns as taskColumns, tasksHandlers } from './features/tasks/index.ts'
import { patientColumns as teleserviceColumns, teleservicesHandlers } from './features/teleservices/index.ts'
import { patientColumns as treatmentColumns, treatmentsHandlers } from './features/treatments/index.ts'
import { patientColumns as vaccinationColumns, vaccinationsHandlers } from './features/vaccinations/index.ts'
import { patientColumns as verificationColumns, verificationHandlers } from './features/verification/index.ts'
import { vitaleHandlers } from './features/vitale/index.ts'
import type { Handler } from './kernel/handle.ts'
import type { BoundTables } from './kernel/scope.ts'
import type { PatientColumns } from './kernel/tables.ts'

const handlersOfSlices: readonly Handler[] = [
  ...accessHandlers,
  ...antecedentsHandlers,
  ...backupsHandlers,
  ...cabinetHandlers,
  ...cardsHandlers,
  ...consentsHandlers,
  ...contactsHandlers,
  ...devicesHandlers,
  ...documentsHandlers,
  ...draftsHandlers,
  ...identityHandlers,
  ...jobsHandlers,
  ...journalHandlers,
  ...lettersHandlers,
  ...medicinesHandlers,
  ...measurementsHandlers,
  ...memosHandlers,
  ...networkHandlers,
  ...notesHandlers,
  ...patientsHandlers,
  ...peopleHandlers,
  ...placesHandlers,
  ...prescriptionsHandlers,
  ...presenceHandlers,
  ...printingHandlers,
  ...pscHandlers,
  ...recordHandlers,
  ...reimbursementsHandlers,
  ...resultsHandlers,
  ...rightsHandlers,
  ...rolesHandlers,
  ...sessionsHandlers,
  ...settingsHandlers,
  ...tasksHandlers,
  ...teleservicesHandlers,
  ...vaccinationsHandlers,
  ...treatmentsHandlers,
  ...verificationHandlers,
  ...vitaleHandlers,
]

/** Every table whose rows belong to a patient, from every slice. */
const columns: PatientColumns = {
  ...patientColumns,
  ...accessColumns,
  ...antecedentColumns,
  ...consentColumns,
  ...contactColumns,
  ...documentColumns,
  ...identityColumns,
  ...draftColumns,
  ...letterColumns,
  ...lifecycleColumns,
  ...memoColumns,
  ...noteColumns,
  ...measurementColumns,
  ...recordColumns,
  ...resultColumns,
  ...rightsColumns,
  ...treatmentColumns,
  ...prescriptionColumns,
  ...taskColumns,
  ...teleserviceColumns,
  ...vaccinationColumns,
  ...verificationColumns,
}
const bound: BoundTables = new Map(Object.entries(columns))

/** What slices keep of patients beside their rows, and the tables themselves: for what deletes, merges and carries records. */
const registry = patientRegistry(bound, {
  // First: the list of patients shows the status that the proofs make.
  identity: identityLife,
  patients: patientsLife,
  record: recordLife,
  sessions: sessionsLife,
})

const handlers: readonly Handler[] = [
  ...handlersOfSlices,
  ...lifecycleHandlers(registry),
  ...portabilityHandlers(registry),
]

/** What the slices bring to the core: who answers what, which rows belong to a patient, who a user is. */
export const slices = { handlers, bound, findActor, classify }
