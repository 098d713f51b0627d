import { type BackchannelRequest, errors, type GrantOf, type KoaContext, Provider } from 'oidc-provider'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import type { Telephone } from './telephone.ts'
import { claimsOf, findProfessional } from './professionals.ts'

/** The grant by which a token of Pro Santé Connect becomes one of an « API Pro Santé Connectée » (RFC 8693). */
export const tokenExchange = 'urn:ietf:params:oauth:grant-type:token-exchange'

/** What the proxy is to the provider. */
export interface ProxyClient {
  readonly clientId: string
  readonly secret: string
}

/**
 * Pro Santé Connect: a real OpenID provider with CIBA in poll mode. `expiresIn`: how long somebody has to answer, in
 * seconds. Access tokens last two minutes, refresh tokens thirty, as the national ones do.
 */
export function makeProvider(
  issuer: string,
  client: ProxyClient,
  telephone: Telephone,
  { expiresIn }: { readonly expiresIn: number },
): Provider {
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: client.clientId,
        client_secret: client.secret,
        grant_types: ['urn:openid:params:grant-type:ciba', 'refresh_token', tokenExchange],
        response_types: [],
        redirect_uris: [],
        token_endpoint_auth_method: 'client_secret_basic',
        backchannel_token_delivery_mode: 'poll',
        id_token_signed_response_alg: 'ES256',
      },
    ],
    scopes: ['openid', 'scope_all', 'offline_access'],
    claims: {
      openid: ['sub'],
      scope_all: Object.keys(claimsOf({ rpps: '', lastName: '', firstName: '', places: [] })),
    },
    acrValues: ['eidas1'],
    // Of Pro Santé Connect alone.
    extraParams: ['channel'],
    jwks: { keys: [signingKey()] },
    cookies: { keys: [randomBytes(16).toString('hex')] },
    issueRefreshToken: () => true,
    ttl: {
      AccessToken: 120,
      RefreshToken: 30 * 60,
      IdToken: 300,
      Grant: 4 * 60 * 60,
      BackchannelAuthenticationRequest: expiresIn,
    },
    findAccount: (_context: KoaContext, accountId: string) => {
      const professional = findProfessional(accountId)
      if (professional === undefined) return undefined
      return { accountId, claims: () => ({ sub: accountId, ...claimsOf(professional) }) }
    },
    features: {
      devInteractions: { enabled: false },
      revocation: { enabled: true, allowedPolicy: () => true },
      ciba: {
        enabled: true,
        deliveryModes: ['poll'],
        processLoginHint: (_context: KoaContext, hint: string) => hint,
        processLoginHintToken: () => undefined,
        verifyUserCode: () => undefined,
        validateRequestContext: () => undefined,
        validateBindingMessage: () => undefined,
        triggerAuthenticationDevice: (_context: KoaContext, request: BackchannelRequest) => {
          telephone.ring({
            requestId: request.jti,
            nationalId: request.accountId,
            bindingNumber: request.params['binding_message'] ?? '',
            channel: request.params['channel'] ?? '',
            expiresAt: Date.now() + expiresIn * 1000,
            answer: (approve) => answer(provider, request, approve),
          })
        },
      },
    },
  })
  provider.registerGrantType(
    tokenExchange,
    async (context) => {
      const { subject_token: token = '', subject_token_type: type = '' } = context.oidc.params
      const subject = await provider.AccessToken.find(token)
      if (subject?.isValid !== true || !/^urn:ietf:params:oauth:token-type:(?:access_token|jwt)$/.test(type)) {
        throw new errors.InvalidGrant('subject token')
      }
      context.body = {
        access_token: randomBytes(24).toString('base64url'),
        issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
        token_type: 'Bearer',
        expires_in: 3600,
      }
    },
    ['subject_token', 'subject_token_type', 'subject_issuer'],
  )
  return provider
}

/** A key made now, which signs what is said of people until the simulator stops. */
function signingKey(): object {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'ES256', kid: randomBytes(8).toString('hex') }
}

async function answer(provider: Provider, request: BackchannelRequest, approve: boolean): Promise<void> {
  if (!approve) return provider.backchannelResult(request.jti, new errors.AccessDenied('refused on the telephone'))
  const grant: GrantOf = new provider.Grant({ accountId: request.accountId, clientId: request.clientId })
  grant.addOIDCScope(request.scope)
  // Saved before it is named: otherwise the request stays pending, without a word.
  await grant.save()
  await provider.backchannelResult(request.jti, grant)
}
