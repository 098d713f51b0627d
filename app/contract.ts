import { accessContract } from '#app/features/access/contract.ts'
import { antecedentsContract } from '#app/features/antecedents/contract.ts'
import { backupsContract } from '#app/features/backups/contract.ts'
import { cabinetContract } from '#app/features/cabinet/contract.ts'
import { cardsContract } from '#app/features/cards/contract.ts'
import { consentsContract } from '#app/features/consents/contract.ts'
import { contactsContract } from '#app/features/contacts/contract.ts'
import { devicesContract } from '#app/features/devices/contract.ts'
import { documentsContract } from '#app/features/documents/contract.ts'
import { draftsContract } from '#app/features/drafts/contract.ts'
import { identityContract } from '#app/features/identity/contract.ts'
import { jobsContract } from '#app/features/jobs/contract.ts'
import { journalContract } from '#app/features/journal/contract.ts'
import { lettersContract } from '#app/features/letters/contract.ts'
import { medicinesContract } from '#app/features/medicines/contract.ts'
import { measurementsContract } from '#app/features/measurements/contract.ts'
import { memosContract } from '#app/features/memos/contract.ts'
import { lifecycleContract } from '#app/features/lifecycle/contract.ts'
import { networkContract } from '#app/features/network/contract.ts'
import { notesContract } from '#app/features/notes/contract.ts'
import { patientsContract } from '#app/features/patients/contract.ts'
import { peopleContract } from '#app/features/people/contract.ts'
import { placesContract } from '#app/features/places/contract.ts'
import { prescriptionsContract } from '#app/features/prescriptions/contract.ts'
import { portabilityContract } from '#app/features/portability/contract.ts'
import { presenceContract } from '#app/features/presence/contract.ts'
import { printingContract } from '#app/features/printing/contract.ts'
import { pscContract } from '#app/features/psc/contract.ts'
import { recordContract } from '#app/features/record/contract.ts'
import { reimbursementsContract } from '#app/features/reimbursements/contract.ts'
import { resultsContract } from '#app/features/results/contract.ts'
import { rightsContract } from '#app/features/rights/contract.ts'
import { rolesContract } from '#app/features/roles/contract.ts'
import { sessionsContract } from '#app/features/sessions/contract.ts'
import { settingsContract } from '#app/features/settings/contract.ts'
import { tasksContract } from '#app/features/tasks/contract.ts'
import { teleservicesContract } from '#app/features/teleservices/contract.ts'
import { treatmentsContract } from '#app/features/treatments/contract.ts'
import { vaccinationsContract } from '#app/features/vaccinations/contract.ts'
import { verificationContract } from '#app/features/verification/contract.ts'
import { vitaleContract } from '#app/features/vitale/contract.ts'

/** Everything that may be asked of a cabinet. One entry a slice; `slice.key` is the operation's name. */
export const contract = {
  access: accessContract,
  antecedents: antecedentsContract,
  backups: backupsContract,
  cabinet: cabinetContract,
  cards: cardsContract,
  consents: consentsContract,
  contacts: contactsContract,
  devices: devicesContract,
  documents: documentsContract,
  drafts: draftsContract,
  identity: identityContract,
  jobs: jobsContract,
  journal: journalContract,
  letters: lettersContract,
  medicines: medicinesContract,
  measurements: measurementsContract,
  memos: memosContract,
  lifecycle: lifecycleContract,
  network: networkContract,
  notes: notesContract,
  patients: patientsContract,
  people: peopleContract,
  places: placesContract,
  prescriptions: prescriptionsContract,
  portability: portabilityContract,
  presence: presenceContract,
  printing: printingContract,
  psc: pscContract,
  record: recordContract,
  reimbursements: reimbursementsContract,
  results: resultsContract,
  rights: rightsContract,
  roles: rolesContract,
  sessions: sessionsContract,
  settings: settingsContract,
  tasks: tasksContract,
  vaccinations: vaccinationsContract,
  teleservices: teleservicesContract,
  treatments: treatmentsContract,
  verification: verificationContract,
  vitale: vitaleContract,
}
export type Contract = typeof contract
