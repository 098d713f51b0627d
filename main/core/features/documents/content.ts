import { createHash } from 'node:crypto'
import type { DocumentKind, RefusalReason } from '#app/features/documents/model.ts'
import type { DocumentReading, ReadContent } from '#core/ports/document-reading.ts'
import { fileKind, sampleBytes } from '#main/protocols/file-kind.ts'

/** Beyond, a content is kept whole and its words are not looked for. */
const largestRead = 40 * 1024 * 1024
const readKinds: ReadonlySet<DocumentKind> = new Set(['pdf', 'text', 'cda', 'xml', 'html', 'mail'])
const unread: ReadContent = { text: '', html: null, mail: null, pages: null }

/** What was told of a content that is to become a document. */
export interface ToldContent {
  readonly kind: DocumentKind
  readonly digest: string
  readonly bytes: number
}

/** Tells what a content is, piece by piece: its kind, its digest; or why it is not taken in. */
export async function tellContent(
  pieces: AsyncIterable<Uint8Array>,
): Promise<ToldContent | { readonly refused: RefusalReason }> {
  const hash = createHash('sha256')
  let head: Uint8Array = new Uint8Array(0)
  let tail: Uint8Array = new Uint8Array(0)
  let bytes = 0
  for await (const piece of pieces) {
    hash.update(piece)
    bytes += piece.length
    if (head.length < sampleBytes) head = Buffer.concat([head, piece.subarray(0, sampleBytes - head.length)])
    tail = Buffer.concat([tail, piece]).subarray(-sampleBytes)
  }
  const told = await fileKind({ head, tail })
  return 'refused' in told ? told : { kind: told.kind, digest: hash.digest('hex'), bytes }
}

/** Reads the words of a content, when its kind has some and it is not out of measure. Never refuses. */
export async function readWordsOf(
  reading: DocumentReading,
  told: Pick<ToldContent, 'kind' | 'bytes'>,
  content: () => Promise<Uint8Array>,
): Promise<ReadContent> {
  if (!readKinds.has(told.kind) || told.bytes > largestRead) return unread
  return reading.read(told.kind, await content())
}
