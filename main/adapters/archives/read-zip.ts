import { isAbsolute } from 'node:path'
import { type Entry, open as openYauzl, type ZipFile } from 'yauzl'
import { ArchiveRefusal, type OpenedArchive } from '#core/ports/index.ts'

/** What no archive of records needs: more is not read. */
const mostFiles = 2_000_000
const mostBytes = 200 * 1024 ** 3
const largestFile = 512 * 1024 * 1024
/** Text is pressed ten to thirty times; beyond this, only a bomb is. A small file may be anything. */
const mostPressed = 200
const smallFile = 1024 * 1024

/** Opens a ZIP and reads its list: names that climb out, said twice, or sizes that swell are refused before any content. */
export async function openZip(path: string): Promise<OpenedArchive | null> {
  if (!isAbsolute(path)) return null
  const zip = await new Promise<ZipFile | null>((resolve, reject) => {
    const options = { lazyEntries: true, autoClose: false, strictFileNames: true, validateEntrySizes: true }
    openYauzl(path, options, (error, opened) => {
      if (error === null) resolve(opened)
      else if ('code' in error && typeof error.code === 'string' && error.code.startsWith('E')) resolve(null)
      else reject(new ArchiveRefusal('not-an-archive'))
    })
  })
  if (zip === null) return null
  try {
    const entries = await listEntries(zip)
    return {
      files: [...entries.values()].map((entry) => ({ path: entry.fileName, bytes: entry.uncompressedSize })),
      read: (name) => readEntry(zip, entries.get(name), name),
      close: async () => zip.close(),
    }
  } catch (error) {
    zip.close()
    throw error
  }
}

async function listEntries(zip: ZipFile): Promise<ReadonlyMap<string, Entry>> {
  const entries = new Map<string, Entry>()
  const folded = new Set<string>()
  let total = 0
  await new Promise<void>((resolve, reject) => {
    zip.on('error', (error: Error) => {
      const isUnsafe = /relative path|absolute path|invalid characters|backslash/i.test(error.message)
      reject(error instanceof ArchiveRefusal ? error : new ArchiveRefusal(isUnsafe ? 'unsafe-name' : 'damaged'))
    })
    zip.on('end', resolve)
    zip.on('entry', (entry: Entry) => {
      const fault = faultOf(entry)
      total += entry.uncompressedSize
      // Two names that some systems take for one are one.
      const same = entry.fileName.normalize('NFC').toLowerCase()
      if (fault !== null) reject(new ArchiveRefusal(fault, entry.fileName))
      else if (folded.has(same)) reject(new ArchiveRefusal('same-name-twice', entry.fileName))
      else if (entries.size >= mostFiles || total > mostBytes) reject(new ArchiveRefusal('too-big'))
      else {
        folded.add(same)
        entries.set(entry.fileName, entry)
        zip.readEntry()
      }
    })
    zip.readEntry()
  })
  return entries
}

function faultOf(entry: Entry) {
  const { fileName: name, uncompressedSize: bytes, compressedSize: pressed } = entry
  const isClimbing = name.split('/').some((part) => part === '..' || part === '.' || part === '')
  if (isClimbing || /[\\:\p{C}]/u.test(name) || name.length > 400) return 'unsafe-name'
  // A link, a device: nothing an archive of records holds.
  const kind = (entry.externalFileAttributes >>> 16) & 0o170000
  if (kind !== 0 && kind !== 0o100000) return 'unsafe-name'
  if (entry.isEncrypted() || (entry.compressionMethod !== 0 && entry.compressionMethod !== 8)) return 'damaged'
  if (bytes > largestFile) return 'too-big'
  return bytes > smallFile && bytes > pressed * mostPressed ? 'bomb' : null
}

async function* readEntry(zip: ZipFile, entry: Entry | undefined, name: string): AsyncGenerator<Uint8Array> {
  if (entry === undefined) throw new ArchiveRefusal('file-missing', name)
  const stream = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
    zip.openReadStream(entry, (error, opened) => {
      if (error === null) resolve(opened)
      else reject(new ArchiveRefusal('damaged', name))
    })
  })
  let bytes = 0
  try {
    for await (const piece of stream as AsyncIterable<Uint8Array>) {
      bytes += piece.length
      if (bytes > entry.uncompressedSize) throw new ArchiveRefusal('bomb', name)
      yield piece
    }
  } catch (error) {
    throw error instanceof ArchiveRefusal ? error : new ArchiveRefusal('damaged', name)
  }
  if (bytes !== entry.uncompressedSize) throw new ArchiveRefusal('damaged', name)
}
