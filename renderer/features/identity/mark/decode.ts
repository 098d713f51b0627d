import programAddress from 'zxing-wasm/reader/zxing_reader.wasm?url'
import { loadPagePictures } from '#renderer/features/documents/index.ts'
import { declaredSize, declaringBytes } from './declared-size.ts'
import type { DecodeReply, DecodeRequest } from './mark-thread.ts'

/** Why a file says no mark. */
export type DecodeFault = 'too-large' | 'not-a-picture' | 'nothing-found'

/** A file in which no mark could be read, and why. */
export class NotDecoded extends Error {
  readonly fault: DecodeFault
  constructor(fault: DecodeFault, options?: ErrorOptions) {
    super(`no mark: ${fault}`, options)
    this.name = 'NotDecoded'
    this.fault = fault
  }
}

/** A photograph of a telephone has some millions of bytes; a scan of several pages, tens. */
const mostBytes = 40_000_000
/** Pixels beyond which a picture would fill the memory. */
const mostPixels = 60_000_000
/** Longest side that is looked at: a module keeps several pixels on the scan of a whole page. */
const longestSide = 4_000
/** Pages of a PDF that are looked at: a mark stands on the first. */
const mostPages = 3
const dotsPerInch = 200
/** How long the thread may look at one picture, in ms. */
const patienceMs = 15_000

/**
 * The text of the INS DataMatrix of a picture or a PDF, as a reader would send it; that of another DataMatrix when there is no
 * other, so that it can be said what it is. Rejects with {@link NotDecoded}, or when the signal says so.
 */
export async function decodeMark(file: Blob, signal: AbortSignal): Promise<string> {
  if (file.size > mostBytes) throw new NotDecoded('too-large')
  const found: string[] = []
  for await (const picture of picturesOf(file, signal)) {
    const texts = await textsIn(await pixelsOf(picture), signal)
    signal.throwIfAborted()
    const mark = texts.find((text) => /^(?:\]d\d)?IS\d/i.test(text))
    if (mark !== undefined) return mark
    found.push(...texts)
  }
  const [other] = found
  if (other === undefined) throw new NotDecoded('nothing-found')
  return other
}

async function* picturesOf(file: Blob, signal: AbortSignal): AsyncGenerator<Blob> {
  const start = new Uint8Array(await file.slice(0, 5).arrayBuffer())
  if (new TextDecoder().decode(start) !== '%PDF-') {
    yield file
    return
  }
  const pagePictures = await loadPagePictures()
  let pages = 0
  try {
    for await (const { picture } of pagePictures(new Uint8Array(await file.arrayBuffer()), dotsPerInch, signal)) {
      yield picture
      pages += 1
      if (pages === mostPages) return
    }
  } catch (cause) {
    throw new NotDecoded('not-a-picture', { cause })
  }
}

async function pixelsOf(picture: Blob): Promise<ImageData> {
  const size = declaredSize(new Uint8Array(await picture.slice(0, declaringBytes).arrayBuffer()))
  if (size === null) throw new NotDecoded('not-a-picture')
  // Before it is drawn: a file of some kilobytes may say that it is as wide as a town.
  if (size.width * size.height > mostPixels) throw new NotDecoded('too-large')
  const drawn = await createImageBitmap(picture).catch((cause: unknown) => {
    throw new NotDecoded('not-a-picture', { cause })
  })
  try {
    if (drawn.width * drawn.height > mostPixels) throw new NotDecoded('too-large')
    const scale = Math.min(1, longestSide / Math.max(drawn.width, drawn.height))
    const width = Math.max(1, Math.round(drawn.width * scale))
    const height = Math.max(1, Math.round(drawn.height * scale))
    const canvas = new OffscreenCanvas(width, height)
    const drawing = canvas.getContext('2d', { willReadFrequently: true })
    if (drawing === null) throw new NotDecoded('not-a-picture')
    // Where a picture is transparent, paper is white.
    drawing.fillStyle = 'white'
    drawing.fillRect(0, 0, width, height)
    drawing.drawImage(drawn, 0, 0, width, height)
    return drawing.getImageData(0, 0, width, height)
  } finally {
    drawn.close()
  }
}

/** Looks at pixels in a thread of its own, which ends with it, whatever the picture makes it do. */
async function textsIn(pixels: ImageData, signal: AbortSignal): Promise<readonly string[]> {
  const program = await (await fetch(programAddress)).arrayBuffer()
  signal.throwIfAborted()
  const thread = new Worker(new URL('./mark-thread.ts', import.meta.url), { type: 'module' })
  const answer = Promise.withResolvers<DecodeReply>()
  const giveUp = () => answer.resolve(null)
  const patience = setTimeout(giveUp, patienceMs)
  signal.addEventListener('abort', giveUp, { once: true })
  thread.addEventListener('error', giveUp, { once: true })
  thread.addEventListener('message', ({ data }: MessageEvent<DecodeReply>) => answer.resolve(data), { once: true })
  try {
    thread.postMessage({ program, pixels } satisfies DecodeRequest, [program, pixels.data.buffer])
    return (await answer.promise) ?? []
  } finally {
    clearTimeout(patience)
    signal.removeEventListener('abort', giveUp)
    thread.terminate()
  }
}
