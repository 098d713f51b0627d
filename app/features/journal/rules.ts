import type { ActFamily, JournalRetention } from './model.ts'

/** How long a line is kept: two lengths a cabinet sets, and the lines about the journal itself, kept as long as it is. */
export type RetentionClass = 'technical' | 'record' | 'kept'

/** Until somebody chooses: the longest for technical lines, and as long as records (R. 1112-7 CSP) for those about them. */
export const usualRetention: JournalRetention = { technicalMonths: 12, recordYears: 20 }

/** Every act of the journal, by family. A test holds it against the contract and the services of the core. */
const acts: Readonly<Record<ActFamily, readonly string[]>> = {
  sessions: [
    'session.open',
    'session.open-with-recovery-key',
    'session.open-with-psc',
    'session.open-with-card',
    'session.lock',
    'session.unlock',
    'session.unlock-with-card',
    'session.close',
  ],
  'records-read': [
    'document.open',
    'patient.search',
    'vitale.read',
    'identity.read-mark',
    'teleservice.read-exchanges',
    'rights.ask',
    'patient.preview',
    'patient.open',
    'patient.read',
    'prescription.read',
    'patient.compare',
    'letter.open',
    'letter.read-revisions',
    'note.read',
    'note.read-revisions',
    'record.read',
    'record.search',
    'record.search-all',
    'measurement.read',
    'result.read',
    'result.read-series',
    'reimbursements.ask',
    'reimbursements.read',
  ],
  'records-changed': [
    'measurement.add',
    'measurement.change',
    'measurement.remove',
    'measurement.restore',
    'result.create',
    'result.update',
    'result.set-seen',
    'result.remove',
    'result.restore',
    'identity.ask',
    'teleservice.answered',
    'teleservice.unanswered',
    'identity.decide',
    'identity.verify',
    'identity.check-document',
    'identity.mark',
    'identity.reverse',
    'patient.create',
    'patient.update',
    'patient.import',
    'patient.assign-groups',
    'rights.review',
    'identity.verified',
    'treatment.create',
    'treatment.update',
    'treatment.stop',
    'treatment.remove',
    'treatment.restore',
    'prescription.sign',
    'prescription.cancel',
    'training.fill',
    'patient.block',
    'patient.unblock',
    'patient.delete',
    'patient.recreate',
    'patient.merge',
    'patient.undo-merge',
    'patient.import-archive',
    'archive.patient-imported',
    'letter.validate',
    'letter.revise',
    'letter.remove',
    'letter.restore',
    'note.sign',
    'note.revise',
    'note.remove',
    'note.restore',
    'antecedent.save',
    'antecedent.remove',
    'antecedent.restore',
    'antecedent.declare-no-allergy',
    'antecedent.withdraw-no-allergy',
    'vaccination.save',
    'vaccination.remove',
    'vaccination.restore',
    'memo.save',
    'memo.remove',
    'memo.restore',
    'relation.add',
    'relation.update',
    'relation.remove',
    'relation.restore',
    'consent.save',
    'document.import',
    'document.update',
    'document.move',
    'document.remove',
    'document.restore',
    'document.turn',
    'document.arrange',
    'document.extract',
    'document.use-version',
    'document.scanned',
    'document.set-aside',
  ],
  emergencies: ['access.emergency', 'access.emergency-end', 'access.emergency-seen'],
  'printed-exported': [
    'patient.print',
    'patient.export',
    'patient.export-archive',
    'patient.report',
    'patient.digest',
    'archive.kept',
  ],
  contacts: ['contact.create', 'contact.update', 'contact.remove', 'contact.restore', 'contact.assign-groups'],
  tasks: ['task.create', 'task.update', 'task.set-done', 'task.remove', 'task.restore'],
  'people-and-access': [
    'person.create',
    'person.update',
    'person.set-active',
    'person.reset-password',
    'person.change-own-password',
    'role.create',
    'role.update',
    'role.restore',
    'role.remove',
    'access.set-enabled',
    'access-group.create',
    'access-group.update',
    'access-group.delete',
  ],
  settings: [
    'cabinet.create',
    'cabinet.close',
    'settings.update',
    'identity.set-documents',
    'letterhead.update',
    'letter-template.save',
    'letter-template.remove',
    'letter-template.restore',
    'note-sections.update',
    'psc.configure',
    'teleservice.configure',
    'teleservice.import-certificate',
    'teleservice.remove-certificate',
    'teleservice.set-authorities',
    'teleservice.set-claims',
    'verification.configure',
    'verification.start',
    'verification.steer',
    'verification.began',
    'verification.ended',
    'tag.save',
    'document.category',
    'document.category-order',
    'document.scan-folder',
    'code-list.import',
    'prescription.save-template',
    'prescription.remove-template',
    'medicine.import',
    'medicine.store',
    'medicine.imported',
  ],
  'backups-and-keys': [
    'backup.configure',
    'backup.start',
    'backup.made',
    'backup.failed',
    'cabinet.restored',
    'key.replace-recovery',
    'key.set-keyring',
    'key.rekey',
    'key.rekeyed',
    'card.enrol',
    'card.renew',
    'card.renewed',
    'card.remove',
    'card.add-authority',
    'card.remove-authority',
    'card.add-revocations',
  ],
  network: [
    'network.share',
    'network.start-pairing',
    'network.stop-pairing',
    'network.rename-seat',
    'network.revoke-seat',
    'network.seat-joined',
    'network.code-shown',
    'network.code-refused',
    'network.seat-refused',
    'network.flood',
  ],
  journal: [
    'journal.read',
    'journal.read-of-patient',
    'journal.export',
    'journal.verify',
    'journal.set-retention',
    'journal.expire',
    'journal.anomaly',
  ],
}

/**
 * Families of requests that leave a line only when they are refused: the line then bears the operation's name. By the
 * first part of it.
 */
const requests: Readonly<Record<string, ActFamily>> = {
  access: 'people-and-access',
  antecedents: 'records-changed',
  backups: 'backups-and-keys',
  cabinet: 'settings',
  cards: 'backups-and-keys',
  consents: 'records-changed',
  contacts: 'contacts',
  devices: 'sessions',
  documents: 'records-changed',
  drafts: 'records-changed',
  identity: 'records-changed',
  jobs: 'settings',
  lifecycle: 'records-changed',
  journal: 'journal',
  letters: 'records-changed',
  medicines: 'settings',
  memos: 'records-changed',
  network: 'network',
  notes: 'records-changed',
  patients: 'records-read',
  people: 'people-and-access',
  places: 'settings',
  portability: 'printed-exported',
  presence: 'records-read',
  measurements: 'records-changed',
  printing: 'printed-exported',
  psc: 'sessions',
  record: 'records-read',
  results: 'records-changed',
  rights: 'records-read',
  roles: 'people-and-access',
  sessions: 'sessions',
  settings: 'settings',
  tasks: 'tasks',
  teleservices: 'settings',
  treatments: 'records-read',
  prescriptions: 'records-read',
  vaccinations: 'records-changed',
  reimbursements: 'records-read',
  verification: 'settings',
  vitale: 'records-read',
}

/** Lines that say what became of the journal itself: without them what was emptied could not be told from what was erased. */
const kept: ReadonlySet<string> = new Set(['journal.expire', 'journal.anomaly', 'cabinet.restored'])

/** Families whose lines tell who reached which record, and who could. */
const aboutRecords: ReadonlySet<ActFamily> = new Set<ActFamily>([
  'records-read',
  'records-changed',
  'emergencies',
  'printed-exported',
  'tasks',
  'people-and-access',
])

const familyByAct: ReadonlyMap<string, ActFamily> = new Map(
  Object.entries(acts).flatMap(([family, names]) => names.map((name) => [name, family as ActFamily] as const)),
)

/** Every act that has a family of its own. */
export const knownActs: readonly string[] = [...familyByAct.keys()]

/** The family of an act, or of an operation's name; `null` for one nobody has classed, which a test forbids. */
export function knownFamilyOf(act: string): ActFamily | null {
  return familyByAct.get(act) ?? requests[act.slice(0, act.indexOf('.'))] ?? null
}

/** Where a line goes and how long it stays. What is not classed is kept as long as records are. */
export function classOf(act: string): { readonly family: ActFamily; readonly retention: RetentionClass } {
  const family = knownFamilyOf(act) ?? 'records-changed'
  if (kept.has(act)) return { family, retention: 'kept' }
  return { family, retention: aboutRecords.has(family) ? 'record' : 'technical' }
}

/** The families whose lines are of a class, those kept for good aside. */
export function familiesOf(retention: 'technical' | 'record'): readonly ActFamily[] {
  return (Object.keys(acts) as ActFamily[]).filter((family) => aboutRecords.has(family) === (retention === 'record'))
}

/**
 * The instant before which lines of a class have reached the end of their time: calendar months back in UTC, the last day
 * of a shorter month standing for the days it does not have.
 *
 * @param now ISO 8601 in UTC with milliseconds.
 */
export function expiryLimit(now: string, retention: JournalRetention, of: 'technical' | 'record'): string {
  const months = of === 'technical' ? retention.technicalMonths : 12 * retention.recordYears
  const date = new Date(now)
  const day = date.getUTCDate()
  date.setUTCDate(1)
  date.setUTCMonth(date.getUTCMonth() - months)
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  date.setUTCDate(Math.min(day, lastDay))
  return date.toISOString()
}

/**
 * One line of a table for a spreadsheet (RFC 4180, separated by semicolons as a French one expects). A cell that a
 * spreadsheet would take for a formula begins with an apostrophe, which it shows as text: what somebody typed in a search
 * must not run on the computer of whoever opens the file (CWE-1236).
 */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(';')}\r\n`
}

function csvCell(text: string): string {
  const safe = /^\s*[=+\-@|%]|^[\t\r\n]/u.test(text) ? `'${text}` : text
  return /[;"\r\n]/u.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe
}
