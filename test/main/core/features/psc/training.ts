import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { contract } from '#app/contract.ts'
import { trainingUsers } from '#app/features/cabinet/training.ts'
import type { AnyOperation, InputOf, OutputOf } from '#app/kernel/operation.ts'
import type { Core } from '#core/index.ts'
import { openEgress } from '#main/adapters/egress/egress.ts'
import { signInThroughProxy } from '#main/adapters/sign-in/sign-in.ts'
import { composeCore } from '#main/compose/index.ts'
import { connectInMemory, type MemorySeat } from '#main/wire/index.ts'
import { type SimulatorChoice, type StartedSimulator, startProxyEsante } from '#test/simulators/proxy-esante/start.ts'
import { type TestClock, testClock } from '#test/world/clock.ts'
import { type KeptLog, keptLog } from '#test/world/log.ts'
import { testPasswordCost } from '#test/world/open-world.ts'
import { type TestTeleservices, testTeleservices } from '#test/world/teleservices.ts'
import { type TestTimers, testTimers } from '#test/world/timers.ts'
import { endOf } from '#test/main/core/kernel/example-subjects.ts'

/** A training cabinet open at the seat of its first doctor, and the real Proxy e-Santé behind it. */
export interface TrainingWorld extends AsyncDisposable {
  readonly core: Core
  readonly folder: string
  readonly cabinetId: string
  readonly simulator: StartedSimulator
  readonly clock: TestClock
  readonly timers: TestTimers
  readonly log: KeptLog
  readonly teleservices: TestTeleservices
  /** Dr Marchand, signed in with a password. */
  readonly doctor: MemorySeat
  /** A seat where nobody is signed in. */
  stranger(): MemorySeat
  userId(lastName: string): string
  must<O extends AnyOperation>(seat: MemorySeat, operation: O, input: InputOf<O>): Promise<OutputOf<O>>
}

/** Opens it, without patients. */
export async function openTraining(choice: SimulatorChoice = {}): Promise<TrainingWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'cabinet-psc-'))
  const [clock, timers, log] = [testClock(), testTimers(), keptLog()]
  const simulator = await startProxyEsante({ pollMs: 20, ...choice })
  const egress = openEgress({ logger: log, elapsedMs: () => clock.elapsedMs() })
  const teleservices = testTeleservices(log, { now: () => Date.parse(clock.now()) })
  const core = composeCore({
    version: '0.0.0-test',
    stateFolder: join(folder, 'etat'),
    cabinetsFolder: join(folder, 'cabinets'),
    backupsFolder: join(folder, 'sauvegardes'),
    passwordCost: testPasswordCost,
    // Seats left alone lock by themselves after fifteen minutes: here the end of Pro Santé Connect is looked at alone.
    scheduled: false,
    ports: {
      clock,
      timers,
      logger: log,
      teleservices,
      signIn: signInThroughProxy({
        egress,
        startSimulator: async () => simulator,
        trainingBackend: async () => {
          const { cardUrl: url, authority } = await teleservices.running()
          return { url, authority }
        },
      }),
    },
  })
  const must: TrainingWorld['must'] = async (seat, operation, input) => {
    const reply = await seat.call(operation, input)
    if (!reply.ok) throw new Error(`refused: ${JSON.stringify(reply)}`)
    return reply.value
  }
  const stranger = () => connectInMemory(core, { kind: 'test', name: 'poste inconnu' })
  const doctor = connectInMemory(core, { kind: 'test', name: 'poste du Dr Marchand' })
  const { jobId } = await must(doctor, contract.cabinet.prepareTraining, { patients: 0 })
  await endOf(doctor, jobId)
  const { cabinetId, accounts } = await must(doctor, contract.cabinet.trainingAccounts, {})
  if (cabinetId === null) throw new Error('the training cabinet was made')
  const userId = (lastName: string) => {
    const account = accounts.find(({ displayName }) => displayName.includes(lastName.toUpperCase()))
    if (account === undefined) throw new Error(`nobody is called ${lastName}`)
    return account.userId
  }
  const [marchand] = trainingUsers('2099-12-31')
  await must(doctor, contract.cabinet.open, {
    cabinetId,
    userId: userId('Marchand'),
    password: marchand?.password ?? '',
  })
  return {
    core,
    folder,
    cabinetId,
    simulator,
    clock,
    timers,
    log,
    teleservices,
    doctor,
    stranger,
    userId,
    must,
    [Symbol.asyncDispose]: async () => {
      await core.dispose()
      await simulator.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
