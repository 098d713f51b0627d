import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { listCabinets, openCabinet, trainingAccounts } from '#app/features/cabinet/contract.ts'
import type { KnownCabinet } from '#app/features/cabinet/model.ts'
import { getJob } from '#app/features/jobs/contract.ts'
import type { JobView } from '#app/features/jobs/model.ts'
import { type Permission, presetAllows } from '#app/kernel/permissions.ts'
import type { AnyOperation, InputOf, OutputOf } from '#app/kernel/operation.ts'
import { fr } from '#app/text/fr/command-line.ts'
import type { Core } from '#core/index.ts'
import type { MemorySeat } from '#main/wire/index.ts'
import { Misuse, Refused, type Terminal } from './command.ts'
import { programVersion } from './program-version.ts'
import { hasSecret, readSecret, type SecretSource } from './secret.ts'

/** A core with the command line as its only seat; what a screen would ask, a command asks. */
export interface CabinetSeat {
  readonly core: Core
  /** Asks one operation. Throws {@link Refused} on a refusal. */
  ask<O extends AnyOperation>(operation: O, input: InputOf<O>): Promise<OutputOf<O>>
  /** Follows a job to its end. Throws {@link Refused} when it failed. */
  follow(jobId: string, terminal: Terminal): Promise<JobView>
}

/** What a command may say about where the cabinets are. */
export interface Place {
  /** A `<nom>.cabinet`, or the folder that holds some. */
  readonly dir?: string
  /** Where backups go until the cabinet says otherwise. */
  readonly backups?: string
}

/** Who acts in the cabinet. */
export interface Actor extends SecretSource {
  readonly user?: string
}

/** Runs `work` with a core of its own, closed in every case. */
export async function withSeat<T>(place: Place, work: (seat: CabinetSeat) => Promise<T>): Promise<T> {
  // Loaded when needed: a word misspelt is said at once.
  const { composeCore } = await import('#main/compose/index.ts')
  const { connectInMemory } = await import('#main/wire/index.ts')
  const core = composeCore({
    version: programVersion(),
    ...(place.dir === undefined ? {} : { cabinetsFolder: cabinetsFolderOf(place.dir) }),
    ...(place.backups === undefined ? {} : { backupsFolder: resolve(place.backups) }),
    scheduled: false,
  })
  const line = connectInMemory(core, { kind: 'command-line', name: 'ligne de commande' })
  try {
    return await work(seatOver(core, line))
  } finally {
    line.close()
    await core.dispose()
  }
}

/**
 * Runs `work` signed in to the cabinet of `place`: as the user named, or the first whose role is made for what is needed.
 * A training cabinet's passwords are public: none is asked.
 */
export async function withOpenCabinet<T>(
  place: Place & { readonly dir: string },
  actor: Actor & { readonly needs: Permission },
  work: (seat: CabinetSeat, cabinet: KnownCabinet) => Promise<T>,
): Promise<T> {
  return withSeat(place, async (seat) => {
    const cabinet = await findCabinet(seat, place.dir)
    const user = chooseUser(cabinet, actor.user, actor.needs)
    const password =
      hasSecret(actor) || cabinet.profile !== 'training'
        ? await readSecret(actor)
        : await publicPassword(seat, cabinet, user.userId)
    await seat.ask(openCabinet, { cabinetId: cabinet.cabinetId, userId: user.userId, password })
    return work(seat, cabinet)
  })
}

/** The one cabinet of a folder. Refused as missing when there is none; a misuse when there are several. */
export async function findCabinet(seat: CabinetSeat, dir: string): Promise<KnownCabinet> {
  const wanted = resolve(dir)
  const { cabinets } = await seat.ask(listCabinets, {})
  const here = cabinets.filter(
    ({ folder }) => folder === wanted || (!isCabinetFolder(wanted) && dirname(folder) === wanted),
  )
  const [only] = here
  if (only === undefined) throw new Refused({ problem: 'cabinet.missing', data: {} })
  if (here.length > 1) throw new Misuse(fr.misuse.severalCabinets(here.map(({ name }) => name)))
  return only
}

/** Whether a folder is a cabinet rather than a place for cabinets. */
export function isCabinetFolder(folder: string): boolean {
  return folder.endsWith('.cabinet') || existsSync(join(folder, 'manifest.json'))
}

/** The folder that holds the cabinet, or the cabinets, of `dir`. */
export function cabinetsFolderOf(dir: string): string {
  const folder = resolve(dir)
  return isCabinetFolder(folder) ? dirname(folder) : folder
}

function seatOver(core: Core, line: MemorySeat): CabinetSeat {
  const ask: CabinetSeat['ask'] = async (operation, input) => {
    const reply = await line.call(operation, input)
    if (!reply.ok) throw new Refused(reply)
    return reply.value
  }
  return {
    core,
    ask,
    async follow(jobId, terminal) {
      for (;;) {
        const { job } = await ask(getJob, { jobId })
        if (job.state === 'done') return job
        if (job.state === 'failed' && job.problem !== null) throw new Refused(job.problem)
        if (job.state === 'cancelled' || job.state === 'failed')
          throw new Error(`job ${job.kind} ended as ${job.state}`)
        terminal.progress(progressLine(job))
        await new Promise((resume) => setTimeout(resume, 50))
      }
    },
  }
}

function chooseUser(cabinet: KnownCabinet, name: string | undefined, needs: Permission) {
  const named =
    name === undefined
      ? cabinet.users
      : cabinet.users.filter(({ displayName }) => displayName.localeCompare(name, 'fr', { sensitivity: 'base' }) === 0)
  const user = named.find(({ role }) => presetAllows(role, needs)) ?? named[0]
  if (user === undefined)
    throw name === undefined
      ? new Refused({ problem: 'cabinet.missing', data: {} })
      : new Misuse(fr.misuse.unknownUser(name))
  return user
}

async function publicPassword(seat: CabinetSeat, cabinet: KnownCabinet, userId: string): Promise<string> {
  const { accounts } = await seat.ask(trainingAccounts, {})
  const account = accounts.find((known) => known.userId === userId)
  if (account === undefined) throw new Misuse(`${cabinet.name} : ${fr.misuse.noSecret}`)
  return account.password
}

function progressLine({ kind, done, total }: JobView): string {
  const part = total > 0 ? ` ${Math.floor((100 * done) / total)} %` : '…'
  return `${fr.phases[kind]}${part}`
}
