import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'

/** The pixels of a picture, and the program that reads them: this thread asks nothing of any network. */
export interface DecodeRequest {
  readonly program: ArrayBuffer
  readonly pixels: ImageData
}

/** The texts of the Data Matrices found; `null` when the reading failed. */
export type DecodeReply = readonly string[] | null

/** This thread as its page sees it; the types at hand are those of a page. */
interface OwnThread {
  addEventListener(type: 'message', listener: (event: MessageEvent<DecodeRequest>) => void): void
  postMessage(reply: DecodeReply): void
}
const thread = globalThis as unknown as OwnThread

thread.addEventListener('message', ({ data: { program, pixels } }) => {
  void decoded(program, pixels)
    .catch(() => null)
    .then((reply) => thread.postMessage(reply))
})

async function decoded(program: ArrayBuffer, pixels: ImageData): Promise<DecodeReply> {
  // Without its program at hand, the library would look for it on another site.
  await prepareZXingModule({ overrides: { wasmBinary: program }, fireImmediately: true })
  const codes = await readBarcodes(pixels, { formats: ['DataMatrix'], textMode: 'Plain', tryDenoise: true })
  return codes.filter(({ isValid }) => isValid).map(({ text }) => text)
}
