import { contract } from '#app/contract.ts'
import { type AnyOperation, policyOf } from '#app/kernel/operation.ts'
import { example, type Example, nothing } from './example.ts'
import { antecedentExamples } from './examples-of-antecedents.ts'
import { contactExamples } from './examples-of-contacts.ts'
import { documentExamples } from './examples-of-documents.ts'
import { lifecycleExamples } from './examples-of-lifecycle.ts'
import { portabilityExamples } from './examples-of-portability.ts'
import { lettersExamples } from './examples-of-letters.ts'
import { examExamples, recordExamples } from './examples-of-record.ts'
import { asFiles, smallBase } from '#test/world/medicines.ts'
import { signedPrescription, somePrescription, someTreatment, writtenTreatment } from '#test/world/prescriptions.ts'
import { durandMarie } from '#test/world/patients.ts'
import { personFields, someSettings, testPassword } from '#test/world/open-world.ts'
import {
  backupPath,
  closeFor,
  emergencyOf,
  groupFields,
  groupOf,
  intern,
  newPassword,
  newPatient,
  newPerson,
  newRole,
  newNote,
  newTask,
  nobody,
  runningJob,
  someConsultation,
  someTask,
  startedJob,
} from './example-subjects.ts'

export type { Example } from './example.ts'
export { endOf, type ExampleWorld } from './example-subjects.ts'

const {
  access,
  backups,
  cabinet,
  drafts,
  jobs,
  journal,
  medicines,
  network,
  notes,
  patients,
  people,
  places,
  prescriptions,
  roles,
  sessions,
  settings,
  tasks,
  treatments,
} = contract

/** A call that succeeds, for every operation of the contract. */
export const examples: readonly Example[] = [
  example(access.marks)(nothing),
  example(access.groups)(nothing),
  example(access.setEnabled)(async (world) => {
    const { enabled, version } = await world.as('admin').must(access.groups, {})
    return { input: { enabled, expectedVersion: version } }
  }),
  example(access.createGroup)(async () => ({ input: { fields: groupFields() } })),
  example(access.updateGroup)(async (world) => {
    const { group } = await world.as('admin').must(access.createGroup, { fields: groupFields() })
    return { input: { groupId: group.groupId, expectedVersion: group.version, fields: groupFields() } }
  }),
  example(access.deleteGroup)(async (world) => {
    const { group } = await world.as('admin').must(access.createGroup, { fields: groupFields() })
    return { input: { groupId: group.groupId, expectedVersion: group.version, typedName: group.name } }
  }),
  example(access.previewGroup)(async (world) => ({
    input: { groupId: await groupOf(world, 'anna'), userIds: [world.userId('anna'), world.userId('zoe')] },
  })),
  example(access.ofPatient)(async (world) => ({ input: { patientId: await world.as('anna').createPatient() } })),
  example(access.assign)(async (world) => ({
    input: {
      patientId: await world.as('anna').createPatient(),
      expectedVersion: 1,
      groupIds: [await groupOf(world, 'anna')],
      mayLoseSight: false,
    },
  })),
  example(access.requestEmergency)(async (world) => ({ seat: world.as('zoe'), input: await emergencyOf(world) })),
  example(access.endEmergency)(async (world) => {
    await world.as('zoe').call(access.requestEmergency, await emergencyOf(world))
    const known = await world.as('zoe').call(access.emergencies, {})
    const emergencyId = (known.ok ? known.value.own[0]?.emergencyId : undefined) ?? nobody
    return { seat: world.as('zoe'), input: { emergencyId } }
  }),
  example(access.emergencies)(nothing),
  example(access.acknowledgeEmergency)(async (world) => {
    await world.as('zoe').call(access.requestEmergency, await emergencyOf(world))
    const { concerning } = await world.as('anna').must(access.emergencies, {})
    return { seat: world.as('anna'), input: { emergencyId: concerning[0]?.emergencyId ?? nobody } }
  }),

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

  example(notes.sign)(async (world) => ({
    seat: world.as('anna'),
    input: {
      noteId: crypto.randomUUID(),
      patientId: await world.as('anna').createPatient(),
      content: someConsultation,
    },
  })),
  example(notes.read)(async (world) => ({ input: { noteId: (await newNote(world)).noteId } })),
  example(notes.revise)(async (world) => {
    const { noteId, version } = await newNote(world)
    const content = { ...someConsultation, occurredAt: '2026-11-20T13:40:00.000Z' }
    return { input: { noteId, expectedVersion: version, content, reason: 'Heure corrigée' } }
  }),
  example(notes.revisions)(async (world) => ({ input: { noteId: (await newNote(world)).noteId } })),
  example(notes.remove)(async (world) => {
    const { noteId, version } = await newNote(world)
    return { input: { noteId, expectedVersion: version } }
  }),
  example(notes.restore)(async (world) => {
    const { noteId, version } = await newNote(world)
    const removed = await world.as('anna').must(notes.remove, { noteId, expectedVersion: version })
    return { input: { noteId, expectedVersion: removed.version } }
  }),
  example(notes.sections)(nothing),
  example(notes.saveSections)(async (world) => {
    const { sections, version } = await world.as('admin').must(notes.sections, {})
    return { input: { sections, expectedVersion: version } }
  }),
  example(notes.complete)(async () => ({ input: { begun: 'Auscultation' } })),
  example(notes.glossary)(async () => ({ input: { text: '' } })),
  example(notes.addPhrase)(async () => ({ input: { phrase: 'Examen sans particularité' } })),
  example(notes.forgetPhrase)(async (world) => {
    const { phrase } = await world.as('admin').must(notes.addPhrase, { phrase: 'Abdomen souple, indolore' })
    return { seat: world.as('admin'), input: { phraseId: phrase.phraseId } }
  }),
  example(notes.setLearning)(async () => ({ input: { learns: false } })),
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

  example(medicines.search)(async () => ({ input: { text: 'amoxi', limit: 20 } })),
  example(medicines.get)(async () => ({ input: { cis: '60000001' } })),
  example(medicines.searchSubstances)(async () => ({ input: { text: 'amoxi', limit: 20 } })),
  example(medicines.library)(nothing),
  example(medicines.import)(async () => ({ input: { files: asFiles(smallBase()) } }), { ownWorld: true }),

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
  example(prescriptions.get)(async (world) => ({ seat: world.as('anna'), input: await signedPrescription(world) })),
  example(prescriptions.pdf)(async (world) => ({ seat: world.as('anna'), input: await signedPrescription(world) })),
  example(prescriptions.preview)(async (world) => ({
    input: { patientId: await world.as('anna').createPatient(), fields: somePrescription },
  })),
  example(prescriptions.sign)(async (world) => ({
    input: {
      patientId: await world.as('anna').createPatient(),
      prescriptionId: crypto.randomUUID(),
      fields: somePrescription,
      overrides: [],
    },
  })),
  example(prescriptions.cancel)(async (world) => ({
    seat: world.as('anna'),
    input: { ...(await signedPrescription(world)), expectedVersion: 1, reason: 'Erreur de patient' },
  })),
  example(prescriptions.templates)(nothing),
  example(prescriptions.saveTemplate)(async () => ({
    input: { name: 'Douleur', isShared: true, lines: somePrescription.lines },
  })),
  example(prescriptions.removeTemplate)(async (world) => {
    const template = { name: 'Douleur', isShared: true, lines: somePrescription.lines }
    const { templateId } = (await world.as('doctor').must(prescriptions.saveTemplate, template)).template
    return { input: { templateId, expectedVersion: 1 } }
  }),

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

  example(treatments.list)(async (world) => ({ input: { patientId: await world.as('anna').createPatient() } })),
  example(treatments.check)(async (world) => ({
    input: { patientId: await world.as('anna').createPatient(), drugs: [someTreatment.drug], instead: [] },
  })),
  example(treatments.create)(async (world) => ({
    input: { patientId: await world.as('anna').createPatient(), fields: someTreatment },
  })),
  example(treatments.update)(async (world) => ({
    input: { ...(await writtenTreatment(world)), fields: someTreatment },
  })),
  example(treatments.stop)(async (world) => ({
    input: { ...(await writtenTreatment(world)), stoppedOn: '2026-11-24', reason: 'Toux' },
  })),
  example(treatments.remove)(async (world) => ({ input: await writtenTreatment(world) })),
  example(treatments.restore)(async (world) => {
    const treatment = await writtenTreatment(world)
    const { version } = await world.as('anna').must(treatments.remove, treatment)
    return { input: { ...treatment, expectedVersion: version } }
  }),

  example(tasks.list)(async (world) => {
    await newTask(world)
    return { input: { filter: { whose: 'all', state: 'open' }, offset: 0, limit: 50 } }
  }),
  example(tasks.counts)(nothing),
  example(tasks.assignees)(async (world) => ({
    seat: world.as('anna'),
    input: { patientId: await world.as('anna').createPatient() },
  })),
  example(tasks.create)(async (world) => ({
    seat: world.as('anna'),
    input: { patientId: await world.as('anna').createPatient(), fields: someTask },
  })),
  example(tasks.update)(async (world) => {
    const { taskId, version } = await newTask(world)
    return { input: { taskId, expectedVersion: version, patientId: null, fields: { ...someTask, urgent: true } } }
  }),
  example(tasks.setDone)(async (world) => {
    const { taskId, version } = await newTask(world)
    return { input: { taskId, expectedVersion: version, done: true } }
  }),
  example(tasks.remove)(async (world) => {
    const { taskId, version } = await newTask(world)
    return { input: { taskId, expectedVersion: version } }
  }),
  example(tasks.restore)(async (world) => {
    const { taskId, version } = await newTask(world)
    const removed = await world.as('anna').must(tasks.remove, { taskId, expectedVersion: version })
    return { input: { taskId, expectedVersion: removed.version } }
  }),
  ...antecedentExamples,
  ...contactExamples,
  ...documentExamples,
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
