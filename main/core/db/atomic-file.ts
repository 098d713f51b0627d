import { constants } from 'node:fs'
import { type FileHandle, open, rename, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

// A pipe put in the place of a file would hold the opening until somebody writes into it. Windows has no such flag.
const withoutWaiting = constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NONBLOCK)

/**
 * Reads a whole file of at most `limit` bytes (the rest is not read), or returns `null` when it does not exist. What is not
 * an ordinary file has no byte.
 */
export async function readIfPresent(path: string, limit: number): Promise<Uint8Array | null> {
  let file: FileHandle
  try {
    file = await open(path, withoutWaiting)
  } catch (error) {
    if (isAbsent(error)) return null
    throw error
  }
  try {
    const found = await file.stat()
    const bytes = Buffer.alloc(found.isFile() ? Math.min(found.size, limit) : 0)
    if (bytes.length === 0) return bytes
    const { bytesRead } = await file.read(bytes, 0, bytes.length, 0)
    return bytes.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/**
 * Writes a file whole or not at all: beside under another name, flushed to the disk, renamed over, and the folder flushed.
 * When it throws, the former file is untouched and nothing is left beside it.
 */
export function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  return writeWholeEach([path], bytes)
}

/**
 * Writes the same bytes to files of one folder, each whole or not at all: all are written beside under other names and
 * flushed first, so that a full disk changes none; then they are renamed over, in the order given. When it throws before
 * the first is in place, nothing is left beside.
 */
export async function writeWholeEach(paths: readonly string[], bytes: Uint8Array): Promise<void> {
  const beside = (path: string) => `${path}.part`
  try {
    for (const path of paths) await writeFlushed(beside(path), bytes)
    for (const path of paths) {
      await renameWhenLetGo(beside(path), path)
      await syncFolder(dirname(path))
    }
  } catch (error) {
    for (const path of paths) await unlink(beside(path)).catch(() => undefined)
    throw error
  }
}

/**
 * Renames, over what is there. On Windows an antivirus or an indexer may hold either file for an instant, and the rename is
 * refused until it lets go: it is asked again for two seconds.
 */
export function renameWhenLetGo(from: string, to: string): Promise<void> {
  return whenLetGo(() => rename(from, to), process.platform === 'win32' ? 2_000 : 0)
}

/** Does `work`, again and again for `patienceMs` while the system says that somebody holds the file. */
export async function whenLetGo(work: () => Promise<void>, patienceMs: number): Promise<void> {
  const deadline = performance.now() + patienceMs
  for (let waitMs = 10; ; waitMs = Math.min(2 * waitMs, 250)) {
    try {
      return await work()
    } catch (error) {
      if (!isHeld(error) || performance.now() + waitMs > deadline) throw error
    }
    await pause(waitMs)
  }
}

function isHeld(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null
  return code === 'EPERM' || code === 'EACCES' || code === 'EBUSY'
}

async function writeFlushed(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'w', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Flushes a folder's entries, so that a rename survives a power cut. Windows has no such call and needs none. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Whether an error says that a file or a folder does not exist. */
export function isAbsent(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    (error.code === 'ENOENT' || error.code === 'ENOTDIR')
  )
}
