import { open, rm, link, stat } from 'node:fs/promises'
import { dirname, isAbsolute } from 'node:path'

/**
 * Writes a new file beside its name, then gives it its name when it is whole and on the disk. Never replaces one that is
 * there, even one that came meanwhile.
 */
export async function saveFile(
  path: string,
  bytes: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<null | 'exists' | 'folder'> {
  if (!isAbsolute(path)) return 'folder'
  if (await isThere(path)) return 'exists'
  const growing = `${path}.en-cours`
  const file = await open(growing, 'wx', 0o600).catch(() => null)
  if (file === null) return (await isThere(growing)) ? 'exists' : 'folder'
  try {
    for await (const piece of bytes) {
      signal.throwIfAborted()
      await file.write(piece)
    }
    await file.sync()
    await file.close()
    // Unlike a renaming, a link never takes the place of a file.
    await link(growing, path)
    await syncFolder(dirname(path))
    return null
  } finally {
    await file.close().catch(() => undefined)
    await rm(growing, { force: true })
  }
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

/** The name itself must outlast a power cut; some systems have nothing to do for it. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null)
  await handle?.sync().catch(() => undefined)
  await handle?.close()
}
