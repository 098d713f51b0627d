/** What each expected refusal of a backup carries. The codes are those of `app/kernel/problem.ts`. */
export interface BackupRefusalData {
  /** Not the bytes that were written: changed, cut short, or none at all. */
  'backup.damaged': { readonly detail: 'flipped' | 'truncated' | 'empty' }
  /** A file of another kind. */
  'backup.foreign': Record<never, never>
  /** A newer program wrote the file, the manifest or the schema in it. `writtenBy` may be empty. */
  'backup.newer': { readonly writtenBy: string }
  /** Absent, not an ordinary file (a link, a device, a folder), or not readable by this user; or a folder that cannot be written. */
  'backup.unreadable': { readonly path: string }
  /** No room. Nothing was left behind. */
  'backup.no-space': { readonly neededBytes: number; readonly freeBytes: number }
  /** A backup of this cabinet is being made already. */
  'backup.running': Record<never, never>
  /** The key given is not the one of this backup. */
  'backup.wrong-key': Record<never, never>
}
export type BackupRefusalCode = keyof BackupRefusalData

/** An expected refusal: `code` and `data` say everything a screen needs, the message nothing more. */
export class BackupRefusal<C extends BackupRefusalCode = BackupRefusalCode> extends Error {
  readonly code: C
  readonly data: BackupRefusalData[C]

  constructor(code: C, data: BackupRefusalData[C], options?: ErrorOptions) {
    super(code, options)
    this.name = 'BackupRefusal'
    this.code = code
    this.data = data
  }
}

/** Whether an error is such a refusal, of one code when it is given. */
export function isBackupRefusal<C extends BackupRefusalCode = BackupRefusalCode>(
  error: unknown,
  code?: C,
): error is BackupRefusal<C> {
  return error instanceof BackupRefusal && (code === undefined || error.code === code)
}

/** Thrown when the person stopped the work. Nothing was left behind, nothing was changed. */
export class WorkCancelled extends Error {
  constructor() {
    super('cancelled')
    this.name = 'WorkCancelled'
  }
}

/** Whether the system says that there is no room: the volume, the quota, or the largest file allowed. */
export function isOutOfSpace(error: unknown): boolean {
  const code = systemCode(error)
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG' || code === 'SQLITE_FULL'
}

/** The `code` of an error of the system or of SQLite, or null. */
export function systemCode(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null
  return typeof error.code === 'string' ? error.code : null
}
