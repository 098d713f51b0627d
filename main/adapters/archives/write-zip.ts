import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import type { ArchiveSource } from '#core/ports/index.ts'

/** A day for every file: the same content gives the same archive, and the real instants are inside. */
const anyDay = new Date(Date.UTC(2000, 0, 1))

/** A ZIP of these files, made as it is read: the next file is asked for when the last one has gone. */
export async function* packZip(sources: AsyncIterable<ArchiveSource>): AsyncGenerator<Uint8Array> {
  const zip = new ZipFile()
  const output = Readable.from(zip.outputStream as AsyncIterable<Uint8Array>, {
    objectMode: false,
    highWaterMark: 1 << 16,
  })
  let failure: unknown = null
  const fail = (error: unknown) => {
    failure = error
    output.destroy(error instanceof Error ? error : new Error('an archive could not be made'))
  }
  zip.on('error', fail)
  const adding = (async () => {
    try {
      for await (const source of sources) {
        await new Promise<void>((resolve, reject) => {
          zip.addReadStreamLazy(source.path, { mtime: anyDay, compress: !source.isPressed }, (give) => {
            const stream = Readable.from(source.bytes(), { objectMode: false, highWaterMark: 1 << 16 })
            stream.once('error', reject)
            stream.once('close', resolve)
            give(null, stream)
          })
        })
      }
      zip.end()
    } catch (error) {
      fail(error)
    }
  })()
  try {
    for await (const piece of output) yield piece as Uint8Array
    if (failure !== null) throw failure
  } catch (error) {
    throw failure ?? error
  } finally {
    output.destroy()
  }
  await adding
}
