import { existsSync } from 'node:fs'
import { storageFailureKind } from '#native/sqlcipher/failure.ts'

/** What each expected refusal of a cabinet's files carries. The codes are those of `app/kernel/problem.ts`. */
export interface RefusalData {
  /** No such folder, or a folder without a manifest. */
  'cabinet.missing': { readonly folder: string }
  /** Another process, or another opening in this one, holds the cabinet. */
  'cabinet.in-use': { readonly folder: string }
  /** A newer program wrote the manifest or the schema. */
  'cabinet.newer': { readonly writtenBy: string }
  /** The manifest or the database is not what was written. `what` is for the log of a developer, never a datum. */
  'cabinet.damaged': { readonly what: string }
  /** The folder, or the volume under it, refuses writing. */
  'cabinet.read-only': { readonly folder: string }
  /** No room left. Nothing was half written. */
  'cabinet.disk-full': { readonly folder: string }
  /** A folder of that name exists already. */
  'cabinet.name-taken': { readonly name: string }
  /** Something that cannot be interrupted is using the file (a backup while a rekeying is asked, or the reverse). */
  'cabinet.busy': Record<never, never>
  /** Removing it would leave neither a password nor a recovery key. */
  'key.last-slot': Record<never, never>
}
export type RefusalCode = keyof RefusalData

/** An expected refusal of a cabinet's files: `code` and `data` say everything a screen needs, the message nothing more. */
export class CabinetRefusal<C extends RefusalCode = RefusalCode> extends Error {
  readonly code: C
  readonly data: RefusalData[C]

  constructor(code: C, data: RefusalData[C], options?: ErrorOptions) {
    super(code, options)
    this.name = 'CabinetRefusal'
    this.code = code
    this.data = data
  }
}

/** Whether an error is a refusal, of one code when it is given. */
export function isRefusal<C extends RefusalCode = RefusalCode>(error: unknown, code?: C): error is CabinetRefusal<C> {
  return error instanceof CabinetRefusal && (code === undefined || error.code === code)
}

/**
 * The refusal an error of SQLite or of the disk amounts to for the cabinet in `folder`; any other error comes back as
 * it is. Three of them (damaged, full, read-only) change the state of the whole cabinet, not of one request.
 *
 * `not-a-database` counts as damage: a data key comes out of an authenticated slot, so it cannot be the wrong one. A folder
 * that is gone does not: a drive was unplugged or a network left, and nobody should restore a backup for that.
 */
export function asRefusal(error: unknown, folder: string): unknown {
  if (error instanceof CabinetRefusal) return error
  switch (storageFailureKind(error)) {
    case 'not-a-database':
    case 'damaged':
    case 'io':
    case 'missing':
      if (!existsSync(folder)) return new CabinetRefusal('cabinet.missing', { folder }, { cause: error })
      return new CabinetRefusal('cabinet.damaged', { what: codeOf(error) }, { cause: error })
    case 'read-only':
      return new CabinetRefusal('cabinet.read-only', { folder }, { cause: error })
    case 'disk-full':
      return new CabinetRefusal('cabinet.disk-full', { folder }, { cause: error })
    case 'busy':
      return new CabinetRefusal('cabinet.busy', {}, { cause: error })
    case null:
      return error
  }
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown'
}
