import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { InstalledAuthority } from '#app/devices/workstation.ts'
import { type Authority, commonNameIn, readAuthorities } from '#main/protocols/certificate-trust.ts'

/**
 * Where the « CryptoLib CPS » of the ANS keeps the certificates of its authorities, by system: from the package of Linux, and
 * from the public script that removes the one of macOS. Where its Windows installer puts them is not known: none is looked
 * for there.
 */
const folders: Readonly<Record<string, readonly string[]>> = {
  linux: ['/etc/opt/santesocial/CPS/Coffre'],
  darwin: ['/Library/Preferences/santesocial/CPS/coffre'],
}

/** The chain of the IGC-Santé has nine; former ones stay in the folder. */
const mostAuthorities = 64
const mostFiles = 200
const longestFileBytes = 64 * 1024

/** Where authorities are looked for on a system; empty where that is not known. */
export function authorityFolders(platform: string): readonly string[] {
  return folders[platform] ?? []
}

/**
 * The authorities whose certificates are in these folders, in the order of their file names, each once. What cannot be read
 * there, or is no authority, is passed over. Never rejects.
 */
export async function readInstalledAuthorities(places: readonly string[]): Promise<InstalledAuthority[]> {
  const found = new Map<string, Authority>()
  for (const folder of places) {
    for (const name of await filesOf(folder)) {
      const bytes = await contentOf(join(folder, name))
      const reading = bytes === null ? null : readAuthorities(bytes)
      for (const one of reading?.ok === true ? reading.authorities : []) {
        if (found.size < mostAuthorities) found.set(one.fingerprint, one)
      }
    }
  }
  return [...found.values()].map((authority) => ({
    name: commonNameIn(authority.subjectText).slice(0, 200),
    issuer: commonNameIn(authority.issuerText).slice(0, 200),
    isRoot: authority.root,
    validFrom: authority.notBefore,
    validUntil: authority.notAfter,
    fingerprint: authority.fingerprint,
    certificate: Buffer.from(authority.der).toString('base64url'),
  }))
}

async function filesOf(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    const files = entries.filter((entry) => entry.isFile()).map(({ name }) => name)
    return files.toSorted().slice(0, mostFiles)
  } catch {
    // Not installed, or not ours to read.
    return []
  }
}

/** `null` for a file that is too long for a certificate, or cannot be read. */
async function contentOf(path: string): Promise<Uint8Array | null> {
  try {
    await using file = await open(path, 'r')
    const bytes = new Uint8Array(longestFileBytes + 1)
    let length = 0
    for (;;) {
      const { bytesRead } = await file.read(bytes, length, bytes.length - length)
      length += bytesRead
      if (bytesRead === 0 || length === bytes.length) break
    }
    return length > longestFileBytes ? null : bytes.slice(0, length)
  } catch {
    return null
  }
}
