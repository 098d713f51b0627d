/** Names of the small documents the core keeps on this computer, outside any cabinet. None names a person. */
export type LocalDocument = 'attempts' | 'emergency-tries' | 'folders' | 'originals' | 'recent'

/** Small JSON documents on this computer, outside any cabinet: waiting times after failures, known folders, which
 * of several copies is the original. */
export interface LocalState {
  /** The document as last written, or `null` when there is none or it is unreadable. */
  read(name: LocalDocument): Promise<unknown>
  /** Writes it whole or not at all. */
  write(name: LocalDocument, value: unknown): Promise<void>
}
