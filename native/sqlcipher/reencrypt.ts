import { randomBytes } from 'node:crypto'
import { fstat, read } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { promisify } from 'node:util'
import { PageCipher, pageBytes, saltBytes } from './page-cipher.ts'

/** Pages handled between two turns of the event loop: about 3 ms of work. */
const pagesPerTurn = 64

// By descriptor: a file that a connection of this process has open must not be opened and closed again (see `isKeyOf`).
const readDescriptor = promisify(read)
const statDescriptor = promisify(fstat)

const hole = Buffer.alloc(pageBytes)

/** How far a re-encryption is. */
export interface ReencryptProgress {
  readonly doneBytes: number
  readonly totalBytes: number
}

/**
 * Writes a copy of an encrypted database under another key, page by page, and flushes it to the disk. The source, a
 * descriptor that the caller keeps, must stand still: no write-ahead log, no writer. Every page of the source is authenticated; nothing in clear touches the
 * disk. Other work goes on between turns; `signal` stops it there.
 *
 * Throws an error with the code `SQLITE_CORRUPT` on a page that is not authentic, and leaves the target to be deleted by
 * the caller whenever it throws.
 */
export async function reencryptFile(
  source: number,
  target: string,
  keys: { readonly from: Uint8Array; readonly to: Uint8Array },
  options: { readonly onProgress?: (progress: ReencryptProgress) => void; readonly signal?: AbortSignal } = {},
): Promise<void> {
  const output = await open(target, 'wx', 0o600)
  try {
    await reencrypt(source, output, keys, options)
    await output.sync()
  } finally {
    await output.close()
  }
}

async function reencrypt(
  input: number,
  output: FileHandle,
  keys: { readonly from: Uint8Array; readonly to: Uint8Array },
  options: { readonly onProgress?: (progress: ReencryptProgress) => void; readonly signal?: AbortSignal },
): Promise<void> {
  const { size: totalBytes } = await statDescriptor(input)
  if (totalBytes === 0 || totalBytes % pageBytes !== 0) throw corrupt(0)
  const chunk = Buffer.alloc(pagesPerTurn * pageBytes)
  let from: PageCipher | undefined
  const to = new PageCipher(keys.to, randomBytes(saltBytes))
  for (let doneBytes = 0; doneBytes < totalBytes; ) {
    options.signal?.throwIfAborted()
    const wanted = Math.min(chunk.length, totalBytes - doneBytes)
    const pages = chunk.subarray(0, await readFully(input, chunk.subarray(0, wanted), doneBytes))
    if (pages.length !== wanted) throw corrupt(doneBytes / pageBytes + 1)
    from ??= new PageCipher(keys.from, Buffer.from(pages.subarray(0, saltBytes)))
    for (let at = 0; at < pages.length; at += pageBytes) {
      const number = (doneBytes + at) / pageBytes + 1
      reencryptPage(pages.subarray(at, at + pageBytes), number, from, to)
    }
    await writeFully(output, pages, doneBytes)
    doneBytes += wanted
    options.onProgress?.({ doneBytes, totalBytes })
  }
}

function reencryptPage(page: Buffer, number: number, from: PageCipher, to: PageCipher): void {
  // A page that SQLite allocated and never wrote (the one at the lock bytes, a free leaf) is a hole: it stays one.
  if (page.equals(hole)) return
  const clear = from.open(page, number)
  if (clear === null) throw corrupt(number)
  to.seal(clear, number, page)
  clear.fill(0)
}

async function readFully(file: number, into: Buffer, position: number): Promise<number> {
  let done = 0
  while (done < into.length) {
    const { bytesRead } = await readDescriptor(file, into, done, into.length - done, position + done)
    if (bytesRead === 0) break
    done += bytesRead
  }
  return done
}

async function writeFully(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  let done = 0
  while (done < bytes.length) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done)
    done += bytesWritten
  }
}

function corrupt(page: number): Error {
  return Object.assign(new Error(`page ${page} is not authentic`), { code: 'SQLITE_CORRUPT' })
}
