/** The part of `oidc-provider` 9 that the simulator uses; the package ships no types. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http'

  /** One try to be recognised, made by a backchannel authentication request. */
  export interface BackchannelRequest {
    readonly jti: string
    readonly accountId: string
    readonly clientId: string
    readonly scope: string
    readonly params: Readonly<Record<string, string | undefined>>
  }

  export interface KoaContext {
    readonly oidc: {
      readonly params: Readonly<Record<string, string | undefined>>
      readonly client: { readonly clientId: string }
    }
    body: unknown
  }

  export interface GrantOf {
    addOIDCScope(scope: string): void
    save(): Promise<string>
  }

  export interface Token {
    readonly accountId: string
    readonly clientId: string
    readonly isValid: boolean
  }

  export class Provider {
    constructor(issuer: string, configuration: Readonly<Record<string, unknown>>)
    callback(): (request: IncomingMessage, response: ServerResponse) => void
    backchannelResult(request: string, result: GrantOf | Error): Promise<void>
    registerGrantType(
      name: string,
      handler: (context: KoaContext, next: () => Promise<void>) => Promise<void>,
      parameters: readonly string[],
    ): void
    readonly Grant: new (of: {
      readonly accountId: string
      readonly clientId: string
    }) => GrantOf
    readonly AccessToken: { find(value: string): Promise<Token | undefined> }
  }

  export const errors: {
    readonly AccessDenied: new (description?: string) => Error
    readonly InvalidGrant: new (description?: string) => Error
  }
}
