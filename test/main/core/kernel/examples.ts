import { contract } from '#app/contract.ts'
import { type AnyOperation, policyOf } from '#app/kernel/operation.ts'
import { example, type Example, nothing } from './example.ts'
import { accessExamples } from './examples-of-access.ts'
import { antecedentExamples } from './examples-of-antecedents.ts'
import { cardExamples } from './examples-of-cards.ts'
import { contactExamples } from './examples-of-contacts.ts'
import { documentExamples } from './examples-of-documents.ts'
import { identityExamples } from './examples-of-identity.ts'
import { lifecycleExamples } from './examples-of-lifecycle.ts'
import { portabilityExamples } from './examples-of-portability.ts'
import { lettersExamples } from './examples-of-letters.ts'
import { deviceExamples } from './examples-of-devices.ts'
import { noteExamples } from './examples-of-notes.ts'
import { pscExamples } from './examples-of-psc.ts'
import { rightsExamples } from './examples-of-rights.ts'
import { taskExamples } from './examples-of-tasks.ts'
import { reimbursementExamples } from './examples-of-reimbursements.ts'
import { teleserviceExamples } from './examples-of-teleservices.ts'
import { treatmentExamples } from './examples-of-treatments.ts'
import { examExamples, recordExamples } from './examples-of-record.ts'
import { verificationExamples } from './examples-of-verification.ts'
import { vitaleExamples } from './examples-of-vitale.ts'
import { durandMarie } from '#test/world/patients.ts'
import { personFields, someSettings, testPassword } from '#test/world/open-world.ts'
import {
  backupPath,
  closeFor,
  intern,
  newPassword,
  newPatient,
  newPerson,
  newRole,
  runningJob,
  startedJob,
} from './example-subjects.ts'

export type { Example } from './example.ts'
export { endOf, type ExampleWorld } from './example-subjects.ts'

const { backups, cabinet, drafts, jobs, journal, network, patients, people, places, roles, sessions, settings } =
  contract

/** A call that succeeds, for every operation of the contract. */
export const examples: readonly Example[] = [
  example(backups.settings)(nothing),
  example(backups.updateSettings)(async (world) => {
    const { settings: present, version } = await world.as('admin').must(backups.settings, {})
    return { input: { settings: { ...present, dailyAt: ['13:00'] }, expectedVersion: version } }
  }),
  example(backups.start)(nothing, { ownWorld: true }),
  example(backups.list)(nothing),
  example(backups.inspect)(async (world) => ({ input: { path: await backupPath(world) } })),
  example(backups.restore)(async (world) => ({
    input: { path: await backupPath(world), name: 'Cabinet copié', mode: 'new', expectedCabinetId: world.cabinetId },
  })),
  example(backups.fingerprint)(nothing),

  example(cabinet.describe)(nothing),
  example(cabinet.list)(nothing),
  example(cabinet.addFolder)(async (world) => ({ input: { folder: world.cabinetFolder } })),
  example(cabinet.create)(
    async (world) => {
      await closeFor(world)
      return {
        seat: world.stranger(),
        input: {
          name: 'Cabinet nouveau',
          administrator: { title: 'Mme', lastName: 'Blanc', firstName: 'Léa', password: testPassword },
          practitioner: { title: 'Dr', lastName: 'Roche', firstName: 'Inès', rpps: null, password: newPassword },
        },
      }
    },
    { ownWorld: true },
  ),
  example(cabinet.prepareTraining)(
    async (world) => {
      await closeFor(world)
      return { seat: world.stranger(), input: { patients: 5 } }
    },
    { ownWorld: true },
  ),
  example(cabinet.trainingAccounts)(nothing),
  example(cabinet.open)(async (world) => ({
    seat: world.stranger(),
    input: { cabinetId: world.cabinetId, userId: world.userId('anna'), password: testPassword },
  })),
  example(cabinet.openWithRecoveryKey)(
    async (world) => ({
      seat: world.stranger(),
      input: {
        cabinetId: world.cabinetId,
        recoveryKey: world.recoveryGroups.join('-'),
        userId: world.userId('admin'),
        newPassword,
      },
    }),
    { ownWorld: true },
  ),
  example(cabinet.close)(
    async (world) => {
      await world.onlyStays('admin')
      return { input: { withBackup: false } }
    },
    { ownWorld: true },
  ),
  example(cabinet.listKeySlots)(nothing),
  example(cabinet.replaceRecoveryKey)(async () => ({ input: { password: testPassword } })),
  example(cabinet.setKeyringSlot)(async () => ({ input: { enabled: true } })),
  example(cabinet.rekey)(async () => ({ input: { password: testPassword } }), { ownWorld: true }),

  example(drafts.save)(async () => ({
    input: { place: newPatient, fields: { usedName: 'Du' }, basedOnVersion: null },
  })),
  example(drafts.get)(async () => ({ input: { place: newPatient } })),
  example(drafts.list)(nothing),
  example(drafts.discard)(async () => ({ input: { place: newPatient } })),

  example(jobs.get)(async (world) => ({ input: await startedJob(world) })),
  example(jobs.steer)(async (world) => ({ input: { ...(await runningJob(world)), to: 'cancel' } }), { ownWorld: true }),

  example(patients.search)(async () => ({ input: { text: 'dur' } })),
  example(patients.advancedSearch)(async () => ({ input: { name: 'durand' } })),
  example(patients.counts)(nothing),
  example(patients.preview)(async (world) => ({ input: { patientId: await world.as('anna').createPatient() } })),
  example(patients.open)(async (world) => ({ input: { patientId: await world.as('anna').createPatient() } })),
  example(patients.read)(async (world) => ({ input: { patientId: await world.as('anna').createPatient() } })),
  example(patients.create)(async () => ({ input: { fields: durandMarie, tagIds: [] } })),
  example(patients.update)(async (world) => ({
    input: {
      patientId: await world.as('anna').createPatient(),
      expectedVersion: 1,
      fields: { ...durandMarie, town: 'Pessac' },
      tagIds: [],
    },
  })),
  example(patients.findDuplicates)(async () => ({
    input: { birthName: 'Durand', usedName: '', firstName: 'Marie', birthDate: null, sex: null },
  })),
  example(patients.tags)(nothing),
  example(patients.saveTag)(async () => ({
    input: { tagId: null, name: `Étiquette ${crypto.randomUUID().slice(0, 8)}`, color: 'teal', hidesRecord: false },
  })),
  example(patients.import)(async () => ({
    input: {
      csv: 'Nom de naissance;Prénoms de naissance;Date de naissance;Sexe\nMartin;Paul;1980-01-02;M\n',
      mode: 'good-lines',
      dryRun: true,
    },
  })),

  example(people.list)(nothing),
  example(people.create)(async () => ({
    input: { fields: personFields('Nouvelle', 'secretary'), password: newPassword },
  })),
  example(people.update)(async (world) => {
    const person = await newPerson(world)
    const fields = personFields('Corrigée', 'secretary')
    return { input: { userId: person.userId, expectedVersion: person.version, fields } }
  }),
  example(people.setActive)(async (world) => {
    const person = await newPerson(world)
    return { input: { userId: person.userId, expectedVersion: person.version, active: false } }
  }),
  example(people.resetPassword)(async (world) => ({
    input: { userId: (await newPerson(world)).userId, password: newPassword },
  })),
  example(people.changeOwnPassword)(async () => ({ input: { presentPassword: testPassword, newPassword } }), {
    ownWorld: true,
  }),

  example(places.search)(async () => ({ input: { text: 'bordeaux', use: 'birth' } })),

  example(journal.list)(async () => ({ input: { filter: { family: 'sessions' }, limit: 50 } })),
  example(journal.ofPatient)(async (world) => ({
    input: { patientId: await world.as('doctor').createPatient(), filter: {}, limit: 50 },
  })),
  example(journal.export)(async () => ({ input: { format: 'csv', filter: {}, after: 0 } })),
  example(journal.verify)(nothing, { ownWorld: true }),
  example(journal.verdict)(nothing),
  example(journal.settings)(nothing),
  example(journal.updateSettings)(async (world) => {
    const { version } = await world.as('admin').must(journal.settings, {})
    return { input: { retention: { technicalMonths: 6, recordYears: 20 }, expectedVersion: version } }
  }),

  example(network.status)(nothing),
  example(network.share)(async () => ({ input: { sharing: true, port: null } })),
  example(network.startPairing)(async (world) => {
    await world.network.share(true, null)
    return { input: {} }
  }),
  example(network.stopPairing)(nothing),
  example(network.seats)(nothing),
  example(network.renameSeat)(async (world) => ({
    input: { fingerprint: world.network.join('Accueil'), name: 'Accueil, étage' },
  })),
  example(network.revokeSeat)(async (world) => ({ input: { fingerprint: world.network.join('Accueil') } })),

  example(contract.presence.set)(async (world) => ({
    input: { patientId: await world.as('doctor').createPatient(), activity: 'reading' },
  })),
  example(contract.presence.of)(async (world) => ({ input: { patientId: await world.as('doctor').createPatient() } })),

  example(roles.list)(nothing),
  example(roles.create)(async () => ({ input: { fields: intern() } })),
  example(roles.update)(async (world) => {
    const role = await newRole(world)
    return { input: { role: role.role, expectedVersion: 1, fields: intern() } }
  }),
  example(roles.restore)(async (world) => {
    const { roles: present } = await world.as('admin').must(roles.list, {})
    const version = present.find(({ role }) => role === 'secretary')?.version ?? 0
    return { input: { role: 'secretary', expectedVersion: version } }
  }),
  example(roles.remove)(async (world) => {
    const { role } = await newRole(world)
    return { input: { role, expectedVersion: 1 } }
  }),
  example(roles.preview)(async () => ({ input: { role: 'practitioner', seesAllPatients: true, groupIds: [] } })),

  example(sessions.current)(nothing),
  example(sessions.users)(nothing),
  example(sessions.lock)(async () => ({ input: { reason: 'button' } }), { ownWorld: true }),
  example(sessions.unlock)(async (world) => {
    const seat = world.stranger()
    return { seat, input: { userId: world.userId('anna'), password: testPassword } }
  }),
  example(sessions.signOut)(nothing, { ownWorld: true }),
  example(sessions.touch)(nothing),
  example(sessions.workspace)(nothing),
  example(sessions.saveWorkspace)(async () => ({
    input: { workspace: { tabs: [], activeTab: null, theme: 'dark', singleLetterKeys: true, sizes: { list: 300 } } },
  })),
  example(sessions.watch)(nothing),

  example(settings.get)(nothing),
  example(settings.update)(async (world) => {
    const { version } = await world.as('admin').must(settings.get, {})
    return { input: { settings: someSettings, expectedVersion: version } }
  }),
  ...rightsExamples,
  ...verificationExamples,
  ...reimbursementExamples,
  ...vitaleExamples,
  ...pscExamples,
  ...deviceExamples,
  ...accessExamples,
  ...noteExamples,
  ...taskExamples,
  ...teleserviceExamples,
  ...treatmentExamples,
  ...antecedentExamples,
  ...cardExamples,
  ...contactExamples,
  ...documentExamples,
  ...identityExamples,
  ...lifecycleExamples,
  ...portabilityExamples,
  ...lettersExamples,
  ...recordExamples,
  ...examExamples,
]

/** Every operation of the contract, by name. */
export const operations: ReadonlyMap<string, AnyOperation> = new Map(
  Object.values(contract)
    .flatMap((slice): AnyOperation[] => Object.values(slice))
    .map((operation) => [policyOf(operation).name, operation]),
)
