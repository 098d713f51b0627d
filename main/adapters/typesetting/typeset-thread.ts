import { parentPort } from 'node:worker_threads'
import { type Sheet, sheet as sheetShape } from '#app/features/printing/model.ts'
import { loadBarcodes } from './barcode.ts'
import { documentPdf } from './document.ts'
import { labelsPdf } from './labels.ts'

/** What the thread is asked. */
export interface TypesetRequest {
  readonly request: number
  readonly sheet: Sheet
}

/** What it answers: pages, or that there are none. Why is not said: the sheet is a patient's. */
export interface TypesetReply {
  readonly request: number
  readonly bytes: Uint8Array<ArrayBuffer> | null
}

const port = parentPort
if (port === null) throw new Error('the typesetter is a thread')

port.on('message', ({ request, sheet }: TypesetRequest) => {
  void (async () => {
    const bytes = await pdfOf(sheet).catch(() => null)
    const reply: TypesetReply = { request, bytes }
    port.postMessage(reply, bytes === null ? [] : [bytes.buffer])
  })()
})

async function pdfOf(given: Sheet): Promise<Uint8Array<ArrayBuffer>> {
  // Parsed here: a size or a count that the shape refuses would cost this thread its memory, not the core its own.
  const sheet = sheetShape.parse(given)
  if (sheet.kind === 'labels') return labelsPdf(sheet, sheet.barcode === '' ? null : await loadBarcodes())
  const bars = sheet.letterhead?.barcodes
  const hasBars = bars !== undefined && (bars.rpps !== '' || bars.finess !== '')
  return documentPdf(sheet, hasBars ? await loadBarcodes() : null)
}
