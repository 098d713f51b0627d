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

/** The text of the Data Matrix drawn in a page of HTML, module by module; `null` where there is none. */
export async function markInPage(html: string): Promise<string | null> {
  await prepareReader()
  const drawing = /viewBox="-2 -2 (\d+) /.exec(html)
  if (drawing === null) return null
  const [dots, across] = [4, Number(drawing[1])]
  const width = across * dots
  const data = new Uint8ClampedArray(width * width * 4).fill(255)
  for (const [, x, y] of html.matchAll(/M(\d+) (\d+)h1v1h-1z/g))
    for (let dot = 0; dot < dots * dots; dot += 1) {
      const column = (Number(x) + 2) * dots + (dot % dots)
      const row = (Number(y) + 2) * dots + Math.floor(dot / dots)
      data.fill(0, (row * width + column) * 4, (row * width + column) * 4 + 3)
    }
  const pixels = { data, width, height: width, colorSpace: 'srgb', pixelFormat: 'rgba-unorm8' } as const
  const [code] = await readBarcodes(pixels, { formats: ['DataMatrix'], textMode: 'Plain' })
  return code?.text ?? null
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
