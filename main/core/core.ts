import type { AnyRouter } from '@orpc/server'
import { contract } from '#app/contract.ts'
import { sessionEnd } from '#app/features/psc/rules.ts'
import { type Problem, problem } from '#app/kernel/problem.ts'
import { isBackupRefusal } from '#core/db/backup/index.ts'
import { CardReadings } from './kernel/card-readings.ts'
import { ChangeHub } from './kernel/changes.ts'
import { DeviceDesk } from './kernel/device-desk.ts'
import { dispatchRouter, type DispatchHouse } from './kernel/dispatch.ts'
import { JobBoard } from './kernel/job-board.ts'
import { PresenceBoard } from './kernel/presence-board.ts'
import { describeError } from './kernel/redact.ts'
import { fileRefusal, problemOfFile } from './kernel/refusals.ts'
import { type ContractShape, registryOf } from './kernel/registry.ts'
import { type LineStart, type Seat, SessionTable } from './kernel/session-table.ts'
import { SeatMemories } from './kernel/seat-memory.ts'
import { SignInDesk } from './kernel/sign-in-desk.ts'
import type { Connection, Core, CoreConfig } from './index.ts'
import { NetworkWatch } from './network-watch.ts'
import { ScanWatch } from './scan-watch.ts'
import { slices } from './slices.ts'
import { Upkeep } from './upkeep.ts'
import { seatVault } from './vault/seat-vault.ts'
import { CabinetVault } from './vault/vault.ts'

/** The core: what the vault, the sessions and dispatch make together. */
export class CabinetCore implements Core {
  readonly router: AnyRouter
  readonly #config: CoreConfig
  readonly #vault: CabinetVault
  readonly #sessions: SessionTable
  readonly #changes: ChangeHub
  readonly #jobs: JobBoard
  readonly #presence: PresenceBoard
  readonly #devices: DeviceDesk
  readonly #readings: CardReadings
  readonly #memories: SeatMemories
  readonly #signIn: SignInDesk
  readonly #upkeep: Upkeep
  readonly #network: NetworkWatch
  readonly #scans: ScanWatch
  #disposed: Promise<void> | null = null
  #starting: Promise<void> = Promise.resolve()

  constructor(config: CoreConfig) {
    this.#config = config
    const { ports } = config
    const cabinet = () => this.#vault.cabinet
    this.#vault = new CabinetVault({
      ...config,
      bound: slices.bound,
      findActor: slices.findActor,
      classify: slices.classify,
      isWorking: () => this.#jobs.isRunning('backup') || this.#jobs.isRunning('rekey'),
    })
    this.#changes = new ChangeHub({
      actor: async (userId) => (await cabinet()?.actor(userId, ports.clock.today())) ?? null,
      whoSees: async (patientId) => (await cabinet()?.whoSees(patientId)) ?? (() => false),
    })
    this.#sessions = new SessionTable({
      ports,
      changes: this.#changes,
      cabinet,
      left: (seat) => {
        this.#presence.leave(seat)
        this.#devices.leave(seat)
        this.#readings.leave(seat)
        this.#memories.leave(seat)
        this.#signIn.leave(seat)
      },
    })
    this.#devices = new DeviceDesk(ports)
    this.#readings = new CardReadings(ports)
    this.#memories = new SeatMemories(ports)
    this.#signIn = new SignInDesk({
      ports,
      endOf: sessionEnd,
      cabinet,
      lock: (seat, why) => void this.#lockEnded(seat, why),
    })
    this.#presence = new PresenceBoard(ports.clock, (patientId) => {
      void this.#changes.publish({ kind: 'presence', id: patientId, version: 0 }, { patient: patientId })
    })
    const failure = (error: unknown, event: string) => this.#failure(error, event)
    this.#jobs = new JobBoard({
      ports,
      failure,
      announce: ({ userId, connectionId }, id, version) => {
        const audience = userId === null ? { connection: connectionId ?? '' } : { user: userId }
        void this.#changes.publish({ kind: 'job', id, version }, audience)
      },
    })
    const house: DispatchHouse = {
      ports,
      sessions: this.#sessions,
      changes: this.#changes,
      jobs: this.#jobs,
      presence: this.#presence,
      devices: this.#devices,
      readings: this.#readings,
      memories: this.#memories,
      signIn: this.#signIn,
      cabinet,
      vaultFor: (seat) => this.#vaultFor(seat),
      failure,
    }
    const shape: ContractShape = contract
    this.router = dispatchRouter(shape, registryOf(shape, slices.handlers), house)
    this.#upkeep = new Upkeep({
      ports,
      sessions: this.#sessions,
      jobs: this.#jobs,
      cabinet,
      vault: () => this.#vaultFor({ info: { kind: 'test', name: '' } }),
      nightCaller: ({ info }) => ({
        profile: info.profile,
        cabinetId: info.cabinetId,
        program: config.program,
        teleservices: ports.teleservices,
        service: this.#vaultFor({ info: { kind: 'test', name: '' } }).asService('teleservices'),
        person: null,
        devices: null,
        signIn: null,
        now: () => ports.clock.now(),
        newId: () => ports.random.id(),
        tell: async (kind, id, version) => {
          await this.#changes.publish({ kind, id, version }, kind === 'patient' ? { patient: id } : 'everyone')
        },
      }),
      refreshSeal: async () => {
        if (this.#vault.cabinet !== null) await this.#vault.journal.refresh()
      },
      emergencyOver: (patientId, userId) => {
        const event = { kind: 'emergency', id: patientId, version: 4 } as const
        void this.#changes.publish(event, { patient: patientId, user: userId })
      },
      listsChanged: (revoked) => {
        for (const { userId, cardNumber } of revoked) {
          this.#sessions.endWhere(
            ({ session }) =>
              session?.actor.userId === userId &&
              session.openedWith.kind === 'card' &&
              session.openedWith.cardNumber === cardNumber,
            'access-ended',
          )
        }
        void this.#changes.publish({ kind: 'card', id: '*', version: 0 }, 'everyone')
      },
      checkFile: async () => {
        try {
          await this.#vault.checkFile()
        } catch (error) {
          // Closed meanwhile: whatever was read of it says nothing of what is open now.
          if (this.#vault.cabinet !== null) await this.#failure(error, 'upkeep.check')
        }
      },
    })
    this.#network = new NetworkWatch({ ports, changes: this.#changes, cabinet })
    this.#scans = new ScanWatch({ ports, changes: this.#changes, cabinet })
    if (config.scheduled !== false) {
      this.#upkeep.start()
      this.#starting = this.#unlockAtStart()
    }
  }

  get program(): CoreConfig['program'] {
    return this.#config.program
  }

  attach(seat: Connection['seat'], start: LineStart = {}): Connection {
    if (this.#disposed !== null) throw new Error('the core is closed')
    const attached = this.#sessions.attach(seat, start)
    return {
      id: attached.seat.id,
      seat,
      resume: attached.resume,
      resumed: attached.resumed,
      confirm: attached.confirm,
      isSignedIn: () => attached.seat.session?.lockedAt === null,
      detach: (how) => attached.detach(how),
    }
  }

  dispose(): Promise<void> {
    this.#disposed ??= this.#end()
    return this.#disposed
  }

  /** Where a cabinet trusts this computer's keyring: its backups go on before anybody signs in, which they still must. */
  async #unlockAtStart(): Promise<void> {
    try {
      await this.#vault.unlockWithKeyring()
    } catch (error) {
      // Whoever opens it with a password is told what is wrong with it.
      this.#config.ports.logger.write({ level: 'warning', event: 'keyring', fields: describeError(error) })
    }
  }

  async #end(): Promise<void> {
    this.#upkeep.stop()
    await this.#starting
    await this.#jobs.stopAll()
    await this.#upkeep.settled()
    this.#sessions.dispose()
    await this.#signIn.end()
    await this.#config.ports.teleservices.dispose()
    await this.#sessions.settled()
    await this.#network.end()
    await this.#scans.end()
    await this.#vault.end()
  }

  /** A session stood on one of Pro Santé Connect, which is over: the seat locks, and any other way opens it again. */
  async #lockEnded(seat: Seat, why: string): Promise<void> {
    try {
      const session = this.#sessions.lock(seat, 'psc')
      await this.#vault.cabinet?.appendAlone(
        {
          at: this.#config.ports.clock.now(),
          act: 'session.lock',
          outcome: 'done',
          problem: null,
          operation: 'service.psc',
          actor_user_id: session.actor.userId,
          service: 'psc',
          seat: seat.info.name,
          session_id: session.sessionId,
          patient_id: null,
          subject_id: null,
          details: { reason: 'psc', why },
        },
        'power-cut',
      )
    } catch (error) {
      this.#config.ports.logger.write({ level: 'error', event: 'psc.lock', fields: describeError(error) })
    }
  }

  #vaultFor(seat: Pick<Seat, 'info'>) {
    return seatVault({ vault: this.#vault, sessions: this.#sessions, jobs: this.#jobs }, seat)
  }

  /** A failure of the files under its name; anything else is a bug, logged under a reference the person is given. */
  async #failure(error: unknown, event: string): Promise<Problem> {
    if (isBackupRefusal(error)) return { problem: error.code, data: error.data } as Problem
    const refusal = fileRefusal(error, this.#vault.cabinet?.info.folder ?? this.#config.cabinetsFolder)
    if (refusal !== null) {
      const answer = problemOfFile(refusal, await this.#vault.damaged())
      this.#config.ports.logger.write({
        level: 'warning',
        event: refusal.code,
        fields: { in: event, ...describeError(error) },
      })
      if (refusal.code === 'cabinet.damaged') {
        this.#vault.noteDamage()
        void this.#changes.publish({ kind: 'cabinet', id: '*', version: 0 }, 'everyone')
      }
      return answer
    }
    const reference = this.#config.ports.random.id().slice(-8).toUpperCase()
    this.#config.ports.logger.write({
      level: 'error',
      event: 'internal',
      fields: { in: event, reference, ...describeError(error) },
    })
    return problem('internal', { reference })
  }
}
