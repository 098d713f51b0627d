import { contract } from '#app/contract.ts'
import type { GroupFields } from '#app/features/access/model.ts'
import type { NoteContent } from '#app/features/notes/model.ts'
import type { RoleFields, RoleKey } from '#app/features/roles/model.ts'
import type { RoleCode } from '#app/kernel/permissions.ts'
import type { MemorySeat } from '#main/wire/index.ts'
import { personFields, testPassword, type World } from '#test/world/open-world.ts'
import { durandMarie } from '#test/world/patients.ts'

/** The world every example is written for. */
export type ExampleWorld = World<'anna' | 'zoe'>

/** A password nobody has yet. */
export const newPassword = 'ardoise verger tambour 9'

/** A secretary under a name of their own each time. */
export async function newPerson(world: ExampleWorld) {
  const fields = personFields(`Personne${crypto.randomUUID().slice(0, 6)}`, 'secretary')
  const { person } = await world.as('admin').must(contract.people.create, { fields, password: testPassword })
  return person
}

/** A custom group, under a name of its own each time. */
export function groupFields(): GroupFields {
  const name = `Groupe ${crypto.randomUUID().slice(0, 6)}`
  return { name, description: '', color: 'violet', initials: 'SM', patientTag: 'Maternité', userIds: [] }
}

/** The identifier of nothing. */
export const nobody = '00000000-0000-7000-8000-000000000000'

/** The group of their own that a practitioner has. */
export async function groupOf(world: ExampleWorld, name: 'anna' | 'zoe'): Promise<string> {
  const { groups } = await world.as('admin').must(contract.access.groups, {})
  return groups.find((group) => group.ownerUserId === world.userId(name))?.groupId ?? ''
}

/** A record of Anna's alone, and the traits that open it. */
export async function emergencyOf(world: ExampleWorld) {
  const birthName = `Urgence${[...crypto.randomUUID()].filter((sign) => /[a-f]/.test(sign)).join('')}`
  await world.as('anna').createPatient({ birthName, usedName: birthName })
  const { birthDate, firstBirthFirstName: firstName } = durandMarie
  return { request: { birthName, firstName, birthDate, reason: 'Malaise en salle d’attente' } }
}

/** A role of the cabinet, under a name of its own each time. */
export function intern(): RoleFields {
  const name = `Interne ${crypto.randomUUID().slice(0, 6)}`
  return { name, description: 'Consulte et écrit', base: 'locum', permissions: ['patient.read', 'patient.edit'] }
}

/** A role of the cabinet, made by the administrator. */
export async function newRole(world: ExampleWorld) {
  const { role } = await world.as('admin').must(contract.roles.create, { fields: intern() })
  return { ...role, role: role.role as Exclude<RoleKey, RoleCode> }
}

/** Where a backup was just made. */
export async function backupPath(world: ExampleWorld): Promise<string> {
  const admin = world.as('admin')
  const { jobId } = await admin.must(contract.backups.start, {})
  return (await endOf(admin, jobId)).result?.path ?? ''
}

/** Waits for a job of this seat to end. */
export async function endOf(seat: MemorySeat, jobId: string) {
  for (;;) {
    const reply = await seat.call(contract.jobs.get, { jobId })
    if (!reply.ok) throw new Error(reply.problem)
    if (reply.value.job.endedAt !== null) return reply.value.job
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** A task as typed. */
export const someTask = {
  title: 'Rappeler le laboratoire',
  note: '',
  assignedTo: null,
  dueOn: null,
  urgent: false,
} as const

/** A task about nobody: whoever asks sees it. */
export async function newTask(world: ExampleWorld) {
  return (await world.as('anna').must(contract.tasks.create, { patientId: null, fields: someTask })).task
}

/** A consultation as typed. */
export const someConsultation: NoteContent = {
  occurredAt: '2026-11-20T13:31:00.000Z',
  sections: [{ sectionId: 'motif', keyword: 'Motif', text: 'Renouvellement du traitement', items: [] }],
}

/** A signed consultation of a patient of Anna’s. */
export async function newNote(world: ExampleWorld) {
  const anna = world.as('anna')
  const input = { noteId: crypto.randomUUID(), patientId: await anna.createPatient(), content: someConsultation }
  return (await anna.must(contract.notes.sign, input)).note
}

/** Where a new patient is typed. */
export const newPatient = { form: 'new-patient', subjectId: null } as const

/** Signs everybody out and closes the cabinet. */
export async function closeFor(world: ExampleWorld): Promise<void> {
  await world.onlyStays('admin')
  await world.as('admin').must(contract.cabinet.close, { withBackup: false })
}

/** A job that has ended. */
export async function startedJob(world: ExampleWorld) {
  const { jobId } = await world.as('admin').must(contract.backups.start, {})
  await endOf(world.as('admin'), jobId)
  return { jobId }
}

/** A job under way, paused at once: a small cabinet is backed up sooner than its journal is read. */
export async function runningJob(world: ExampleWorld) {
  const { jobId } = await world.as('admin').must(contract.backups.start, {})
  await world.as('admin').must(contract.jobs.steer, { jobId, to: 'pause' })
  return { jobId }
}
