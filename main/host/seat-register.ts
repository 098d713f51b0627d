import { mkdir, open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { mostSeats } from '#app/features/network/model.ts'
import { readPresent } from './certificate-files.ts'

const instant = z.iso.datetime({ precision: 3 })

const kept = z.strictObject({
  /** SHA-256 of the certificate, lower-case hexadecimal. */
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
  name: z.string().min(1).max(60),
  kind: z.enum(['electron', 'browser']),
  pairedAt: instant,
  lastSeenAt: instant.nullable(),
  revokedAt: instant.nullable(),
})
const file = z.strictObject({ format: z.literal(1), seats: z.array(kept) })

/** A computer that joined this host, withdrawn or not. */
export type RegisteredSeat = Readonly<z.infer<typeof kept>>

/** The list of seats is there and cannot be read: nobody of the network is let in until a person decides. */
export class UnreadableRegister extends Error {
  readonly file: string

  constructor(path: string, cause: unknown) {
    super('the list of seats cannot be read', { cause })
    this.name = 'UnreadableRegister'
    this.file = path
  }
}

/**
 * The seats of this host, in one file of its folder, written whole or not at all. What is not in it is not let in: a file
 * that does not read lets nobody in, and is left as it is.
 */
export class SeatRegister {
  readonly #path: string
  readonly #folder: string
  #seats: ReadonlyMap<string, RegisteredSeat> = new Map()
  #unreadable: UnreadableRegister | null = null
  #writing: Promise<void> = Promise.resolve()

  private constructor(folder: string) {
    this.#folder = folder
    this.#path = join(folder, 'seats.json')
  }

  /** Reads the register of a folder; a folder without one has no seat. Never throws for what the file holds. */
  static async in(folder: string): Promise<SeatRegister> {
    const register = new SeatRegister(folder)
    try {
      const text = await readPresent(register.#path)
      if (text !== null) {
        const { seats } = file.parse(JSON.parse(text))
        register.#seats = new Map(seats.map((seat) => [seat.fingerprint, seat]))
      }
    } catch (error) {
      register.#unreadable = new UnreadableRegister(register.#path, error)
    }
    return register
  }

  /** Why nobody is let in; `null` when the register was read. */
  get unreadable(): UnreadableRegister | null {
    return this.#unreadable
  }

  /** Every seat, newest first. Throws {@link UnreadableRegister}. */
  all(): readonly RegisteredSeat[] {
    this.#mustBeRead()
    return [...this.#seats.values()].toSorted((one, other) => (one.pairedAt < other.pairedAt ? 1 : -1))
  }

  /** The seat of a certificate; `null` for a stranger. Throws {@link UnreadableRegister}. */
  find(fingerprint: string): RegisteredSeat | null {
    this.#mustBeRead()
    return this.#seats.get(fingerprint) ?? null
  }

  /** Whether another seat may join. */
  get hasRoom(): boolean {
    return [...this.#seats.values()].filter(({ revokedAt }) => revokedAt === null).length < mostSeats
  }

  /** A name that no other seat in use bears: the one wanted, or with a number behind it. */
  freeName(wanted: string, except: string | null = null): string {
    const taken = new Set(
      [...this.#seats.values()]
        .filter(({ fingerprint, revokedAt }) => revokedAt === null && fingerprint !== except)
        .map(({ name }) => name.toLocaleLowerCase('fr')),
    )
    for (let number = 1; ; number++) {
      const name = number === 1 ? wanted : `${wanted} (${number})`
      if (!taken.has(name.toLocaleLowerCase('fr'))) return name
    }
  }

  /** Adds a seat; on the disk when the promise ends, and not at all when it cannot be written there. */
  async add(seat: RegisteredSeat): Promise<void> {
    this.#mustBeRead()
    try {
      await this.#replace(new Map(this.#seats).set(seat.fingerprint, seat))
    } catch (error) {
      // Its computer was told that it did not join: it must not stay in the list, in use by nobody.
      const others = new Map(this.#seats)
      others.delete(seat.fingerprint)
      this.#seats = others
      throw error
    }
  }

  /** Changes what is known of a seat; `null` for a stranger. What is withdrawn in memory stays so if the disk fails. */
  async change(
    fingerprint: string,
    changes: Partial<Pick<RegisteredSeat, 'name' | 'lastSeenAt' | 'revokedAt'>>,
  ): Promise<RegisteredSeat | null> {
    const present = this.find(fingerprint)
    if (present === null) return null
    const seat = { ...present, ...changes }
    await this.#replace(new Map(this.#seats).set(fingerprint, seat))
    return seat
  }

  #mustBeRead(): void {
    if (this.#unreadable !== null) throw this.#unreadable
  }

  async #replace(seats: ReadonlyMap<string, RegisteredSeat>): Promise<void> {
    this.#seats = seats
    // Each writing takes what is known when its turn comes: the last one has everything.
    const written = this.#writing.catch(() => undefined).then(() => this.#write())
    this.#writing = written
    await written
  }

  async #write(): Promise<void> {
    await writeDocument(this.#folder, this.#path, { format: 1, seats: [...this.#seats.values()] })
  }
}

/** Writes one JSON document whole or not at all, readable by this account only, on the disk when the promise ends. */
export async function writeDocument(folder: string, path: string, value: unknown): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const beside = await open(`${path}.new`, 'w', 0o600)
  try {
    await beside.writeFile(`${JSON.stringify(value, null, 1)}\n`)
    await beside.sync()
  } finally {
    await beside.close()
  }
  await rename(`${path}.new`, path)
}
