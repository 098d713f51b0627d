/** A service of the Assurance Maladie. */
export type TeleserviceName = 'insi' | 'adri' | 'hri'

/** Which servers are called. `training`: those that come with the program, on this computer. */
export type TeleserviceEnvironment = 'training' | 'qualification' | 'production'

/** A certificate and its private key, PEM. */
export interface LineIdentity {
  readonly certificate: string
  readonly key: string
}

/** Which servers, and whom they are believed by. */
export interface TeleservicePlace {
  readonly environment: TeleserviceEnvironment
  /** Authorities of the servers, PEM, in place of those this computer believes; none in training, which has its own. */
  readonly authorities: readonly string[]
}

/** One call, by POST. */
export interface TeleservicePost {
  readonly service: TeleserviceName
  readonly place: TeleservicePlace
  /** `card`: TLS of the server alone, an assertion proves who calls. `certificate`: mutual TLS. */
  readonly line: { readonly kind: 'card' } | { readonly kind: 'certificate'; readonly identity: LineIdentity }
  readonly contentType: string
  /** UTF-8. */
  readonly body: string
  readonly signal: AbortSignal
}

/** What came back, whatever its status. */
export interface TeleserviceReply {
  readonly status: number
  readonly body: Uint8Array
}

/** Why nothing came back that can be read. */
export type TeleserviceFault =
  /** Nothing answers there: no network, or the service is down. Nothing was received there. */
  | 'unreachable'
  /** No answer in time: whether it was received is not known. */
  | 'timeout'
  /** The line was cut: whether it was received is not known. */
  | 'cut'
  /** The server is not the one it should be, or does not take our certificate. */
  | 'certificate'
  /** It answered what is no HTTP, or more than anybody would read. */
  | 'garbled'
  /** The caller gave up. */
  | 'cancelled'
  /** The training servers could not be started. */
  | 'not-started'

/** A call without an answer. Holds nothing of what was sent, nor of what came. */
export class TeleserviceFailure extends Error {
  readonly fault: TeleserviceFault

  constructor(fault: TeleserviceFault, options: { readonly cause?: unknown } = {}) {
    super(`teleservice: ${fault}`, options)
    this.name = 'TeleserviceFailure'
    this.fault = fault
  }
}

/** What the training servers take in place of what a cabinet is given. */
export interface TrainingTeleservices {
  /** Number of authorisation of the software. */
  readonly authorisation: string
  /** The certificate of an establishment that their second line takes. */
  readonly establishment: LineIdentity
}

/** The services of the Assurance Maladie. */
export interface Teleservices {
  /** Asks, once: nothing is sent again by itself. Throws {@link TeleserviceFailure}. */
  post(request: TeleservicePost): Promise<TeleserviceReply>
  /** Starts the training servers if they are not, and says what they take. Throws {@link TeleserviceFailure}. */
  training(): Promise<TrainingTeleservices>
  /** Stops the training servers, if they were started. */
  dispose(): Promise<void>
}
