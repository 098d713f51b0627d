import dingbats from 'pdfjs-dist/standard_fonts/FoxitDingbats.pfb?url'
import symbols from 'pdfjs-dist/standard_fonts/FoxitSymbol.pfb?url'
import jbig2 from 'pdfjs-dist/wasm/jbig2.wasm?url'
import openjpeg from 'pdfjs-dist/wasm/openjpeg.wasm?url'
import qcms from 'pdfjs-dist/wasm/qcms_bg.wasm?url'
import threadAddress from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url'
import { getDocument, type PDFDocumentProxy, PDFWorker, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs'

/** Files of ours that a PDF may need to be drawn; a document chooses among them and nothing else. */
const decoders: Readonly<Record<string, string>> = {
  'FoxitDingbats.pfb': dingbats,
  'FoxitSymbol.pfb': symbols,
  'jbig2.wasm': jbig2,
  'openjpeg.wasm': openjpeg,
  'qcms_bg.wasm': qcms,
}

/** Asked by the drawing thread, which may ask nothing of the network itself. */
class OwnFiles {
  async fetch({ filename }: { readonly filename: string }): Promise<Uint8Array> {
    const address = decoders[filename]
    if (address === undefined) throw new Error(`the drawing of PDF has no ${filename}`)
    const answer = await fetch(address)
    if (!answer.ok) throw new Error(`${filename}: ${answer.status}`)
    return new Uint8Array(await answer.arrayBuffer())
  }
}

/** Pixels of one image inside a page: beyond, it is left out rather than fill the memory. */
const mostImagePixels = 64_000_000

/** How long a document may take to open before it is given up, in ms. */
const patienceMs = 30_000

/** Why a PDF is not shown. */
export type PdfFault = 'protected' | 'unreadable'

/** An open PDF. `close` ends its thread, whatever it is doing. */
export interface OpenPdf {
  readonly pdf: PDFDocumentProxy
  readonly close: () => void
}

/**
 * Opens a PDF in a thread of its own, without what a PDF might run or ask for: no script, no form, no attached address.
 * Rejects with a {@link PdfRefused}.
 */
export async function openPdf(bytes: Uint8Array, signal: AbortSignal): Promise<OpenPdf> {
  const thread = new Worker(threadAddress, { type: 'module' })
  const worker = PDFWorker.create({ port: thread, verbosity: VerbosityLevel.ERRORS })
  const task = getDocument({
    // The thread takes the bytes away: whoever gave them keeps theirs.
    data: bytes.slice(),
    worker,
    verbosity: VerbosityLevel.ERRORS,
    isEvalSupported: false,
    enableXfa: false,
    useWorkerFetch: false,
    useSystemFonts: true,
    maxImageSize: mostImagePixels,
    BinaryDataFactory: OwnFiles,
    wasmUrl: './',
    standardFontDataUrl: './',
  })
  const close = () => {
    void task.destroy().catch(() => undefined)
    // Whatever a damaged file makes it do.
    setTimeout(() => thread.terminate(), 500)
  }
  const gone = Promise.withResolvers<never>()
  const leave = () => gone.reject(new PdfRefused('unreadable'))
  signal.addEventListener('abort', leave, { once: true })
  thread.addEventListener('error', leave, { once: true })
  const patience = setTimeout(leave, patienceMs)
  try {
    task.onPassword = () => gone.reject(new PdfRefused('protected'))
    const pdf = await Promise.race([task.promise, gone.promise])
    return { pdf, close }
  } catch (error) {
    close()
    thread.terminate()
    if (error instanceof PdfRefused) throw error
    throw new PdfRefused('unreadable', { cause: error })
  } finally {
    clearTimeout(patience)
    signal.removeEventListener('abort', leave)
  }
}

/** A PDF that cannot be shown, and why. */
export class PdfRefused extends Error {
  readonly fault: PdfFault
  constructor(fault: PdfFault, options?: ErrorOptions) {
    super(`the PDF is ${fault}`, options)
    this.name = 'PdfRefused'
    this.fault = fault
  }
}
