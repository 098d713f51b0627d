import { parentPort } from 'node:worker_threads'
import type { ArrangedPage, DocumentKind } from '#app/features/documents/model.ts'
import type { ReadContent } from '#core/ports/document-reading.ts'
import { readEmail } from '#main/protocols/mail.ts'
import { textOfMarkup } from '#main/protocols/markup-text.ts'
import { decodeText, decodeXml } from '#main/protocols/text-encoding.ts'
import { arrangePdf, type Arranged } from './arrange-pdf.ts'
import { readPdf } from './read-pdf.ts'

/** What the thread is asked. */
export type DocumentTask =
  | { readonly task: 'read'; readonly kind: DocumentKind; readonly bytes: Uint8Array }
  | { readonly task: 'enclosure'; readonly bytes: Uint8Array; readonly index: number }
  | { readonly task: 'arrange'; readonly bytes: Uint8Array; readonly pages: readonly ArrangedPage[] }

/** What it answers to each. */
export interface DocumentAnswers {
  read: ReadContent
  enclosure: { readonly fileName: string; readonly bytes: Uint8Array } | null
  arrange: Arranged
}

const nothing: ReadContent = { text: '', html: null, mail: null, pages: null }
/** Characters of a text that are shown and searched: a novel has a million. */
const longestText = 2_000_000
/** Beyond, an e-mail is kept whole and not read. */
const largestMail = 40 * 1024 * 1024

async function read(kind: DocumentKind, bytes: Uint8Array): Promise<ReadContent> {
  switch (kind) {
    case 'pdf':
      return { ...nothing, ...(await readPdf(bytes)) }
    case 'text':
      return { ...nothing, text: decodeText(bytes.subarray(0, longestText * 2)).slice(0, longestText) }
    case 'cda':
    case 'xml':
      return { ...nothing, text: textOfMarkup(decodeXml(bytes.subarray(0, longestText * 2)), longestText) }
    case 'html': {
      const html = decodeText(bytes.subarray(0, longestText * 2)).slice(0, longestText)
      return { ...nothing, html, text: textOfMarkup(html, longestText) }
    }
    case 'mail':
      return bytes.length > largestMail ? nothing : mailOf(bytes)
    default:
      return nothing
  }
}

async function mailOf(bytes: Uint8Array): Promise<ReadContent> {
  const { text, html, enclosures, ...head } = await readEmail(bytes)
  const listed = enclosures.map(({ fileName, bytes: content }, index) => ({ index, fileName, bytes: content.length }))
  return { ...nothing, text, html, mail: { ...head, enclosures: listed } }
}

async function answer(asked: DocumentTask): Promise<DocumentAnswers[DocumentTask['task']]> {
  switch (asked.task) {
    case 'read':
      return read(asked.kind, asked.bytes)
    case 'enclosure':
      return (await readEmail(asked.bytes)).enclosures[asked.index] ?? null
    case 'arrange':
      return arrangePdf(asked.bytes, asked.pages)
  }
}

const port = parentPort
if (port === null) throw new Error('documents are read in a thread')

port.on('message', (asked: DocumentTask) => {
  void (async () => {
    try {
      port.postMessage({ ok: true, answer: await answer(asked) })
    } catch {
      // Why is not said: a file's words are a patient's.
      port.postMessage({ ok: false })
    }
  })()
})
