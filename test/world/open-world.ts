import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { contract } from '#app/contract.ts'
import type { CabinetSettings } from '#app/features/settings/model.ts'
import type { CivilStatusFields } from '#app/features/patients/model.ts'
import { type PersonFields, personFields as personFieldsSchema, type PersonView } from '#app/features/people/model.ts'
import type { AnyOperation, InputOf, OutputOf, Reply } from '#app/kernel/operation.ts'
import type { RoleCode } from '#app/kernel/permissions.ts'
import type { Core, Ports } from '#core/index.ts'
import { type CabinetKey, unlockWithPassword, unwrapDataKey } from '#core/db/keyslots.ts'
import { databaseFile, readManifest } from '#core/db/manifest.ts'
import type { AuditEntryTable, CabinetTables } from '#core/kernel/tables.ts'
import { pdfTypesetting } from '#main/adapters/typesetting/typesetting.ts'
import { composeCore } from '#main/compose/index.ts'
import { connectInMemory, type MemorySeat } from '#main/wire/index.ts'
import { openSqlcipher, type SqlcipherDatabase } from '#native/sqlcipher/database.ts'
import { type TestClock, testClock } from './clock.ts'
import { type KeptLog, keptLog } from './log.ts'
import { type TestNetwork, testNetwork } from './network.ts'
import { durandMarie } from './patients.ts'
import { testRevocationLists } from './published-lists.ts'
import { signInByWord } from './sign-in.ts'
import { type TestTeleservices, testTeleservices } from './teleservices.ts'
import { type TestTimers, testTimers } from './timers.ts'

/** Rows that tests read; naming the tables here lets the compiler know them. */
export type { BackupRunTable } from '#core/features/backups/tables.ts'
export type { EnrolledCardTable } from '#core/features/cards/tables.ts'
export type { ContactTable } from '#core/features/contacts/tables.ts'
export type { DraftTable } from '#core/features/drafts/tables.ts'
export type { MedicineTable } from '#core/features/medicines/tables.ts'
export type { PrescriptionTable } from '#core/features/prescriptions/tables.ts'
export type { RoleTable } from '#core/features/roles/tables.ts'
export type { WorkspaceTable } from '#core/features/sessions/tables.ts'
export type { TreatmentTable } from '#core/features/treatments/tables.ts'

/** The cheapest derivation a manifest accepts: tests prove what is derived, benchmarks how long it takes. */
export const testPasswordCost = { memoryKib: 64 * 1024, passes: 2, lanes: 1 } as const

/** A password long enough for the rules; one for everybody. */
export const testPassword = 'tilleul brume carnet 7'

const firstPassword = 'ardoise brume fontaine 3'

/** One for every world of a test file: a thread takes half a second to start. */
const typesetting = pdfTypesetting()

/** Who is in the world, by a name the test chooses: a role, or fields that matter to the test. */
export type WorldPeople = Readonly<Record<string, RoleCode | Partial<PersonFields>>>

/**
 * What a world has when it opens. The first two accounts are always there: `admin`, who administers and sees no record,
 * and `doctor`, a practitioner who sees all of them.
 */
export interface WorldPlan<P extends WorldPeople> {
  readonly people?: P
  readonly ports?: Partial<Ports>
}

/** Who every cabinet begins with. */
export type FirstAccount = 'admin' | 'doctor'

/** Somebody at a seat. */
export interface WorldSeat extends MemorySeat {
  readonly userId: string
  /** Asks, and throws when the answer is a refusal: for what a test only needs done. */
  must<O extends AnyOperation>(operation: O, input: InputOf<O>): Promise<OutputOf<O>>
  /** Creates a patient from the usual one with some fields changed, and returns their identifier. */
  createPatient(changes?: Partial<CivilStatusFields>): Promise<string>
}

/** A real encrypted cabinet in a temporary folder, with people signed in at seats of their own. */
export interface World<N extends string = string> extends AsyncDisposable {
  readonly core: Core
  readonly folder: string
  readonly cabinetsFolder: string
  readonly backupsFolder: string
  readonly cabinetFolder: string
  readonly cabinetId: string
  readonly recoveryGroups: readonly string[]
  readonly clock: TestClock
  readonly timers: TestTimers
  readonly log: KeptLog
  /** The host of the core, in words only; a plan with a port `network` of its own does without. */
  readonly network: TestNetwork
  /** The simulated services of the Assurance Maladie; a plan with a port `teleservices` of its own does without. */
  readonly teleservices: TestTeleservices
  as(name: N | FirstAccount): WorldSeat
  /** A seat where nobody is signed in. */
  stranger(): MemorySeat
  userId(name: N | FirstAccount): string
  /** Signs everybody out but one: a cabinet closes only when nobody works at another seat. */
  onlyStays(name: N | FirstAccount): Promise<void>
  /** Another core on the same folders, as a second process or a program started again would be. */
  anotherCore(): Core
  /** Reads or writes the file beside the core, on a connection of its own, closed after. */
  onTheDisk<T>(use: (database: SqlcipherDatabase) => T | Promise<T>): Promise<T>
  /** The rows of a table as they are on the disk, read beside the core on a connection of its own. */
  rowsOf<T extends keyof CabinetTables>(table: T): Promise<readonly CabinetTables[T][]>
  /** The journal, oldest first: the whole of it, or what came after a line. */
  journal(after?: number): Promise<readonly AuditEntryTable[]>
  /** The last line of the journal. */
  lastLine(): Promise<AuditEntryTable | undefined>
  /** The lines of the journal about one patient or one other subject. */
  auditOf(id: string): Promise<readonly AuditEntryTable[]>
}

/**
 * Opens a world: creates a cabinet, its people, and signs each in at a seat.
 *
 * @example
 * await using world = await openWorld({ people: { anna: 'practitioner', bruno: 'secretary' } })
 */
export async function openWorld<const P extends WorldPeople = Record<never, never>>(
  plan: WorldPlan<P> = {},
): Promise<World<Extract<keyof P, string>>> {
  const folder = await mkdtemp(join(tmpdir(), 'cabinet-monde-'))
  const clock = testClock()
  const timers = testTimers()
  const log = keptLog()
  const network = testNetwork()
  const teleservices = testTeleservices(log)
  const cabinetsFolder = join(folder, 'cabinets')
  const backupsFolder = join(folder, 'sauvegardes')
  const cores: Core[] = []
  let masterKey: CabinetKey | null = null
  const makeCore = () => {
    const core = composeCore({
      version: '0.0.0-test',
      stateFolder: join(folder, 'etat'),
      cabinetsFolder,
      backupsFolder,
      passwordCost: testPasswordCost,
      ports: {
        clock,
        timers,
        logger: log,
        network,
        typesetting,
        signIn: signInByWord(),
        revocationLists: testRevocationLists,
        teleservices,
        ...plan.ports,
      },
    })
    cores.push(core)
    return core
  }
  const core = makeCore()
  const doctor = connectInMemory(core, { kind: 'test', name: 'poste doctor' })
  const created = await must(doctor, contract.cabinet.create, {
    name: 'Cabinet du Tilleul',
    administrator: { title: 'Mme', lastName: 'Admin', firstName: 'Ada', password: firstPassword },
    practitioner: { title: 'Dr', lastName: 'Doc', firstName: 'Dora', rpps: null, password: testPassword },
  })
  const admin = await firstAdministrator(core, created.session.cabinetId, doctor)
  const seats = new Map<string, WorldSeat>([
    ['doctor', seatOf(doctor, created.session.userId)],
    ['admin', admin],
  ])
  for (const [name, who] of Object.entries(plan.people ?? {})) {
    const { person } = await admin.must(contract.people.create, {
      fields: personFields(name, who),
      password: testPassword,
    })
    seats.set(name, await signedIn(core, created.session.cabinetId, person, name))
  }
  // A new cabinet limits nobody: a world where somebody does not see everybody uses groups.
  const isLimited = Object.values(plan.people ?? {}).some(
    (who) => typeof who === 'object' && who.seesAllPatients === false,
  )
  if (isLimited) await admin.must(contract.access.setEnabled, { enabled: true, expectedVersion: 0 })
  const of = (name: string): WorldSeat => {
    const seat = seats.get(name)
    if (seat === undefined) throw new Error(`nobody is called ${name} in this world`)
    return seat
  }
  const cabinetFolder = join(cabinetsFolder, 'Cabinet du Tilleul.cabinet')
  // By the database: a journal that is read whole after each of a thousand calls is most of what a test does.
  const lines = (which: string, ...values: readonly (string | number)[]) =>
    world.onTheDisk(
      (database) => database.prepare(`select * from audit_entry ${which}`).all(...values) as AuditEntryTable[],
    )
  const world: World = {
    core,
    folder,
    cabinetsFolder,
    backupsFolder,
    cabinetFolder,
    cabinetId: created.session.cabinetId,
    recoveryGroups: created.recovery.groups,
    clock,
    timers,
    log,
    network,
    teleservices,
    as: of,
    stranger: () => connectInMemory(core, { kind: 'test', name: 'poste inconnu' }),
    userId: (name) => of(name).userId,
    onlyStays: async (name) => {
      const staying = of(name)
      for (const seat of seats.values()) if (seat !== staying) await seat.call(contract.sessions.signOut, {})
    },
    anotherCore: makeCore,
    onTheDisk: async (use) => {
      masterKey ??= await unlockWithPassword(await readManifest(cabinetFolder), of('admin').userId, testPassword)
      if (masterKey === null) throw new Error('the test password does not open this cabinet')
      const [wrapped] = (await readManifest(cabinetFolder)).dataKeys
      if (wrapped === undefined) throw new Error('a manifest has a data key')
      const key = unwrapDataKey(masterKey, wrapped)
      const database = openSqlcipher(join(cabinetFolder, databaseFile), { key })
      try {
        return await use(database)
      } finally {
        database.close()
      }
    },
    rowsOf: (table) =>
      world.onTheDisk((database) => database.prepare(`select * from ${table}`).all() as CabinetTables[typeof table][]),
    journal: (after = 0) => lines('where sequence > ? order by sequence', after),
    lastLine: async () => (await lines('order by sequence desc limit 1'))[0],
    auditOf: (id) => lines('where patient_id = ? or subject_id = ? order by sequence', id, id),
    [Symbol.asyncDispose]: async () => {
      for (const each of cores) await each.dispose()
      await rm(folder, { recursive: true, force: true })
    },
  }
  return world
}

/** A user's fields from a role or a few of them. */
export function personFields(name: string, who: RoleCode | Partial<PersonFields>): PersonFields {
  const given = typeof who === 'string' ? { roleKey: who } : who
  return {
    title: '',
    lastName: name,
    firstName: 'Test',
    roleKey: 'practitioner',
    rpps: null,
    profession: null,
    specialty: null,
    sector: null,
    emailMss: null,
    email: null,
    phone: null,
    mobile: null,
    validFrom: null,
    // A locum has a last day.
    validUntil: given.roleKey === 'locum' ? '2099-12-31' : null,
    seesAllPatients: true,
    ...given,
  }
}

/** What may be typed of a user, out of their view: to change one thing and send the rest back. */
export function fieldsOf(person: PersonView): PersonFields {
  return personFieldsSchema.parse(
    Object.fromEntries(Object.keys(personFieldsSchema.shape).map((key) => [key, person[key as keyof PersonFields]])),
  )
}

/** Settings that are right, for tests that need some. */
export const someSettings: CabinetSettings = {
  name: 'Cabinet du Tilleul',
  addressLine: '3 rue du Puits',
  addressComplement: '',
  postalCode: '33000',
  town: 'Bordeaux',
  phone: '05 56 00 00 00',
  email: '',
  finess: '',
  lockAfterMinutes: 10,
}

/** Gives the first administrator, whose first password must differ from the practitioner's, the one of everybody. */
async function firstAdministrator(core: Core, cabinetId: string, doctor: MemorySeat): Promise<WorldSeat> {
  const { people } = await must(doctor, contract.people.list, {})
  const person = people.find(({ role }) => role === 'administrator')
  if (person === undefined) throw new Error('a cabinet is created with an administrator')
  const seat = connectInMemory(core, { kind: 'test', name: 'poste admin' })
  await must(seat, contract.cabinet.open, { cabinetId, userId: person.userId, password: firstPassword })
  const change = { presentPassword: firstPassword, newPassword: testPassword }
  await must(seat, contract.people.changeOwnPassword, change)
  return seatOf(seat, person.userId)
}

/** Signs a user in at a seat of their own. */
export async function signedIn(
  core: Core,
  cabinetId: string,
  person: Pick<PersonView, 'userId'>,
  name: string,
): Promise<WorldSeat> {
  const seat = connectInMemory(core, { kind: 'test', name: `poste ${name}` })
  await must(seat, contract.cabinet.open, { cabinetId, userId: person.userId, password: testPassword })
  return seatOf(seat, person.userId)
}

function seatOf(seat: MemorySeat, userId: string): WorldSeat {
  return {
    ...seat,
    userId,
    must: (operation, input) => must(seat, operation, input),
    createPatient: async (changes = {}) => {
      const fields = { ...durandMarie, ...changes }
      const { record } = await must(seat, contract.patients.create, { fields, tagIds: [] })
      return record.patientId
    },
  }
}

async function must<O extends AnyOperation>(seat: MemorySeat, operation: O, input: InputOf<O>): Promise<OutputOf<O>> {
  const reply: Reply<O> = await seat.call(operation, input)
  if (reply.ok) return reply.value
  throw new Error(`refused: ${JSON.stringify(reply)}`)
}
