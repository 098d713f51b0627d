import { contract } from '#app/contract.ts'
import { type AnyOperation, policyOf } from '#app/kernel/operation.ts'
import { type Permission, presetAllows, type RoleCode, roleCode } from '#app/kernel/permissions.ts'
import type { MemorySeat } from '#main/wire/index.ts'
import { openWorld, type World, type WorldSeat } from '#test/world/open-world.ts'
import { durandMarie } from '#test/world/patients.ts'
import { examples, type ExampleWorld } from './examples.ts'

/** Where a user stands: in the one group that holds the record, or in « Public ». */
type Standing = 'group' | 'public'
/** Where a record is: in the group of the users in a group, in another one, or in « Public » alone. */
type Place = 'own group' | 'other group' | 'public only'

interface Subject {
  readonly role: RoleCode
  readonly standing: Standing
  readonly seat: WorldSeat
}

/** A world with a user of each role in a group, one of each role in « Public », and somebody who makes records. */
export interface MatrixWorld extends AsyncDisposable {
  readonly world: World<'anna' | 'zoe'>
  readonly subjects: readonly Subject[]
  /** A new record in one place, made by somebody who sees every record. */
  patientIn(place: Place): Promise<string>
  /** A new record in a group none of the users in a group is in, with all that hangs on one. */
  disturb(): Promise<void>
  /** A call that succeeds, prepared once for each operation. */
  inputOf(operation: AnyOperation): Promise<Input>
  /** A call that succeeds prepared anew, about a record in one place. */
  inputIn(operation: AnyOperation, place: Place): Promise<Input>
}

type Input = Readonly<Record<string, unknown>>

/** Words of nobody but the records out of sight. */
const secret = 'ZZSECRETE'
const nobody = '00000000-0000-7000-8000-00000000dead'
const places: readonly Place[] = ['own group', 'other group', 'public only']

/** Opens the world of the matrix: a dozen users, signed in. */
export async function openMatrixWorld(): Promise<MatrixWorld> {
  const limited = { seesAllPatients: false } as const
  const who = (role: RoleCode, standing: Standing) => `${role} ${standing}`
  const world = await openWorld({
    people: {
      anna: 'practitioner',
      zoe: { roleKey: 'practitioner', ...limited },
      ...Object.fromEntries(
        roleCode.options.flatMap((role) => {
          const fields = { roleKey: role, ...(role === 'locum' ? { validUntil: '2099-12-31' } : {}), ...limited }
          return [
            [who(role, 'group'), fields],
            [who(role, 'public'), fields],
          ]
        }),
      ),
    },
  })
  const seatOf = (role: RoleCode, standing: Standing) => world.as(who(role, standing) as 'anna')
  const subjects = roleCode.options.flatMap((role) =>
    (['group', 'public'] as const).map((standing) => ({ role, standing, seat: seatOf(role, standing) })),
  )
  const admin = world.as('admin')
  const inGroup = subjects.filter(({ standing }) => standing === 'group').map(({ seat }) => seat.userId)
  const inPublic = subjects.filter(({ standing }) => standing === 'public').map(({ seat }) => seat.userId)
  const ownGroup = await customGroup(admin, 'Le leur', inGroup)
  const otherGroup = await customGroup(admin, 'Un autre', [])
  await addToPublic(admin, inPublic)
  const maker = world.as('doctor')
  const groupsAt: Readonly<Record<Place, readonly string[]>> = {
    'own group': [ownGroup],
    'other group': [otherGroup],
    'public only': [],
  }
  const put = async (patientId: string, place: Place) => {
    const { version } = await maker.must(contract.access.ofPatient, { patientId })
    const groupIds = [...groupsAt[place]]
    await maker.must(contract.access.assign, { patientId, expectedVersion: version, groupIds, mayLoseSight: false })
  }
  const make = async (place: Place, birthName: string) => {
    const patientId = await maker.createPatient({ birthName, usedName: durandMarie.usedName })
    await put(patientId, place)
    return patientId
  }
  const prepare = async (operation: AnyOperation) => {
    const example = examples.find((one) => one.operation === operation)
    if (example === undefined) throw new Error(`${policyOf(operation).name} has no example`)
    return (await example.prepare(world as ExampleWorld)).input as Input
  }
  const inputs = new Map<AnyOperation, Input>()
  return {
    world,
    subjects,
    patientIn: (place) => make(place, durandMarie.birthName),
    disturb: async () => {
      const patientId = await make('other group', `${secret}`)
      // A namesake of whoever is searched for: counts and candidates would show it.
      await make('other group', durandMarie.birthName)
      const fields = { title: `Rappeler ${secret}`, note: '', assignedTo: null, dueOn: null, urgent: true }
      await maker.must(contract.tasks.create, { patientId, fields })
      const place = { form: 'patient-civil-status', subjectId: patientId } as const
      await maker.must(contract.drafts.save, { place, fields: { usedName: secret }, basedOnVersion: 1 })
      await maker.must(contract.presence.set, { patientId, activity: 'editing' })
      await maker.must(contract.patients.open, { patientId })
    },
    inputOf: async (operation) => {
      const known = inputs.get(operation)
      if (known !== undefined) return known
      const input = await prepare(operation)
      inputs.set(operation, input)
      return input
    },
    inputIn: async (operation, place) => {
      const input = await prepare(operation)
      await put(input['patientId'] as string, place)
      return input
    },
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  }
}

async function customGroup(admin: WorldSeat, name: string, userIds: readonly string[]): Promise<string> {
  const fields = { name, description: '', color: 'plum', initials: 'X', patientTag: '', userIds: [...userIds] } as const
  const { group } = await admin.must(contract.access.createGroup, {
    fields: { ...fields, userIds: [...userIds] },
  })
  return group.groupId
}

async function addToPublic(admin: WorldSeat, userIds: readonly string[]): Promise<void> {
  const { groups } = await admin.must(contract.access.groups, {})
  const whole = groups.find((group) => group.kind === 'public')
  if (whole === undefined) throw new Error('a cabinet has « Public »')
  const { groupId, version, name, description, color, initials, patientTag } = whole
  await admin.must(contract.access.updateGroup, {
    groupId,
    expectedVersion: version,
    fields: { name, description, color, initials, patientTag, userIds: [...whole.userIds, ...userIds] },
  })
}

/** The rule of sight, said again from the document rather than from the code: reading is a right, « Public » holds all. */
function sees({ role, standing }: Subject, place: Place): boolean {
  return presetAllows(role, 'patient.read') && (standing === 'public' || place === 'own group')
}

/** What the core must answer to an operation about one record. */
function expected(operation: AnyOperation, subject: Subject, place: Place): 'forbidden' | 'not-found' | 'answered' {
  const { permission } = policyOf(operation)
  if (typeof permission === 'string' && !presetAllows(subject.role, permission)) return 'forbidden'
  return sees(subject, place) ? 'answered' : 'not-found'
}

/**
 * Queries whose figures count every record, in sight or not, and why that is meant: GRP-2 restricts no statistics, and
 * « Paramètres » show administrators how much each user would see.
 */
export const figuresOfAll: Readonly<Record<string, string>> = {
  'access.groups': 'figures of each group, for who configures them',
  'access.previewGroup': 'figures of what users would see, for who configures them',
  'roles.preview': 'figures of what a role would see, for who configures them',
  'backups.fingerprint': 'how many records a backup must hold',
  'backups.list': 'backups come when they come',
  'journal.list': 'each line is there for its reader; a record out of sight has no name in it',
  'journal.export': 'each line is there for its reader; a record out of sight has no name in it',
  'journal.verdict': 'how many lines were read',
}

/** Operations whose handler judges who may, and the permission that the example of each takes. */
const takenInside: Readonly<Record<string, Permission>> = {
  'letters.saveTemplate': 'cabinet.configure',
}

/** Everything in which an operation does not keep to its policy and to who sees whom; empty when it does. */
export async function faultsOf(operation: AnyOperation, matrix: MatrixWorld): Promise<string[]> {
  const { scope } = policyOf(operation)
  if ('patient' in scope) return faultsAboutOne(operation, matrix)
  return [...(await faultsOfNaming(operation, matrix)), ...(await faultsOfSeveral(operation, matrix))]
}

async function faultsAboutOne(operation: AnyOperation, matrix: MatrixWorld): Promise<string[]> {
  const { name } = policyOf(operation)
  const nextInput = await inputsAbout(operation, matrix)
  const faults: string[] = []
  for (const place of places) {
    let input = await nextInput(place)
    for (const subject of matrix.subjects) {
      const wanted = expected(operation, subject, place)
      let reply = await ask(subject.seat, operation, input)
      if (wanted === 'answered' && answerOf(reply) === 'not-found') {
        // Somebody before them may have taken it away.
        input = await nextInput(place)
        reply = await ask(subject.seat, operation, input)
      }
      const answer = answerOf(reply)
      if (answer !== wanted)
        faults.push(`${name}: ${subject.role} of ${subject.standing}, ${place}: ${answer}, not ${wanted}`)
      if (wanted !== 'not-found') continue
      const missing = await ask(subject.seat, operation, { ...input, patientId: nobody })
      if (!same(reply, missing)) faults.push(`${name}: unlike a record that does not exist`)
    }
  }
  return faults
}

/**
 * Inputs about records in one place: the same call about a new record, or, where the call names something of a record (a
 * letter, a vaccination), which another record does not have, a whole example anew.
 */
async function inputsAbout(operation: AnyOperation, matrix: MatrixWorld): Promise<(place: Place) => Promise<Input>> {
  const input = await matrix.inputOf(operation)
  const about = async (place: Place) => ({ ...input, patientId: await matrix.patientIn(place) })
  const elsewhere = await ask(matrix.world.as('doctor'), operation, await about('public only'))
  return answerOf(elsewhere) === 'not-found' ? (place) => matrix.inputIn(operation, place) : about
}

/** A record named in an input that no scope reads: out of sight, it is answered as one that does not exist. */
async function faultsOfNaming(operation: AnyOperation, matrix: MatrixWorld): Promise<string[]> {
  const { name, permission } = policyOf(operation)
  const input = await matrix.inputOf(operation)
  if (!namesPatient(operation, input)) return []
  const faults: string[] = []
  const hidden = await matrix.patientIn('other group')
  for (const subject of matrix.subjects) {
    if (sees(subject, 'other group')) continue
    if (typeof permission === 'string' && !presetAllows(subject.role, permission)) continue
    const [reply, missing] = [
      await ask(subject.seat, operation, { ...input, patientId: hidden }),
      await ask(subject.seat, operation, { ...input, patientId: nobody }),
    ]
    if (!same(reply, missing)) faults.push(`${name}: ${subject.role} learns of a record named in the input`)
  }
  return faults
}

/** Replies to who does not see a record: without its name, and the same before it existed. */
async function faultsOfSeveral(operation: AnyOperation, matrix: MatrixWorld): Promise<string[]> {
  const { name, permission, kind } = policyOf(operation)
  const input = await matrix.inputOf(operation)
  const faults: string[] = []
  const before = new Map<Subject, Asked>()
  for (const subject of matrix.subjects) {
    const reply = await ask(subject.seat, operation, input)
    const taken = typeof permission === 'string' ? permission : takenInside[name]
    const allowed = taken === undefined || presetAllows(subject.role, taken)
    if (allowed === (answerOf(reply) === 'forbidden')) {
      faults.push(`${name}: ${subject.role}: ${answerOf(reply)}, ${allowed ? 'though' : 'without'} the permission`)
    }
    if (!sees(subject, 'other group') && allowed) before.set(subject, reply)
  }
  // A command changes what it is asked twice: its reply is only read for names.
  await matrix.disturb()
  for (const [subject, former] of before) {
    const reply = await ask(subject.seat, operation, input)
    if (JSON.stringify(reply).includes(secret))
      faults.push(`${name}: ${subject.role} reads the name of a record out of sight`)
    if (kind !== 'query' || name in figuresOfAll) continue
    if (!same(reply, former)) faults.push(`${name}: ${subject.role} sees that there is a record out of sight`)
  }
  return faults
}

/**
 * Whether an operation may be asked here: those of a session under way, whose call does not end the world. What is about
 * one record ends none, though it may keep the core busy.
 */
export function isInMatrix(operation: AnyOperation): boolean {
  const { needs, kind, scope } = policyOf(operation)
  const ownWorld = examples.find((one) => one.operation === operation)?.ownWorld === true
  const endsWorld = ownWorld && !('patient' in scope)
  return needs === 'active-session' && kind !== 'subscription' && !endsWorld
}

type Asked = { readonly ok: boolean; readonly problem?: string }

/** Asks without the compiler's help: inputs are put together. */
async function ask(seat: MemorySeat, operation: AnyOperation, input: unknown): Promise<Asked> {
  return (await seat.call(operation, input as never)) as Asked
}

function answerOf(reply: Asked): 'forbidden' | 'not-found' | 'answered' {
  if (reply.ok) return 'answered'
  return reply.problem === 'forbidden' || reply.problem === 'not-found' ? reply.problem : 'answered'
}

function same(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right)
}

function namesPatient(operation: AnyOperation, input: Readonly<Record<string, unknown>>): boolean {
  if ('patientId' in input) return true
  const schema = operation['~orpc'].inputSchema as { readonly shape?: Readonly<Record<string, unknown>> } | undefined
  return schema?.shape !== undefined && 'patientId' in schema.shape
}
