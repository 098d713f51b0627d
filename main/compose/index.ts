import { homedir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '#main/adapters/computer/clock.ts'
import { localStateIn } from '#main/adapters/computer/local-state.ts'
import { archives } from '#main/adapters/archives/archives.ts'
import { openEgress } from '#main/adapters/egress/egress.ts'
import { standardErrorLogger } from '#main/adapters/computer/logger.ts'
import { systemRandom } from '#main/adapters/computer/random.ts'
import { documentReading } from '#main/adapters/documents/document-reading.ts'
import { publishedRevocationLists } from '#main/adapters/revocation-lists/revocation-lists.ts'
import { signInThroughProxy } from '#main/adapters/sign-in/sign-in.ts'
import { startSimulator } from '#main/adapters/sign-in/training-proxy.ts'
import { scanFolder } from '#main/adapters/scans/scan-folder.ts'
import { callTeleservices } from '#main/adapters/teleservices/teleservices.ts'
import { startTeleservices } from '#main/adapters/teleservices/training-teleservices.ts'
import { systemTimers } from '#main/adapters/computer/timers.ts'
import { pdfTypesetting } from '#main/adapters/typesetting/typesetting.ts'
import { type Core, type CoreConfig, createCore, type Ports } from '#core/index.ts'

export { standardErrorLogger }

/** The name of the program, as a person reads it and as files record it. */
export const programName = 'Cabinet Ouvert'

/** What a seat or a command decides; the rest is what this computer usually has. */
export interface Composition {
  /** The program's version, from package.json. */
  readonly version: string
  /** Where the program keeps what it remembers of this computer. Default: {@link stateFolder}. */
  readonly stateFolder?: string
  /** Default: {@link usualCabinetsFolder}. */
  readonly cabinetsFolder?: string
  /** Default: {@link usualBackupsFolder}. */
  readonly backupsFolder?: string
  /** Absent where there is no desktop session. */
  readonly keyring?: NonNullable<Ports['keyring']>
  /** Scheduled backups and inactivity locks. Default: true. */
  readonly scheduled?: boolean
  readonly passwordCost?: NonNullable<CoreConfig['passwordCost']>
  /** In place of the computer's own: a test's clock, a log kept elsewhere. */
  readonly ports?: Partial<Ports>
}

/** A core with the real things of this computer behind its ports. */
export function composeCore(composition: Composition): Core {
  const { version, keyring, scheduled, passwordCost } = composition
  const state = composition.stateFolder ?? stateFolder()
  const { logger = standardErrorLogger, clock = systemClock } = composition.ports ?? {}
  const egress = openEgress({ logger, elapsedMs: () => clock.elapsedMs() })
  const teleservices = callTeleservices({ egress, startSimulator: startTeleservices })
  const trainingBackend = async () => {
    const { cardUrl: url, authority } = await teleservices.simulator()
    return { url, authority }
  }
  return createCore({
    ports: {
      clock: systemClock,
      random: systemRandom,
      timers: systemTimers,
      logger: standardErrorLogger,
      localState: localStateIn(state),
      typesetting: pdfTypesetting(),
      documentReading: documentReading(),
      scanFolder: scanFolder(),
      archives,
      signIn: signInThroughProxy({ egress, startSimulator, trainingBackend }),
      revocationLists: publishedRevocationLists(egress),
      teleservices,
      ...(keyring === undefined ? {} : { keyring }),
      ...composition.ports,
    },
    cabinetsFolder: composition.cabinetsFolder ?? usualCabinetsFolder(),
    backupsFolder: composition.backupsFolder ?? usualBackupsFolder(),
    program: { name: programName, version },
    ...(scheduled === undefined ? {} : { scheduled }),
    ...(passwordCost === undefined ? {} : { passwordCost }),
  })
}

/** Where cabinets are on this computer: in the person's documents, where they see them and can copy them. */
export function usualCabinetsFolder(): string {
  return process.env['CABINET_OUVERT_CABINETS'] ?? join(homedir(), 'Documents', programName)
}

/** Where backups go until somebody chooses another disk, which everybody should. */
export function usualBackupsFolder(): string {
  return process.env['CABINET_OUVERT_BACKUPS'] ?? join(homedir(), 'Documents', `Sauvegardes ${programName}`)
}

/** Where the program keeps what it remembers of this computer, after each system's custom. */
export function stateFolder(): string {
  const given = process.env['CABINET_OUVERT_STATE']
  if (given !== undefined) return given
  switch (process.platform) {
    case 'win32':
      return join(process.env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), programName)
    case 'darwin':
      return join(homedir(), 'Library', 'Application Support', programName)
    default:
      return join(process.env['XDG_STATE_HOME'] ?? join(homedir(), '.local', 'state'), 'cabinet-ouvert')
  }
}
