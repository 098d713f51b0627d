import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { getDocument, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs'

/** What can be read of a PDF. */
export interface ReadPdf {
  /** The words of each page, in the order of the file, lines joined by spaces. */
  readonly pages: readonly string[]
  /** Width and height of the first page, in millimetres. */
  readonly size: readonly [number, number]
  readonly title: string
  /** The names of what screen readers find on the first page. */
  readonly tags: readonly string[]
}

/** Reads a PDF as another program would. */
export async function readPdf(bytes: Uint8Array): Promise<ReadPdf> {
  const task = getDocument({
    data: bytes.slice(),
    verbosity: VerbosityLevel.ERRORS,
    isEvalSupported: false,
    useSystemFonts: true,
  })
  const pdf = await task.promise
  const pages: string[] = []
  const first = await pdf.getPage(1)
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const { items } = await (await pdf.getPage(number)).getTextContent()
    const words = items.flatMap((item) => ('str' in item ? [item.str, ...(item.hasEOL ? [' '] : [])] : []))
    pages.push(words.join('').replaceAll(/ +/g, ' ').trim())
  }
  const { width, height } = first.getViewport({ scale: 1 })
  const { info } = await pdf.getMetadata()
  const tags = new Set<string>()
  collect(await first.getStructTree(), tags)
  await task.destroy()
  const millimetres = (points: number) => Math.round((points * 254) / 72) / 10
  return {
    pages,
    size: [millimetres(width), millimetres(height)],
    title: String((info as { Title?: unknown }).Title ?? ''),
    tags: [...tags],
  }
}

function collect(node: unknown, tags: Set<string>): void {
  if (typeof node !== 'object' || node === null) return
  const { role, children } = node as { role?: string; children?: unknown[] }
  if (role !== undefined) tags.add(role)
  for (const child of children ?? []) collect(child, tags)
}

/** What one of the programs of Poppler says of a PDF; `null` where it is not installed. */
export async function askPoppler(
  program: 'pdffonts' | 'pdftotext' | 'pdfinfo',
  bytes: Uint8Array,
): Promise<string | null> {
  const folder = await mkdtemp(join(tmpdir(), 'cabinet-pdf-'))
  try {
    const file = join(folder, 'page.pdf')
    await writeFile(file, bytes)
    const { stdout } = await promisify(execFile)(program, program === 'pdftotext' ? ['-layout', file, '-'] : [file])
    return stdout
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  } finally {
    await rm(folder, { recursive: true })
  }
}
