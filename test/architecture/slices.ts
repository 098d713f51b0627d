/**
 * The slices of the cabinet: one name, the same in every room (`app/features/x`, `main/core/features/x`,
 * `renderer/features/x`, their mirrors in `test`). A folder with another name fails the build.
 */
export interface Slice {
  /** What it is for, in one line. */
  readonly holds: string
  /** Why it is missing from a room, where it is. */
  readonly without?: Partial<Record<'app' | 'core' | 'renderer', string>>
}

/** Every slice. `npm run slice` reads it. */
export const slices: Readonly<Record<string, Slice>> = {
  cabinet: {
    holds: 'the cabinet file: create, open, keys, close',
    without: { renderer: 'its screens are those of `opening`' },
  },
  sessions: {
    holds: 'sign-in, lock, switch of user, events',
    without: { renderer: 'its screens are those of `opening` and `lock`' },
  },
  people: { holds: 'users, roles, passwords' },
  settings: { holds: 'settings of the cabinet and of the person' },
  drafts: { holds: 'what is typed and not yet saved', without: { renderer: 'each form keeps its own draft' } },
  jobs: { holds: 'long work: progress, pause, cancel' },
  backups: { holds: 'backup, verification, restoration' },
  patients: { holds: 'the list, the civil identity, search, import' },
  identity: { holds: 'INS: status and its proofs, traits, INSi answers, DataMatrix, work-list' },
  verification: { holds: 'identities asked about again: runs by night, report, work-list screen' },
  rights: { holds: 'what the Assurance Maladie covers of a patient (ADRi): asked for, understood, reviewed' },
  teleservices: { holds: 'calls to the services of the Assurance Maladie: who calls, traces, settings' },
  places: { holds: 'official communes and countries', without: { renderer: 'a field of the civil identity' } },
  training: {
    holds: 'the invented cabinet for learning',
    without: { app: 'it is asked through `cabinet`', renderer: 'chosen on the screens of `opening`' },
  },
  opening: {
    holds: 'the opening window: choose, create, restore, sign in',
    without: { app: 'it asks `cabinet`, `sessions` and `backups`', core: 'screens only' },
  },
  lock: { holds: 'the lock screen', without: { app: 'it asks `sessions`', core: 'screens only' } },
  forms: {
    holds: 'forms that keep a draft and compare two hands, for `settings` and `people`',
    without: { app: 'each form asks its own slice', core: 'screens only' },
  },
  roles: { holds: 'what each role allows' },
  access: { holds: 'access groups, emergency access' },
  journal: { holds: 'who did what, verification, export, retention' },
  tasks: { holds: 'things to do, linked to a patient or not' },
  network: { holds: 'sharing with other computers, pairing, seats' },
  devices: {
    holds: 'what the core asks of the cards of a seat',
    without: { renderer: 'answered by `renderer/client`, without a screen' },
  },
  presence: { holds: 'who has a record open', without: { renderer: 'shown by the tab of the record' } },
  psc: { holds: 'Pro Santé Connect: sign-in through a Proxy e-Santé, its settings' },
  record: { holds: 'the tab of one patient: Historique, search of words, panes' },
  medicines: { holds: 'the public base of drugs and substances: import, search' },
  treatments: { holds: 'what a patient takes, and its check against their allergies' },
  prescriptions: { holds: 'what is prescribed: editor, signature, sheet, templates' },
  contacts: { holds: 'the directory, relations of a patient' },
  consents: { holds: 'what a patient accepts to share' },
  notes: { holds: 'consultations: sections, signature, revisions, glossary' },
  antecedents: { holds: 'pathologies, family history, habitus, allergies, CIM-10' },
  vaccinations: { holds: 'vaccinations and the calendar' },
  memos: { holds: 'notes of a record, shared or private' },
  measurements: { holds: 'constantes: units, limits, plots' },
  results: { holds: 'results of laboratories' },
  letters: { holds: 'letters and certificates, their templates' },
  printing: { holds: 'pages of paper: labels, summary, preview, printers' },
  documents: { holds: 'files of a record: contents, categories, scan folder' },
  lifecycle: { holds: 'blocking, deleting, merging, the report of patients' },
  cards: { holds: 'professional cards: opening, enrolment, renewal, authorities and revocation lists' },
  portability: { holds: 'archives: export, import, digest' },
  readers: {
    holds: 'the card readers of this computer: indicator, diagnostic',
    without: { app: 'it asks the workstation', core: 'screens only' },
  },
  'training-reader': {
    holds: 'the panel of virtual cards, for training',
    without: { app: 'it asks the workstation', core: 'screens only' },
  },
  reimbursements: { holds: 'HRi: the history of care, in the memory of a seat' },
  vitale: { holds: 'the Vitale card: read, find, fill in a new record' },
}
