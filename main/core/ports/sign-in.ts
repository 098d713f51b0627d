import type { KnownActivity, PscChannel, PscFailure, TrainingRequest } from '#app/features/psc/model.ts'

/** Where the Proxy e-Santé of a cabinet is. `training`: the one that comes with the program, on this computer. */
export type ProxyAddress =
  | { readonly kind: 'training' }
  | {
      readonly kind: 'proxy'
      readonly url: string
      readonly clientId: string
      /** After the address; empty when the proxy does not say who is signed in. */
      readonly identityPath: string
    }

/** Who is asked to identify themselves, and how. */
export interface SignInRequest {
  readonly proxy: ProxyAddress
  /** `8` and the RPPS. */
  readonly nationalId: string
  readonly bindingNumber: string
  readonly channel: PscChannel
  readonly signal: AbortSignal
}

/** Who a session of the proxy is of. */
export interface SignedInIdentity {
  readonly nationalId: string
  readonly activities: readonly KnownActivity[]
}

/** A call that the proxy carries to a service, in the name of whose session it is. */
export interface ProxyPost {
  /** After the proxy’s address: `/send/…`. */
  readonly path: string
  readonly contentType: string
  /** UTF-8. */
  readonly body: string
  readonly signal: AbortSignal
}

/** What the service answered through it, or the proxy itself: 401 once the session is over. */
export interface ProxyReply {
  readonly status: number
  readonly body: Uint8Array
}

/** A session opened at the proxy. What makes it one (a cookie) never leaves the adapter, nor its memory. */
export interface ProxySession {
  readonly identity: SignedInIdentity
  /** Sends once. Throws {@link SignInFailure}. */
  send(request: ProxyPost): Promise<ProxyReply>
  /** Closes it at the proxy. Never throws: a proxy that is away forgets it by itself. */
  end(): Promise<void>
}

/** Why nobody was identified. */
export type SignInRefusal = 'unknown-person' | 'already-open' | 'refused' | 'expired' | PscFailure

/** Nobody was identified; holds no secret and no name. */
export class SignInFailure extends Error {
  readonly reason: SignInRefusal

  constructor(reason: SignInRefusal, options: { readonly cause?: unknown } = {}) {
    super(`sign-in: ${reason}`, options)
    this.name = 'SignInFailure'
    this.reason = reason
  }
}

/** Identifies professionals by Pro Santé Connect, through a Proxy e-Santé. */
export interface SignIn {
  /** Waits for the person's answer, two minutes and some. Throws {@link SignInFailure}. */
  connect(request: SignInRequest): Promise<ProxySession>
  /** The telephone of the training cabinet. */
  readonly telephone: {
    /** What waits there; nothing before the first try. Throws {@link SignInFailure}. */
    requests(): Promise<readonly TrainingRequest[]>
    /** False when nothing waits there under that name. */
    answer(requestId: string, approve: boolean): Promise<boolean>
  }
  /** Stops the simulators of the training cabinet, if they were started. */
  dispose(): Promise<void>
}
