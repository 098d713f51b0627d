/** Pages whose words are read, and characters kept of them: enough to find a report, not to index an encyclopedia. */
const mostPages = 300
const mostCharacters = 1_000_000
const patienceMs = 8_000

/**
 * Words and pages of a PDF. Nothing of it is run, drawn or asked for. What takes too long is cut where it is; the thread's
 * own limits end what does not even come back here.
 */
export async function readPdf(bytes: Uint8Array): Promise<{ readonly text: string; readonly pages: number | null }> {
  const { getDocument, VerbosityLevel } = await loadReader()
  const task = getDocument({
    // Copied: the reader takes the bytes away.
    data: new Uint8Array(bytes),
    verbosity: VerbosityLevel.ERRORS,
    isEvalSupported: false,
    enableXfa: false,
    disableFontFace: true,
    useSystemFonts: false,
    useWasm: false,
    useWorkerFetch: false,
    maxImageSize: 0,
    stopAtErrors: false,
  })
  const protection = Promise.withResolvers<never>()
  task.onPassword = () => protection.reject(new Error('protected'))
  const endsAt = performance.now() + patienceMs
  try {
    const pdf = await Promise.race([task.promise, protection.promise])
    let text = ''
    for (let number = 1; number <= Math.min(pdf.numPages, mostPages); number += 1) {
      if (text.length >= mostCharacters || performance.now() > endsAt) break
      text += `${await wordsOfPage(pdf, number)}\n\n`
    }
    return { text: text.slice(0, mostCharacters).trim(), pages: pdf.numPages }
  } catch {
    return { text: '', pages: null }
  } finally {
    await task.destroy().catch(() => undefined)
  }
}

interface ReadablePdf {
  getPage(number: number): Promise<{
    getTextContent(): Promise<{ items: readonly object[] }>
    cleanup(): void
  }>
}

async function wordsOfPage(pdf: ReadablePdf, number: number): Promise<string> {
  try {
    const page = await pdf.getPage(number)
    const { items } = await page.getTextContent()
    page.cleanup()
    return items
      .map((item) =>
        'str' in item && 'hasEOL' in item ? `${String(item.str)}${item.hasEOL === true ? '\n' : ''}` : '',
      )
      .join('')
  } catch {
    // A broken page does not take the words of the others away.
    return ''
  }
}

async function loadReader() {
  // Found here rather than beside the module, where a packaged program does not have it.
  const reader: unknown = await import('pdfjs-dist/legacy/build/pdf.worker.mjs')
  Object.assign(globalThis, { pdfjsWorker: reader })
  return import('pdfjs-dist/legacy/build/pdf.mjs')
}
