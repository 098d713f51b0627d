import type { Archives } from './archives.ts'
import type { Clock } from './clock.ts'
import type { DocumentReading } from './document-reading.ts'
import type { Keyring } from './keyring.ts'
import type { LocalState } from './local-state.ts'
import type { Logger } from './logger.ts'
import type { Network } from './network.ts'
import type { Random } from './random.ts'
import type { RevocationLists } from './revocation-lists.ts'
import type { ScanFolder } from './scan-folder.ts'
import type { SignIn } from './sign-in.ts'
import type { Teleservices } from './teleservices.ts'
import type { Timers } from './timers.ts'
import type { Typesetting } from './typesetting.ts'

export { ArchiveRefusal, type Archives, type ArchiveSource, type OpenedArchive } from './archives.ts'
export type { Clock } from './clock.ts'
export type { DocumentReading, ReadContent } from './document-reading.ts'
export type { Keyring } from './keyring.ts'
export type { LocalDocument, LocalState } from './local-state.ts'
export type { Logger, LogLine } from './logger.ts'
export { type KnownSeat, type Network, type NetworkEvent, NetworkRefusal } from './network.ts'
export type { Random } from './random.ts'
export { RevocationListFailure, type RevocationListFault, type RevocationLists } from './revocation-lists.ts'
export type { ScanFolder, ScannedFile, ScanNews } from './scan-folder.ts'
export {
  type ProxyAddress,
  type ProxyPost,
  type ProxyReply,
  type ProxySession,
  type SignIn,
  SignInFailure,
  type SignInRefusal,
  type SignInRequest,
} from './sign-in.ts'
export {
  type LineIdentity,
  type TeleserviceEnvironment,
  TeleserviceFailure,
  type TeleserviceFault,
  type TeleserviceName,
  type TeleservicePlace,
  type TeleservicePost,
  type TeleserviceReply,
  type Teleservices,
  type TrainingTeleservices,
} from './teleservices.ts'
export type { Timers } from './timers.ts'
export { type Typesetting, TypesettingFailure } from './typesetting.ts'

/** Everything outside the core, as it sees it. `compose` gives the real ones. */
export interface Ports {
  readonly clock: Clock
  readonly random: Random
  readonly timers: Timers
  readonly logger: Logger
  readonly localState: LocalState
  readonly typesetting: Typesetting
  readonly documentReading: DocumentReading
  readonly scanFolder: ScanFolder
  readonly archives: Archives
  readonly signIn: SignIn
  readonly revocationLists: RevocationLists
  readonly teleservices: Teleservices
  /** Absent where there is none: a host without a desktop session, a test. */
  readonly keyring?: Keyring
  /** Absent where no host may answer the network: a single command, a test, a seat of another computer's cabinet. */
  readonly network?: Network
}

/** What a handler may reach outside the cabinet. Calling one while a transaction is open throws. */
export type OutsidePorts = Pick<
  Ports,
  | 'keyring'
  | 'localState'
  | 'network'
  | 'typesetting'
  | 'documentReading'
  | 'scanFolder'
  | 'archives'
  | 'revocationLists'
  | 'teleservices'
>
