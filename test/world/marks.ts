import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { getDocument, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'

/** What Node draws a page on: it is taken from whatever canvas pdfjs found for this computer. */
interface Drawing {
  create(width: number, height: number): { readonly canvas: unknown; readonly context: CanvasRenderingContext2D }
}

let prepared: Promise<unknown> | null = null

/** The reader of codes, given its own file: it would ask the network for it. */
export async function prepareReader(): Promise<void> {
  prepared ??= readFile(fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm'))).then((file) =>
    prepareZXingModule({ overrides: { wasmBinary: Uint8Array.from(file).buffer }, fireImmediately: true }),
  )
  await prepared
}

/** The texts of the Data Matrices of each page of a PDF, drawn as a printer of that fineness would and read back from the dots. */
export async function marksOf(pdf: Uint8Array, dotsPerInch: number): Promise<string[][]> {
  await prepareReader()
  const task = getDocument({ data: pdf.slice(), verbosity: VerbosityLevel.ERRORS, isEvalSupported: false })
  const document = await task.promise
  const factory = document.canvasFactory as Drawing
  const found: string[][] = []
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number)
    const viewport = page.getViewport({ scale: dotsPerInch / 72 })
    const { context } = factory.create(Math.ceil(viewport.width), Math.ceil(viewport.height))
    await page.render({ canvas: null, canvasContext: context, viewport, intent: 'print' }).promise
    const pixels = context.getImageData(0, 0, Math.ceil(viewport.width), Math.ceil(viewport.height))
    const codes = await readBarcodes(pixels, { formats: ['DataMatrix'], textMode: 'Plain' })
    found.push(codes.filter(({ isValid }) => isValid).map(({ text }) => text))
  }
  await task.destroy()
  return found
}
