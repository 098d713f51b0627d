import { join } from 'node:path'
import { z } from 'zod'
import { readIfPresent, writeWholeEach } from './atomic-file.ts'
import { asRefusal, CabinetRefusal } from './refusal.ts'

/**
 * The formats of a cabinet folder this program reads. A greater number is refused as written by a newer program.
 *
 * It writes the least one that says what there is to say: 1, and 2 where a card has a slot. A program from before cards
 * then says that it is too old, and not that the file is damaged.
 */
export const formatVersions = { first: 1, withCards: 2 } as const
const newestFormat = formatVersions.withCards
/** The name of the manifest in a cabinet's folder. */
export const manifestFile = 'manifest.json'
/** The second copy, written after the first one; the one that was written last counts, whichever it is. */
export const manifestCopyFile = 'manifest.copy.json'
/** The encrypted database in a cabinet's folder. */
export const databaseFile = 'cabinet.db'
/** How a cabinet's folder ends. */
export const cabinetFolderSuffix = '.cabinet'

/** A manifest has a few slots of a few hundred bytes; more than this is not a manifest. */
const largestManifestBytes = 1 << 20

const base64 = (bytes: number) =>
  z
    .string()
    .regex(/^[A-Za-z0-9+/]+=*$/)
    .refine((text) => Buffer.from(text, 'base64').byteLength === bytes, `${bytes} bytes in base64`)

/** A 32-byte key encrypted by another with AES-256-GCM: nonce of 12 bytes, ciphertext of 32 followed by a tag of 16. */
const wrappedKey = z.strictObject({ nonce: base64(12), sealed: base64(48) })
export type WrappedKey = z.infer<typeof wrappedKey>

/**
 * Argon2id, as stored with the slot. The bounds hold a hostile manifest back: no file can ask this program for more
 * than 256 MiB of memory and some seconds, twice what it ever asks for itself, nor for a derivation weaker than the floor.
 */
export const argon2Parameters = z.strictObject({
  memoryKib: z
    .int()
    .min(64 * 1024)
    .max(256 * 1024),
  passes: z.int().min(2).max(24),
  lanes: z.int().min(1).max(4),
})
export type Argon2Parameters = z.infer<typeof argon2Parameters>

const slotBase = {
  slotId: z.uuid(),
  createdAt: z.iso.datetime({ precision: 3 }),
  /** The cabinet's master key, encrypted by the key this slot's secret gives. */
  master: wrappedKey,
}

/** A user's password. Name and role are what the opening window shows before anything is unlocked. */
const passwordSlot = z.strictObject({
  ...slotBase,
  kind: z.literal('password'),
  userId: z.uuid(),
  label: z.string().min(1).max(200),
  role: z.string().min(1).max(40),
  argon2: argon2Parameters,
  salt: base64(16),
})
/** The printed recovery key. */
const recoverySlot = z.strictObject({ ...slotBase, kind: z.literal('recovery'), salt: base64(16) })
/** A secret kept by the operating system of one computer. `label` is that computer's name. */
const keyringSlot = z.strictObject({
  ...slotBase,
  kind: z.literal('keyring'),
  label: z.string().max(200),
  salt: base64(16),
})

/**
 * A professional card. What opens is derived from what its authentication key signs, which is nowhere in the file: here
 * are the challenge that is signed, and what tells the card.
 */
const cardSlot = z.strictObject({
  ...slotBase,
  kind: z.literal('card'),
  userId: z.uuid(),
  /** Number of the card. */
  label: z.string().max(80),
  /** `PS_IdNat` of the holder. */
  nationalId: z.string().min(1).max(40),
  challenge: base64(32),
  /** SHA-256 of the SubjectPublicKeyInfo of its authentication key. */
  publicKeyHash: z.string().regex(/^[0-9a-f]{64}$/),
  salt: base64(32),
})

/** One way to unlock the cabinet. */
const keySlot = z.discriminatedUnion('kind', [passwordSlot, recoverySlot, keyringSlot, cardSlot])
export type KeySlot = z.infer<typeof keySlot>
export type PasswordSlot = z.infer<typeof passwordSlot>
export type RecoverySlot = z.infer<typeof recoverySlot>
export type KeyringSlot = z.infer<typeof keyringSlot>
export type CardSlot = z.infer<typeof cardSlot>

/** A data key, encrypted by the master key. Two of them stand side by side only while a rekeying is under way. */
const dataKey = z.strictObject({ generation: z.int().min(1), wrapped: wrappedKey })
export type DataKey = z.infer<typeof dataKey>

/** What can be known of a cabinet without its key: how to unlock it, and who may. Nothing about patients. */
export const manifest = z
  .strictObject({
    format: z.literal('cabinet-ouvert'),
    formatVersion: z.literal(Object.values(formatVersions)),
    /** Grows with each writing: of two copies that differ, the greater is the one that counts. */
    revision: z.int().min(0).optional(),
    cabinetId: z.uuid(),
    name: z.string().min(1).max(200),
    profile: z.enum(['production', 'training']),
    createdAt: z.iso.datetime({ precision: 3 }),
    /** The program that last wrote the schema: « Cabinet Ouvert 0.1.0 ». */
    writtenBy: z.string().min(1).max(100),
    /** The number of the last migration applied. */
    schemaVersion: z.int().min(0),
    dataKeys: z.array(dataKey).min(1).max(2),
    slots: z.array(keySlot).min(1).max(200),
  })
  .refine((value) => value.formatVersion >= formatOf(value.slots), 'a format that knows these slots')
  .refine((value) => new Set(value.slots.map((slot) => slot.slotId)).size === value.slots.length, 'slot ids are unique')
  .refine(
    (value) => new Set(value.dataKeys.map((key) => key.generation)).size === value.dataKeys.length,
    'generations are unique',
  )
export type Manifest = z.infer<typeof manifest>

/** The least format that says what these slots are. */
function formatOf(slots: readonly { readonly kind: string }[]): (typeof formatVersions)[keyof typeof formatVersions] {
  return slots.some((slot) => slot.kind === 'card') ? formatVersions.withCards : formatVersions.first
}

/** Enough of any manifest, present or future, to say who wrote it. */
const anyManifest = z.object({
  format: z.literal('cabinet-ouvert'),
  formatVersion: z.int(),
  writtenBy: z.string().max(100).optional(),
})

/**
 * Reads a manifest from its bytes.
 *
 * Refuses with `cabinet.newer` a format of the future, and with `cabinet.damaged` anything else that is not exactly a
 * manifest: not JSON, too long, a field missing or unknown, a parameter out of bounds.
 */
export function parseManifest(bytes: Uint8Array): Manifest {
  if (bytes.byteLength > largestManifestBytes)
    throw new CabinetRefusal('cabinet.damaged', { what: 'manifest too long' })
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new CabinetRefusal('cabinet.damaged', { what: 'manifest not json' }, { cause })
  }
  const header = anyManifest.safeParse(json)
  if (header.success && header.data.formatVersion > newestFormat) {
    throw new CabinetRefusal('cabinet.newer', { writtenBy: header.data.writtenBy ?? '' })
  }
  const parsed = manifest.safeParse(json)
  if (!parsed.success) {
    const at = parsed.error.issues.map((issue) => issue.path.join('.') || '(root)').join(', ')
    throw new CabinetRefusal('cabinet.damaged', { what: `manifest: ${at}` })
  }
  return parsed.data
}

/** The bytes of a manifest, as written to disk and into a backup. */
export function manifestBytes(value: Manifest): Uint8Array {
  return Buffer.from(`${JSON.stringify(manifest.parse(value), null, 2)}\n`)
}

/** The two copies of a manifest as they were found. */
export interface ManifestCopies {
  /** The one written last: what the cabinet is. */
  readonly manifest: Manifest
  /** Whether the other copy is lost, unreadable or older, and should be written again. */
  readonly differ: boolean
  /** Data keys that only the other copy names. The database may be under one of them where files were put back. */
  readonly otherDataKeys: readonly DataKey[]
}

/**
 * Reads the manifest of a cabinet's folder: of its two copies, the one written last. A copy that is lost, torn, on a bad
 * part of the disk, or put back by a program that keeps files alike across computers does not count beside the other.
 *
 * Refuses with `cabinet.missing` when there is neither, `cabinet.newer` when either is of the future, or `cabinet.damaged`
 * when neither can be read.
 */
export async function readManifest(folder: string): Promise<Manifest> {
  return (await readManifestCopies(folder)).manifest
}

/** The same, with what is needed to put both copies in agreement. */
export async function readManifestCopies(folder: string): Promise<ManifestCopies> {
  const found: Manifest[] = []
  let refusal: unknown
  for (const name of [manifestFile, manifestCopyFile]) {
    try {
      const bytes = await readIfPresent(join(folder, name), largestManifestBytes + 1)
      if (bytes !== null) found.push(parseManifest(bytes))
    } catch (error) {
      if (error instanceof CabinetRefusal && error.code === 'cabinet.newer') throw error
      refusal ??= asRefusal(error, folder)
    }
  }
  const [one, two] = found
  if (one === undefined) throw refusal ?? new CabinetRefusal('cabinet.missing', { folder })
  if (two === undefined) return { manifest: one, differ: true, otherDataKeys: [] }
  const [manifest, other] = revisionOf(two) > revisionOf(one) ? [two, one] : [one, two]
  const known = new Set(manifest.dataKeys.map((key) => key.wrapped.sealed))
  return {
    manifest,
    differ: !Buffer.from(manifestBytes(one)).equals(manifestBytes(two)),
    otherDataKeys:
      other.cabinetId === manifest.cabinetId ? other.dataKeys.filter((key) => !known.has(key.wrapped.sealed)) : [],
  }
}

function revisionOf(value: Manifest): number {
  return value.revision ?? 0
}

/**
 * Writes the manifest and its copy, both or, on a full disk, neither: at every instant one of them is readable, and after
 * this returns a removed slot is in neither.
 */
export async function writeManifest(folder: string, value: Manifest): Promise<void> {
  await writeWholeEach([join(folder, manifestFile), join(folder, manifestCopyFile)], manifestBytes(value))
}

/** The manifest of an open cabinet: every change is written before it is seen, one after the other. */
export class HeldManifest {
  readonly #folder: string
  #current: Manifest
  #queue: Promise<unknown> = Promise.resolve()
  #isEnded = false

  constructor(folder: string, current: Manifest) {
    this.#folder = folder
    this.#current = current
  }

  /** As last written. */
  get current(): Manifest {
    return this.#current
  }

  /** Ends the changes: those asked already are written when this returns, later ones are refused. */
  async end(): Promise<void> {
    this.#isEnded = true
    await this.#queue
  }

  /** Writes the present manifest again, both copies: where they were found to differ. */
  async writeAgain(): Promise<void> {
    await this.update((current) => ({ ...current }))
  }

  /** Writes what `change` makes of the present manifest; nothing is written when it returns the same object or throws. */
  update(change: (current: Manifest) => Manifest): Promise<Manifest> {
    if (this.#isEnded) return Promise.reject(new Error('the cabinet file is closed'))
    const turn = this.#queue.then(async () => {
      const next = change(this.#current)
      if (next === this.#current) return next
      const revised = { ...next, formatVersion: formatOf(next.slots), revision: revisionOf(this.#current) + 1 }
      await writeManifest(this.#folder, revised)
      this.#current = revised
      return revised
    })
    this.#queue = turn.catch(() => undefined)
    return turn
  }
}
