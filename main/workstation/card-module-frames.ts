import { z } from 'zod'

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length <= 64 * 1024)
const slot = z.number().min(-1).max(Number.MAX_SAFE_INTEGER)
const text = z.string().max(64)

/** Which pair of a card: its certificate and its key have a `CKA_ID` that ends so. */
export const pairs = { authentication: 0x20, signature: 0x10 } as const
export type Pair = keyof typeof pairs
const pair = z.enum(['authentication', 'signature'])

/** What the process that holds the module is asked. The code goes through this pipe alone, and is overwritten at both ends. */
export const moduleRequest = z.discriminatedUnion('doing', [
  z.strictObject({ doing: z.literal('load'), path: z.string().max(1024) }),
  z.strictObject({ doing: z.literal('tokens') }),
  z.strictObject({ doing: z.literal('read'), slot }),
  z.strictObject({ doing: z.literal('login'), slot, pin: bytes }),
  z.strictObject({ doing: z.literal('logout'), slot }),
  z.strictObject({
    doing: z.literal('sign'),
    slot,
    pair,
    /** A message, hashed by the card or here; or a SHA-256 digest. */
    data: bytes,
    hashed: z.boolean(),
  }),
])
export type ModuleRequest = z.infer<typeof moduleRequest>

const token = z.strictObject({
  slot,
  /** As the module names the reader. */
  reader: text,
  serialNumber: text,
  protectedPath: z.boolean(),
  pin: z.enum(['ok', 'low', 'last-try', 'blocked']),
})
export type Token = z.infer<typeof token>

const publicObjects = z.strictObject({
  /** DER; `null` where the card has no such pair. */
  authentication: bytes.nullable(),
  signature: bytes.nullable(),
  /** Value of the data object `CPS_INFO_PS`; `null` where there is none. */
  characteristics: bytes.nullable(),
})
export type PublicObjects = z.infer<typeof publicObjects>

const nothing = z.strictObject({})

/** What each request is answered. */
export const moduleValues = {
  load: z.strictObject({ description: z.string().max(80) }),
  tokens: z.strictObject({ tokens: z.array(token).max(64) }),
  read: publicObjects,
  login: nothing,
  logout: nothing,
  sign: z.strictObject({ signature: bytes }),
} as const
export type ModuleValue<D extends ModuleRequest['doing']> = z.infer<(typeof moduleValues)[D]>

/** An answer: a value, or the name of what failed. `CKR_…` for the module, else a word of this program. */
export const moduleAnswer = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), value: z.unknown() }),
  z.strictObject({ ok: z.literal(false), code: z.string().max(60) }),
])
export type ModuleAnswer = z.infer<typeof moduleAnswer>

/** Words of this program among the codes of an answer. */
export const moduleCodes = {
  notAModule: 'NOT_A_MODULE',
  notLoaded: 'NOT_LOADED',
  noSuchPair: 'NO_SUCH_PAIR',
  /** Told by who waited for it. */
  crashed: 'MODULE_CRASHED',
  hung: 'MODULE_HUNG',
  garbled: 'MODULE_GARBLED',
} as const
