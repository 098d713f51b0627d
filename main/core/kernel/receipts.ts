import { createHash, createHmac } from 'node:crypto'
import type { Kysely } from 'kysely'
import { problem, type Problem } from '#app/kernel/problem.ts'
import { canonicalJson } from './audit.ts'
import type { CabinetTables, ReadDb } from './tables.ts'

declare module './tables.ts' {
  interface CabinetTables {
    command_receipt: CommandReceiptTable
  }
}

/** One command that was done, so that it is not done again when it is sent again. */
export interface CommandReceiptTable {
  /** SHA-256 of the key the caller drew; the key itself is kept nowhere. */
  key_digest: string
  user_id: string
  operation: string
  /** HMAC of the input under the key: says whether it is the same, and nothing else, even of a password. */
  input_digest: string
  at: string
}

/** How long a receipt is kept, in ms: many times what a seat waits before it gives up. */
export const receiptMs = 24 * 3_600_000

/** Replies kept for one session; the oldest go first. A page has a handful of commands on their way. */
const mostReplies = 64

/** What a key must look like: enough chance not to be guessed, and no more than a key. */
const keyShape = /^[\w-]{22,64}$/

/** A command under the name its caller gave it. */
export interface NamedCommand {
  readonly keyDigest: string
  readonly userId: string | null
  readonly operation: string
  readonly inputDigest: string
}

/** Names a command; `null` when the key is none. */
export function nameCommand(
  key: string | undefined,
  operation: string,
  userId: string | null,
  input: unknown,
): NamedCommand | null {
  if (key === undefined || !keyShape.test(key)) return null
  return {
    keyDigest: createHash('sha256').update(key).digest('hex'),
    userId,
    operation,
    inputDigest: createHmac('sha256', key).update(canonicalJson(input)).digest('hex'),
  }
}

/** Leaves the receipt of a command, in the transaction of `db`. Throws {@link KeyUsed} when its key was used already. */
export async function writeReceipt(db: Kysely<CabinetTables>, command: NamedCommand, at: string): Promise<void> {
  const { keyDigest, userId, operation, inputDigest } = command
  if (userId === null) return
  const written = await db
    .insertInto('command_receipt')
    .values({ key_digest: keyDigest, user_id: userId, operation, input_digest: inputDigest, at })
    .onConflict((conflict) => conflict.column('key_digest').doNothing())
    .executeTakeFirst()
  if (written.numInsertedOrUpdatedRows === 1n) return
  throw new KeyUsed((await findReceipt(db, command)) ?? problem('command.already-done', {}))
}

/** What a command of this name already left: done by the same person with the same words, or a key used for another. */
export async function findReceipt(
  db: ReadDb,
  command: NamedCommand,
): Promise<Problem<'command.already-done' | 'command.key-reused'> | null> {
  const found = await db
    .selectFrom('command_receipt')
    .select(['user_id', 'operation', 'input_digest'])
    .where('key_digest', '=', command.keyDigest)
    .executeTakeFirst()
  if (found === undefined) return null
  const isSame =
    found.user_id === command.userId &&
    found.operation === command.operation &&
    found.input_digest === command.inputDigest
  return isSame ? problem('command.already-done', {}) : problem('command.key-reused', {})
}

/** A command whose key was used meanwhile: nothing of this one was written. */
export class KeyUsed extends Error {
  readonly refusal: Problem
  constructor(refusal: Problem) {
    super('the key of a command was used already')
    this.refusal = refusal
  }
}

/** Drops the receipts older than {@link receiptMs}. */
export async function purgeReceipts(db: Kysely<CabinetTables>, before: string): Promise<void> {
  await db.deleteFrom('command_receipt').where('at', '<', before).execute()
}

interface KeptReply {
  readonly command: NamedCommand
  readonly reply: Promise<unknown>
  isSettled: boolean
}

/** The replies to the commands of one session, for the seat that did not hear them. In memory only. */
export class KeptReplies {
  readonly #kept = new Map<string, KeptReply>()

  /**
   * Runs a command once: sent again, it gets the reply of the first time, waiting for it if need be. `null` when the key
   * was used for something else. A run that ends with {@link NotDone} leaves nothing: the next one does the work.
   */
  once<T>(command: NamedCommand, run: () => Promise<T>): Promise<T> | null {
    const former = this.#kept.get(command.keyDigest)
    if (former === undefined) return this.#run(command, run)
    const isSame =
      former.command.operation === command.operation &&
      former.command.inputDigest === command.inputDigest &&
      // Somebody may have been signed in by that very command.
      (former.command.userId === null || former.command.userId === command.userId)
    if (!isSame) return null
    return (former.reply as Promise<T>).catch((error: unknown) => {
      if (!(error instanceof NotDone)) throw error
      const again = this.#kept.get(command.keyDigest)
      // Of several that waited, one does it and the others wait for that one.
      return again === undefined || again === former ? this.#run(command, run) : (again.reply as Promise<T>)
    })
  }

  /** Forgets what was answered: nothing of a session stays after it. What is under way is waited for. */
  forget(): void {
    for (const [key, kept] of this.#kept) if (kept.isSettled) this.#kept.delete(key)
  }

  #run<T>(command: NamedCommand, run: () => Promise<T>): Promise<T> {
    const reply = run()
    const kept: KeptReply = { command, reply, isSettled: false }
    this.#kept.set(command.keyDigest, kept)
    reply.then(
      () => this.#settle(kept),
      () => this.#settle(kept),
    )
    return reply
  }

  #settle(kept: KeptReply): void {
    kept.isSettled = true
    const settled = [...this.#kept].filter(([, other]) => other.isSettled)
    for (const [key] of settled.slice(0, -mostReplies)) this.#kept.delete(key)
  }
}

/** The caller went away before the command was done: it may be sent again. */
export class NotDone extends Error {
  constructor(options: ErrorOptions) {
    super('the caller went away', options)
  }
}
