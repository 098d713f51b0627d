import type { ChangeEvent } from '#app/features/sessions/model.ts'
import type { OperationPolicy } from '#app/kernel/operation.ts'
import { isProblem, type Problem } from '#app/kernel/problem.ts'
import type { OutsidePorts, Ports } from '#core/ports/index.ts'
import type { AuditLine } from './audit.ts'
import type { CabinetInUse } from './cabinet-in-use.ts'
import type { CardReadings, SeatReadings } from './card-readings.ts'
import type { Audience, ChangeHub } from './changes.ts'
import type { SeatSignIn, SignInDesk } from './sign-in-desk.ts'
import type { DeviceDesk, SeatDevices, SeatRequests } from './device-desk.ts'
import type { JobBoard } from './job-board.ts'
import type { PresenceBoard } from './presence-board.ts'
import { type NamedCommand, writeReceipt } from './receipts.ts'
import type { SeatMemories, SeatMemory } from './seat-memory.ts'
import type { Seat, SessionTable } from './session-table.ts'
import type { ReadDb, WriteDb } from './tables.ts'
import type { Vault } from './vault.ts'
import type { Actor, Colleague, JournalNote, Work } from './work.ts'

/** What one call needs of the core. */
export interface CallHouse {
  readonly ports: Ports
  readonly sessions: SessionTable
  readonly changes: ChangeHub
  readonly jobs: JobBoard
  readonly presence: PresenceBoard
  readonly devices: DeviceDesk
  readonly readings: CardReadings
  readonly memories: SeatMemories
  readonly signIn: SignInDesk
  cabinet(): CabinetInUse | null
  vaultFor(seat: Seat): Vault
}

/** More announcements of one kind than this in one operation become one: « many, ask again ». */
const mostAnnouncements = 50

/** What is announced of documents that are to be filed, in the place of a patient. */
export const unfiled = 'unfiled'

/** Carries a refusal out of a transaction, so that it is rolled back. */
class RolledBack extends Error {
  readonly refusal: Problem
  constructor(refusal: Problem) {
    super('rolled back')
    this.refusal = refusal
  }
}

/** One call of one operation: what its handler is given, and what it leaves in the journal. */
export class Call implements Work {
  readonly policy: OperationPolicy<never>
  readonly #given: AbortSignal | undefined
  readonly #gone: AbortSignal
  #signal: AbortSignal | null = null
  #command: NamedCommand | null = null
  readonly #house: CallHouse
  readonly #seat: Seat
  #actor: Actor | null = null
  #note: JournalNote = {}
  #announced: (ChangeEvent & { readonly patientId: string | null })[] = []
  #writing = false
  #wrote = false
  #journaled = false
  #refusalKept = false

  constructor(house: CallHouse, seat: Seat, policy: OperationPolicy<never>, given: AbortSignal | undefined) {
    this.#house = house
    this.#seat = seat
    this.policy = policy
    this.#given = given
    // Of the line it came by: the seat may have another when it ends.
    this.#gone = seat.gone.signal
  }

  /** Made when somebody asks: joining two signals costs more than most of dispatch, and few handlers wait. */
  get signal(): AbortSignal {
    this.#signal ??= this.#given === undefined ? this.#gone : AbortSignal.any([this.#given, this.#gone])
    return this.#signal
  }

  /** Whether the caller gave up or went away. */
  get isGivenUp(): boolean {
    return this.#given?.aborted === true || this.#gone.aborted
  }

  /** Says who acts; dispatch alone calls this, once it knows. */
  setActor(actor: Actor | null): void {
    this.#actor = actor
  }

  /** Says under which name the caller sent this command; it leaves a receipt with what it writes. */
  setCommand(command: NamedCommand): void {
    this.#command = command
  }

  get actor(): Actor {
    const actor = this.maybeActor
    if (actor === null) throw new Error(`${this.policy.name} has no actor before sign-in`)
    return actor
  }

  get maybeActor(): Actor | null {
    const { session } = this.#seat
    return this.#actor ?? (session?.lockedAt === null ? session.actor : null)
  }

  get ports(): OutsidePorts {
    const { ports } = this.#house
    const { localState, typesetting, documentReading, scanFolder, archives, revocationLists, keyring, network } = ports
    return {
      localState: this.#guarded(localState),
      typesetting: this.#guarded(typesetting),
      documentReading: this.#guarded(documentReading),
      scanFolder: this.#guarded(scanFolder),
      archives: this.#guarded(archives),
      revocationLists: this.#guarded(revocationLists),
      teleservices: this.#guarded(ports.teleservices),
      ...(keyring === undefined ? {} : { keyring: this.#guarded(keyring) }),
      ...(network === undefined ? {} : { network: this.#guarded(network) }),
    }
  }

  /** Whether something was committed: the other seats must hear of it, whatever comes after. */
  get committed(): boolean {
    return this.#wrote
  }

  get vault(): Vault {
    return this.#guarded(this.#house.vaultFor(this.#seat))
  }

  get sessions() {
    return this.#house.sessions.for(this.#seat)
  }

  get signIn(): SeatSignIn {
    return this.#guarded(this.#house.signIn.for(this.#seat))
  }

  get presence() {
    return this.#house.presence.for(this.#seat)
  }

  get devices(): SeatDevices {
    const { readVitaleCard, readProfessionalCard, signDigest } = this.#house.devices.for(this.#seat, this.signal)
    return this.#guarded<SeatDevices>({
      readVitaleCard,
      readProfessionalCard,
      signDigest: async (asked) => {
        // A person's signature leaves a trace, whatever becomes of it.
        if (this.#act() === null) throw new Error(`${this.policy.name} has a card sign and is not journaled`)
        const answer = await signDigest(asked)
        const { cardNumber, digest } = asked
        const outcome = answer.ok ? 'signed' : answer.problem
        this.journal({ details: { cardSignature: { cardNumber, digest, outcome } } })
        return answer
      },
    })
  }

  devicesUntil(signal: AbortSignal): SeatDevices {
    const { userId } = this.actor
    const isTheirs = () => this.#seat.session?.lockedAt === null && this.#seat.session.actor.userId === userId
    return this.#guarded(this.#house.devices.for(this.#seat, signal, isTheirs))
  }

  get readings(): SeatReadings {
    return this.#house.readings.for(this.#seat)
  }

  get memory(): SeatMemory {
    return this.#house.memories.for(this.#seat)
  }

  get deviceRequests(): SeatRequests {
    const { devices } = this.#house
    return {
      watch: () => devices.watch(this.#seat, this.signal),
      answer: (requestId, answer) => devices.answer(this.#seat, requestId, answer),
    }
  }

  get jobs() {
    return this.#house.jobs.for(this.#seat)
  }

  now(): string {
    return this.#house.ports.clock.now()
  }

  timeZone(): string {
    return this.#house.ports.clock.timeZone()
  }

  today(): string {
    return this.#house.ports.clock.today()
  }

  newId(): string {
    return this.#house.ports.random.id()
  }

  read<T>(query: (db: ReadDb) => Promise<T>): Promise<T> {
    return query(this.#open().reader(this.#viewer()))
  }

  async write<T>(change: (db: WriteDb) => Promise<T>): Promise<T> {
    if (this.policy.kind !== 'command')
      throw new Error(`${this.policy.name} is a ${this.policy.kind}: it does not write`)
    if (this.#wrote) throw new Error(`${this.policy.name} writes twice: one operation, one transaction`)
    this.#wrote = true
    this.#writing = true
    try {
      const everyone = 'patients' in this.policy.scope && this.policy.scope.patients === 'every'
      return await this.#open().transaction(
        everyone ? null : this.#viewer(),
        async (db) => {
          const result = await change(db)
          if (isProblem(result)) throw new RolledBack(result)
          return result
        },
        async (db) => {
          if (this.#act() === null) return
          await this.#open().append(db, this.#line('done', null))
          // What is no act (a draft, a layout) may be done twice without harm, and leaves none.
          if (this.#command !== null) await writeReceipt(db, this.#command, this.now())
        },
      )
    } catch (error) {
      this.#wrote = false
      if (error instanceof RolledBack) return error.refusal as T
      throw error
    } finally {
      this.#writing = false
      this.#journaled = this.#wrote
    }
  }

  async colleague(userId: string): Promise<Colleague | null> {
    const cabinet = this.#open()
    const actor = await cabinet.actor(userId, this.today())
    if (actor === null) return null
    return {
      may: (permission) => actor.permissions.includes(permission),
      sees: (patientId) => cabinet.mayFind(actor, patientId),
    }
  }

  announce(kind: ChangeEvent['kind'], id: string, version: number, patientId: string | null = null): void {
    this.#announced.push({ kind, id, version, patientId })
  }

  async tellNow(kind: ChangeEvent['kind'], id: string, version: number): Promise<void> {
    const event = { kind, id, version }
    await this.#house.changes.publish(event, this.#audienceOf(event, null))
  }

  journal(note: JournalNote): void {
    const details = { ...this.#note.details, ...note.details }
    this.#note = { ...this.#note, ...note, details }
  }

  watch(): AsyncIterableIterator<ChangeEvent> {
    return this.#house.changes.watch({ connectionId: this.#seat.id, actor: this.actor }, this.signal)
  }

  /** Writes the journal entry of a success, unless `write` has done it. Throws when it cannot: the operation fails. */
  async journalSuccess(): Promise<void> {
    if (this.#journaled || this.#act() === null) return
    const cabinet = this.#house.cabinet()
    if (cabinet === null) return
    await cabinet.appendAlone(this.#line('done', null), this.policy.kind === 'command' ? 'power-cut' : 'process-end')
    this.#journaled = true
  }

  /** Writes the journal entry of a refusal, when somebody known was refused. */
  async journalRefusal(refusal: Problem): Promise<void> {
    if (this.#refusalKept) return
    const cabinet = this.#house.cabinet()
    const known = this.maybeActor !== null || this.#note.actorId !== undefined
    if (cabinet === null || !known || this.#note.isRepeated === true) return
    const { cabinetId = cabinet.info.cabinetId } = this.#note
    if (cabinetId !== cabinet.info.cabinetId) return
    const outcome = refusal.problem === 'internal' ? 'failed' : 'refused'
    await cabinet.appendAlone(this.#line(outcome, refusal.problem), 'power-cut')
    this.#refusalKept = true
  }

  /** Tells the other seats, after commit. */
  async tellOthers(): Promise<void> {
    const kinds = Map.groupBy(this.#announced, (event) => event.kind)
    for (const [kind, events] of kinds) {
      const told = events.length > mostAnnouncements ? [{ kind, id: '*', version: 0, patientId: null }] : events
      for (const { patientId, ...event } of told) {
        await this.#house.changes.publish(event, this.#audienceOf(event, patientId))
      }
    }
  }

  #audienceOf(event: ChangeEvent, patientId: string | null): Audience {
    switch (event.kind) {
      case 'patient':
      case 'presence':
      case 'clinical':
        return { patient: event.id }
      case 'record':
        // Documents that are in no record yet are everybody's.
        return event.id === unfiled ? 'everyone' : { patient: event.id }
      case 'emergency':
        // Whoever sees the record, and who had it opened: once it ends, they see it no more and must drop it.
        return { patient: event.id, user: this.maybeActor?.userId ?? null }
      case 'task':
        return patientId === null ? 'everyone' : { patient: patientId }
      case 'draft':
        return this.maybeActor === null ? { connection: this.#seat.id } : { user: this.maybeActor.userId }
      case 'job':
        return { connection: this.#seat.id }
      default:
        return 'everyone'
    }
  }

  #open(): CabinetInUse {
    const cabinet = this.#house.cabinet()
    if (cabinet === null) throw new Error(`${this.policy.name} needs an open cabinet`)
    return cabinet
  }

  /** Before anybody is signed in, nothing of a patient is in sight: no group has the user of this name. */
  #viewer(): Actor {
    return this.maybeActor ?? nobody
  }

  #act(): string | null {
    return typeof this.policy.audit === 'string' ? this.policy.audit : null
  }

  #line(outcome: AuditLine['outcome'], problem: string | null): AuditLine {
    return {
      at: this.now(),
      act: this.#act() ?? this.policy.name,
      outcome,
      problem,
      operation: this.policy.name,
      actor_user_id: this.#note.actorId ?? this.maybeActor?.userId ?? null,
      service: null,
      seat: this.#seat.info.name,
      session_id: this.#seat.session?.sessionId ?? null,
      patient_id: this.#note.patientId ?? null,
      subject_id: this.#note.subjectId ?? null,
      details: this.#note.details ?? {},
    }
  }

  /** No transaction waits for the outside: another seat's commit would wait for a disk, a keyring, a person. */
  #guarded<T extends object>(port: T): T {
    return new Proxy(port, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name)
        if (typeof member !== 'function') return member
        return (...given: unknown[]) => {
          if (this.#writing) throw new Error(`${this.policy.name} calls ${String(name)} while its transaction is open`)
          return Reflect.apply(member, target, given)
        }
      },
    })
  }
}

const nobody: Actor = {
  userId: 'nobody',
  displayName: '',
  role: 'read-only',
  roleName: '',
  seesAll: false,
  groupIds: [],
  emergencies: [],
  permissions: [],
}
