import type { ArchiveFault } from '#app/features/portability/model.ts'

/** One file to put in an archive. */
export interface ArchiveSource {
  /** Its path inside, with `/`; never absolute, never climbing. */
  readonly path: string
  /** Read when its turn comes, once. */
  readonly bytes: () => AsyncIterable<Uint8Array>
  /** Already small (a PDF, an image): pressed again, it would only take time. */
  readonly isPressed: boolean
}

/** An archive that was opened: what it says it holds, not what it is. */
export interface OpenedArchive {
  readonly files: readonly { readonly path: string; readonly bytes: number }[]
  /** The bytes of a file, piece by piece. Throws {@link ArchiveRefusal} when there are more than it says, or others. */
  read(path: string): AsyncIterable<Uint8Array>
  close(): Promise<void>
}

/** An archive that is not what it should be; nothing of it was believed. `where` is a name inside it, cut. */
export class ArchiveRefusal extends Error {
  readonly fault: ArchiveFault
  readonly where: string

  constructor(fault: ArchiveFault, where = '') {
    super(`an archive is refused: ${fault}`)
    this.name = 'ArchiveRefusal'
    this.fault = fault
    this.where = [...where.replace(/[\p{C}]/gu, '')].slice(0, 120).join('')
  }
}

/** Archives of records: ZIP files, written and read as a stream, and the files of this computer they are kept in. */
export interface Archives {
  /** The bytes of an archive, made as they are asked for: no more than a few pieces are in memory. */
  pack(sources: AsyncIterable<ArchiveSource>): AsyncIterable<Uint8Array>
  /** Writes a new file, whole or not at all. Answers why not when it cannot; stopped by `signal`, it leaves nothing. */
  save(path: string, bytes: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<null | 'exists' | 'folder'>
  /** Opens an archive of this computer; `null` when there is no such file. Throws {@link ArchiveRefusal}. */
  open(path: string): Promise<OpenedArchive | null>
}
