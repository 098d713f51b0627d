import { kernel } from './0010-kernel.ts'
import { peopleAndAccess } from './0020-people-and-access.ts'
import { patients } from './0030-patients.ts'
import { draftsAndWorkspaces } from './0040-drafts-and-workspaces.ts'
import { backupRuns } from './0050-backup-runs.ts'
import { roles } from './0060-roles.ts'
import { accessGroups } from './0070-access-groups.ts'
import { journalRetention } from './0080-journal-retention.ts'
import { tasks } from './0090-tasks.ts'
import { commandReceipts } from './0100-command-receipts.ts'
import { draftForms } from './0110-draft-forms.ts'
import { record } from './0120-record.ts'
import { notes } from './0130-notes.ts'
import { antecedents } from './0140-antecedents.ts'
import { vaccinationsAndMemos } from './0150-vaccinations-and-memos.ts'
import { medicines } from './0160-medicines.ts'
import { treatmentsAndPrescriptions } from './0170-treatments-and-prescriptions.ts'
import { measurementsAndResults } from './0180-measurements-and-results.ts'
import { letters } from './0190-letters.ts'
import { documents } from './0200-documents.ts'
import { patientLife } from './0210-patient-life.ts'
import { contacts } from './0220-contacts.ts'
import { indexSweeps } from './0230-index-sweeps.ts'
import { cards } from './0240-cards.ts'
import { identity } from './0250-identity.ts'
import { teleservices } from './0260-teleservices.ts'
import { rights } from './0280-rights.ts'
import { verification } from './0270-verification.ts'
import type { Migration } from './lib.ts'

/** Every step of the schema, oldest first. Adding one is adding a line; removing or reordering breaks existing cabinets. */
export const migrations: readonly Migration[] = [
  kernel,
  peopleAndAccess,
  patients,
  draftsAndWorkspaces,
  backupRuns,
  roles,
  accessGroups,
  journalRetention,
  tasks,
  commandReceipts,
  draftForms,
  record,
  notes,
  antecedents,
  vaccinationsAndMemos,
  medicines,
  treatmentsAndPrescriptions,
  measurementsAndResults,
  letters,
  documents,
  patientLife,
  contacts,
  indexSweeps,
  cards,
  identity,
  teleservices,
  verification,
  rights,
]
