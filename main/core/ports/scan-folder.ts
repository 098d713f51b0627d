/** A file that a scanner has finished writing. */
export interface ScannedFile {
  readonly folder: string
  readonly fileName: string
  readonly bytes: number
  /** The day it was written, `2026-11-22`. */
  readonly day: string
}

/** What is told of a folder that is watched. */
export type ScanNews =
  | { readonly kind: 'file'; readonly file: ScannedFile }
  /** The folder went away, or came back. */
  | { readonly kind: 'state' }

/** A folder of this computer where a scanner puts its files. */
export interface ScanFolder {
  /** Whether a folder is there, and its files can be read and moved. */
  isUsable(folder: string): Promise<boolean>
  /**
   * Tells of each file of a folder once it is written to its end, those already there first, one at a time: the next one
   * waits for `told` to end. The returned function stops it.
   */
  watch(folder: string, told: (news: ScanNews) => Promise<void>): () => Promise<void>
  /** Whether the folder watched now is within reach; `null` when none is watched. */
  isWithinReach(): boolean | null
  /** The content of a file, piece by piece. Rejects when it cannot be read. */
  read(file: ScannedFile): AsyncIterable<Uint8Array>
  /** Moves a file into the folder « Classés » beside it; false when it cannot be. */
  file(file: ScannedFile): Promise<boolean>
  /** Moves a file into the folder « Mis de côté » beside it; false when it cannot be. */
  setAside(file: ScannedFile): Promise<boolean>
}
