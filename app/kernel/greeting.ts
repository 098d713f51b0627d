import { z } from 'zod'
import { type AnyOperation, policyOf } from './operation.ts'

/**
 * What both ends of a line say before any operation. The host speaks first ({@link hostHello}); the seat answers
 * ({@link seatAnswer}); the host welcomes it or says why not ({@link hostVerdict}), and in the second case closes.
 *
 * Each is one text frame of JSON. In memory, where both ends are one program, nothing is said.
 */

/** The longest frame of the greeting, in characters: a certificate and a signature are a quarter of it. */
export const longestGreeting = 16_384

/** How long each end waits for the other's next word of the greeting, in ms. */
export const greetingPatienceMs = 15_000

const digest = z.string().regex(/^[0-9a-f]{64}$/)
const base64url = z.string().regex(/^[\w-]+$/)
const base64 = z.string().regex(/^[A-Za-z0-9+/]+={0,2}$/)
const programVersion = z.string().min(1).max(60)

/** The host's first word. `prove` asks the seat to show that it holds the key of a certificate it was given. */
export const hostHello = z.object({
  cabinet: z.literal(1),
  /** See {@link contractText}: SHA-256, in lower-case hexadecimal. */
  contract: digest,
  program: programVersion,
  /** 32 bytes drawn for this line, in base64url; see {@link provenText}. */
  nonce: base64url.min(43).max(43),
  admission: z.enum(['open', 'prove']),
})
export type HostHello = z.infer<typeof hostHello>

/** What gives a seat back the session its former line left: 32 bytes in base64url, used once. */
export const resumeToken = base64url.min(43).max(43)

/** The seat's answer. A proof is the DER of its certificate and an ECDSA signature (r‖s) of {@link provenText}, in base64. */
export const seatAnswer = z.strictObject({
  contract: digest,
  program: programVersion,
  kind: z.enum(['electron', 'browser', 'test']),
  resume: resumeToken.optional(),
  certificate: base64.max(8192).optional(),
  signature: base64.max(200).optional(),
})
export type SeatAnswer = z.infer<typeof seatAnswer>

/** Why a seat is not let in. */
export const refusedBecause = z.enum(['version', 'not-paired', 'revoked', 'full'])
export type RefusedBecause = z.infer<typeof refusedBecause>

/** The host's last word of the greeting; `program` is its own version. */
export const hostVerdict = z.union([
  z.object({
    welcome: z.literal(true),
    /** The name other people of the cabinet know this seat by. */
    seatName: z.string(),
    /** Brings the session of this line back on the next one; each welcome gives another and spends the former. */
    resume: resumeToken,
    /** The session of the seat's former line goes on over this one. */
    resumed: z.boolean(),
  }),
  z.object({ refused: refusedBecause, program: programVersion }),
])
export type HostVerdict = z.infer<typeof hostVerdict>
export type Welcome = Extract<HostVerdict, { welcome: true }>

/** What a seat signs to show that it holds its key: the host's nonce, under a name that no other signature bears. */
export function provenText(nonce: string): string {
  return `cabinet-ouvert greeting 1 ${nonce}`
}

/**
 * Words said between operations once the seat is welcome, each a text frame of its own:
 * `pulse` is answered by `pulse`, so that a silence shows; after `replaced`, the end of the line does not end the session:
 * the page makes room for a new one, which comes back with the resume token.
 */
export const lineWords = { pulse: '{"cabinet":"pulse"}', replaced: '{"cabinet":"replaced"}' } as const

/**
 * Everything two programs must agree on to understand each other, as one text in a settled order: names, policies, and
 * the JSON schemas of inputs and outputs. Its SHA-256 is the contract digest; ends with different ones do not talk.
 */
export function contractText(contract: Readonly<Record<string, Readonly<Record<string, AnyOperation>>>>): string {
  const operations = Object.values(contract).flatMap((slice) => Object.values(slice))
  const described = operations.map((operation) => {
    const { name, kind, needs, permission, scope, audit, problems } = policyOf(operation)
    const { inputSchema, outputSchema } = operation['~orpc']
    return {
      name,
      kind,
      needs,
      permission,
      scope: 'patient' in scope ? 'patient' : scope.patients,
      audit,
      problems,
      input: schemaText(inputSchema, 'input'),
      output: schemaText(outputSchema, 'output'),
    }
  })
  return JSON.stringify(described.toSorted((one, other) => (one.name < other.name ? -1 : 1)))
}

function schemaText(schema: unknown, io: 'input' | 'output'): unknown {
  // A stream of events is not a schema of zod's; what it carries follows the program's version.
  if (!(schema instanceof z.ZodType)) return 'stream'
  return z.toJSONSchema(schema, { io, unrepresentable: 'any' })
}
