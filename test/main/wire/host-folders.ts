import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

/** Where a host finds its pages and keeps its certificates. */
export interface HostFolders {
  readonly pages: string
  readonly certificatesFolder: string
}

const made: string[] = []
// Registered by what imports this: it comes after the file's own, which close what is in the folders.
afterAll(async () => {
  for (const folder of made) await rm(folder, { recursive: true, force: true })
})

/** Folders of a host that live longer than one run of it, until the tests of the file are over. */
export async function hostFolders(): Promise<HostFolders> {
  const folder = await mkdtemp(join(tmpdir(), 'shared-host-'))
  made.push(folder)
  const pages = join(folder, 'pages')
  await mkdir(pages)
  await writeFile(join(pages, 'index.html'), '<!doctype html>')
  return { pages, certificatesFolder: join(folder, 'host') }
}
