import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { fromBuffer } from 'yauzl'
import { ZipFile } from 'yazl'

/** The files of an archive, by their path. */
export type ArchiveFiles = ReadonlyMap<string, Buffer>

/** Every file of an archive, whole. */
export function unpacked(bytes: Buffer): Promise<ArchiveFiles> {
  return new Promise((resolve, reject) => {
    const found = new Map<string, Buffer>()
    fromBuffer(bytes, { lazyEntries: true }, (error, zip) => {
      if (error !== null) {
        reject(error)
        return
      }
      zip.on('entry', (entry) => {
        zip.openReadStream(entry, (failed, stream) => {
          if (failed !== null) {
            reject(failed)
            return
          }
          const pieces: Buffer[] = []
          stream.on('data', (piece: Buffer) => pieces.push(piece))
          stream.on('end', () => {
            found.set(entry.fileName, Buffer.concat(pieces))
            zip.readEntry()
          })
        })
      })
      zip.on('end', () => resolve(found))
      zip.readEntry()
    })
  })
}

/** Writes an archive of these files as they are; two of one name are both packed. */
export async function pack(path: string, entries: Iterable<readonly [string, Buffer]>): Promise<void> {
  const zip = new ZipFile()
  const out = createWriteStream(path)
  zip.outputStream.pipe(out)
  for (const [name, bytes] of entries) zip.addBuffer(bytes, name)
  zip.end()
  await finished(out)
}

/** The same files with one changed, its manifest made right again. */
export function withFile(files: ArchiveFiles, name: RegExp, change: (content: never) => unknown): ArchiveFiles {
  const path = [...files.keys()].find((each) => name.test(each))
  if (path === undefined) throw new Error(`no file is called ${String(name)}`)
  const content = JSON.stringify(change(JSON.parse(files.get(path)?.toString() ?? '') as never))
  return listed(new Map([...files, [path, Buffer.from(content)]]))
}

/** The same files, the manifest saying what they are now. */
export function listed(files: ArchiveFiles): ArchiveFiles {
  const manifest = JSON.parse(files.get('MANIFEST.json')?.toString() ?? '') as Record<string, unknown>
  const lines = [...files]
    .filter(([path]) => path !== 'MANIFEST.json')
    .map(([path, bytes]) => ({ path, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }))
  return new Map([...files, ['MANIFEST.json', Buffer.from(JSON.stringify({ ...manifest, files: lines }))]])
}
