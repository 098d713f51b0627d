import { parentPort } from 'node:worker_threads'
import { type Sheet, sheet as sheetShape } from '#app/features/printing/model.ts'
import { loadBarcodes } from './barcode.ts'
import { loadDataMatrices } from '#main/protocols/data-matrix.ts'
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
  const text = sheet.kind === 'labels' ? sheet.mark : (sheet.patient?.mark ?? '')
  const mark = text === '' ? null : (await loadDataMatrices())(text)
  if (sheet.kind === 'labels')
    return labelsPdf(sheet, { barcodes: sheet.barcode === '' ? null : await loadBarcodes(), mark })
  const bars = sheet.letterhead?.barcodes
  const hasBars = bars !== undefined && (bars.rpps !== '' || bars.finess !== '')
  return documentPdf(sheet, { barcodes: hasBars ? await loadBarcodes() : null, mark })
}
