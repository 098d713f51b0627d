import type { ArrangedPage, DocumentKind } from '#app/features/documents/model.ts'

/** What an e-mail says of itself and of what it encloses. */
export interface ReadMail {
  readonly from: string
  readonly to: string
  readonly subject: string
  readonly date: string
  readonly enclosures: readonly { readonly index: number; readonly fileName: string; readonly bytes: number }[]
}

/** What was read of a document's content. */
export interface ReadContent {
  /** Words, in the order of reading; empty when there are none, or when they could not be read. */
  readonly text: string
  /** As it came: to be made safe by whoever shows it. */
  readonly html: string | null
  readonly mail: ReadMail | null
  /** Pages of a PDF; `null` when they could not be counted. */
  readonly pages: number | null
}

/** Reads and rearranges what documents hold, apart from the core: their files may be hostile. */
export interface DocumentReading {
  /**
   * What a content says. Bounded in time, memory and pages: what takes too long, or breaks the reader, gives what an
   * unreadable file gives, no words.
   */
  read(kind: DocumentKind, bytes: Uint8Array): Promise<ReadContent>
  /** What an e-mail encloses at this place, with its name; `null` when there is nothing, or it does not read. */
  enclosure(bytes: Uint8Array, index: number): Promise<{ readonly fileName: string; readonly bytes: Uint8Array } | null>
  /**
   * Pages of a PDF, in the order given and turned as given, as a PDF of their own.
   *
   * @throws {ArrangingRefused}
   */
  arrange(bytes: Uint8Array, pages: readonly ArrangedPage[]): Promise<Uint8Array>
}

/** A PDF whose pages cannot be taken apart. */
export class ArrangingRefused extends Error {
  readonly reason: 'protected' | 'damaged' | 'pages'
  constructor(reason: 'protected' | 'damaged' | 'pages') {
    super(`pages: ${reason}`)
    this.name = 'ArrangingRefused'
    this.reason = reason
  }
}
